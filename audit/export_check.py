"""An export verified offline, with nothing but the folder and the ledger's public key."""

import json
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from adapters.postgres.entries import decode, event_in
from audit.checkpoint import Checkpoint, file_name, read_checkpoint
from audit.explain import explain
from audit.export import EVENTS, MANIFEST, MANIFEST_TITLE, STORY, ExportedEntry, ExportedEvents, hashes
from audit.merkle import included, leaf_hash
from audit.notes import NoteError, Verifier, open_note
from audit.words.registry import AllWords
from domain.errors import DomainError

_CONFIG = ConfigDict(frozen=True, extra="forbid")


class ExportFault(StrEnum):
    """What must not be."""

    MANIFEST_UNSIGNED = "manifest_unsigned"  # missing, forged, or by another key
    FILE_ALTERED = "file_altered"
    FILE_MISSING = "file_missing"
    FILE_STRAY = "file_stray"
    CHECKPOINT_UNSIGNED = "checkpoint_unsigned"
    CHECKPOINT_DIFFERS = "checkpoint_differs"  # the events name another size or root
    EVENTS_UNREADABLE = "events_unreadable"
    ENTRY_NOT_INCLUDED = "entry_not_included"  # its proof does not lead to the root
    ENTRY_MISPLACED = "entry_misplaced"  # another case's, or not the next place
    STORY_DIFFERS = "story_differs"
    PROCEDURE_UNKNOWN = "procedure_unknown"  # the case is of one that this release does not have
    EVENT_UNKNOWN = "event_unknown"  # an entry is of a type or version that its procedure does not know here


class ExportFinding(BaseModel):
    """One finding; `where` is a file or a place."""

    model_config = _CONFIG

    code: ExportFault
    where: str = ""


class ExportCheck(BaseModel):
    """The result. `case_id` is empty when the events cannot be read."""

    model_config = _CONFIG

    case_id: str
    events: int
    size: int
    root: str
    findings: tuple[ExportFinding, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def check_export(folder: Path, verifier: Verifier, all_words: AllWords) -> ExportCheck:
    """Verify a folder. Never raises for what is in it."""
    findings = list(_files(folder, verifier))
    try:
        events = ExportedEvents.model_validate_json((folder / EVENTS).read_bytes())
    except (OSError, ValidationError):
        findings.append(ExportFinding(code=ExportFault.EVENTS_UNREADABLE, where=EVENTS))
        return ExportCheck(case_id="", events=0, size=0, root="", findings=tuple(findings))
    findings += _checkpoint(folder, events, verifier)
    findings += [finding for place, entry in enumerate(events.entries, 1) for finding in _entry(events, place, entry)]
    findings += _story(folder, events, all_words)
    return ExportCheck(
        case_id=events.case_id,
        events=len(events.entries),
        size=events.size,
        root=events.root,
        findings=tuple(findings),
    )


def _files(folder: Path, verifier: Verifier) -> Iterable[ExportFinding]:
    try:
        text = open_note((folder / MANIFEST).read_text(encoding="utf-8"), [verifier])
    except (OSError, UnicodeDecodeError, NoteError):
        yield ExportFinding(code=ExportFault.MANIFEST_UNSIGNED, where=MANIFEST)
        return
    title, *lines = text.splitlines()
    if not title.startswith(MANIFEST_TITLE):
        yield ExportFinding(code=ExportFault.MANIFEST_UNSIGNED, where=MANIFEST)
        return
    listed = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    there = hashes(folder)
    for name in sorted(listed.keys() | there.keys()):
        if name not in there:
            yield ExportFinding(code=ExportFault.FILE_MISSING, where=name)
        elif name not in listed:
            yield ExportFinding(code=ExportFault.FILE_STRAY, where=name)
        elif listed[name] != there[name]:
            yield ExportFinding(code=ExportFault.FILE_ALTERED, where=name)


def _checkpoint(folder: Path, events: ExportedEvents, verifier: Verifier) -> list[ExportFinding]:
    name = file_name(events.size)
    try:
        signed: Checkpoint = read_checkpoint(folder / name, [verifier])
    except (OSError, NoteError):
        return [ExportFinding(code=ExportFault.CHECKPOINT_UNSIGNED, where=name)]
    if (signed.size, signed.root.hex()) != (events.size, events.root):
        return [ExportFinding(code=ExportFault.CHECKPOINT_DIFFERS, where=name)]
    return []


def _entry(events: ExportedEvents, place: int, entry: ExportedEntry) -> Iterable[ExportFinding]:
    try:
        leaf, root = leaf_hash(entry.entry.encode()), bytes.fromhex(events.root)
        steps = [bytes.fromhex(step) for step in entry.proof]
        named = decode(entry.entry.encode())
    except ValueError:
        yield ExportFinding(code=ExportFault.EVENTS_UNREADABLE, where=f"place {place}")
        return
    if not included(leaf, entry.position, events.size, steps, root):
        yield ExportFinding(code=ExportFault.ENTRY_NOT_INCLUDED, where=f"place {place}")
    if (named.case_id, named.place, entry.place) != (events.case_id, place, place):
        yield ExportFinding(code=ExportFault.ENTRY_MISPLACED, where=f"place {place}")


def _story(folder: Path, events: ExportedEvents, all_words: AllWords) -> list[ExportFinding]:
    """Compare what the story says happened with the entries; its wording may be another version's."""
    try:
        words = all_words.of(events.case_id)
        told = explain(
            words, events.case_id, [event_in(each.entry.encode(), words.procedure) for each in events.entries]
        )
        story = json.loads((folder / STORY).read_bytes())
        said = [(step["place"], step["type"], step["status"]) for step in story["steps"]]
    except DomainError as error:
        where = ", ".join(f"{name} {value}" for name, value in error.facts.items())
        return [ExportFinding(code=ExportFault(error.code), where=where)]
    except (OSError, ValueError, KeyError, TypeError):
        return [ExportFinding(code=ExportFault.STORY_DIFFERS, where=STORY)]
    if said == [(step.place, step.type, step.status) for step in told.steps]:
        return []
    return [ExportFinding(code=ExportFault.STORY_DIFFERS, where=STORY)]
