"""Papers that a citizen takes away: for who has opened the case alone, with what they gave and nothing of the office's."""

import json
from http import HTTPStatus

import pytest
from fakes.desk_stories import FORM, case_id, case_number, receipt_number

from domain.cases.receipt_code import ReceiptCode
from domain.cases.vault import VaultItem, VaultKind
from domain.certificates.status import Status
from domain.certificates.vault import RequestItem
from domain.identity.residents import RegisteredPerson, RegistryFinding, ResidencyStatus
from domain.municipality.texts import Language

NUMBER = f"/r/{receipt_number(1)}"
CODE = ReceiptCode(3, 14, (bytes(32),), b"{}")
PDF = "application/pdf"


@pytest.mark.parametrize("language", [each.value for each in Language])
async def test_a_receipt_has_what_the_applicant_gave(browser, city, stands, language):
    """Name of the form, numbers, kind; in the language of the page; not kept by the browser. Neither mail nor address."""
    stands(Status.UNDER_EXAMINATION)
    await browser.open()

    answer = await browser.get(f"/{language}{NUMBER}/receipt.pdf")

    assert (answer.status_code, answer.headers["content-type"], answer.content) == (200, PDF, b"%PDF receipt")
    assert answer.headers["cache-control"] == "no-store"
    assert receipt_number(1) not in answer.headers["content-disposition"]
    (order,) = city.press.receipts
    applicant, delivery = FORM["applicant"], FORM["delivery"]
    assert order.name == applicant["name"]
    assert (order.receipt_number, order.case_number, order.language) == (receipt_number(1), case_number(1), language)
    assert order.page == f"https://city.example/{language}{NUMBER}"
    assert (order.code, order.checkpoint) == (None, None)
    told = order.model_dump_json()
    assert not [each for each in (applicant["mail"], delivery["postcode"], delivery["address"]) if each in told]


async def test_once_a_checkpoint_covers_it_the_receipt_has_its_code(browser, city, stands):
    """And says where the checkpoint is found, which anybody may take away."""
    stands(Status.UNDER_EXAMINATION)
    city.checkpoints.codes[case_id(1)] = CODE
    city.checkpoints.notes[14] = "madoguchi/999001\n14\n…"
    await browser.open()

    await browser.get(f"/ja{NUMBER}/receipt.pdf")

    (order,) = city.press.receipts
    assert (order.code, order.checkpoint) == (str(CODE), "https://city.example/api/v1/checkpoints/14")
    note = await browser.get("/api/v1/checkpoints/14")
    assert note.text == city.checkpoints.notes[14]
    for size in ("15", "014", "-1", "x", "9" * 40):
        assert (await browser.get(f"/api/v1/checkpoints/{size}")).status_code == HTTPStatus.NOT_FOUND


async def test_before_its_procedure_begins_a_request_has_its_receipt(browser, city):
    """The engine is down, the receipt says what was taken in; the fee is not known yet."""
    city.order(1)
    await browser.open()

    assert (await browser.get(f"/ja{NUMBER}/receipt.pdf")).status_code == HTTPStatus.OK
    assert city.press.receipts[0].fee is None


async def test_a_paid_request_is_receipted_with_its_number(browser, city, stands):
    """Instead of a 領収書."""
    stands(Status.COMPLETED)
    await browser.open()

    await browser.get(f"/ja{NUMBER}/receipt.pdf")

    (order,) = city.press.receipts
    assert order.paid is not None
    assert (order.paid.amount, order.paid.returned) == (sum(line.amount for line in order.fee), False)


async def test_a_refusal_has_grounds_and_redress(browser, city, stands):
    """The decision in Japanese, beside it the language of the page."""
    stands(Status.REJECTED)
    await browser.open()

    answer = await browser.get(f"/en{NUMBER}/refusal.pdf")

    assert (answer.status_code, answer.content) == (200, b"%PDF refusal")
    (order,) = city.press.refusals
    assert order.decision.grounds
    assert "審査請求" in order.decision.redress
    assert order.beside is not None
    assert order.beside.language is Language.EN
    assert "review" in order.beside.redress
    assert f'href="/en{NUMBER}/refusal.pdf"' in (await browser.get(f"/en{NUMBER}")).text


@pytest.mark.parametrize("by_card", [True, False])
async def test_a_refusal_names_who_applied_by_card_as_the_register_does(browser, city, stands, by_card):
    """A card writes 〓 for what its certificate cannot; what somebody typed stays. The receipt tells nothing of the register."""
    stands(Status.REJECTED)
    application = VaultItem(kind=VaultKind.APPLICATION, revision=1)
    given = json.loads(city.vault.items[case_id(1), application])
    given["applicant"]["name"] = "〓田 健"
    given["identity_from"] = "card" if by_card else "form"
    city.vault.items[case_id(1), application] = json.dumps(given).encode()
    register = RegistryFinding(
        status=ResidencyStatus.RESIDENT, resident_id="r", people=(RegisteredPerson(name="𠮷田　健"),)
    )
    place = VaultItem(kind=RequestItem.ELIGIBILITY, revision=1)
    await city.vault.put(case_id(1), place, register.model_dump_json().encode())
    await browser.open()

    await browser.get(f"/ja{NUMBER}/refusal.pdf")
    await browser.get(f"/ja{NUMBER}/receipt.pdf")

    assert city.press.refusals[-1].name == ("𠮷田　健" if by_card else "〓田 健")
    assert city.press.receipts[-1].name == "〓田 健"


@pytest.mark.parametrize("status", [Status.UNDER_EXAMINATION, Status.COMPLETED, Status.WITHDRAWN])
async def test_what_was_not_refused_has_no_refusal(browser, city, stands, status):
    """Whatever a case has come to, there is none to give; its page leads to none."""
    stands(status)
    await browser.open()

    assert (await browser.get(f"/ja{NUMBER}/refusal.pdf")).status_code == HTTPStatus.NOT_FOUND
    assert "refusal.pdf" not in (await browser.get(f"/ja{NUMBER}")).text
    assert not city.press.refusals


@pytest.mark.parametrize("paper", ["receipt.pdf", "refusal.pdf"])
async def test_who_has_the_number_alone_gets_no_paper(browser, city, stands, paper):
    """Nor who guesses one: both are asked for the code."""
    stands(Status.REJECTED)
    for number in (receipt_number(1), receipt_number(2)):
        answer = await browser.get(f"/ja/r/{number}/{paper}")
        assert answer.headers["content-type"].startswith("text/html")
        assert 'name="code"' in answer.text
    assert not city.press.receipts + city.press.refusals


async def test_a_held_request_has_the_receipt_of_any_other_in_check(browser, city, stands):
    """Nothing on it tells of the hold."""
    orders = []
    for status in (Status.HELD, Status.VERIFYING):
        stands(status)
        await browser.open()
        await browser.get(f"/ja{NUMBER}/receipt.pdf")
        orders.append(city.press.receipts[-1])
    assert orders[0] == orders[1]
