"""Until when the ledger is covered by a signed checkpoint, and whether it contradicts one."""

from datetime import datetime

from prometheus_client import CollectorRegistry, Gauge


class CheckpointMetrics:
    """Told by the checkpointer."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._covered = Gauge(
            "madoguchi_checkpoint_covers_until_timestamp_seconds",
            "All that was recorded before is covered by a signed checkpoint.",
            registry=registry,
        )
        self._refused = Gauge(
            "madoguchi_checkpoint_contradicted",
            "1 while the ledger contradicts a checkpoint that was signed before, else 0.",
            registry=registry,
        )
        self._covered.set(float("nan"))  # not known yet

    def covered(self, until: datetime) -> None:
        """Note that all recorded before an instant is covered."""
        self._covered.set(until.timestamp())
        self._refused.set(0)

    def contradicted(self) -> None:
        """Note that the ledger is not what was signed."""
        self._refused.set(1)
