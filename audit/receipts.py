"""受付コード of cases, made when asked for, and verified offline against a checkpoint that somebody holds."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, ValidationError

from adapters.postgres.checkpoints import PostgresCheckpoints
from adapters.postgres.entries import decode, event_in
from adapters.postgres.session import Pool
from audit.checkpoint import Checkpoint
from audit.explain import explain
from audit.merkle import included, leaf_hash, proof_behind
from audit.phrases import Phrase
from audit.words.registry import AllWords
from domain.cases.receipt_code import ReceiptCode, ReceiptCodeMalformed, read_code
from domain.errors import DomainError, ErrorCode


class LedgerReceipts:
    """Makes codes from the database; the same case gives the same code, under the first checkpoint that covers it."""

    def __init__(self, pool: Pool) -> None:
        self._checkpoints = PostgresCheckpoints(pool)

    async def code_of(self, case_id: str) -> ReceiptCode | None:
        """Return a case's code; None while no checkpoint covers its first event.

        Raises DomainError(LEDGER_CONFLICT) when the ledger contradicts the checkpoint, PortUnavailable.
        """
        found = await self._checkpoints.first_entry(case_id)
        if found is None:
            return None
        if len(found.leaves) != found.size - found.before:
            raise DomainError(ErrorCode.LEDGER_CONFLICT, why="ledger_other_than_signed")
        proof = proof_behind(found.before, found.peaks, found.leaves, found.position)
        if not included(leaf_hash(found.entry), found.position, found.size, proof, found.root):
            raise DomainError(ErrorCode.LEDGER_CONFLICT, why="ledger_other_than_signed")
        return ReceiptCode(found.position, found.size, proof, found.entry)


class ReceiptFault(StrEnum):
    """Why a receipt does not verify."""

    CODE_UNREADABLE = "code_unreadable"  # no code, a damaged one, or an entry that is none
    CHECKPOINT_OTHER = "checkpoint_other"  # the code needs the checkpoint of another size
    NOT_INCLUDED = (
        "not_included"  # the proof does not lead to the checkpoint's root: forged, or the ledger was rewritten
    )
    NOT_THE_FIRST = "not_the_first"  # an entry of the ledger, but not a case's first
    PROCEDURE_UNKNOWN = "procedure_unknown"
    EVENT_UNKNOWN = "event_unknown"


class ReceiptCheck(BaseModel):
    """The result. What the receipt says is told only as far as it could be read; `needed` is the size its code names."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fault: ReceiptFault | None = None
    needed: int | None = None
    position: int | None = None
    case_id: str | None = None
    case_number: str | None = None
    received_at: str | None = None
    said: Phrase | None = None

    @property
    def ok(self) -> bool:
        """Whether the receipt is what the ledger has."""
        return self.fault is None


def check_receipt(written: str, checkpoint: Checkpoint, all_words: AllWords) -> ReceiptCheck:
    """Verify the code in a text against a checkpoint whose signature was checked. Never raises for what is in it."""
    try:
        code = read_code(written)
        named = decode(code.entry)
    except (ReceiptCodeMalformed, ValidationError):
        return ReceiptCheck(fault=ReceiptFault.CODE_UNREADABLE)
    about = ReceiptCheck(needed=code.size, position=code.position, case_id=named.case_id)
    if code.size != checkpoint.size:
        return _faulty(about, ReceiptFault.CHECKPOINT_OTHER)
    if not included(leaf_hash(code.entry), code.position, code.size, code.proof, checkpoint.root):
        return _faulty(about, ReceiptFault.NOT_INCLUDED)
    if named.place != 1:
        return _faulty(about, ReceiptFault.NOT_THE_FIRST)
    try:
        words = all_words.of(named.case_id)
        told = explain(words, named.case_id, [event_in(code.entry, words.procedure)])
    except DomainError as error:
        return _faulty(about, ReceiptFault(error.code))
    first = told.steps[0]
    told_of = {
        "case_number": told.case_number,
        "received_at": told.received_at.isoformat(),
        "said": first.what,
    }
    return about.model_copy(update=told_of)


def _faulty(about: ReceiptCheck, fault: ReceiptFault) -> ReceiptCheck:
    return about.model_copy(update={"fault": fault})
