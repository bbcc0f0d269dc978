"""From card and form to the printed letter, with the sandbox's residents, its register over HTTP and the real press."""

import io
from base64 import b64encode
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import NamedTuple

import httpx2
import pypdf
import pytest
import pytest_asyncio
from contracts.resident_registry import card_of
from contracts.sandbox_city import City
from fakes.book import SampleBook
from fakes.vault import FakeVault
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.certificates.issuance import IssuanceActivities
from activities.certificates.paper_orders import IssueCertificate
from activities.certificates.registry import CheckEligibility, EligibilityOutcome, RegistryActivities
from adapters.documents.certificates.press import TypstPress
from adapters.documents.typesetter import Typesetter
from adapters.registry.http_registry import HttpResidentRegistry, RegistryConfig
from domain.cases.vault import VaultItem, VaultKind
from domain.certificates.application import Applicant, Application, Delivery
from domain.certificates.holds import WaysOut
from domain.certificates.kinds import CertificateKind
from domain.certificates.status import HoldStage
from domain.certificates.vault import RequestItem
from domain.documents import Document
from domain.identity.attributes import BasicFourAttributes, IdentityFinding, Revocation
from domain.postal.letters import MailClass, Recipient

REQUEST = "0190b5b4-0000-7000-8000-000000000005"
NOW = datetime(2026, 11, 30, 3, 0, tzinfo=UTC)
FLAT = "架空県みなも市試験町二丁目７－３　４５号室"


class Desk(NamedTuple):
    """One request on its way through the register and the press."""

    vault: FakeVault
    registry: HttpResidentRegistry

    async def put(self, kind: VaultKind, content: str) -> None:
        """Keep one item of the request."""
        await self.vault.put(REQUEST, VaultItem(kind=kind), content.encode())

    async def check(
        self, card: BasicFourAttributes, kind: CertificateKind = CertificateKind.RESIDENT_RECORD_COPY, **typed: str
    ) -> EligibilityOutcome:
        """Fill in the form as the card's holder, with what is typed otherwise, and ask the register."""
        delivery = Delivery.model_validate({"postcode": "0010000", "address": card.address} | typed)
        applicant = Applicant(name=card.name, birth_date=card.birth_date or NOW.date(), mail="a@citizen.example")
        application = Application(
            municipality="999001",
            kind=kind,
            applicant=applicant,
            delivery=delivery,
            nonce="0" * 40,
        )
        known = IdentityFinding(attributes=card, reasons=(), revocation=Revocation.GOOD, judged_at=NOW, checked_at=NOW)
        await self.put(VaultKind.APPLICATION, application.model_dump_json())
        await self.put(RequestItem.IDENTITY, known.model_dump_json())
        step = RegistryActivities(self.vault, self.registry).check_eligibility
        order = CheckEligibility(case_id=REQUEST, revision=1, stage=HoldStage.ELIGIBILITY)
        return await ActivityEnvironment().run(step, order)

    async def issue(self, press: TypstPress) -> str:
        """Make both documents and return what is printed on them."""
        step = IssuanceActivities(self.vault, self.registry, press, SampleBook(), lambda: NOW).issue_certificate
        order = IssueCertificate(
            case_id=REQUEST,
            revision=1,
            case_number="2026-000123-N",
            copies=1,
            mail_class=MailClass.ORDINARY,
        )
        await ActivityEnvironment().run(step, order)
        return "".join([await self._text(kind) for kind in (RequestItem.COVER_LETTER, RequestItem.CERTIFICATE)])

    async def _text(self, kind: VaultKind) -> str:
        document = Document.model_validate_json(await self.vault.get(REQUEST, VaultItem(kind=kind)))
        return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(document.content)).pages)


@pytest.fixture(scope="module")
def press() -> TypstPress:
    return TypstPress(Typesetter())


@pytest_asyncio.fixture
async def desk(city: City) -> AsyncIterator[Desk]:
    async with httpx2.AsyncClient() as client:
        yield Desk(
            FakeVault(), HttpResidentRegistry(RegistryConfig(f"{city.base_url}/registry", "registry-token"), client)
        )


@pytest.mark.parametrize("typed", [FLAT, "みなも市試験町2-7-3-45", "架空県みなも市試験町２丁目７番３号４５号室"])
async def test_the_letter_goes_to_the_flat_of_the_register(desk: Desk, press: TypstPress, typed: str) -> None:
    """Whatever the spelling and the postcode typed, the envelope is the register's."""
    assert (await desk.check(card_of("r-1109"), address=typed, postcode="0000000")).clear
    printed = await desk.issue(press)
    assert "〒999-1109" in printed
    assert "000-0000" not in printed
    recipient = Recipient.model_validate_json(await desk.vault.get(REQUEST, VaultItem(kind=RequestItem.RECIPIENT)))
    assert recipient == Recipient(postcode="9991109", address=FLAT, name="坂上　道")


@pytest.mark.parametrize("typed", ["架空県みなも市試験町二丁目７－３４　５号室", "架空県みなも市試験町2-7-34-5"])
async def test_another_flat_is_asked_about(desk: Desk, typed: str) -> None:
    """The same figures cut otherwise are not the same address."""
    assert not (await desk.check(card_of("r-1109"), address=typed)).clear


async def test_another_spelling_beside_a_closed_record(desk: Desk) -> None:
    """霞ヶ丘 on the card, 霞が丘 in the register, a namesake who has left: the living one, clear."""
    outcome = await desk.check(card_of("r-1101"))
    assert (outcome.clear, outcome.applicant) == (True, desk.vault.pseudonym("resident", "r-1101"))


@pytest.mark.parametrize(("resident_id", "bound"), [("r-1103", "r-1103"), ("r-1105", None)])
async def test_an_old_address_beside_a_closed_record(desk: Desk, resident_id: str, bound: str | None) -> None:
    """Held; the pseudonym is the living one's, or nobody's where the closed record fits the card better."""
    outcome = await desk.check(card_of(resident_id))
    expected = None if bound is None else desk.vault.pseudonym("resident", bound)
    assert (outcome.clear, outcome.applicant) == (False, expected)


@pytest.mark.parametrize(("resident_id", "printed"), [("r-1107", "1980年（月日不詳）"), ("r-1108", "不詳")])
async def test_a_birth_date_in_part(desk: Desk, press: TypstPress, resident_id: str, printed: str) -> None:
    """An officer looks; once released, the certificate says what the register says."""
    assert not (await desk.check(card_of(resident_id))).clear
    assert printed in await desk.issue(press)


@pytest.mark.parametrize(("postcode", "printed"), [("9991110", "〒999-1110"), ("0000000", None)])
async def test_a_resident_without_a_postcode(desk: Desk, press: TypstPress, postcode: str, printed: str | None) -> None:
    """The typed one serves where it can be one; else nothing is printed."""
    assert (await desk.check(card_of("r-1110"), postcode=postcode)).clear
    if printed is None:
        with pytest.raises(ApplicationError, match="postcode_missing"):
            await desk.issue(press)
    else:
        assert printed in await desk.issue(press)


SEAL = CertificateKind.SEAL_REGISTRATION_CERTIFICATE


@pytest.mark.parametrize(
    ("resident_id", "lines"),
    [
        ("r-1001", ("窓口　花子", "0100101", "平成24年4月2日")),
        ("r-1006", ("葛󠄀城　文", "0100106")),
        ("r-1013", ("NGUYEN THI MAI", "通称", "凪　マイ", "氏名の片仮名表記", "グエン　ティ　マイ")),
        ("r-1109", ("坂上　道", "旧氏", "水沢")),
    ],
)
async def test_a_registered_seal_is_certified(
    desk: Desk, press: TypstPress, resident_id: str, lines: tuple[str, ...]
) -> None:
    """Of whoever has one in force, a foreign resident among them, with the names the register has."""
    assert (await desk.check(card_of(resident_id), SEAL)).clear
    printed = await desk.issue(press)
    assert [line for line in ("印鑑登録証明書", "登録されている印影と相違ない", *lines) if line not in printed] == []


@pytest.mark.parametrize(
    ("resident_id", "ways"),
    [
        ("r-1002", WaysOut.NO_RELEASE),  # not registered
        ("r-1005", WaysOut.NO_RELEASE),  # stopped
        ("r-1017", WaysOut.ANY),  # under another name
        ("r-1008", WaysOut.CLOSED_DESK),  # registered, and protected
        ("r-1010", WaysOut.NO_RELEASE),  # moved out
    ],
)
async def test_what_the_seal_register_says_holds_before_anybody_pays(
    desk: Desk, resident_id: str, ways: WaysOut
) -> None:
    """Nobody releases what cannot be certified; a question is an officer's."""
    outcome = await desk.check(card_of(resident_id), SEAL)
    assert (outcome.clear, outcome.ways) == (False, ways)


async def test_no_seal_is_no_question_where_none_is_certified(desk: Desk) -> None:
    """A copy of the resident record is anybody's who lives here."""
    assert (await desk.check(card_of("r-1002"))).clear


async def test_the_picture_is_kept_on_the_paper_alone(desk: Desk, press: TypstPress) -> None:
    """Neither in the finding nor beside the recipient."""
    await desk.check(card_of("r-1001"), SEAL)
    await desk.issue(press)
    seal = await desk.registry.seal("r-1001")
    assert seal is not None
    kinds = (VaultKind.APPLICATION, RequestItem.ELIGIBILITY, RequestItem.RECIPIENT)
    kept = b"".join([await desk.vault.get(REQUEST, VaultItem(kind=kind)) for kind in kinds])
    assert not any(form in kept for form in (seal.impression.png[16:], b64encode(seal.impression.png)[:32]))
