"""How an installation does, in one view: for its admins' page and for `madoguchi status`. No case stands in it."""

from enum import StrEnum

from pydantic import AwareDatetime, BaseModel, ConfigDict


class State(StrEnum):
    """Whether something needs somebody."""

    FINE = "fine"
    LATE = "late"
    SILENT = "silent"


LONGEST_WAIT = {
    "not_started": 600.0,
    "staged": 600.0,
    "mails": 3600.0,
    "codes": 60.0,
    "archive": 86_400.0,
    "uncovered": 3600.0,
}
"""After so many seconds what waits is late; the same as in deploy/prometheus/alerts.yml, which rings somebody."""
NONE_MAY_WAIT = frozenset({"mails_given_up"})


class HealthLine(BaseModel):
    """One thing looked at: a system, or something that waits. `oldest_seconds` is None when nothing waits."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    state: State
    waiting: int | None = None
    oldest_seconds: float | None = None
    limit_seconds: float | None = None


class Health(BaseModel):
    """All that was looked at. `release` is the program's version, `policy_version` that of the municipality's files."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    at: AwareDatetime
    release: str
    policy_version: str
    systems: tuple[HealthLine, ...]
    waiting: tuple[HealthLine, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing needs anybody."""
        return all(line.state == State.FINE for line in (*self.systems, *self.waiting))


def system(name: str, *, answers: bool) -> HealthLine:
    """Return the line of a system that answers, or does not."""
    return HealthLine(name=name, state=State.FINE if answers else State.SILENT)


def waits(name: str, waiting: int, seconds: float) -> HealthLine:
    """Return the line of what waits, the oldest for so many seconds."""
    limit = LONGEST_WAIT.get(name)
    is_late = (limit is not None and seconds > limit) or (name in NONE_MAY_WAIT and waiting > 0)
    oldest = round(seconds, 1) if waiting else None
    state = State.LATE if is_late else State.FINE
    return HealthLine(name=name, state=state, waiting=waiting, oldest_seconds=oldest, limit_seconds=limit)
