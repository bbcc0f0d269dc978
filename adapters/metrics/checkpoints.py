"""Until when the ledger is covered by a signed checkpoint, and whether it contradicts one."""

import time
from datetime import datetime

from prometheus_client import CollectorRegistry, Gauge


class CheckpointMetrics:
    """Told by the checkpointer. What it never tells counts as late from now on."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._covered = Gauge(
            "madoguchi_checkpoint_timestamp_seconds",
            "When the ledger was last covered by a signed checkpoint; the worker's start before its first.",
            registry=registry,
        )
        self._contradicted = Gauge(
            "madoguchi_checkpoint_contradicted",
            "1 while the ledger contradicts a checkpoint that was signed before, else 0.",
            registry=registry,
        )
        self._covered.set(time.time())

    def covered(self, until: datetime) -> None:
        """Note that all recorded before an instant is covered."""
        self._covered.set(until.timestamp())
        self._contradicted.set(0)

    def contradicted(self) -> None:
        """Note that the ledger is not what was signed."""
        self._contradicted.set(1)
