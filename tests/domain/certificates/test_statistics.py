"""統計: whether the 標準処理期間 was kept, and what is counted as what."""

from datetime import UTC, datetime, timedelta

import pytest
from fixtures.desk import APPROVER, REASONS, Desk

from domain.certificates import commands as c
from domain.certificates.kinds import CertificateKind
from domain.certificates.statistics import CountedRequest, Timeliness, lines, timeliness
from domain.certificates.status import Status

DUE = datetime(2026, 11, 24, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
KIND = CertificateKind.RESIDENT_RECORD_COPY


def request(
    status: Status = Status.UNDER_EXAMINATION,
    sent_at: datetime | None = None,
    refused_at: datetime | None = None,
    paused: timedelta = timedelta(),
    kind: CertificateKind = KIND,
) -> CountedRequest:
    """Return a request that was to be done by DUE."""
    began, seconds = DUE - 7 * DAY, paused.total_seconds()
    return CountedRequest("cert-1", "2026-000001-X", kind, 1, status, began, DUE, seconds, sent_at, refused_at, None)


@pytest.mark.parametrize(
    ("counted", "now", "told"),
    [
        (request(Status.DISPATCHED, sent_at=DUE), DUE + DAY, Timeliness.KEPT),
        (request(Status.COMPLETED, sent_at=DUE + SECOND), DUE + DAY, Timeliness.EXCEEDED),
        (request(Status.COMPLETED, sent_at=DUE + DAY, paused=DAY), DUE + DAY, Timeliness.KEPT),
        (request(Status.REJECTED, refused_at=DUE), DUE + DAY, Timeliness.KEPT),
        (request(Status.REJECTED, refused_at=DUE + SECOND), DUE + DAY, Timeliness.EXCEEDED),
        (request(), DUE, Timeliness.UNDER_WAY),
        (request(), DUE + SECOND, Timeliness.LATE),
        (request(paused=DAY), DUE + DAY, Timeliness.UNDER_WAY),
        (request(Status.RETURNED), DUE + DAY, Timeliness.STOPPED),
        (request(Status.WITHDRAWN), DUE + DAY, Timeliness.GIVEN_UP),
        (request(Status.LAPSED), DUE + DAY, Timeliness.GIVEN_UP),
    ],
)
def test_the_end_belongs_to_the_time_and_corrections_do_not(
    counted: CountedRequest, now: datetime, told: Timeliness
) -> None:
    assert timeliness(counted, now) is told


def test_every_request_is_counted_once_by_what_became_of_it() -> None:
    every = [
        request(Status.COMPLETED, sent_at=DUE),
        request(Status.MAIL_RETURNED, sent_at=DUE + DAY),
        request(Status.REJECTED, refused_at=DUE),
        request(Status.LAPSED),
        request(Status.RETURNED),
        request(),
        request(kind=CertificateKind.SEAL_REGISTRATION_CERTIFICATE),
    ]
    first, second = lines(every, DUE + DAY)
    assert first[1:] == (6, 2, 1, 1, 2, 2, 1, 1)
    assert first.received == first.sent + first.refused + first.given_up + first.under_way
    assert second[1:] == (1, 0, 0, 0, 1, 0, 0, 1)


def test_the_instant_of_a_rejection_stays_whatever_comes_after() -> None:
    """The money goes back later; the decision was taken before."""
    desk = Desk().propose(c.ProposeRejection(reasons=REASONS))
    desk.decide(c.Reject(), APPROVER)
    at = desk.now
    assert desk.state.refused_at == at
    assert Desk().propose().state.refused_at is None
