"""An installation that does well, or as `lines` say."""

# ruff: noqa: D102 - the method is that of the port, described there

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from domain.office.health import Health, HealthLine, system, waits


@dataclass
class FakeHealth:
    """What an admin sees."""

    clock: Callable[[], datetime]
    systems: list[HealthLine] = field(default_factory=lambda: [system("postgres", answers=True)])
    waiting: list[HealthLine] = field(default_factory=lambda: [waits("mails", 0, 0.0)])

    async def look(self) -> Health:
        about = {"at": self.clock(), "release": "0.1.0", "policy_version": "0123456789abcdef"}
        return Health(**about, systems=tuple(self.systems), waiting=tuple(self.waiting))
