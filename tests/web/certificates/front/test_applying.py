"""From the page of a procedure to the receipt, in one browser."""

from hashlib import sha256

import pytest
from fakes.desk import City
from fixtures.applicant import Applicant, back_from

from domain.cases.vault import VaultItem, VaultKind


@pytest.fixture
def applicant(client):
    return Applicant(client)


def stored(city: City, kind: VaultKind) -> bytes:
    """Return what is kept of the only request there is."""
    (case_id,) = city.orders
    return city.vault.items[case_id, VaultItem(kind=kind, revision=1)]


@pytest.mark.parametrize("language", ["ja", "ja-simple", "en"])
async def test_leads_from_the_procedure_to_the_receipt(client, city, language):
    applicant = Applicant(client, language)
    await applicant.begins()
    await applicant.fills_in(city.drafts.mailed)
    await applicant.open(back_from(await applicant.leaves()))

    (order,) = city.orders.values()
    assert applicant.path == f"/{language}/r/{city.intake.keys[order.case_id].receipt_number}"
    assert order.subject["kind"] == "resident_record_copy"


async def test_takes_six_pages_of_ours_and_what_is_typed_is_a_mail_address_and_its_code(applicant, city):
    await applicant.begins()
    await applicant.fills_in(city.drafts.mailed)
    await applicant.open(back_from(await applicant.leaves()))

    assert len(applicant.pages) == 6  # procedure, contents, mail, code, check, receipt
    assert set(applicant.typed) == {"mail", "code"}
    assert sum(map(len, applicant.typed.values())) <= 45  # W3


async def test_signs_exactly_the_text_that_was_shown(applicant, city):
    await applicant.begins()
    await applicant.fills_in(city.drafts.mailed)
    text = applicant.signed_text
    await applicant.open(back_from(await applicant.leaves()))

    assert stored(city, VaultKind.SIGNATURE) == f"signed {sha256(text.encode()).hexdigest()}".encode()


async def test_the_browser_that_sent_it_may_act_on_it(applicant, city):
    await applicant.begins()
    await applicant.fills_in(city.drafts.mailed)
    await applicant.open(back_from(await applicant.leaves()))

    ((_, case_id),) = city.opened.rows
    assert case_id in city.orders


async def test_is_written_to_in_the_language_of_its_pages(client, city):
    applicant = Applicant(client, "en")
    await applicant.begins()
    await applicant.fills_in(city.drafts.mailed)
    await applicant.open(back_from(await applicant.leaves()))

    assert b'"language":"en"' in stored(city, VaultKind.APPLICATION)
