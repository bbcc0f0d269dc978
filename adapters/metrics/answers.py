"""What the web process answered, by route and status; submissions and webhooks also by what became of them."""

from collections.abc import Collection
from http import HTTPStatus

from prometheus_client import CollectorRegistry, Counter, Histogram

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_WEBHOOKS = {"/api/v1/webhooks/{provider}": "payment", "/api/v1/webhooks/post": "post"}
_OUTCOMES = ("taken", "refused", "failed")


class AnswerMetrics:
    """Called once for every answer. `route` is the template, never the path; `submissions` are those that take a procedure's forms."""

    def __init__(self, registry: CollectorRegistry, submissions: Collection[str]) -> None:
        self._takes_forms = frozenset(submissions)
        self._answers = Counter(
            "madoguchi_http_answers", "Answers by route and status.", ["method", "route", "status"], registry=registry
        )
        self._seconds = Histogram(
            "madoguchi_http_answer_seconds",
            "How long answers took.",
            ["method", "route"],
            buckets=_SECONDS,
            registry=registry,
        )
        self._submissions = Counter(
            "madoguchi_submissions",
            "Submissions: taken (acknowledged), refused, failed (a system of ours did not answer).",
            ["outcome"],
            registry=registry,
        )
        self._webhooks = Counter(
            "madoguchi_webhooks",
            "Notifications of provider and carrier: taken, refused, failed.",
            ["sender", "outcome"],
            registry=registry,
        )
        for outcome in _OUTCOMES:
            self._submissions.labels(outcome)
            for sender in _WEBHOOKS.values():
                self._webhooks.labels(sender, outcome)

    def __call__(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answer; `status` is 0 when nothing could be sent."""
        self._answers.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)
        if method != "POST":
            return
        if route in self._takes_forms:
            self._submissions.labels(_outcome(status)).inc()
        elif route in _WEBHOOKS:
            self._webhooks.labels(_WEBHOOKS[route], _outcome(status)).inc()


def _outcome(status: int) -> str:
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return "taken"
    return "refused" if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR else "failed"
