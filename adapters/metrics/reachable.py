"""Whether this process reaches what it stands on: the database and the engine."""

import asyncio
from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Gauge

from adapters.readiness import Probe, answers


class Reachable:
    """A `Source`: one probe per system; whatever a probe raises, the system did not answer."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._probes: Mapping[str, Probe] = {}
        self._gauge = Gauge(
            "madoguchi_reachable", "1 if the system answers this process, else 0.", ["system"], registry=registry
        )

    def blocked_by(self, system: str) -> None:
        """Note that the process waits for a system before it can ask for any other."""
        self._gauge.clear()
        self._gauge.labels(system).set(0)

    def watch(self, probes: Mapping[str, Probe]) -> None:
        """Ask these from now on."""
        self._probes = probes

    async def refresh(self) -> None:
        """Ask all at once."""
        probes = self._probes
        found = await asyncio.gather(*(answers(probe) for probe in probes.values()))
        for system, answer in zip(probes, found, strict=True):
            self._gauge.labels(system).set(answer)

    def forget(self) -> None:
        """Show nothing."""
        self._gauge.clear()
