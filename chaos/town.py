"""The town under trial: a running stack, its people's connections, and what the sandbox is told to do wrong."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx2

from chaos.books import OurBooks, OutsideBooks
from chaos.controller import Controller
from chaos.persistence import Persistent
from embedded.stack import Stack

_WITHIN = 30.0  # seconds for one answer


@dataclass(eq=False)
class Fault:
    """One rule of the sandbox's plan, `times` or (0) until it is ended, and how often it has struck."""

    rule: dict[str, Any]
    times: int = 0
    hits: int = 0
    before: int = 0
    """Of the hits, those of plans before this one: each begins to count anew."""

    @property
    def left(self) -> int:
        """How often it can still strike, if it is not without end."""
        return self.times - self.hits

    @property
    def in_force(self) -> bool:
        """Whether it can still strike."""
        return self.times == 0 or self.left > 0


def too_late_to_cancel(case_id: str = "") -> Fault:
    """A day later the provider refuses to cancel, and the money goes back by a refund: this brings that day about."""
    path = f"/v2/payments/pay-{case_id}.*"
    return Fault({"system": "paypay", "method": "DELETE", "path": path, "kind": "status", "status": 400})


class Town:
    """`async with Town(stack, controller) as town`."""

    def __init__(self, stack: Stack, controller: Controller) -> None:
        self.stack = stack
        self.controller = controller
        self.web = stack.addresses.web
        self.sandbox = stack.addresses.sandbox
        self.environment = stack.environment()
        self.post_token = self.environment["MADOGUCHI_POST_TOKEN"]
        self.people = Persistent()
        self.client = httpx2.AsyncClient(transport=self.people, timeout=_WITHIN)
        self._control = httpx2.AsyncClient(timeout=_WITHIN, trust_env=False)  # ours: what it is answered nobody sees
        self.books = OurBooks(self.environment["MADOGUCHI_DATABASE_URL"])
        self.outside = OutsideBooks(self._control, self.sandbox)
        tokens = Path(self.environment["MADOGUCHI_STAFF_TOKENS_FILE"]).read_text(encoding="utf-8")
        self._faults: list[Fault] = []
        self._plan = asyncio.Lock()  # replaced as a whole, and counted before that
        self._tokens: dict[str, str] = json.loads(tokens)

    async def __aenter__(self) -> Self:
        """Begin without faults."""
        await self.no_faults()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        await self.client.aclose()
        await self._control.aclose()

    async def staff(self, method: str, path: str, officer: str, body: Any = None) -> httpx2.Response:
        """Ask the staff's interface as an officer."""
        headers = {"Authorization": f"Bearer {self._tokens[officer]}"}
        url = f"{self.web}/api/v1/staff/requests{path}"
        return await self.client.request(method, url, json=body, headers=headers)

    async def add_fault(self, fault: Fault) -> None:
        """Let one more thing go wrong, until it is ended."""
        async with self._plan:
            await self._note_hits()
            self._faults.append(fault)
            await self._put()

    async def end_faults(self, *faults: Fault) -> None:
        """Let these go wrong no more."""
        async with self._plan:
            await self._note_hits()
            self._faults = [each for each in self._faults if each not in faults]
            await self._put()

    async def count_faults(self) -> None:
        """Bring the faults' counts up to date; the plan stays as it is."""
        async with self._plan:
            await self._note_hits()

    async def no_faults(self) -> None:
        """Let nothing go wrong any more."""
        async with self._plan:
            self._faults = []
            await self._put()

    async def _note_hits(self) -> None:
        answer = await self._control.get(f"{self.sandbox}/faults")
        for fault, state in zip(self._faults, answer.raise_for_status().json(), strict=True):
            fault.hits = fault.before + int(state["hits"])

    async def _put(self) -> None:
        """Replace the plan: its counts begin anew, so what is left of each fault is said again."""
        self._faults = [each for each in self._faults if each.in_force]
        for each in self._faults:
            each.before = each.hits
        rules = [each.rule | ({"times": each.left} if each.times else {}) for each in self._faults]
        answer = await self._control.put(f"{self.sandbox}/faults", json={"rules": rules})
        answer.raise_for_status()

    async def webhooks(self, **plan: Any) -> None:
        """Change how the payment provider tells us of payments; no words: as usual."""
        answer = await self._control.post(f"{self.sandbox}/paypay/sandbox/webhooks", json=plan)
        answer.raise_for_status()

    async def codes_last(self, seconds: int) -> None:
        """Change how long codes made from now on can be paid."""
        answer = await self._control.post(f"{self.sandbox}/paypay/sandbox/codes", json={"lifetime_seconds": seconds})
        answer.raise_for_status()

    async def provider(self) -> dict[str, Any]:
        """Return the payment provider's books."""
        answer = await self._control.get(f"{self.sandbox}/paypay/sandbox/books")
        books: dict[str, Any] = answer.raise_for_status().json()
        return books

    async def scans(self, number: str) -> list[dict[str, Any]]:
        """Return the carrier's scans of a letter, oldest first, with how each was told."""
        answer = await self._control.get(f"{self.sandbox}/post/sandbox/books")
        scans: list[dict[str, Any]] = answer.raise_for_status().json()["scans"]
        return [each for each in scans if each["tracking_number"] == number]

    async def tell_again(self, event_id: str) -> None:
        """Have the carrier tell a scan once more."""
        answer = await self._control.post(f"{self.sandbox}/post/sandbox/scans/{event_id}/push")
        answer.raise_for_status()

    async def refuses_payment(self, page: str) -> bool:
        """Say whether a page where people pay takes no payment any more."""
        return not (await self._control.post(page)).is_success
