"""What auditors read on pages (`web/office/ports.py`): stories, proofs, what was done when by whom, checkpoints."""

from collections.abc import Sequence
from typing import Any

from adapters.postgres.checkpoints import PostgresCheckpoints
from adapters.postgres.event_search import PostgresEventSearch
from adapters.postgres.reading import PostgresReading
from adapters.postgres.session import Pool
from audit.checkpoint import Checkpoint, parse_checkpoint
from audit.explain import Step, explain
from audit.notes import NoteError, Verifier
from audit.proofs import LedgerProofs, ProofFault, check_proof, covered_sizes
from audit.words import house
from audit.words.registry import WORDS, AllWords
from domain.cases.access import AccessGround, Opening
from domain.errors import DomainError, ErrorCode
from domain.office.stories import CaseStory, FoundEvent, ProofCheck, Search, SignedSize, Told

_MOST_FOUND = 100
_FAULTS = {
    ProofFault.NO_ENTRY: "台帳に記録がありません",
    ProofFault.CHECKPOINT_UNSIGNED: "検証点 {where} の署名を確かめられません",
    ProofFault.ENTRY_NOT_INCLUDED: "第{where}件が、署名された台帳と違います",
    ProofFault.ENTRY_MISPLACED: "第{where}件の場所が違います",
}


class AuditRoom:
    """Reads the ledger and writes nothing. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool, reading: PostgresReading, verifier: Verifier, words: AllWords = WORDS) -> None:
        self._reading = reading
        self._checkpoints = PostgresCheckpoints(pool)
        self._proofs = LedgerProofs(self._checkpoints)
        self._search = PostgresEventSearch(pool)
        self._verifier = verifier
        self._words = words

    @property
    def key(self) -> str:
        """The ledger's public key, as a verifier takes it."""
        return str(self._verifier)

    async def story(self, case_id: str) -> CaseStory:
        """Return a case in sentences. Raises DomainError REQUEST_UNKNOWN, PROCEDURE_UNKNOWN, EVENT_UNKNOWN."""
        return story(self._words, case_id, await self._events(case_id))

    async def prove(self, case_id: str) -> ProofCheck:
        """Verify a case: entries against signed checkpoints, and the lists against its events. Raises as `story`."""
        proof = await self._proofs.of(case_id)
        row, events = await self._reading.row(case_id), await self._events(case_id)
        told = explain(self._words.of(case_id), case_id, events)
        faults = (_FAULTS[fault].format(where=where) for fault, where in check_proof(proof, self._verifier))
        return ProofCheck(
            entries=len(proof.entries),
            covered=sum(entry.size > 0 for entry in proof.entries),
            sizes=covered_sizes(proof.entries),
            faults=tuple(faults),
            same_row=row is not None and (row.place, row.status) == (len(told.steps), told.status),
        )

    async def proof(self, case_id: str) -> str:
        """Return the proof of a case as JSON, to verify offline. Raises DomainError(REQUEST_UNKNOWN)."""
        return (await self._proofs.of(case_id)).model_dump_json(indent=1)

    async def search(self, wanted: Search) -> Sequence[FoundEvent]:
        """Return the events that were found, newest first, a hundred at most; those that cannot be read are left out."""
        places = await self._search.find(wanted.since, wanted.until, wanted.by, wanted.type, _MOST_FOUND)
        stories = dict[str, CaseStory]()
        for case_id in dict.fromkeys(place.case_id for place in places):
            try:
                stories[case_id] = await self.story(case_id)
            except DomainError:
                continue
        return tuple(
            FoundEvent(place.case_id, story.case_number, story.steps[place.place - 1])
            for place in places
            if (story := stories.get(place.case_id)) is not None
        )

    def kinds(self) -> Sequence[tuple[str, str]]:
        """Return what people decide, as (type of its event, words)."""
        return kinds(self._words)

    def opened(self, opening: Opening) -> tuple[str, str]:
        """Return what was opened of a case, and on which ground, in words."""
        return opened(self._words, opening)

    def grounds(self) -> Sequence[tuple[str, str]]:
        """Return the grounds on which an auditor opens personal data, as (value, words)."""
        return grounds()

    async def checkpoints(self, limit: int, below: int | None = None) -> Sequence[SignedSize]:
        """Return the newest signed checkpoints whose signature is ours; those of a smaller size than `below` if given."""
        notes = await self._checkpoints.notes(limit, below)
        signed = (self._checkpoint(note) for note in notes)
        return tuple(SignedSize(each.size, each.at, each.root.hex()) for each in signed if each is not None)

    def _checkpoint(self, note: str) -> Checkpoint | None:
        try:
            return parse_checkpoint(note, [self._verifier])
        except NoteError:
            return None

    async def _events(self, case_id: str) -> Sequence[Any]:
        events: Sequence[Any] = await self._reading.events(case_id)
        if not events:
            raise DomainError(ErrorCode.REQUEST_UNKNOWN)
        return events


def story(all_words: AllWords, case_id: str, events: Sequence[Any]) -> CaseStory:
    """Return a case in Japanese sentences, from its events. Raises as `explain`, DomainError(PROCEDURE_UNKNOWN)."""
    words = all_words.of(case_id)
    told = explain(words, case_id, events)
    return CaseStory(
        case_id,
        told.case_number,
        words.title.ja,
        words.status(told.status).ja,
        told.summary.head.ja,
        tuple(_told(step) for step in told.steps),
        tuple(line.ja for line in told.summary.lines),
    )


def kinds(all_words: AllWords) -> Sequence[tuple[str, str]]:
    """Return the events that tell of a decision, by type, in the decision's words."""
    return tuple(
        (event.name(), words.action(command.verb()).ja)
        for words in all_words
        for command in words.procedure.commands
        for event in command.recorded_as[:1]
    )


def opened(all_words: AllWords, opening: Opening) -> tuple[str, str]:
    """Return what was opened, and on which ground, in words."""
    return all_words.of(opening.case_id).part(opening.part).ja, house.named(opening.ground).ja


def grounds() -> Sequence[tuple[str, str]]:
    """Return the grounds on which an auditor opens personal data, as (value, words)."""
    return tuple((ground.value, house.named(ground).ja) for ground in (AccessGround.AUDIT, AccessGround.COMPLAINT))


def _told(step: Step) -> Told:
    return Told(step.place, step.at, step.who.ja, step.what.ja, step.status_words.ja, step.due_at)
