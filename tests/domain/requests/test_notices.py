"""What citizens are told, over ways that the rules themselves make."""

import pytest
from fixtures.desk import APPROVER, EXAMINER, REACHABLE, REASONS, Desk, desk_at

from domain.actors import APPLICANT
from domain.notices import NoticeKind, notices_of
from domain.requests import commands as c
from domain.requests.status import LapseReason, Status


def unpaid() -> Desk:
    """A request whose fee nobody paid in time."""
    desk = desk_at(Status.AWAITING_PAYMENT)
    desk.record(c.Lapse(reason=LapseReason.UNPAID))
    return desk


def uncorrected() -> Desk:
    """A request that was not corrected in time."""
    desk = desk_at(Status.RETURNED)
    desk.record(c.Lapse(reason=LapseReason.NOT_CORRECTED))
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
    desk.record(c.RecordRefund(method="cancellation"))
    return desk


WAYS = [*((lambda status=status: desk_at(status)) for status in REACHABLE), unpaid, uncorrected, rejected, refunded]


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
        (lambda: desk_at(Status.REJECTED), NoticeKind.REJECTED),
        (lambda: desk_at(Status.WITHDRAWN), NoticeKind.WITHDRAWN),
        (lambda: desk_at(Status.COMPLETED), NoticeKind.COMPLETED),
        (lambda: desk_at(Status.RETURNED), NoticeKind.RETURNED),
        (lambda: desk_at(Status.DISPATCHED), NoticeKind.DISPATCHED),
    ],
)
def test_whoever_waits_is_told_how_it_came_out(way, last: NoticeKind):
    """The last mail is the one about what happened last to the citizen."""
    assert told(way())[-1] is last
