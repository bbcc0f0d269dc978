"""Each instrument counts what it is for, under labels that are fixed beforehand."""

import asyncio
import time
from datetime import UTC, datetime

import pytest
from prometheus_client import CollectorRegistry

from adapters.metrics.answers import AnswerMetrics
from adapters.metrics.checkpoints import CheckpointMetrics
from adapters.metrics.disks import Disks
from adapters.metrics.outside_calls import OutsideCalls
from adapters.metrics.reachable import Reachable
from adapters.metrics.upkeep import UpkeepMetrics
from adapters.metrics.web_metrics import CALLS as CALLS_OF_THE_CARD_APP
from adapters.metrics.worker_metrics import CALLS
from domain import ports
from domain.errors import PortRejected, PortUnavailable
from domain.identity.card_app import CardAppRefused, CardTrouble

PROTOCOLS = {
    "registry": ports.ResidentRegistry,
    "post": ports.PostalCarrier,
    "payment": ports.PaymentProvider,
    "mail": ports.Mailer,
}


@pytest.fixture
def registry() -> CollectorRegistry:
    """A registry of the test's own."""
    return CollectorRegistry()


class Port:
    """An outside system that answers as it is told."""

    name = "a port"

    async def send(self, outcome):
        """Answer, or fail."""
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        ("fine", "ok"),
        (PortUnavailable("x"), "unavailable"),
        (PortRejected("x", "secret"), "rejected"),
        (CardAppRefused(CardTrouble.NOT_TRUSTED), "rejected"),
        (CardAppRefused(CardTrouble.LOCKED), "ok"),
        (ZeroDivisionError(), "fault"),
        (asyncio.CancelledError(), "fault"),
    ],
)
async def test_a_call_is_counted_by_how_it_went(registry, outcome, told):
    """The caller gets exactly what the port gives; beside it stand one count and one duration."""
    port = OutsideCalls(registry).measured("post", Port(), ("send",))

    if isinstance(outcome, str):
        assert await port.send(outcome) == outcome
    else:
        with pytest.raises(type(outcome)) as raised:
            await port.send(outcome)
        assert raised.value is outcome

    counts = {
        each: registry.get_sample_value("madoguchi_outside_calls_total", {"system": "post", "outcome": each})
        for each in ("ok", "unavailable", "rejected", "fault")
    }
    assert counts == {each: float(each == told) for each in counts}
    assert registry.get_sample_value("madoguchi_outside_call_seconds_count", {"system": "post", "call": "send"}) == 1


def test_all_else_of_a_port_passes_through(registry):
    """A measured port is the port in every other respect."""
    assert OutsideCalls(registry).measured("post", Port(), ("send",)).name == "a port"


@pytest.mark.parametrize("system", sorted(PROTOCOLS))
def test_every_call_of_a_port_is_measured(system):
    """The names are those of the ports' coroutine methods: a call that is added to a port is measured too."""
    calls = {name for name, method in vars(PROTOCOLS[system]).items() if asyncio.iscoroutinefunction(method)}

    assert set(CALLS[system]) == calls


def test_every_call_of_the_card_app_is_measured():
    """By the web process, which alone calls it."""
    calls = {name for name, method in vars(ports.CardApp).items() if asyncio.iscoroutinefunction(method)}

    assert set(CALLS_OF_THE_CARD_APP) == calls


async def test_upkeep_is_seen_to_end_well(registry):
    """Each good end moves the time and adds what was done; a failure moves nothing."""
    outcomes = [3, PortUnavailable("x"), 2]

    async def work():
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    begun = time.time()
    watched = UpkeepMetrics(registry).seen("sealer", work)
    name = "madoguchi_upkeep_last_success_timestamp_seconds"
    assert registry.get_sample_value(name, {"task": "sealer"}) >= begun

    assert await watched() == 3
    ended = registry.get_sample_value(name, {"task": "sealer"})
    with pytest.raises(PortUnavailable):
        await watched()

    assert registry.get_sample_value(name, {"task": "sealer"}) == ended
    assert registry.get_sample_value("madoguchi_upkeep_done_total", {"task": "sealer"}) == 3


async def test_a_probe_that_fails_means_not_reached(registry):
    """Whatever a probe raises; while the process still waits for one system, nothing is said of the others."""
    reachable = Reachable(registry)
    reachable.blocked_by("temporal")
    assert registry.get_sample_value("madoguchi_reachable", {"system": "temporal"}) == 0
    assert registry.get_sample_value("madoguchi_reachable", {"system": "postgres"}) is None

    async def yes():
        return True

    async def broken():
        raise ZeroDivisionError

    reachable.watch({"temporal": yes, "postgres": broken})
    await reachable.refresh()

    assert registry.get_sample_value("madoguchi_reachable", {"system": "temporal"}) == 1
    assert registry.get_sample_value("madoguchi_reachable", {"system": "postgres"}) == 0


def test_checkpoints_are_late_from_the_start(registry):
    """A worker that never signs one is late; a contradiction stands until the ledger is covered again."""
    begun = time.time()
    metrics = CheckpointMetrics(registry)
    assert registry.get_sample_value("madoguchi_checkpoint_timestamp_seconds") >= begun

    metrics.contradicted()
    assert registry.get_sample_value("madoguchi_checkpoint_contradicted") == 1
    metrics.covered(datetime(2026, 11, 1, tzinfo=UTC))
    assert registry.get_sample_value("madoguchi_checkpoint_contradicted") == 0
    assert registry.get_sample_value("madoguchi_checkpoint_timestamp_seconds") == 1793491200


def test_a_folder_that_is_missing_has_no_disk(registry, tmp_path):
    """The others are told all the same."""
    Disks(registry, {"archive": tmp_path, "checkpoints": tmp_path / "missing"})

    free = registry.get_sample_value("madoguchi_disk_free_bytes", {"folder": "archive"})
    assert 0 < free <= registry.get_sample_value("madoguchi_disk_size_bytes", {"folder": "archive"})
    assert registry.get_sample_value("madoguchi_disk_free_bytes", {"folder": "checkpoints"}) is None


def test_answers_are_counted_by_route(registry):
    """Submissions and webhooks also by what became of them; reading a status is neither."""
    answered = AnswerMetrics(registry, ["/api/v1/requests"])
    for method, route, status in (
        ("POST", "/api/v1/requests", 202),
        ("POST", "/api/v1/requests", 422),
        ("POST", "/api/v1/requests", 503),
        ("POST", "/api/v1/requests", 0),
        ("GET", "/api/v1/requests/{receipt_number}", 200),
        ("POST", "/api/v1/webhooks/post", 403),
    ):
        answered(method, route, status, 0.01)

    def count(name, **labels):
        return registry.get_sample_value(f"madoguchi_{name}_total", labels)

    assert [count("submissions", outcome=each) for each in ("taken", "refused", "failed")] == [1, 1, 2]
    assert count("webhooks", sender="post", outcome="refused") == 1
    assert count("webhooks", sender="payment", outcome="taken") == 0
    assert count("http_answers", method="POST", route="/api/v1/requests", status="202") == 1
