"""Watched parts: a port's methods with a point before and a point after each call, and nothing else changed.

The method is replaced on the one object that the process works with, so that whoever holds it is watched; product code
knows nothing of it. A point is named `before <step>` or `after <step>`.
"""

import functools
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from temporalio import activity

from chaos.gate import Gate
from domain import ids
from domain.certificates.commands import Decision

_REQUEST = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


def watch(part: object, gate: Gate, steps: Mapping[str, str]) -> None:
    """Watch methods of a part; `steps` names the step that each is. Decisions are told apart by their action."""
    for method, step in steps.items():
        setattr(part, method, _watched(getattr(part, method), gate, step))


def watch_results(part: object, gate: Gate, steps: Mapping[str, str]) -> None:
    """Watch methods that mostly find nothing to do: only `after <step>`, for every request they did something for."""
    for method, step in steps.items():
        setattr(part, method, _watched_results(getattr(part, method), gate, step))


def _watched(call: Callable[..., Awaitable[Any]], gate: Gate, step: str) -> Callable[..., Awaitable[Any]]:
    @functools.wraps(call)
    async def watched(*words: Any, **named: Any) -> Any:
        told = _named(step, words)
        await gate.reach(f"before {told}", request_in(words))
        answer = await call(*words, **named)
        await gate.reach(f"after {told}", request_in((*words, answer)))
        return answer

    return watched


def _watched_results(call: Callable[..., Awaitable[Any]], gate: Gate, step: str) -> Callable[..., Awaitable[Any]]:
    @functools.wraps(call)
    async def watched(*words: Any, **named: Any) -> Any:
        answer = await call(*words, **named)
        if answer:
            for case_id in dict.fromkeys(_REQUEST.findall(repr(answer))) or [""]:
                await gate.reach(f"after {step}", case_id)
        return answer

    return watched


def _named(step: str, words: tuple[Any, ...]) -> str:
    decision = next((word for word in words if isinstance(word, Decision)), None)
    return step if decision is None else f"{step}.{decision.command.action}"


def request_in(words: tuple[Any, ...]) -> str:
    """Return the request a call is about: that of the activity around it, else the first named in it, else nothing."""
    if activity.in_activity():
        return request_of(activity.info().workflow_id or "")
    found = _REQUEST.search(" ".join(map(repr, words)))
    return found[0] if found else ""


def request_of(workflow_id: str) -> str:
    """Return the request of a workflow, its own or its payment's; empty for any other."""
    payment = ids.payment_of_workflow(workflow_id)
    owner = ids.case_of_workflow(workflow_id) if payment is None else ids.case_of_payment(payment)
    return owner or ""
