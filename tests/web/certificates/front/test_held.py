"""W10: of a hold nothing shows outside. A held request's pages are those of any other in check, byte for byte."""

import pytest
from fakes.desk import City
from fakes.desk_stories import case_id, receipt_number
from fixtures.desk import Desk, desk_at, terms_of

from domain.certificates.status import Status
from domain.certificates.terms import PaymentOrder
from domain.municipality.texts import Language

CASE = f"/r/{receipt_number(1)}"
PAGES = ("", "/pay", "/correct", "/withdraw", "/again", "/paid")
HIDDEN = frozenset({"date", "set-cookie", "x-request-id"})


def before_payment(order: PaymentOrder) -> dict[str, Desk]:
    """Return a request in check, and one that is held there."""
    terms = terms_of(order=order)
    return {"in check": desk_at(Status.VERIFYING, terms), "held": desk_at(Status.HELD, terms)}


def after_payment() -> dict[str, Desk]:
    """Return requests the office works on after the fee was paid, and one held right before printing."""
    return {
        "examined": desk_at(Status.UNDER_EXAMINATION),
        "before approval": desk_at(Status.AWAITING_APPROVAL),
        "issued": desk_at(Status.ISSUING),
        "held": desk_at(Status.ISSUING).hold_before_issue(),
    }


@pytest.mark.parametrize("language", [each.value for each in Language])
@pytest.mark.parametrize("opened", [False, True], ids=["by number", "by code"])
@pytest.mark.parametrize(
    "requests",
    [before_payment(PaymentOrder.FIRST), before_payment(PaymentOrder.AFTER_APPROVAL), after_payment()],
    ids=["paid first", "paid after approval", "paid"],
)
async def test_a_hold_changes_no_byte_of_any_page(browser, city: City, requests, opened, language):
    """Statuses, bodies and headers; the browser is the same, so its form tokens are, too."""
    city.order(1)
    await (browser.open(1, language) if opened else browser.get(f"/{language}/status"))
    answers = set()
    for desk in requests.values():
        city.events[case_id(1)] = list(desk.events)
        await browser.get(f"/{language}/status")  # a banner is shown once, wherever one is next
        answers.add(tuple([await _seen(browser, f"/{language}{CASE}{page}") for page in PAGES]))

    assert len(answers) == 1


async def _seen(browser, path: str) -> tuple[int, bytes, tuple[tuple[str, str], ...]]:
    answer = await browser.get(path)
    headers = tuple(sorted((name, value) for name, value in answer.headers.items() if name not in HIDDEN))
    return answer.status_code, answer.content, headers
