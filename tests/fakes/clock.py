"""The instant as the engine has it: inside a regular activity its start, elsewhere real time plus what was skipped."""

from datetime import UTC, datetime, timedelta

from temporalio import activity


class EngineClock:
    """A clock that can run ahead of the wall's, as the time-skipping engine's does."""

    def __init__(self, *, on_an_engine: bool = True) -> None:
        self.ahead = timedelta()
        self._on_an_engine = on_an_engine

    def __call__(self) -> datetime:
        """Return the instant, UTC."""
        if self._on_an_engine and activity.in_activity() and not activity.info().is_local:
            return activity.info().started_time.astimezone(UTC)
        return datetime.now(UTC) + self.ahead
