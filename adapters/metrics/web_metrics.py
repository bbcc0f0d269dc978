"""All that a web process tells Prometheus, in one value that its composition root holds."""

from collections.abc import Collection, Mapping
from importlib import metadata

from adapters.metrics.answers import AnswerMetrics
from adapters.metrics.outside_calls import OutsideCalls
from adapters.metrics.page import MetricsPage, new_registry
from adapters.metrics.reachable import Reachable
from adapters.readiness import Probe
from domain.ports import CardApp

CALLS = ("begin", "finish")
"""The coroutine methods of the card app, as `domain/ports.py` has them."""


class WebMetrics:
    """`page` is what is served; the rest is told as things happen."""

    def __init__(self, probes: Mapping[str, Probe]) -> None:
        self._registry = new_registry(metadata.version("madoguchi"))
        self.page = MetricsPage(self._registry)
        self._outside = OutsideCalls(self._registry)
        reachable = Reachable(self._registry)
        reachable.watch(probes)
        self.page.ask(reachable)

    def answered(self, submissions: Collection[str]) -> AnswerMetrics:
        """Return what is told of every answer. `submissions`: as in AnswerMetrics."""
        return AnswerMetrics(self._registry, submissions)

    def measured(self, card_app: CardApp | None) -> CardApp | None:
        """Return the card app, if there is one, its calls measured."""
        return None if card_app is None else self._outside.measured("card_app", card_app, CALLS)
