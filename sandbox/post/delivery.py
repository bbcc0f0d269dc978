"""Letters that deliver themselves, for a demo without a postman: in transit at half the time, delivered at the whole."""

from collections.abc import Callable
from datetime import datetime, timedelta

from domain.postal.letters import PostalEventKind
from sandbox.post.books import BookedScan, PostBooks


class AutoDelivery:
    """Moves each letter along `after` its acceptance."""

    def __init__(self, books: PostBooks, after: timedelta, clock: Callable[[], datetime]) -> None:
        self._books = books
        self._after = after
        self._clock = clock

    async def step(self) -> datetime | None:
        """Do what is due and return when the next is."""
        now = self._clock()
        moves = [self._advance(self._books.scans(number), now) for number in self._books.under_way()]
        return min((each for each in moves if each is not None), default=None)

    def _advance(self, scans: list[BookedScan], now: datetime) -> datetime | None:
        """Move one letter as far as it is due; return when it moves next, None when it has arrived."""
        accepted, kinds = scans[0], {each.kind for each in scans}
        plan = ((PostalEventKind.IN_TRANSIT, self._after / 2), (PostalEventKind.DELIVERED, self._after))
        for kind, delay in plan:
            if kind in kinds:
                continue
            if accepted.at + delay > now:
                return accepted.at + delay
            self._books.scan(accepted.tracking_number, kind, None)
        return None
