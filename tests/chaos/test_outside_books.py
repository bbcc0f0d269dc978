"""The outside books as the run reads them: real ones, of the sandbox's provider."""

from datetime import UTC, datetime

import httpx2
import pytest
from contracts.stories import case_id
from fastapi import FastAPI

from chaos.books import OutsideBooks
from domain import ids
from sandbox.paypay.books import Books
from sandbox.paypay.orders import NewOrder
from sandbox.paypay.router import router

REQUEST = case_id(1)


@pytest.fixture
def books(tmp_path):
    made = Books(tmp_path, lambda: datetime.now(UTC))
    yield made
    made.close()


async def open_codes(books):
    """Let the run read them."""
    city = FastAPI()
    city.include_router(router(books, ()))
    city.add_api_route("/post/sandbox/books", lambda: {"letters": ()})
    city.add_api_route("/mail/messages", lambda: ())
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(city), base_url="http://city") as client:
        return (await OutsideBooks(client, "http://city").of(REQUEST)).open_codes


def code(books, attempt, request=REQUEST):
    """Make a code for a try of the request's payment."""
    charge = f"{ids.payment_id(request)}.{attempt}"
    return charge, books.create(NewOrder(charge, 620, "", "", 0)).code_id


async def test_a_code_that_nobody_paid_or_closed_is_open(books):
    """One deleted, one cancelled, one paid, one of another request: the fifth is left."""
    books.delete_code(code(books, 1)[1])
    books.cancel(code(books, 2)[0])
    books.pay(code(books, 3)[1])
    code(books, 1, case_id(2))
    assert await open_codes(books) == 0

    code(books, 4)
    assert await open_codes(books) == 1
