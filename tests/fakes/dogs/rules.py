"""The rules of 犬の登録: an examiner registers a dog under a tag, or refuses it; both once."""

from datetime import datetime
from typing import Annotated, Literal

from fakes.dogs.events import DogEvent, DogRefused, DogRegistered, DogSubmitted
from fakes.dogs.status import DOG_ENDS, DogRefusal, DogStatus
from pydantic import BaseModel, ConfigDict, Field

from domain.actors import Role
from domain.cases.decision import Command, Decision
from domain.cases.event import DecisionRefused
from domain.cases.state import CaseState
from domain.errors import DomainError, ErrorCode
from domain.personal import PERSONAL


class DogForm(BaseModel):
    """What the owner fills in: personal, for the vault alone."""

    model_config = PERSONAL

    owner: str
    mail: str
    breed: str


class DogState(CaseState):
    """Where it stands."""

    ends = DOG_ENDS

    status: DogStatus
    breed: str
    tag: int | None = None


class RegisterDog(Command):
    """Register it."""

    roles = (Role.EXAMINER,)
    recorded_as = (DogRegistered,)

    action: Literal["register_dog"] = "register_dog"
    tag: int


class RefuseDog(Command):
    """Do not."""

    roles = (Role.EXAMINER,)
    recorded_as = (DogRefused,)

    action: Literal["refuse_dog"] = "refuse_dog"
    reason: DogRefusal


DogDecision = Decision[Annotated[RegisterDog | RefuseDog, Field(discriminator="action")]]


class DogOutcome(BaseModel):
    """How it stands, or ended."""

    model_config = ConfigDict(frozen=True)

    status: DogStatus


def evolve(state: DogState | None, event: DogEvent) -> DogState:
    """Return the state after an event."""
    if isinstance(event, DogSubmitted):
        fields = event.model_dump(include={"case_number", "municipality", "received_at", "breed"})
        return DogState(place=1, status=DogStatus.SUBMITTED, **fields)
    if state is None:
        raise ValueError("a registration begins with its submission")
    if isinstance(event, DecisionRefused):
        return state.model_copy(update={"place": state.place + 1})
    status = DogStatus.REGISTERED if isinstance(event, DogRegistered) else DogStatus.REFUSED
    tag = event.tag if isinstance(event, DogRegistered) else None
    return state.model_copy(update={"place": state.place + 1, "status": status, "tag": tag})


def decide(state: DogState, decision: DogDecision, now: datetime) -> tuple[DogEvent, ...]:
    """Return what a decision causes. Raises DomainError(ROLE_MISSING, REQUEST_CLOSED)."""
    if not decision.command.is_for(decision.actor.roles):
        raise DomainError(ErrorCode.ROLE_MISSING, action=decision.command.action, role=Role.EXAMINER.value)
    if state.ended:
        raise DomainError(ErrorCode.REQUEST_CLOSED, action=decision.command.action, status=state.status.value)
    who = {"at": now, "by": decision.actor.id, "decision_id": decision.decision_id}
    if isinstance(decision.command, RegisterDog):
        return (DogRegistered(**who, tag=decision.command.tag),)
    return (DogRefused(**who, reason=decision.command.reason),)
