"""One request on its way, each step through the interface a real person or machine uses, pressed again when need be."""

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import Any, Literal

import httpx2

from chaos.persistence import PATIENCE
from chaos.points import Ending
from chaos.town import Town
from embedded.demo.people import Citizen, PostOffice
from embedded.demo.story import CARD, FORM, PIN

_ASK_EVERY = 0.1  # seconds
Stage = Literal["submitted", "paid", "proposed"]
STAGES: tuple[Stage, ...] = ("submitted", "paid", "proposed")
EXAMINER, APPROVER, DISPATCHER = "officer-sato", "officer-suzuki", "officer-takahashi"


class NotReached(Exception):  # noqa: N818 - reads as what happened
    """What was waited for did not come about in time; the message says what."""


class StillPayable(Exception):  # noqa: N818 - reads as what happened
    """Somebody could pay for what nobody will issue."""


class Request:
    """A citizen's request and everybody who has to do with it. `ending` is how it is meant to end."""

    def __init__(self, town: Town, ending: Ending) -> None:
        self.town = town
        self.ending = ending
        self.case_number = ""
        self.case_id = ""
        self.tracking_number = ""
        self._page = ""
        self._citizen = Citizen(town.client, town.web, town.sandbox)
        self.post = PostOffice(town.client, town.sandbox, town.post_token)

    async def submit(self) -> None:
        """Apply; what is acknowledged must be in the intake, for good."""
        draft = await self._citizen.draft(FORM)
        signature = await self._citizen.sign(CARD, PIN, draft["text"])
        await self._citizen.submit({**FORM, "nonce": draft["nonce"]}, signature)
        self.case_number = self._citizen.case_number
        self.case_id = await until(self._in_the_books, "the acknowledged request in the intake")

    async def _in_the_books(self) -> str:
        return await self.town.books.request_of(self._citizen.case_number)

    async def pay(self) -> None:
        """Pay as soon as there is a code."""
        await self._citizen.pay(await self.link_shown())

    async def pay_shown(self) -> None:
        """Pay the code that was shown last."""
        await self._citizen.pay(self._page)

    async def link_shown(self) -> str:
        """Return where to pay as soon as there is a code."""
        self._page = str(await until(self.link, "the code to pay"))
        return self._page

    async def link(self) -> Any:
        """Return where to pay; None while there is no code."""
        payment = (await self._citizen.status())["payment"]
        return payment and payment["url"]

    async def paid(self) -> None:
        """Wait until the office knows of the payment."""
        await self.reaches("under_examination")

    async def reaches(self, status: str) -> None:
        """Wait until the office sees this status."""

        async def seen() -> bool:
            return bool((await self.case())["status"] == status)

        await until(seen, f"status {status}")

    async def case(self) -> dict[str, Any]:
        """Read the case as an officer sees it; without a status while it is not on the list yet."""
        answer = await self.town.staff("GET", f"/{self.case_id}", EXAMINER)
        return answer.json() if answer.is_success else {"status": ""}

    async def decide(self, officer: str, **command: Any) -> None:
        """Decide; an answer "not now" is a reason to press again: what the page showed was not durable yet."""
        decision = secrets.token_hex(16)
        said = ""

        async def taken() -> bool:
            nonlocal said
            answer = await self.attempt(officer, decision, **command)
            said = f"{answer.status_code} {answer.text[:200]}"
            return answer.is_success

        try:
            await until(taken, f"the decision {command['action']}")
        except NotReached as error:
            raise NotReached(f"{error}; the last answer was {said}") from None

    async def attempt(self, officer: str, decision: str, **command: Any) -> httpx2.Response:
        """Send a decision once and return the answer, whatever it is."""
        body = {"decision_id": decision, "command": command}
        return await self.town.staff("POST", f"/{self.case_id}/decisions", officer, body)

    async def examine(self) -> None:
        """Take, propose."""
        await self.decide(EXAMINER, action="take")
        await self.decide(EXAMINER, action="propose_approval")

    async def print(self) -> None:
        """Fetch the paper as soon as it is made."""
        await self.reaches("ready_to_dispatch")
        for kind in ("certificate", "cover_letter"):
            answer = await self.town.staff("GET", f"/{self.case_id}/documents/{kind}", DISPATCHER)
            answer.raise_for_status()

    async def seal(self) -> None:
        """Seal the letter, put the number on it, and say so."""
        self.tracking_number = await self.post.sticker("specified_record")
        await self.decide(DISPATCHER, action="confirm_dispatch", tracking_number=self.tracking_number)

    async def deliver(self) -> None:
        """Let the post deliver what it has taken, and wait for the end."""
        await self.reaches("dispatched")
        await self.post.scan(self.tracking_number, "delivered")
        await self.closed()

    async def withdraw(self) -> None:
        """取下げ, which brings the fee back."""

        async def done() -> bool:
            return (await self._citizen.withdraw()).is_success

        await until(done, "the withdrawal")

    async def walk(self) -> None:
        """Go the whole way to the end, from wherever nothing has happened yet."""
        await self.walk_to("submitted")
        await self.walk_from("submitted")

    async def walk_to(self, stage: Stage) -> None:
        """Go as far as this."""
        await self.submit()
        if stage == "submitted":
            return
        await self.pay()
        await self.paid()
        if stage == "proposed":
            await self.examine()

    async def walk_from(self, stage: Stage) -> None:
        """Go on from there to the end."""
        if stage == "proposed":
            await self.approve()
            return
        if stage == "submitted" and self.ending == "given_up":
            await self.link_shown()
        elif stage == "submitted":
            await self.pay()
            await self.paid()
        await self.walk_on()

    async def walk_on(self) -> None:
        """Go on from the payment, or from where it could have been, to the end."""
        if self.ending in {"withdrawn", "refunded", "given_up"}:
            await self.withdraw()
            await self.closed()
            if self.ending == "given_up":
                await self._refused_at_the_till()
        else:
            await self.examine()
            await self.approve()

    async def _refused_at_the_till(self) -> None:
        """Press the button once more when the code is closed. Until then money would be taken, and go back."""

        async def closed() -> bool:
            return (await self.town.outside.of(self.case_id)).open_codes == 0

        await until(closed, "the closing of the code")
        if not await self.town.refuses_payment(self._page):
            raise StillPayable(f"a closed code of {self.case_id} took a payment")

    async def approve(self) -> None:
        """決裁, and on to the end."""
        await self.decide(APPROVER, action="approve")
        await self.issue()

    async def issue(self) -> None:
        """Go on from the approval to the end."""
        await self.print()
        await self.seal()
        await self.deliver()

    async def closed(self) -> None:
        """Wait until nothing is left to do for it."""

        async def done() -> bool:
            return await self.town.books.is_closed(self.case_id)

        await until(done, f"the end of the request {self.case_id}")


async def until(question: Callable[[], Awaitable[Any]], what: str, seconds: float = PATIENCE) -> Any:
    """Ask again until the answer is truthy and return it. Raises NotReached."""
    end = time.monotonic() + seconds
    while True:
        answer = await question()
        if answer:
            return answer
        if time.monotonic() > end:
            raise NotReached(f"{what} did not come about within {seconds:.0f} s")
        await asyncio.sleep(_ASK_EVERY)
