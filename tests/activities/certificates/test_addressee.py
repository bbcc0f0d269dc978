"""Where a certificate goes: what the register says, on the envelope and to the post, whatever was typed."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from fakes.city import City, application_of
from temporalio.exceptions import ApplicationError

from activities.certificates.issuance import IssuanceActivities
from activities.certificates.paper_orders import IssueCertificate
from domain.cases.vault import VaultItem, VaultKind
from domain.certificates.documents import CertificateOrder, CoverLetterOrder
from domain.certificates.vault import RequestItem
from domain.errors import PortUnavailable
from domain.identity.residents import RegistryFinding, ResidencyStatus
from domain.postal.letters import MailClass, Recipient

REQUEST = "0190b5b4-0000-7000-8000-000000000001"


Run = Callable[[Callable[[Any], Awaitable[Any]], Any], Awaitable[Any]]
ISSUE = IssueCertificate(
    case_id=REQUEST, revision=1, case_number="2026-000123-N", copies=1, mail_class=MailClass.ORDINARY
)
REGISTERED = "架空県みなも市水面町二丁目７－３　４５号室"
TYPED = "架空県みなも市水面町二丁目７－３４　５号室"


@pytest.fixture
async def issuance(city: City) -> IssuanceActivities:
    """Give the press's activities; the register has another flat than the form, and another spelling of the name."""
    city.registry.address, city.registry.name = REGISTERED, "窓口　花󠄀子"
    await cleared(city, RequestItem.ELIGIBILITY, "r-1001")
    return IssuanceActivities(city.vault, city.registry, city.press, city.book, city.clock)


async def cleared(city: City, kind: VaultKind, resident_id: str) -> None:
    finding = RegistryFinding(status=ResidencyStatus.RESIDENT, resident_id=resident_id)
    await city.vault.put(REQUEST, VaultItem(kind=kind), finding.model_dump_json().encode())


async def typed(city: City, postcode: str, address: str) -> None:
    application = application_of("999001")
    delivery = application.delivery.model_copy(update={"postcode": postcode, "address": address})
    content = application.model_copy(update={"delivery": delivery}).model_dump_json().encode()
    await city.vault.put(REQUEST, VaultItem(kind=VaultKind.APPLICATION), content)


def envelope(city: City) -> Recipient:
    (letter,) = (each for each in city.press.printed if isinstance(each, CoverLetterOrder))
    return letter.recipient


@pytest.mark.parametrize("postcode", ["0000000", "9990002", "9990001"])
@pytest.mark.parametrize("address", [TYPED, REGISTERED, "架空県とおい市本町１"])
async def test_the_envelope_is_the_registers(
    city: City, issuance: IssuanceActivities, run: Run, postcode: str, address: str
) -> None:
    """Name, address and postcode byte for byte as the register has them; the post is told the same."""
    await typed(city, postcode, address)
    await run(issuance.issue_certificate, ISSUE)
    assert envelope(city) == Recipient(postcode="9990001", address=REGISTERED, name="窓口　花󠄀子")
    kept = await city.vault.get(REQUEST, VaultItem(kind=RequestItem.RECIPIENT))
    assert Recipient.model_validate_json(kept) == envelope(city)


async def test_an_envelope_does_not_change_after_a_crash(city: City, issuance: IssuanceActivities, run: Run) -> None:
    """The register moves on between two attempts: the letter goes where the certificate was made for."""
    await typed(city, "9990001", REGISTERED)
    city.press.faults.refuse("cover_letter", PortUnavailable("press"))
    with pytest.raises(ApplicationError):
        await run(issuance.issue_certificate, ISSUE)
    city.registry.address = "架空県みなも市港町９"
    await run(issuance.issue_certificate, ISSUE)
    assert envelope(city).address == REGISTERED


async def test_a_typed_postcode_serves_where_the_register_has_none(
    city: City, issuance: IssuanceActivities, run: Run
) -> None:
    """It was typed beside the register's own address."""
    city.registry.postcode = ""
    await typed(city, "9990002", "みなも市水面町2-7-3-45")
    await run(issuance.issue_certificate, ISSUE)
    assert envelope(city) == Recipient(postcode="9990002", address=REGISTERED, name="窓口　花󠄀子")


@pytest.mark.parametrize(
    ("postcode", "address"), [("9990002", TYPED), ("0000000", REGISTERED), ("0001234", REGISTERED)]
)
async def test_without_a_postcode_an_officer_looks(
    city: City, issuance: IssuanceActivities, run: Run, postcode: str, address: str
) -> None:
    """No code that was typed for another address, and none that no place has: nothing is printed."""
    city.registry.postcode = ""
    await typed(city, postcode, address)
    with pytest.raises(ApplicationError) as refused:
        await run(issuance.issue_certificate, ISSUE)
    assert (refused.value.message, refused.value.non_retryable) == ("postcode_missing", True)
    assert not city.press.printed


@pytest.mark.parametrize("blank", ["", "　"])
async def test_without_an_address_an_officer_looks(
    city: City, issuance: IssuanceActivities, run: Run, blank: str
) -> None:
    """A register without an address does not send to the typed one."""
    city.registry.address = blank
    await typed(city, "9990001", TYPED)
    with pytest.raises(ApplicationError):
        await run(issuance.issue_certificate, ISSUE)
    assert not city.press.printed


async def test_the_register_names_one_person_both_times(city: City, issuance: IssuanceActivities, run: Run) -> None:
    """Whoever was cleared before payment is who is printed; two names for one card print nobody."""
    await typed(city, "9990001", REGISTERED)
    await cleared(city, RequestItem.ELIGIBILITY_AT_ISSUE, "r-1002")
    with pytest.raises(ApplicationError) as refused:
        await run(issuance.issue_certificate, ISSUE)
    assert (refused.value.type, refused.value.non_retryable) == ("vault_item_missing", True)
    assert not [each for each in city.press.printed if isinstance(each, CertificateOrder)]
