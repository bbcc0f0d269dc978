"""要確認: which ways lead out of a hold, and for whom (ADR 5).

The kind of finding stands in the vault alone. The rules are told by an opaque letter which ways are open: it travels in
the procedure's encrypted messages, is never part of an event, and is told to nobody who has not opened the finding.
"""

from enum import StrEnum

from domain.actors import Actor, Role
from domain.cases.decision import Command
from domain.certificates import commands as c
from domain.certificates.state import RequestState
from domain.certificates.status import RejectionReason, Status
from domain.errors import DomainError, ErrorCode
from domain.identity.residents import RegistryFinding, ResidencyStatus
from domain.identity.seals import SealStanding

# With these an officer acts on what the finding says, so only after opening it.
_INFORMED: frozenset[type[Command]] = frozenset({c.ReleaseHold, c.ProposeRejection, c.ReturnToApplicant})
_NO_SEAL = frozenset({SealStanding.NOT_REGISTERED, SealStanding.SUSPENDED})


class WaysOut(StrEnum):
    """Which ways a finding leaves open. One letter each: the length of a ciphertext tells the length of its text."""

    ANY = "a"  # release, rejection, correction
    NO_RELEASE = "b"  # moved, deceased, nobody or nothing to print for: rejection or correction
    CLOSED_DESK = "c"  # 支援措置: release, or rejection in the words of counter_only
    COUNTER_ONLY = "d"  # 支援措置, and nobody to print for

    @property
    def may_release(self) -> bool:
        """Whether two people may let the request go on."""
        return self in {WaysOut.ANY, WaysOut.CLOSED_DESK}

    @property
    def is_protected(self) -> bool:
        """Whether a 支援措置 is in force for somebody who may be meant."""
        return self in {WaysOut.CLOSED_DESK, WaysOut.COUNTER_ONLY}

    def allows(self, command: type[Command]) -> bool:
        """Say whether an informed decision is open."""
        if command is c.ReleaseHold:
            return self.may_release
        return command is not c.ReturnToApplicant or not self.is_protected


def ways_out(finding: RegistryFinding) -> WaysOut:
    """Return the ways that a finding leaves open.

    Nothing can be printed for somebody who left, died or is not certain, nor of a seal that is not registered or whose
    certificates the register has stopped: not even by two people.
    """
    lives_here = finding.status in {ResidencyStatus.RESIDENT, ResidencyStatus.DIFFERS}
    printable = finding.resident_id is not None and lives_here and finding.seal not in _NO_SEAL
    if finding.suppressed:
        return WaysOut.CLOSED_DESK if printable else WaysOut.COUNTER_ONLY
    return WaysOut.ANY if printable else WaysOut.NO_RELEASE


def require_way(state: RequestState, command: type[Command], actor: Actor, ways: WaysOut | None) -> None:
    """Raise DomainError unless the hold, if there is one, leaves this way open to `actor`.

    Codes: FOUR_EYES, FINDING_NOT_OPENED, HOLD_WAY_CLOSED (told only to who has opened the finding), ROLE_MISSING.
    """
    if state.status is not Status.HELD:
        return
    if command.roles == c.AT_THE_HOLD and actor.id == state.examination.approver:
        raise DomainError(ErrorCode.FOUR_EYES, action=command.verb())
    if not state.identity.hold_has_finding or command not in _INFORMED:
        return
    if actor.id not in state.identity.opened_by:
        raise DomainError(ErrorCode.FINDING_NOT_OPENED, action=command.verb())
    if ways is None or not ways.allows(command):
        raise DomainError(ErrorCode.HOLD_WAY_CLOSED, action=command.verb())
    if command is c.ReleaseHold:
        _require_pair(state, actor)


def _require_pair(state: RequestState, actor: Actor) -> None:
    """Two people, one of them of the closed desk."""
    first = state.identity.release_proposed_by
    if first is None:
        return
    if first == actor.id:
        raise DomainError(ErrorCode.FOUR_EYES, action="release_hold")
    if Role.CLOSED_DESK not in {state.identity.release_proposed_in, role_at_hold(actor)}:
        raise DomainError(ErrorCode.ROLE_MISSING, action="release_hold", role=Role.CLOSED_DESK.value)


def role_at_hold(actor: Actor) -> Role:
    """Return the role in which somebody acts at a hold."""
    return Role.CLOSED_DESK if Role.CLOSED_DESK in actor.roles else Role.EXAMINER


def require_grounds(state: RequestState, reasons: tuple[RejectionReason, ...], ways: WaysOut | None) -> None:
    """Raise DomainError(HOLD_WAY_CLOSED) for grounds that would tell of a 支援措置."""
    held = state.status is Status.HELD and state.identity.hold_has_finding
    if held and (ways is None or ways.is_protected) and reasons != (RejectionReason.COUNTER_ONLY,):
        raise DomainError(ErrorCode.HOLD_WAY_CLOSED, action="propose_rejection")
