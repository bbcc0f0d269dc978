"""What a verification can find, as a closed list of codes."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class FindingCode(StrEnum):
    """Everything that must not be. The letter-digit names are the tamper cases of the threat model."""

    # the ledger against itself
    POSITION_GAP = "position_gap"  # a row is missing, or one too many
    LEAF_DIFFERS = "leaf_differs"  # the stored hash is not that of the stored entry
    ENTRY_UNREADABLE = "entry_unreadable"  # not an event in canonical JSON
    PROCEDURE_UNKNOWN = "procedure_unknown"  # a case of a procedure that this code does not have: another version's
    EVENT_UNKNOWN = "event_unknown"  # an event that the case's procedure does not know: another version's, or forged
    ENTRY_MISPLACED = "entry_misplaced"  # the entry names another case or place than its row
    PLACE_GAP = "place_gap"  # a case lacks an event
    TIME_BACKWARD = "time_backward"  # an event, or its recording, is older than the one before it
    TREE_DIFFERS = "tree_differs"  # the stored frontier is not that of the entries
    STAGED_TOO_LONG = "staged_too_long"  # events the engine neither completed nor lost: a suspended case, or lost data
    GUARD_OFF = "guard_off"  # the trigger that refuses changes is gone or disabled
    # against the checkpoints
    CHECKPOINT_UNREADABLE = "checkpoint_unreadable"
    CHECKPOINT_FOREIGN = "checkpoint_foreign"  # another's key, a retired key, another ledger's
    CHECKPOINT_FORGED = "checkpoint_forged"
    CHECKPOINT_REPLAYED = "checkpoint_replayed"  # an old checkpoint under the name or time of another
    CHECKPOINT_FORK = "checkpoint_fork"  # two checkpoints of one size with different roots
    LEDGER_REWRITTEN = "ledger_rewritten"  # the root at a checkpoint's size is another
    LEDGER_SHORTER = "ledger_shorter"  # the ledger ends before a checkpoint: cut off, or restored from a backup
    # who decided
    ROLE_NOT_HELD = "role_not_held"  # a decision by somebody who had no such role on that day
    # the read tables
    FOLD_FAILS = "fold_fails"  # a case's events cannot be folded
    PROJECTION_MISSING = "projection_missing"
    PROJECTION_DIFFERS = "projection_differs"
    PROJECTION_STRAY = "projection_stray"  # a row without events


class Finding(BaseModel):
    """One finding. `where` names position, columns or file; no personal data."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: FindingCode
    case_id: str | None = None
    where: str = ""
