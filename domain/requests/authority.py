"""Who may take a decision: roles, four eyes, and never in one's own case."""

from domain.actors import Actor, Role
from domain.errors import DomainError, ErrorCode
from domain.requests.state import RequestState
from domain.requests.transitions import ROLE_FOR, hands, is_open

_OFFICE_ROLES = {Role.EXAMINER, Role.APPROVER, Role.DISPATCHER}


def require(state: RequestState, action: str, actor: Actor) -> None:
    """Raise DomainError unless `actor` may take `action` now.

    Codes: REQUEST_CLOSED, NOT_ALLOWED_NOW, ROLE_MISSING, OWN_REQUEST, FOUR_EYES, TAKEN_BY_ANOTHER.
    """
    if ROLE_FOR[action] not in actor.roles:
        raise DomainError(ErrorCode.ROLE_MISSING, action=action, role=ROLE_FOR[action].value)
    if not is_open(state, action):
        code = ErrorCode.REQUEST_CLOSED if state.closed else ErrorCode.NOT_ALLOWED_NOW
        raise DomainError(code, action=action, status=state.status.value)
    if ROLE_FOR[action] in _OFFICE_ROLES:
        _require_stranger(state, action, actor)
    if ROLE_FOR[action] is Role.APPROVER:
        _require_second_person(state, action, actor)
    if action == "release_hold" and actor.id == state.examination.approver:
        raise DomainError(ErrorCode.FOUR_EYES, action=action)
    if ROLE_FOR[action] is Role.EXAMINER and action != "release_hold":
        _require_own_desk(state, action, actor)


def _require_stranger(state: RequestState, action: str, actor: Actor) -> None:
    if actor.person is not None and actor.person == state.identity.applicant:
        raise DomainError(ErrorCode.OWN_REQUEST, action=action)


def _require_second_person(state: RequestState, action: str, actor: Actor) -> None:
    if actor.id in hands(state):
        raise DomainError(ErrorCode.FOUR_EYES, action=action)


def _require_own_desk(state: RequestState, action: str, actor: Actor) -> None:
    if state.examination.examiner not in (None, actor.id):
        raise DomainError(ErrorCode.TAKEN_BY_ANOTHER, action=action)
