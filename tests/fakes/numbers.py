"""Claims on tracking numbers in memory. Passes tests/contracts/tracking_numbers.py."""

from datetime import datetime

from fakes.faults import Faults

from domain.errors import DomainError, ErrorCode


class FakeNumbers:
    """Keeps who bears which number, and since when by the post's clock."""

    def __init__(self) -> None:
        self.faults = Faults("postgres")
        self.borne: dict[str, tuple[str, datetime | None]] = {}

    async def claim(self, tracking_number: str, case_id: str) -> bool:
        """Take a number unless another case has it."""
        with self.faults.around("claim"):
            new = tracking_number not in self.borne
            holder, _ = self.borne.setdefault(tracking_number, (case_id, None))
            if holder != case_id:
                raise DomainError(ErrorCode.TRACKING_NUMBER_IN_USE, case_id=holder)
            return new

    async def release(self, tracking_number: str, case_id: str) -> None:
        """Give back a number under which nothing was handed over."""
        if self.borne.get(tracking_number) == (case_id, None):
            del self.borne[tracking_number]

    async def handed_over(self, tracking_number: str, case_id: str, at: datetime) -> None:
        """Note when the post took the letter."""
        if self.borne.get(tracking_number, ("", None))[0] == case_id:
            self.borne[tracking_number] = (case_id, at)

    async def bearer(self, tracking_number: str, at: datetime) -> str | None:
        """Return whose letter bore the number then."""
        holder, since = self.borne.get(tracking_number, (None, None))
        return holder if since is None or since <= at else None
