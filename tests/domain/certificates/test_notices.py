"""What citizens are told, over ways that the rules themselves make."""

import pytest
from fixtures.desk import APPROVER, DISPATCHER, EXAMINER, REACHABLE, REASONS, Desk, desk_at

from domain.actors import APPLICANT
from domain.certificates import commands as c
from domain.certificates.events import Lapsed
from domain.certificates.grounds import grounds_of
from domain.certificates.identity_events import IdentityRefused
from domain.certificates.money_events import Refunded
from domain.certificates.notices import NoticeKind, notices_of
from domain.certificates.status import LapseReason, RejectionReason, Status
from domain.postal.letters import ReturnReason


def unpaid() -> Desk:
    """A request whose fee nobody paid in time."""
    desk = desk_at(Status.AWAITING_PAYMENT)
    desk.record(Lapsed, reason=LapseReason.UNPAID)
    return desk


def uncorrected() -> Desk:
    """A request that was not corrected in time."""
    desk = desk_at(Status.RETURNED)
    desk.record(Lapsed, reason=LapseReason.NOT_CORRECTED)
    return desk


def rejected() -> Desk:
    """A request that two officers rejected."""
    desk = Desk().examine()
    desk.decide(c.ProposeRejection(reasons=REASONS), EXAMINER)
    desk.decide(c.Reject(), APPROVER)
    return desk


def refunded() -> Desk:
    """A paid request that was withdrawn, and whose money went back."""
    desk = Desk().examine()
    desk.decide(c.Withdraw(), APPLICANT)
    desk.record(Refunded, payment_id="pay-1", method="cancellation")
    return desk


def refused(*reasons: str) -> Desk:
    """A request whose card identifies nobody, for these reasons."""
    desk = Desk()
    desk.record(IdentityRefused, evidence="", reasons=reasons)
    return desk


def revoked() -> Desk:
    """A request signed with a card that was revoked."""
    return refused("revoked")


def forged() -> Desk:
    """A request signed with no card of ours."""
    return refused("untrusted_issuer")


WAYS = [
    *((lambda status=status: desk_at(status)) for status in REACHABLE),
    unpaid,
    uncorrected,
    rejected,
    refunded,
    revoked,
    forged,
]


def told(desk: Desk) -> list[NoticeKind]:
    """Return what the citizen of a request was told, in order."""
    return [notice for event in desk.events if (notice := notices_of(event))]


def test_every_kind_of_notice_has_a_way_that_causes_it():
    """A kind that nothing causes is a mail that nobody gets."""
    assert {notice for way in WAYS for notice in told(way())} == set(NoticeKind)


@pytest.mark.parametrize(
    ("way", "last"),
    [
        (unpaid, NoticeKind.LAPSED),
        (uncorrected, NoticeKind.LAPSED),
        (rejected, NoticeKind.REJECTED),
        (refunded, NoticeKind.REFUNDED),
        (lambda: desk_at(Status.REJECTED), NoticeKind.CARD_EXPIRED),
        (lambda: desk_at(Status.MAIL_RETURNED), NoticeKind.MAIL_RETURNED),
        (lambda: desk_at(Status.WITHDRAWN), NoticeKind.WITHDRAWN),
        (lambda: desk_at(Status.COMPLETED), NoticeKind.COMPLETED),
        (lambda: desk_at(Status.RETURNED), NoticeKind.RETURNED),
        (lambda: desk_at(Status.DISPATCHED), NoticeKind.DISPATCHED),
    ],
)
def test_whoever_waits_is_told_how_it_came_out(way, last: NoticeKind):
    """The last mail is the one about what happened last to the citizen."""
    assert told(way())[-1] is last


R = RejectionReason


@pytest.mark.parametrize(
    ("reasons", "notice", "grounds"),
    [
        (("revoked",), NoticeKind.CARD_REVOKED, (R.CERTIFICATE_REVOKED,)),
        (("expired",), NoticeKind.CARD_EXPIRED, (R.CERTIFICATE_EXPIRED,)),
        (("expired", "revoked"), NoticeKind.CARD_REVOKED, (R.CERTIFICATE_EXPIRED, R.CERTIFICATE_REVOKED)),
        (("revoked", "expired"), NoticeKind.CARD_REVOKED, (R.CERTIFICATE_EXPIRED, R.CERTIFICATE_REVOKED)),
        (("revoked", "untrusted_issuer"), NoticeKind.REJECTED, (R.CERTIFICATE_INVALID, R.CERTIFICATE_REVOKED)),
        (("text_differs",), NoticeKind.REJECTED, (R.SIGNED_TEXT_DIFFERS,)),
        (("text_differs", "expired"), NoticeKind.REJECTED, (R.CERTIFICATE_EXPIRED, R.SIGNED_TEXT_DIFFERS)),
        (("wrong_key_usage", "wrong_policy"), NoticeKind.REJECTED, (R.CERTIFICATE_INVALID,)),
        (("not_yet_valid",), NoticeKind.REJECTED, (R.CERTIFICATE_INVALID,)),
        (("signature_invalid",), NoticeKind.REJECTED, (R.CERTIFICATE_INVALID,)),
        (("a reason of a later version",), NoticeKind.REJECTED, (R.CERTIFICATE_INVALID,)),
    ],
)
def test_a_machines_refusal_says_which(reasons: tuple[str, ...], notice: NoticeKind, grounds: tuple[R, ...]):
    """A revoked or expired card has its own mail with what to do now; nothing is claimed of a card that is not genuine."""
    desk = refused(*reasons)
    assert told(desk)[-1] is notice
    assert grounds_of(desk.events[-1]) == grounds


def test_a_letter_that_came_back_is_told_each_time():
    """After the post's word of delivery too."""
    desk = desk_at(Status.COMPLETED)
    desk.decide(c.RecordReturnedMail(reason=ReturnReason.MOVED), DISPATCHER)
    assert told(desk)[-2:] == [NoticeKind.COMPLETED, NoticeKind.MAIL_RETURNED]


def test_whoever_has_paid_is_told_that_the_letter_is_no_more():
    """And not that a deadline of theirs has passed: the dispatcher may destroy it before the time of keeping is over."""
    desk = desk_at(Status.MAIL_RETURNED)
    desk.decide(c.DestroyReturnedMail(), DISPATCHER)
    assert told(desk)[-2:] == [NoticeKind.MAIL_RETURNED, NoticeKind.MAIL_DESTROYED]
