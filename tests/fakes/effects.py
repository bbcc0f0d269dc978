"""A journal of effects in memory. Passes tests/contracts/effects.py."""

from fakes.faults import Faults
from pydantic import JsonValue


class FakeEffects:
    """Keeps intents and first outcomes by key."""

    def __init__(self) -> None:
        self.faults = Faults("postgres")
        self.intents: dict[str, tuple[str, str, JsonValue]] = {}
        self.outcomes: dict[str, JsonValue] = {}

    async def begin(self, key: str, kind: str, case_id: str, intent: JsonValue) -> JsonValue | None:
        """Write the intent; return a known outcome."""
        with self.faults.around("begin"):
            self.intents.setdefault(key, (kind, case_id, intent))
            return self.outcomes.get(key)

    async def finish(self, key: str, outcome: JsonValue) -> None:
        """Write the outcome."""
        with self.faults.around("finish"):
            if key not in self.intents:
                raise LookupError(key)
            self.outcomes.setdefault(key, outcome)
