"""The page a Prometheus server reads (text format 0.0.4): our own metrics and, in the worker, those of the engine's SDK.

What has to be asked for first (the database, the engine) is asked at most every ten seconds, and whatever comes of it,
the page answers: a system that is down is what the page is read for.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Protocol

import structlog
from prometheus_client import CollectorRegistry, Gauge, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
_FRESH = 10.0  # seconds
_SOURCE_WITHIN = 4.0  # seconds; Prometheus itself gives up after ten
_log = structlog.get_logger()


class Source(Protocol):
    """Metrics that are asked for."""

    async def refresh(self) -> None:
        """Set the metrics. Any exception means that they are not known."""

    def forget(self) -> None:
        """Show none: old figures would pass for true ones."""


def new_registry(version: str) -> CollectorRegistry:
    """Return a registry with what every process of ours tells of itself: memory, CPU, start, our version."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    Gauge("madoguchi_version", "Always 1; the version stands in the label.", ["version"], registry=registry).labels(
        version
    ).set(1)
    return registry


async def _nothing() -> bytes:
    return b""


class MetricsPage:
    """`await page()` gives the page's bytes. `more` gives further lines in the same format, empty when there are none.

    A source that has not answered `within` seconds is left out.
    """

    def __init__(
        self,
        registry: CollectorRegistry,
        more: Callable[[], Awaitable[bytes]] = _nothing,
        within: float = _SOURCE_WITHIN,
    ) -> None:
        self._registry = registry
        self._sources: list[Source] = []
        self._more = more
        self._within = within
        self._asking = asyncio.Lock()
        self._asked: float | None = None

    def ask(self, source: Source) -> None:
        """Ask a further source from now on."""
        self._sources.append(source)
        self._asked = None

    async def __call__(self) -> bytes:
        """Return the page. Raises nothing."""
        async with self._asking:
            if self._asked is None or time.monotonic() - self._asked >= _FRESH:
                await asyncio.gather(*(self._refreshed(source) for source in self._sources))
                self._asked = time.monotonic()
        return generate_latest(self._registry) + await self._more()

    async def _refreshed(self, source: Source) -> None:
        try:
            async with asyncio.timeout(self._within):
                await source.refresh()
        except Exception as error:  # noqa: BLE001 - a metric that cannot be had must never cost more than itself
            _log.warning("metrics not known", source=type(source).__name__, error=type(error).__name__)
            source.forget()
