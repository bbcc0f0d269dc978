"""The page of metrics answers whatever is down, asks seldom, and shows no old figure for a true one."""

import asyncio

from prometheus_client import CollectorRegistry, Gauge

from adapters.metrics.page import MetricsPage, new_registry


class Source:
    """A gauge that is asked for; it fails or hangs when told to."""

    def __init__(self, registry: CollectorRegistry, name: str = "depth"):
        self.gauge = Gauge(name, "x", ["of"], registry=registry)
        self.asked = 0
        self.fault: Exception | None = None
        self.hangs = False

    async def refresh(self):
        """Set the gauge."""
        self.asked += 1
        if self.hangs:
            await asyncio.Event().wait()
        if self.fault is not None:
            raise self.fault
        self.gauge.labels("well").set(self.asked)

    def forget(self):
        """Show nothing."""
        self.gauge.clear()


def page(within=4.0):
    """A page with one source."""
    registry = new_registry("1.2.3")
    made = MetricsPage(registry, within=within)
    source = Source(registry)
    made.ask(source)
    return made, source


async def test_it_names_the_version_and_the_process():
    """What every process tells of itself."""
    text = (await MetricsPage(new_registry("1.2.3"))()).decode()

    assert 'madoguchi_version{version="1.2.3"} 1.0' in text
    assert "process_resident_memory_bytes" in text


async def test_sources_are_asked_seldom():
    """However many read the page at once or one after the other, a source is asked once in ten seconds."""
    made, source = page()

    pages = await asyncio.gather(*(made() for _ in range(5)))

    assert source.asked == 1
    assert all(b'depth{of="well"} 1.0' in each for each in pages)


async def test_a_source_that_fails_costs_only_itself():
    """Its figures are gone, the others and the page stay; a bug in a source is no reason to fail either."""
    made, source = page()
    await made()
    other = Source(made._registry, "other")
    made.ask(other)
    source.fault = ZeroDivisionError()

    text = (await made()).decode()

    assert 'depth{of="well"}' not in text
    assert 'other{of="well"} 1.0' in text


async def test_a_source_that_hangs_is_given_up():
    """After its time the page goes out without it."""
    made, source = page(within=0.05)
    source.hangs = True

    assert b"process_cpu_seconds_total" in await made()


async def test_further_lines_follow():
    """The engine's SDK has an exporter of its own; its lines come behind ours."""

    async def more():
        return b"temporal_x 1\n"

    assert (await MetricsPage(new_registry("1"), more)()).endswith(b"temporal_x 1\n")
