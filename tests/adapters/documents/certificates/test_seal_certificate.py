"""The printed 印鑑登録証明書."""

import io
from collections.abc import Callable

import pypdf
import pypdfium2
import pytest
from contracts.pictures import rows_of

from adapters.documents.certificates.press import TypstPress
from domain.certificates.documents import CertificateOrder
from domain.certificates.kinds import CertificateKind, CertificateOptions
from domain.documents import Document
from domain.errors import DomainError, ErrorCode, PortRejected
from domain.identity.register_date import RegisterDate
from domain.identity.seals import Impression, SealRegistration
from sandbox.registry.impression import impression

Order = Callable[..., CertificateOrder]
Text = Callable[[Document], str]
POINTS_PER_MM = 72 / 25.4


def of_seal(order: CertificateOrder, side: float = 13.5, **changes: object) -> CertificateOrder:
    """Return the order for a certificate of the applicant's seal."""
    seal = SealRegistration(
        number="0100107",
        registered_on=RegisterDate("2001-11-20"),
        suspended=False,
        name=order.record.members[0].name,
        impression=Impression(png=impression("0100107", side), width=side, height=side),
    ).model_copy(update=changes)
    kind = CertificateKind.SEAL_REGISTRATION_CERTIFICATE
    return order.model_copy(update={"kind": kind, "options": CertificateOptions(), "seal": seal})


def pictures(document: Document) -> list[tuple[float, float]]:
    """Return the sides of every picture on the first page, in millimetres as printed."""
    page = pypdfium2.PdfDocument(document.content)[0]
    found = [each.get_bounds() for each in page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,))]
    return [((right - left) / POINTS_PER_MM, (top - bottom) / POINTS_PER_MM) for left, bottom, right, top in found]


def test_it_says_whose_seal_it_is_and_who_certifies(press: TypstPress, text: Text, certificate_order: Order):
    """Title, name, birth date, address, the registration, the certifying sentence, the day, mayor and serial."""
    said = text(press.certificate(of_seal(certificate_order())))
    for words in (
        "印鑑登録証明書",
        "水面 花子",
        "平成2年1月31日",
        "架空県みなも市中央一丁目1番1号",
        "0100107",
        "平成13年11月20日",
        "この写しは、登録されている印影と相違ないことを証明する。",
        "令和8年11月24日",
        "みなも市長　水面 花子",
        "999001-0000000001",
    ):
        assert words in said


def test_it_says_nothing_of_the_household(press: TypstPress, text: Text, certificate_order: Order):
    """Neither the others nor what only a copy of the resident record shows, though the register gave all of it."""
    said = text(press.certificate(of_seal(certificate_order("水面 花子", "水面 太助"))))
    assert not any(words in said for words in ("太助", "続柄", "本籍", "性別", "世帯", "住民となった", "旧氏", "通称"))


@pytest.mark.parametrize("side", [8.5, 13.5, 24.0])
def test_the_seal_stands_at_its_true_size(press: TypstPress, certificate_order: Order, side: float):
    """One picture, as large on paper as the register says: a seal is compared with it by laying it on."""
    (printed,) = pictures(press.certificate(of_seal(certificate_order(), side)))
    assert printed == pytest.approx((side, side), abs=0.05)


def test_the_picture_is_the_registers(press: TypstPress, certificate_order: Order):
    """Dot for dot: black where the register has ink, white elsewhere."""
    document = press.certificate(of_seal(certificate_order()))
    (drawn,) = pypdf.PdfReader(io.BytesIO(document.content)).pages[0]["/Resources"]["/XObject"].values()
    picture, registered = drawn.get_object(), impression("0100107", 13.5)
    side = int.from_bytes(registered[16:20])
    assert (picture["/Width"], picture["/Height"], picture["/BitsPerComponent"]) == (side, side, 8)
    assert "".join("1" if dot else "0" for dot in picture.get_data()) == "".join(rows_of(registered))


@pytest.mark.parametrize(
    ("changes", "label", "words"),
    [
        ({"former_surname": "水沢"}, "旧氏", "水沢"),
        ({"alias": "凪　マイ"}, "通称", "凪　マイ"),
        ({"katakana": "グエン　ティ　マイ"}, "氏名の片仮名表記", "グエン　ティ　マイ"),
    ],
)
def test_a_second_name_stands_as_the_register_has_it(
    press: TypstPress, text: Text, certificate_order: Order, changes: dict[str, str], label: str, words: str
):
    """On a line of its own, beside the name."""
    said = text(press.certificate(of_seal(certificate_order(), **changes)))
    assert all(each in said for each in (label, words, "水面 花子"))


def test_the_name_is_the_seal_registers(press: TypstPress, text: Text, certificate_order: Order):
    """Where two officers let another name pass, the paper shows the one the seal is registered under."""
    assert "浜田　花子" in text(press.certificate(of_seal(certificate_order(), name="浜田　花子")))


def test_the_same_order_is_the_same_paper(press: TypstPress, certificate_order: Order):
    """Byte for byte, the picture included."""
    first, again = (press.certificate(of_seal(certificate_order())) for _ in range(2))
    assert first == again
    assert first.sheets == 1


def test_nothing_is_certified_without_a_registration(press: TypstPress, certificate_order: Order):
    """Nor for somebody the record does not hold."""
    order = of_seal(certificate_order())
    for update in ({"seal": None}, {"applicant_id": "r-9"}):
        with pytest.raises(PortRejected):
            press.certificate(order.model_copy(update=update))


def test_what_is_no_picture_prints_nothing(press: TypstPress, certificate_order: Order):
    """A picture that cannot be read makes no certificate with a hole in it, and the error quotes nothing."""
    broken = Impression(png=b"\x89PNG\r\n\x1a\n" + bytes(40), width=13.5, height=13.5)
    with pytest.raises(PortRejected) as caught:
        press.certificate(of_seal(certificate_order(), impression=broken))
    assert caught.value.provider_code == "seal_registration_not_typeset"


def test_a_name_the_fonts_lack_is_refused(press: TypstPress, certificate_order: Order):
    """Rather than printed as a box."""
    with pytest.raises(DomainError) as caught:
        press.certificate(of_seal(certificate_order(), alias="\U0001f600"))
    assert caught.value.code is ErrorCode.FONT_MISSING
