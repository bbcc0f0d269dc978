"""What worker and web tell Prometheus on the running stack, and that the alert rules read nothing else."""

import re
from collections.abc import Iterator

import pytest
from fixtures.journey import Journey, Town
from fixtures.rules import drawn, rules
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from embedded.demo.people import until

pytestmark = pytest.mark.stack
# Told only when a workflow task has failed: tests/adapters/temporal/test_telemetry.py brings that about.
_ONLY_AFTER_A_FAULT = {"temporal_workflow_task_execution_failed_total"}
_BY_PROMETHEUS = {"up"}
_ADDED_BY_PROMETHEUS = {"job", "instance"}


async def page(town: Town, variable: str) -> list[Metric]:
    """Return the metrics behind the port that a variable names."""
    answer = await town.client.get(f"http://127.0.0.1:{town.stack.environment()[variable]}/metrics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    return list(text_string_to_metric_families(answer.text))


async def told(town: Town) -> list[Metric]:
    """Return what worker and web tell."""
    return [
        metric
        for variable in ("MADOGUCHI_WORKER_HEALTH_PORT", "MADOGUCHI_WEB_METRICS_PORT")
        for metric in await page(town, variable)
    ]


def values(metrics: list[Metric], name: str, **labels: str) -> list[float]:
    """Return the values of a metric whose labels are these."""
    return [
        sample.value
        for metric in metrics
        for sample in metric.samples
        if sample.name == name and labels.items() <= sample.labels.items()
    ]


async def test_a_request_on_its_way_is_seen(town: Town):
    """Where it stands, what was asked outside, what the web answered, what the engine's SDK did."""
    before = await told(town)
    journey = await (await Journey(town).apply()).reaches("awaiting_payment")
    await journey.pay()

    async def counted() -> bool:
        found = values(await told(town), "madoguchi_cases", status="under_examination")
        return found > values(before, "madoguchi_cases", status="under_examination")

    await until(counted, "the request in the metrics")
    after = await told(town)

    def more(name: str, **labels: str) -> float:
        return sum(values(after, name, **labels)) - sum(values(before, name, **labels))

    assert more("madoguchi_submissions_total", outcome="taken") == 1
    assert more("madoguchi_webhooks_total", sender="payment", outcome="taken") >= 1
    assert more("madoguchi_outside_calls_total", system="payment", outcome="ok") >= 2
    assert more("madoguchi_outside_calls_total", system="registry", outcome="ok") >= 1
    assert more("madoguchi_outside_call_seconds_count", system="payment", call="create") >= 1
    assert more("madoguchi_http_answers_total", method="POST", route="/api/v1/requests", status="202") == 1
    assert more("madoguchi_paid_lately") == 1
    assert more("temporal_workflow_completed_total", workflow_type="fee-payment") == 1
    assert values(after, "madoguchi_worker_ready") == [1]
    assert set(values(after, "madoguchi_reachable")) == {1}


async def test_what_the_rules_read_is_told(town: Town):
    """Every metric of every rule, and of the dashboard, is there, with a series whose labels match."""
    await (await Journey(town).apply()).reaches("awaiting_payment")
    samples = {
        (sample.name, tuple(sorted(sample.labels.items()))) for metric in await told(town) for sample in metric.samples
    }

    missing = [
        (rule.name, name, matchers)
        for rule in [*rules(), *drawn()]
        for name, matchers in rule.selectors
        if name not in _BY_PROMETHEUS | _ONLY_AFTER_A_FAULT and not any(_fits(name, matchers, each) for each in samples)
    ]

    assert missing == []


def _fits(name: str, matchers: dict[str, str], sample: tuple[str, tuple[tuple[str, str], ...]]) -> bool:
    labels = dict(sample[1])
    return sample[0] == name and all(
        re.fullmatch(pattern, labels.get(label, ""))
        for label, pattern in matchers.items()
        if label not in _ADDED_BY_PROMETHEUS
    )


async def test_labels_are_few_and_say_nothing_of_anybody(town: Town):
    """No receipt number, no id, no name: neither as a label nor in any other place of the page."""
    journey = await (await Journey(town).apply()).reaches("awaiting_payment")
    metrics = await told(town)

    known = set(_values_of_labels(metrics))
    assert not {each for each in known if re.search(r"[0-9a-f]{8}-|[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", each)}
    assert journey.receipt not in str(metrics)
    own = [metric for metric in metrics if metric.name.startswith("madoguchi")]
    assert sum(len(metric.samples) for metric in own) < 800


def _values_of_labels(metrics: list[Metric]) -> Iterator[str]:
    for metric in metrics:
        for sample in metric.samples:
            yield from sample.labels.values()


async def test_the_public_port_tells_no_metrics(town: Town):
    """What the web shows to everybody has no such page."""
    answer = await town.client.get(f"{town.stack.addresses.web}/metrics")

    assert answer.status_code == 404
