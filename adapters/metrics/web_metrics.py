"""All that a web process tells Prometheus, in one value that its composition root holds."""

from collections.abc import Collection, Mapping
from importlib import metadata

from adapters.metrics.answers import AnswerMetrics
from adapters.metrics.page import MetricsPage, new_registry
from adapters.metrics.reachable import Reachable
from adapters.readiness import Probe


class WebMetrics:
    """`page` is what is served; `answered` is told of every answer. `submissions`: as in AnswerMetrics."""

    def __init__(self, probes: Mapping[str, Probe], submissions: Collection[str]) -> None:
        registry = new_registry(metadata.version("madoguchi"))
        self.page = MetricsPage(registry)
        self.answered = AnswerMetrics(registry, submissions)
        reachable = Reachable(registry)
        reachable.watch(probes)
        self.page.ask(reachable)
