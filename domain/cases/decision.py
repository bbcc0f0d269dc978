"""A human decision: a command of a procedure, who takes it, and the caller's id for it."""

from collections.abc import Iterable
from typing import Annotated, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from domain.actors import OFFICE, Actor, Role
from domain.cases.event import Event
from domain.cases.vouchers import Voucher
from domain.ids import decision_key


class Command(BaseModel):
    """Base of all commands: what somebody wants to happen, in the imperative. Machines tell events instead.

    `action` is how callers name it. `roles` are those of which one is needed, the first the one a refusal names;
    `recorded_as` are the events of which one tells that it was taken.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    roles: ClassVar[tuple[Role, ...]]
    recorded_as: ClassVar[tuple[type[Event], ...]]

    action: str

    @classmethod
    def verb(cls) -> str:
        """Return the `action` of this kind of command."""
        return str(cls.model_fields["action"].default)

    @classmethod
    def is_of_the_office(cls) -> bool:
        """Say whether an officer takes it; otherwise a citizen does."""
        return not OFFICE.isdisjoint(cls.roles)

    @classmethod
    def is_for(cls, roles: Iterable[Role]) -> bool:
        """Say whether somebody in these roles may take it."""
        return not set(cls.roles).isdisjoint(roles)

    @property
    def named_officer(self) -> str | None:
        """The id of another officer whom the command concerns; None when it concerns nobody else."""
        return None

    @classmethod
    def is_recorded_as(cls, event_type: str) -> bool:
        """Say whether an event of this type tells that the command was taken."""
        return any(event_type == each.name() for each in cls.recorded_as)


AnyCommand = TypeVar("AnyCommand", bound=Command)


class Decision(BaseModel, Generic[AnyCommand]):
    """A human command, who takes it, and the caller's id for it (twice is once); an officer's bears the office's voucher.

    `named` is the command's named officer in the roles of this moment, as the office vouches.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    decision_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{8,80}$")]
    actor: Actor
    command: AnyCommand
    voucher: Voucher | None = None
    named: Actor | None = None

    @property
    def key(self) -> str:
        """What makes it one decision: two people may by chance, or by intent, choose the same id."""
        return decision_key(self.actor.id, self.decision_id)
