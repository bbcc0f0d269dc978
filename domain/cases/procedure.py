"""A procedure as the general parts of the house see it: one frozen value, registered in `domain/procedures.py`.

Recorder, ledger, lists, outbox, archivist, audit and worker know cases only by what stands here. A procedure's own
packages (of the same name in each layer) know the rest.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, JsonValue, TypeAdapter, ValidationError

from domain import ids
from domain.cases.batch import EventBatch, EventJson
from domain.cases.correspondence import Correspondence
from domain.cases.decision import Command, Decision
from domain.cases.event import Event
from domain.cases.row import CaseRow
from domain.cases.state import CaseState
from domain.errors import DomainError, ErrorCode
from domain.municipality.rule_files import RuleFiles

State = TypeVar("State", bound=CaseState)
AnyEvent = TypeVar("AnyEvent", bound=Event)


def _as_it_is(status: Any) -> Any:
    return status


def _none(_case_id: str) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True)
class Procedure(Generic[State, AnyEvent]):
    """One kind of case.

    `name` names its packages and stands in its rows; `prefix` begins the ids of its cases. `form` is what people fill in:
    the names of its fields are ours, and say nothing of who sent them.
    `subject` is what its lists show of a case; `likeness` names, without saying who, whose case it is and what for (None:
    like no other). `commands` are all that people decide in it, each with its roles and its events. `notice_of` says which
    notice an event causes, and `correspondence` how it is written. `rules`: the files in which a municipality that offers it
    says what it decides for itself; who does not offer it has none of them. `workflows_beside` are the ids of other
    workflows whose histories belong to a case of this id, such as its payment's. Events `after_the_end` may come from
    elsewhere when the case's own workflow is over. `knows_capture` says whether a state knows of a charge's capture; None for
    a procedure nobody pays for. `outside` says which status citizens and portals see in place of one of the office's own.
    """

    name: str
    prefix: str
    form: type[BaseModel]
    statuses: type[StrEnum]
    state: type[State]
    event: TypeAdapter[AnyEvent]
    decision: type[Decision[Any]]
    evolve: Callable[[State | None, AnyEvent], State]
    notice_of: Callable[[AnyEvent], StrEnum | None]
    correspondence: Correspondence[State]
    subject: Callable[[State], Mapping[str, JsonValue]]
    likeness: Callable[[State], str | None]
    commands: tuple[type[Command], ...]
    rules: RuleFiles[Any]
    workflows_beside: Callable[[str], tuple[str, ...]] = _none
    after_the_end: tuple[type[Event], ...] = ()
    knows_capture: Callable[[State, str], bool] | None = None
    outside: Callable[[Any], StrEnum] = _as_it_is

    def seen_outside(self, status: StrEnum) -> str:
        """Return a status as who is no officer sees it."""
        return self.outside(status).value

    def has_capture(self, state: State, charge_id: str) -> bool:
        """Whether a case knows of a charge's capture, as its fee or as money that went back; without payments, of none."""
        return self.knows_capture is not None and self.knows_capture(state, charge_id)

    @property
    def going_on(self) -> frozenset[str]:
        """The statuses, as rows have them, in which a case has not ended."""
        return frozenset(status.value for status in set(self.statuses) - self.state.ends)

    def read(self, event: EventJson) -> AnyEvent:
        """Return an event from its JSON values. Raises pydantic.ValidationError: of no type or version known here."""
        return self.event.validate_python(event)

    def read_state(self, written: str) -> State:
        """Return a state from its JSON. Raises DomainError(EVENT_UNKNOWN) for one that another release folded."""
        try:
            return self.state.model_validate_json(written)
        except ValidationError:
            pass
        raise DomainError(ErrorCode.EVENT_UNKNOWN, procedure=self.name)

    def has(self, case_id: str) -> bool:
        """Say whether a case of this id is one of the procedure."""
        return ids.prefix_of(case_id) == self.prefix

    def write(self, event: AnyEvent) -> EventJson:
        """Return an event's JSON values."""
        written: EventJson = self.event.dump_python(event, mode="json")
        return written

    def command_of(self, event_type: str) -> type[Command] | None:
        """Return the command that an event of this type tells of; None when nobody decides it."""
        return next((each for each in self.commands if each.is_recorded_as(event_type)), None)

    def batch(self, case_id: str, first: int, events: Iterable[AnyEvent]) -> EventBatch:
        """Return consecutive events of a case, the first at this place, as the recorder takes them."""
        return EventBatch(case_id=case_id, first=first, events=tuple(self.write(event) for event in events))

    def fold(self, events: Iterable[AnyEvent], state: State | None = None) -> State | None:
        """Return the state after all events in order; None when there are none."""
        for event in events:
            state = self.evolve(state, event)
        return state

    def row(self, case_id: str, state: State, updated_at: datetime) -> CaseRow:
        """Return the row of a case in this state."""
        return CaseRow(
            case_id=case_id,
            procedure=self.name,
            case_number=state.case_number,
            municipality=state.municipality,
            status=state.status.value,
            received_at=state.received_at,
            updated_at=updated_at,
            due_at=state.next_due,
            act_by=state.act_by,
            assignee=state.assignee,
            closed=state.closed,
            place=state.place,
            subject=self.subject(state),
            secluded=state.secluded,
        )
