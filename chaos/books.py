"""Everybody's books: our database and ledger, the provider's, the carrier's and the mail catcher's."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import unquote

import asyncpg
import httpx2

from domain import ids

T = TypeVar("T")
_TRIES = 300
_PAUSE = 0.1  # seconds
_CONNECT = 5.0  # seconds
# A delivered letter may come back for weeks: until then its request is over, and not closed.
_OVER = "(r.closed OR r.status = 'completed')"


@dataclass(frozen=True)
class Outside:
    """What the outside systems have of one request. `mails` counts the arrivals of each step's mail.

    `open_codes` are those that nobody has paid and nobody has closed.
    """

    open_codes: int
    captures: int
    returns: int
    letters: tuple[str, ...]
    mails: dict[str, int]


@dataclass(frozen=True)
class Waiting:
    """An acknowledged submission without an end: where it stands, and until when.

    While officers have it in hand, `due_at` is the end of the 標準処理期間.
    """

    case_number: str
    status: str
    due_at: str


class OurBooks:
    """Our own tables, asked with a connection per question: the server may be killed at any time."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn

    async def request_of(self, case_number: str) -> str:
        """Return the request of an acknowledged submission; empty when the intake does not have it."""
        query = "SELECT case_id::text FROM intake.cases WHERE case_number = $1"
        found = await self._ask(query, case_number)
        return str(found[0][0]) if found else ""

    async def is_closed(self, case_id: str) -> bool:
        """Say whether nothing is left to do for a request; a delivered letter may come back for weeks."""
        question = f"SELECT {_OVER} FROM reading.cases r WHERE case_id::text = $1"  # noqa: S608 - a constant
        found = await self._ask(question, case_id)
        return bool(found and found[0][0])

    async def open_requests(self) -> list[Waiting]:
        """Return the acknowledged submissions that have not ended."""
        rows = await self._ask(
            f"""
            SELECT i.case_number, coalesce(r.status, 'received'),
                   coalesce(r.due_at::text, r.state::jsonb #>> '{{terms,processing_due_at}}', '')
            FROM intake.cases i LEFT JOIN reading.cases r ON r.case_id = i.case_id
            WHERE NOT coalesce({_OVER}, false) ORDER BY i.received_at
            """  # noqa: S608 - a constant
        )
        return [Waiting(*row) for row in rows]

    async def staged(self) -> int:
        """Return how many events are still on their way into the ledger."""
        return int((await self._ask("SELECT count(*) FROM ledger.staged"))[0][0])

    async def read_tables(self) -> list[tuple[Any, ...]]:
        """Return every row of the read table."""
        return [tuple(row) for row in await self._ask("SELECT * FROM reading.cases ORDER BY case_id")]

    async def _ask(self, query: str, *words: Any) -> list[Any]:
        async def answer() -> list[Any]:
            session = await asyncpg.connect(self._dsn, timeout=_CONNECT)
            try:
                return list(await session.fetch(query, *words))
            finally:
                session.terminate()

        return await _patiently(answer)


async def _patiently(question: Callable[[], Awaitable[T]]) -> T:
    """Ask until the server is there again. Raises the last error after half a minute."""
    for _ in range(_TRIES):
        try:
            return await question()
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
            await asyncio.sleep(_PAUSE)
    return await question()


class OutsideBooks:
    """The sandbox city's books."""

    def __init__(self, client: httpx2.AsyncClient, sandbox: str) -> None:
        self._client = client
        self._sandbox = sandbox

    async def of(self, case_id: str) -> Outside:
        """Return what they hold of one request."""
        money = await self._json("/paypay/sandbox/books")
        post = await self._json("/post/sandbox/books")
        mails = await self._json("/mail/messages")
        payment = ids.payment_id(case_id)
        mine = {unquote(each["message_id"]).strip("<>").partition("@")[0]: int(each["times"]) for each in mails}
        paid = {each["merchant_payment_id"] for each in money["captures"]}
        unpaid = [each for each in money["codes"] if not each["closed"] and each["merchant_payment_id"] not in paid]
        return Outside(
            open_codes=_count(unpaid, payment),
            captures=_count(money["captures"], payment),
            returns=_count(money["cancels"], payment) + _count(money["refunds"], payment),
            letters=tuple(each["tracking_number"] for each in post["letters"] if case_id in each["letter_id"]),
            mails={key: times for key, times in mine.items() if key.startswith(f"{case_id}.")},
        )

    async def _json(self, path: str) -> Any:
        answer = await self._client.get(f"{self._sandbox}{path}")
        return answer.raise_for_status().json()


def _count(movements: list[dict[str, Any]], payment: str) -> int:
    return sum(str(each["merchant_payment_id"]).startswith(payment) for each in movements)
