"""Messages that workflows' doors refused: somebody at the engine's port who is none of us, or acts as an officer."""

import structlog
from prometheus_client import CollectorRegistry, Counter

from adapters.temporal.door import KINDS, Refusal

_log = structlog.get_logger()


class Refusals:
    """Told of each one; counts and logs it. Nothing of what was sent is in either."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._refused = Counter(
            "madoguchi_refused_messages",
            "Messages to workflows that no key of ours encrypted, or no office vouched for, by kind.",
            ["kind"],
            registry=registry,
        )
        for kind in KINDS:
            self._refused.labels(kind)

    def __call__(self, refusal: Refusal) -> None:
        """Count one."""
        self._refused.labels(refusal.kind).inc()
        _log.warning("message refused", kind=refusal.kind, code=refusal.code.value, case_id=refusal.case_id or "-")
