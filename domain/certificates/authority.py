"""Who may take a decision: roles, four eyes, and never in one's own case."""

from domain.actors import Actor, Role
from domain.cases.decision import Command
from domain.certificates.holds import WaysOut, require_way
from domain.certificates.state import RequestState
from domain.certificates.status import Status
from domain.certificates.transitions import handlers_of, is_open
from domain.errors import DomainError, ErrorCode


def require(state: RequestState, command: type[Command], actor: Actor, ways: WaysOut | None = None) -> None:
    """Raise DomainError unless `actor` may take this decision now; `ways` are those out of the hold that stands.

    Codes: REQUEST_CLOSED, NOT_ALLOWED_NOW, ROLE_MISSING, OWN_REQUEST, FOUR_EYES, TAKEN_BY_ANOTHER, FINDING_NOT_OPENED,
    HOLD_WAY_CLOSED.
    """
    action, role = command.verb(), command.roles[0]
    if not command.is_for(actor.roles):
        raise DomainError(ErrorCode.ROLE_MISSING, action=action, role=role.value)
    if not is_open(state, command):
        code = ErrorCode.REQUEST_CLOSED if state.ended else ErrorCode.NOT_ALLOWED_NOW
        raise DomainError(code, action=action, status=state.status.value)
    if command.is_of_the_office():
        require_stranger(state, action, actor)
    if role is Role.APPROVER:
        _require_second_person(state, action, actor)
    require_way(state, command, actor, ways)
    # A hold belongs to no examiner alone: it must have a way out while that one is away.
    if role is Role.EXAMINER and state.status is not Status.HELD:
        _require_own_desk(state, action, actor)


def require_stranger(state: RequestState, action: str, actor: Actor) -> None:
    """Raise DomainError(OWN_REQUEST) for an officer who is the applicant."""
    if actor.person is not None and actor.person == state.identity.applicant:
        raise DomainError(ErrorCode.OWN_REQUEST, action=action)


def require_able(state: RequestState, action: str, officer: Actor | None) -> None:
    """Raise DomainError(ASSIGNEE_UNFIT) unless an officer may examine the case, without saying why.

    That an officer is the applicant is nothing for whoever shares out the work.
    """
    able = officer is not None and Role.EXAMINER in officer.roles
    if officer is None or not able or (officer.person is not None and officer.person == state.identity.applicant):
        raise DomainError(ErrorCode.ASSIGNEE_UNFIT, action=action)


def _require_second_person(state: RequestState, action: str, actor: Actor) -> None:
    if actor.id in handlers_of(state):
        raise DomainError(ErrorCode.FOUR_EYES, action=action)


def _require_own_desk(state: RequestState, action: str, actor: Actor) -> None:
    if state.examination.examiner not in (None, actor.id):
        raise DomainError(ErrorCode.TAKEN_BY_ANOTHER, action=action)
