"""A human decision: a command of a procedure, who takes it, and the caller's id for it."""

from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from domain.actors import Actor
from domain.cases.vouchers import Voucher
from domain.ids import decision_key


class Command(BaseModel):
    """Base of all commands, in the imperative; `action` names one in its procedure's table."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    action: str


AnyCommand = TypeVar("AnyCommand", bound=Command)


class Decision(BaseModel, Generic[AnyCommand]):
    """A human command, who takes it, and the caller's id for it (twice is once); an officer's bears the office's voucher."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    decision_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{8,80}$")]
    actor: Actor
    command: AnyCommand
    voucher: Voucher | None = None

    @property
    def key(self) -> str:
        """What makes it one decision: two people may by chance, or by intent, choose the same id."""
        return decision_key(self.actor.id, self.decision_id)
