"""Who may open what of a case (ADR 15): the rules of openings, and of addresses that may be protected."""

from enum import StrEnum

from domain.actors import Actor, Role
from domain.cases.access import AccessGround
from domain.cases.decision import Command
from domain.certificates import commands as c
from domain.certificates.authority import require, require_stranger
from domain.certificates.commands import ConfirmDispatch, OpenFinding
from domain.certificates.state import RequestState
from domain.certificates.status import Status
from domain.errors import DomainError, ErrorCode


class Part(StrEnum):
    """What is opened of a request."""

    APPLICATION = "application"  # 申請書, beside the card and the register
    FINDING = "finding"  # 要確認の理由
    CERTIFICATE = "certificate"  # 証明書
    COVER_LETTER = "cover_letter"  # 送付状
    LETTER = "letter"  # 郵便物: both of them and the label, to print and seal


# Whose work needs the application before them, and on which ground.
_WORK: tuple[tuple[type[Command], AccessGround], ...] = (
    (c.ProposeRejection, AccessGround.EXAMINATION),
    (c.Reject, AccessGround.APPROVAL),
)
_READERS = frozenset({Role.EXAMINER, Role.APPROVER, Role.CLOSED_DESK})


def require_opening(state: RequestState, part: Part, actor: Actor) -> None:
    """Raise DomainError unless `actor` may open this part of the case now.

    The finding is opened while it holds the case (`open_finding`), and after the end by the closed desk alone: between the
    two an approver could look why. Documents are opened by who may seal them; an auditor opens the application alone. Codes: those of `authority.require`.
    """
    if part in {Part.CERTIFICATE, Part.COVER_LETTER, Part.LETTER}:
        require(state, ConfirmDispatch, actor)
    elif part is Part.FINDING and not state.ended:
        require(state, OpenFinding, actor)
    else:
        _require_reader(state, part, actor)


def _require_reader(state: RequestState, part: Part, actor: Actor) -> None:
    readers = frozenset({Role.CLOSED_DESK}) if part is Part.FINDING else _READERS | {Role.AUDITOR}
    action = f"open_{part.value}"
    if not readers & set(actor.roles):
        raise DomainError(ErrorCode.ROLE_MISSING, action=action)
    require_stranger(state, action, actor)


def asks_the_case(state: RequestState, part: Part) -> bool:
    """Say whether an opening is a fact of the case itself: a release asks who has opened the finding."""
    return part is Part.FINDING and state.status is Status.HELD


def sees_addresses(state: RequestState, actor: Actor, *, protected: bool) -> bool:
    """Say whether somebody is shown addresses: of a case that the register held, only who opened its finding.

    The same whatever the finding says, so that a hidden address tells an approver no more than that there was a hold.
    A protected one is for the closed desk.
    """
    if Role.CLOSED_DESK in actor.roles:
        return True
    return not protected and (not state.identity.ever_held or actor.id in state.identity.opened_by)


def is_told_of_hold(state: RequestState, actor: Actor) -> bool:
    """Say whether somebody may know that a hold with a finding stands: the closed desk, and whom it needs to decide on it.

    To all others the request is where it was before: that it is held would tell them of a 支援措置 too often.
    """
    if not (state.status is Status.HELD and state.identity.hold_has_finding):
        return True
    if Role.CLOSED_DESK in actor.roles or actor.id in state.identity.opened_by:
        return True
    return Role.EXAMINER in actor.roles and not state.secluded


def ground_at_hand(state: RequestState, actor: Actor) -> AccessGround | None:
    """Return the ground on which somebody opens the application for the work that is theirs now; None: there is none.

    Whoever opens it without such work says why.
    """
    if state.status is Status.HELD:
        opened = actor.id in state.identity.opened_by
        return AccessGround.HOLD if opened and not require_fails(state, c.OpenFinding, actor) else None
    return next((ground for command, ground in _WORK if not require_fails(state, command, actor)), None)


def require_fails(state: RequestState, command: type[Command], actor: Actor) -> bool:
    """Say whether somebody may not take a decision now, whatever the finding of a hold says."""
    try:
        require(state, command, actor)
    except DomainError:
        return True
    return False
