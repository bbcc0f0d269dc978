"""The people of the demo, each through the interface a real one uses: HTTP, with their own key or token."""

import asyncio
import re
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

import httpx2

from embedded.errors import StackError

_ASK_EVERY = 0.05  # seconds; a person would press "reload"
_PATIENCE = 60.0  # seconds
_CODE = re.compile(r"確認コード: (\S+)")


class Citizen:
    """Applies, signs with the card, pays by phone, looks at the status."""

    def __init__(self, client: httpx2.AsyncClient, web: str, sandbox: str) -> None:
        self._client = client
        self._api = f"{web}/api/v1"
        self._sandbox = sandbox
        self.receipt = ""
        self.case_number = ""
        self._code = ""

    async def draft(self, form: dict[str, Any]) -> dict[str, Any]:
        """Return the text to sign and its number."""
        answer: dict[str, Any] = _good(await self._client.post(f"{self._api}/statements", json={"form": form}))
        return answer

    async def sign(self, card: str, pin: str, text: str) -> str:
        """Have the card sign the text."""
        url = f"{self._sandbox}/jpki/cards/{card}/sign"
        signature: str = _good(await self._client.post(url, json={"pin": pin, "text": text}))["signature"]
        return signature

    async def submit(self, form: dict[str, Any], signature: str) -> str:
        """Send the request and keep its receipt number."""
        answer = await self._client.post(
            f"{self._api}/requests",
            json={"form": form, "signature": signature},
            headers={"Idempotency-Key": secrets.token_hex(16)},
        )
        acknowledged = _good(answer)
        self.receipt, self.case_number, self._code = acknowledged["receipt_number"], acknowledged["case_number"], ""
        return self.receipt

    async def code(self) -> str | None:
        """Look for the confirmation code in the mail; None while it has not come."""
        if not self._code:
            mails = _good(await self._client.get(f"{self._sandbox}/mail/messages", params={"naming": self.receipt}))
            found = (_CODE.search(mail["body"]) for mail in mails)
            self._code = next((each[1] for each in found if each), "")
        return self._code or None

    async def status(self) -> dict[str, Any]:
        """Look at the status: with the code, once the mail has come, else with the receipt number alone."""
        code = await self.code()
        headers = {"Confirmation-Code": code} if code else {}
        address = f"{self._api}/requests/{self.receipt}"
        answer: dict[str, Any] = _good(await self._client.get(address, headers=headers))
        self.case_number = answer["case_number"]
        return answer

    async def withdraw(self) -> httpx2.Response:
        """Withdraw with what the mail says, and return the answer, whatever it is."""
        headers = {"Confirmation-Code": await self.code() or ""}
        return await self._client.post(f"{self._api}/requests/{self.receipt}/withdrawal", headers=headers)

    async def pay(self, url: str) -> None:
        """Open the payment page and press the button."""
        _fine(await self._client.post(url))


class Officer:
    """Reads the worklist and decides, with a token of their own."""

    def __init__(self, client: httpx2.AsyncClient, office: str, token: str) -> None:
        self._client = client
        self._api = f"{office}/api/v1/staff/requests"
        self._headers = {"Authorization": f"Bearer {token}"}

    async def find(self, case_number: str) -> str | None:
        """Return the request id of a case on the worklist."""
        answer = _good(await self._client.get(self._api, headers=self._headers, params={"limit": 200}))
        return next((each["case_id"] for each in answer["items"] if each["case_number"] == case_number), None)

    async def decide(self, case_id: str, **command: Any) -> str:
        """Decide and return the status after it."""
        url = f"{self._api}/{case_id}/decisions"
        body = {"decision_id": secrets.token_hex(16), "command": command}
        status: str = _good(await self._client.post(url, json=body, headers=self._headers))["status"]
        return status

    async def case(self, case_id: str) -> dict[str, Any]:
        """Read a case."""
        answer: dict[str, Any] = _good(await self._client.get(f"{self._api}/{case_id}", headers=self._headers))
        return answer

    async def document(self, case_id: str, kind: str) -> bytes:
        """Fetch a document to print."""
        url = f"{self._api}/{case_id}/documents/{kind}"
        return _fine(await self._client.get(url, headers=self._headers)).content


class PostOffice:
    """The counter that hands out stickers, and the letter carrier."""

    def __init__(self, client: httpx2.AsyncClient, sandbox: str, token: str) -> None:
        self._client = client
        self._post = f"{sandbox}/post"
        self._headers = {"Authorization": f"Bearer {token}"}

    async def sticker(self, mail_class: str) -> str:
        """Return the next tracking number of the roll."""
        url = f"{self._post}/v1/labels"
        answer = await self._client.post(url, json={"mail_class": mail_class}, headers=self._headers)
        number: str = _good(answer)["tracking_number"]
        return number

    async def scan(self, number: str, kind: str) -> None:
        """Scan a letter on its way."""
        _fine(await self._client.post(f"{self._post}/sandbox/items/{number}/scan", json={"kind": kind}))


async def until(question: Callable[[], Awaitable[Any]], what: str) -> Any:
    """Ask again until the answer is truthy and return it. Raises StackError after a minute."""
    try:
        async with asyncio.timeout(_PATIENCE):
            while True:
                answer = await question()
                if answer:
                    return answer
                await asyncio.sleep(_ASK_EVERY)
    except TimeoutError:
        raise StackError(f"the demo waited a minute for {what}: see var/worker.log and var/web.log") from None


def _good(answer: httpx2.Response) -> Any:
    return _fine(answer).json()


def _fine(answer: httpx2.Response) -> httpx2.Response:
    if answer.is_error:
        route = f"{answer.request.method} {answer.request.url.path}"
        raise StackError(f"the demo was refused: {route} answered {answer.status_code} {answer.text[:400]}")
    return answer
