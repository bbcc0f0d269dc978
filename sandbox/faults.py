"""Fault plan: what goes wrong in the sandbox city, when a trainer or a chaos test says so.

`PUT /faults` replaces the plan, `GET /faults` shows it with the number of hits, `DELETE /faults` ends it. The plan is
kept in memory only: a restarted city behaves. Rules are tried in order; latency adds up, the first other kind ends.
"""

import asyncio
import re
from enum import StrEnum
from typing import Annotated, Final, Literal, Self

from fastapi import APIRouter
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BEHIND: Final = "madoguchi.behind"
"""Where a call's scope says how many seconds ago its answer is to be of."""


def _regular_expression(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError("not a regular expression") from error
    return text


class FaultKind(StrEnum):
    """What can go wrong."""

    LATENCY = "latency"  # answer later
    DROP_BEFORE = "drop_before"  # close the connection, do nothing
    DROP_AFTER = "drop_after"  # do the work, then close the connection without an answer
    STATUS = "status"  # refuse with a status, do nothing
    STALE = "stale"  # answer as of `behind` seconds ago: what is shown lags behind what was done (paypay alone)


class FaultRule(BaseModel):
    """One rule. `path` is a regular expression for the whole path behind `/{system}`.

    For mail the system is `mail`, the method `SMTP`, the path `/`, and `status` an SMTP reply code (451, 550 …).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    system: Annotated[str, Field(pattern=r"^(jpki|registry|paypay|post|mail|card_app)$")]
    method: str = "*"
    path: Annotated[str, AfterValidator(_regular_expression)] = ".*"
    kind: FaultKind
    ms: Annotated[int, Field(ge=0, le=120_000)] = 0
    status: Annotated[int, Field(ge=400, le=599)] = 503
    retry_after: Annotated[int, Field(ge=0)] | None = None  # seconds
    behind: Annotated[int, Field(ge=1, le=86_400)] = 3_600  # seconds
    times: Annotated[int, Field(ge=1)] | Literal["forever"] = "forever"

    @model_validator(mode="after")
    def _only_the_provider_lags(self) -> Self:
        if self.kind is FaultKind.STALE and self.system != "paypay":
            raise ValueError("only paypay can be stale")
        return self

    def concerns(self, system: str, method: str, path: str) -> bool:
        """Say whether the rule is about this call."""
        return (
            self.system == system
            and self.method.upper() in ("*", method.upper())
            and re.fullmatch(self.path, path) is not None
        )


class Faults(BaseModel):
    """The plan as it is put."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: tuple[FaultRule, ...]


class FaultState(BaseModel):
    """A rule and how often it struck."""

    rule: FaultRule
    hits: int


class FaultPlan:
    """The rules in force and their hits."""

    def __init__(self) -> None:
        self._rules: list[FaultRule] = []
        self._hits: list[int] = []

    def put(self, faults: Faults) -> None:
        """Replace the plan; hits start from nought."""
        self._rules = list(faults.rules)
        self._hits = [0] * len(self._rules)

    def states(self) -> list[FaultState]:
        """Return the rules with their hits."""
        return [FaultState(rule=rule, hits=hits) for rule, hits in zip(self._rules, self._hits, strict=True)]

    async def strike(self, system: str, method: str, path: str) -> FaultRule | None:
        """Wait out the latency for this call and return the fault to commit, None when it may proceed."""
        fault: FaultRule | None = None
        delay_ms = 0
        for position, rule in enumerate(self._rules):
            spent = rule.times != "forever" and self._hits[position] >= rule.times
            if spent or not rule.concerns(system, method, path):
                continue
            self._hits[position] += 1
            if rule.kind is not FaultKind.LATENCY:
                fault = rule
                break
            delay_ms += rule.ms
        if delay_ms:
            await asyncio.sleep(delay_ms / 1000)
        return fault


class FaultGate:
    """Pure ASGI: stands outside everything else, so that it holds the server's own `send` and can cut the line."""

    def __init__(self, app: ASGIApp, plan: FaultPlan) -> None:
        self._app = app
        self._plan = plan

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the call on, or commit the fault that the plan has for it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        system, _, rest = scope["path"].lstrip("/").partition("/")
        fault = await self._plan.strike(system, scope["method"], f"/{rest}")
        if fault is None:
            await self._app(scope, receive, send)
        elif fault.kind is FaultKind.STALE:
            await self._app({**scope, BEHIND: fault.behind}, receive, send)
        elif fault.kind is FaultKind.STATUS:
            await _refuse(send, fault)
        else:
            if fault.kind is FaultKind.DROP_AFTER:
                await self._app(scope, receive, _swallow)
            await _cut(receive, send)


async def _swallow(message: Message) -> None:
    """Take an answer and tell nobody."""


async def _refuse(send: Send, fault: FaultRule) -> None:
    body = b'{"detail":{"code":"fault_injected"}}'
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    if fault.retry_after is not None:
        headers.append((b"retry-after", str(fault.retry_after).encode()))
    await send({"type": "http.response.start", "status": fault.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _cut(receive: Receive, send: Send) -> None:
    """Close the connection with nothing said.

    ASGI has no word for it, so the transport is taken from uvicorn's request cycle, whose bound method `send` is.
    """
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        raise ConnectionResetError("fault: connection dropped")
    transport.abort()
    # uvicorn answers 500 for an application that returns unanswered while it still thinks the line is up.
    while (await receive())["type"] != "http.disconnect":
        pass


def router(plan: FaultPlan) -> APIRouter:
    """Return the control API; it cannot be struck itself because no rule's system is its path."""
    routes = APIRouter(prefix="/faults", tags=["faults"])

    @routes.put("")
    async def put(faults: Faults) -> list[FaultState]:
        """Replace the plan."""
        plan.put(faults)
        return plan.states()

    @routes.get("")
    async def get() -> list[FaultState]:
        """Show the plan and its hits."""
        return plan.states()

    @routes.delete("")
    async def delete() -> list[FaultState]:
        """End all faults."""
        plan.put(Faults(rules=()))
        return plan.states()

    return routes
