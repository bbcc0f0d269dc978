"""Orders of a fictional household, and readers of the printed result."""

import io
from collections.abc import Callable
from datetime import date

import pypdf
import pytest

from adapters.documents.certificates.press import TypstPress
from adapters.documents.typesetter import Typesetter
from domain.certificates.documents import CertificateOrder, CoverLetterOrder
from domain.certificates.kinds import CertificateKind, CertificateOptions, RecordScope
from domain.documents import Document
from domain.identity.register_date import RegisterDate
from domain.identity.residents import HouseholdMember, ResidentRecord
from domain.identity.seals import Impression, SealRegistration
from domain.postal.letters import MailClass, Recipient
from sandbox.registry.impression import impression

Text = Callable[[Document], str]


@pytest.fixture(scope="session")
def press() -> TypstPress:
    """The press with the locked fonts: reading what they cover takes a moment, so once for all."""
    return TypstPress(Typesetter())


@pytest.fixture(scope="session")
def text() -> Text:
    """Return the text of a document, pages joined, as a reader would copy it."""

    def read(document: Document) -> str:
        pages = pypdf.PdfReader(io.BytesIO(document.content)).pages
        return "\n".join(page.extract_text() for page in pages)

    return read


def member(resident_id: str, name: str) -> HouseholdMember:
    return HouseholdMember(
        resident_id=resident_id,
        name=name,
        kana="みなも",
        birth_date=RegisterDate.of(date(1990, 1, 31)),
        sex="女",
        relationship="世帯主",
        became_resident_on=RegisterDate.of(date(2019, 5, 1)),
        former_address="架空県かなた町大字浜10番地",
        domicile="架空県みなも市本町7番地",
        head_of_register="水面 太郎",
    )


@pytest.fixture
def certificate_order() -> Callable[..., CertificateOrder]:
    """Make an order for the first member of a household with these names."""

    def order(
        *names: str, address: str = "架空県みなも市中央一丁目1番1号", members: int = 0, **options: object
    ) -> CertificateOrder:
        people = names or ("水面 花子",)
        record = ResidentRecord(
            household_id="h-1",
            postcode="0990001",
            address=address,
            head_of_household=people[0],
            members=tuple(member(f"r-{place}", name) for place, name in enumerate(people))
            + tuple(member(f"x-{place}", f"家族 {place}") for place in range(members)),
        )
        return CertificateOrder(
            kind=CertificateKind.RESIDENT_RECORD_COPY,
            options=CertificateOptions.model_validate(options or {"scope": RecordScope.APPLICANT}),
            record=record,
            applicant_id="r-0",
            municipality_name="架空県みなも市",
            mayor="みなも市長　水面 花子",
            serial="999001-0000000001",
            issued_on=date(2026, 11, 24),
        )

    return order


@pytest.fixture
def registration() -> SealRegistration:
    """A seal of 13.5 mm, in force."""
    return SealRegistration(
        number="0100107",
        registered_on=RegisterDate("2001-11-20"),
        suspended=False,
        name="水面 花子",
        impression=Impression(png=impression("0100107", 13.5), width=13.5, height=13.5),
    )


@pytest.fixture
def letter_order() -> Callable[..., CoverLetterOrder]:
    """Make an order for a letter to somebody."""

    def order(name: str = "水面 花子", address: str = "架空県みなも市中央一丁目1番1号") -> CoverLetterOrder:
        return CoverLetterOrder(
            recipient=Recipient(postcode="0990001", address=address, name=name),
            mail_class=MailClass.SPECIFIED_RECORD,
            municipality_name="架空県みなも市",
            office="市民生活課 市民窓口係",
            office_address="架空県みなも市中央一丁目1番1号",
            telephone="0999-99-0001",
            case_number="2026-000123-N",
            contents=("住民票の写し 1通",),
            issued_on=date(2026, 11, 24),
        )

    return order
