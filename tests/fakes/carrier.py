"""A carrier in memory: accepts, delivers and returns letters as the test wants. Passes tests/contracts/postal_carrier.py."""

from fakes.board import Board
from fakes.faults import Faults

from domain.errors import DomainError, PortRejected
from domain.ports import Clock
from domain.postal.letters import Letter, PostalEvent, PostalEventKind, ReturnReason
from domain.postal.tracking import parse_tracking_number

SYSTEM = "post"


class FakeCarrier:
    """Books letters by id and number."""

    def __init__(self, clock: Clock, board: Board) -> None:
        self.faults = Faults(SYSTEM)
        self.letters: dict[str, Letter] = {}
        self.scans: list[PostalEvent] = []
        self._clock = clock
        self._board = board

    async def hand_over(self, letter: Letter) -> PostalEvent:
        """Accept a letter once."""
        await self.faults.gate("hand_over")
        with self.faults.around("hand_over"):
            standing = self.letters.get(letter.letter_id)
            if standing is None:
                self._book(letter)
            elif standing != letter.model_copy(update={"handed_over_at": standing.handed_over_at}):
                raise PortRejected(SYSTEM, "letter_differs")
            return self._scans_of(letter.tracking_number)[0]

    def _book(self, letter: Letter) -> None:
        try:
            parse_tracking_number(letter.tracking_number)
        except DomainError:
            raise PortRejected(SYSTEM, "tracking_number_invalid") from None
        if any(letter.tracking_number == other.tracking_number for other in self.letters.values()):
            raise PortRejected(SYSTEM, "tracking_number_in_use")
        self.letters[letter.letter_id] = letter
        self._scan(letter.tracking_number, PostalEventKind.ACCEPTED)

    async def track(self, tracking_number: str) -> tuple[PostalEvent, ...]:
        """Return the scans of a number."""
        await self.faults.gate("track")
        with self.faults.around("track"):
            return self._scans_of(tracking_number)

    def deliver(self, tracking_number: str) -> PostalEvent:
        """Put the letter into the box."""
        return self._scan(tracking_number, PostalEventKind.DELIVERED)

    def send_back(self, tracking_number: str, reason: ReturnReason = ReturnReason.STORAGE_EXPIRED) -> PostalEvent:
        """Send the letter back."""
        return self._scan(tracking_number, PostalEventKind.RETURNED, reason)

    def _scans_of(self, tracking_number: str) -> tuple[PostalEvent, ...]:
        return tuple(scan for scan in self.scans if scan.tracking_number == tracking_number)

    def _scan(self, number: str, kind: PostalEventKind, reason: ReturnReason | None = None) -> PostalEvent:
        scan = PostalEvent(
            event_id=f"scan-{len(self.scans) + 1}",
            tracking_number=number,
            kind=kind,
            at=self._clock(),
            return_reason=reason,
        )
        self.scans.append(scan)
        self._board.changed()
        return scan
