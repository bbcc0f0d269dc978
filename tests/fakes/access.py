"""The access ledger in memory."""

from collections.abc import Sequence
from datetime import date

from domain.cases.access import Opening
from domain.errors import PortUnavailable
from domain.japan import JAPAN


class FakeAccess:
    """Keeps openings in order; a `broken` one records nothing, as a database that is down."""

    def __init__(self) -> None:
        self.kept: list[Opening] = []
        self.broken = False

    async def record(self, opening: Opening) -> None:
        """Append one opening."""
        if self.broken:
            raise PortUnavailable("postgres")
        self.kept.append(opening)

    async def openings(
        self, *, officer: str | None = None, case_id: str | None = None, day: date | None = None, limit: int = 1000
    ) -> Sequence[Opening]:
        """Return openings, newest first."""
        wanted = [
            each
            for each in reversed(self.kept)
            if officer in (None, each.officer)
            and case_id in (None, each.case_id)
            and day in (None, each.at.astimezone(JAPAN).date())
        ]
        return wanted[:limit]
