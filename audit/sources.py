"""Where a case's histories are: in the engine while it keeps them, then in the archive, whose files are checked."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from temporalio.client import Client, WorkflowHistory

from adapters.temporal.connection import engine_answers
from domain import ids
from domain.cases.archive import ArchivedHistory
from domain.errors import DomainError, PortUnavailable
from domain.procedures import PROCEDURES, Procedures

_WITHIN = timedelta(seconds=10)
_ENDS = {
    "workflow_execution_completed_event_attributes",
    "workflow_execution_failed_event_attributes",
    "workflow_execution_timed_out_event_attributes",
    "workflow_execution_canceled_event_attributes",
    "workflow_execution_terminated_event_attributes",
    "workflow_execution_continued_as_new_event_attributes",
}


class Filed(StrEnum):
    """What became of a run's file in the archive."""

    NOT_ARCHIVED = "not_archived"
    INTACT = "intact"
    ALTERED = "altered"  # its SHA-256 is not the one that was noted when it was archived
    MISSING = "missing"


class ArchiveIndex(Protocol):
    """Which histories are archived."""

    async def of_case(self, case_id: str) -> Sequence[ArchivedHistory]:
        """Return the archived runs of a case, and of the workflows beside it."""


@dataclass(frozen=True)
class FoundHistory:
    """One workflow's history. `history` is None when only an altered or missing file is left of it."""

    workflow_id: str
    run_id: str
    source: str  # engine or archive
    history: WorkflowHistory | None
    filed: Filed
    archived: ArchivedHistory | None = None

    @property
    def running(self) -> bool:
        """Whether the workflow has not ended."""
        return self.history is not None and not ended(self.history)


def ended(history: WorkflowHistory) -> bool:
    """Say whether a history's last event ends it."""
    return bool(history.events) and history.events[-1].WhichOneof("attributes") in _ENDS


class Histories:
    """Finds the histories of a case and of the workflows beside it, such as its payment's."""

    def __init__(self, client: Client, index: ArchiveIndex, folder: Path, procedures: Procedures = PROCEDURES) -> None:
        self._procedures = procedures
        self._client = client
        self._index = index
        self._folder = folder

    async def of(self, case_id: str) -> tuple[FoundHistory, ...]:
        """Return what there is, the case's own history first.

        The archive also serves when the engine does not answer. Raises PortUnavailable("temporal") when it does not
        and the case is not archived, PortUnavailable("postgres"), DomainError(PROCEDURE_UNKNOWN).
        """
        archived = {each.workflow_id: each for each in await self._index.of_case(case_id)}
        own = ids.case_workflow_id(case_id)
        beside = self._procedures.of(case_id).workflows_beside(case_id)
        found = [await self._find(each, archived, own in archived) for each in (own, *beside)]
        return tuple(each for each in found if each is not None)

    async def _find(self, workflow_id: str, archived: dict[str, ArchivedHistory], closed: bool) -> FoundHistory | None:
        entry = archived.get(workflow_id)
        filed, content = (Filed.NOT_ARCHIVED, b"") if entry is None else read_filed(self._folder, entry)
        try:
            live = await self._live(workflow_id)
        except PortUnavailable:
            if not closed:
                raise
            live = None
        if live is not None:
            return FoundHistory(workflow_id, live.run_id, "engine", live, filed, entry)
        if entry is None:
            return None
        history = WorkflowHistory.from_json(workflow_id, content.decode()) if filed is Filed.INTACT else None
        return FoundHistory(workflow_id, entry.run_id, "archive", history, filed, entry)

    async def _live(self, workflow_id: str) -> WorkflowHistory | None:
        try:
            with engine_answers():
                return await self._client.get_workflow_handle(workflow_id).fetch_history(rpc_timeout=_WITHIN)
        except DomainError:
            return None


def read_filed(folder: Path, entry: ArchivedHistory) -> tuple[Filed, bytes]:
    """Return an archived file and whether it is still the one that was archived."""
    root = folder.resolve()
    path = (root / entry.path).resolve()
    if not path.is_relative_to(root):
        return Filed.ALTERED, b""
    try:
        content = path.read_bytes()
    except OSError:
        return Filed.MISSING, b""
    same = hashlib.sha256(content).hexdigest() == entry.sha256
    return (Filed.INTACT, content) if same else (Filed.ALTERED, b"")
