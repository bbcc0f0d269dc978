"""What machines outside told us, as it waits to be looked into."""

from datetime import datetime
from typing import NamedTuple


class ToldScan(NamedTuple):
    """A scan the carrier told of a case's letter; the same event id is the same scan."""

    event_id: str
    case_id: str


class ToldCharge(NamedTuple):
    """A charge to look at, the `looks`-th time since somebody last said something about it, at `told_at`."""

    charge_id: str
    looks: int
    told_at: datetime
