"""統計: requests of a period, and whether the 標準処理期間 (行政手続法6条) was kept. Nothing of whose they are."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from domain.certificates.kinds import CertificateKind
from domain.certificates.office_record import GIVEN_UP, REFUSED, SENT
from domain.certificates.status import Status

MOST = 20_000
"""Requests in one list: a longer period is asked for in parts, and never cut off unseen."""


class Timeliness(StrEnum):
    """How a request stands to its 標準処理期間."""

    KEPT = "kept"  # decided and, where issued, posted within it
    EXCEEDED = "exceeded"
    UNDER_WAY = "under_way"  # not over yet
    LATE = "late"  # not decided, and over
    STOPPED = "stopped"  # the citizen corrects: it stands still
    GIVEN_UP = "given_up"  # withdrawn or lapsed: nothing was to be decided any more


class CountedRequest(NamedTuple):
    """One request. `due_at` is the end of its 標準処理期間, without `paused_seconds` of corrections.

    `sent_at`: handed to the post; `refused_at`: rejected. `assignee` is the officer who has or had it in hand.
    """

    case_id: str
    case_number: str
    kind: CertificateKind
    copies: int
    status: Status
    received_at: datetime
    due_at: datetime
    paused_seconds: float
    sent_at: datetime | None
    refused_at: datetime | None
    assignee: str | None

    @property
    def done_at(self) -> datetime | None:
        """When what was asked for was decided and done: posted, or rejected."""
        return self.sent_at or self.refused_at

    @property
    def extended_due_at(self) -> datetime:
        """The end of the 標準処理期間, corrections left out."""
        return self.due_at + timedelta(seconds=self.paused_seconds)


class Line(NamedTuple):
    """How many requests of a kind came, what became of them, and how they stand to their 標準処理期間."""

    kind: CertificateKind
    received: int
    sent: int
    refused: int
    given_up: int
    under_way: int
    kept: int
    exceeded: int
    late: int


def timeliness(request: CountedRequest, now: datetime) -> Timeliness:
    """Return how a request stands to its 標準処理期間 at an instant."""
    done = request.done_at
    if done is not None:
        return Timeliness.KEPT if done <= request.extended_due_at else Timeliness.EXCEEDED
    if request.status in GIVEN_UP:
        return Timeliness.GIVEN_UP
    if request.status is Status.RETURNED:
        return Timeliness.STOPPED
    return Timeliness.LATE if now > request.extended_due_at else Timeliness.UNDER_WAY


def lines(requests: Sequence[CountedRequest], now: datetime) -> tuple[Line, ...]:
    """Return the figures of each kind that was asked for."""
    kinds = [kind for kind in CertificateKind if any(each.kind is kind for each in requests)]
    return tuple(_line(kind, [each for each in requests if each.kind is kind], now) for kind in kinds)


def _line(kind: CertificateKind, requests: Sequence[CountedRequest], now: datetime) -> Line:
    told = [timeliness(each, now) for each in requests]
    counts = {group: _in(requests, group) for group in (SENT, REFUSED, GIVEN_UP)}
    return Line(
        kind,
        received=len(requests),
        sent=counts[SENT],
        refused=counts[REFUSED],
        given_up=counts[GIVEN_UP],
        under_way=len(requests) - sum(counts.values()),
        kept=told.count(Timeliness.KEPT),
        exceeded=told.count(Timeliness.EXCEEDED),
        late=told.count(Timeliness.LATE),
    )


def _in(requests: Iterable[CountedRequest], statuses: frozenset[Status]) -> int:
    return sum(each.status in statuses for each in requests)
