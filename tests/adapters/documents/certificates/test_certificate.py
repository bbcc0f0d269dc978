"""The printed 住民票の写し."""

import io
from collections.abc import Callable

import pypdf
import pytest

from adapters.documents.certificates.contents import certificate_contents
from adapters.documents.certificates.press import TypstPress
from adapters.documents.typesetter import Typesetter
from domain.certificates.documents import CertificateOrder
from domain.certificates.kinds import CertificateKind
from domain.documents import Document
from domain.errors import PortRejected
from domain.identity.register_date import RegisterDate
from domain.identity.seals import SealRegistration

Order = Callable[..., CertificateOrder]
Text = Callable[[Document], str]


def test_a_copy_says_what_a_copy_must_say(press: TypstPress, text: Text, certificate_order: Order):
    """Title, address, person, the certifying sentence, date of the era, mayor and serial stand on it."""
    said = text(press.certificate(certificate_order()))
    for words in (
        "住民票の写し",
        "架空県みなも市中央一丁目1番1号",
        "水面 花子",
        "平成2年1月31日",
        "令和元年5月1日",
        "この写しは、住民票の原本と相違ないことを証明する。",
        "令和8年11月24日",
        "みなも市長　水面 花子",
        "999001-0000000001",
        "電子公印",
        "見本",
    ):
        assert words in said


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("1980-00-00", "1980年（月日不詳）"),
        ("1980-05-00", "1980年5月（日不詳）"),
        ("昭和55年月日不詳", "昭和55年月日不詳"),
        ("", "不詳"),
    ],
)
def test_a_date_in_part_is_printed_as_the_register_has_it(
    press: TypstPress, text: Text, certificate_order: Order, written: str, printed: str
):
    """Birth, and the day somebody became a resident: what is not known is said to be so."""
    order = certificate_order()
    dates = {"birth_date": RegisterDate(written), "became_resident_on": RegisterDate(written)}
    record = order.record.model_copy(update={"members": (order.record.members[0].model_copy(update=dates),)})
    said = text(press.certificate(order.model_copy(update={"record": record})))
    assert said.count(printed) == 2


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("relationship", ("続柄", "世帯主")),
        ("domicile", ("本籍", "筆頭者", "架空県みなも市本町7番地", "水面 太郎")),
        ("former_address", ("従前の住所", "架空県かなた町大字浜10番地")),
    ],
)
def test_only_what_was_asked_for_is_shown(
    press: TypstPress, text: Text, certificate_order: Order, option: str, words: tuple[str, ...]
):
    """An entry stands on the copy exactly when it was requested (住基法12条5項)."""
    without = text(press.certificate(certificate_order()))
    with_ = text(press.certificate(certificate_order(**{option: True})))
    assert all(word in with_ for word in words)
    assert not any(word in without for word in words)


FOREIGN = {"domicile": "", "head_of_register": "", "nationality": "ベトナム", "residence_status": "永住者"}


def of_members(order: CertificateOrder, *changes: dict[str, str]) -> CertificateOrder:
    """Return the order with something else in the register of each member."""
    changed = zip(order.record.members, changes, strict=True)
    members = tuple(member.model_copy(update=change) for member, change in changed)
    return order.model_copy(update={"record": order.record.model_copy(update={"members": members})})


@pytest.mark.parametrize(
    ("register", "rows"),
    [
        ({}, ["本籍", "筆頭者"]),
        (FOREIGN, ["国籍・地域", "在留資格"]),
        (FOREIGN | {"residence_status": ""}, ["国籍・地域"]),
        (FOREIGN | {"nationality": "", "residence_status": ""}, []),
        (FOREIGN | {"nationality": "無国籍", "residence_status": "特別永住者"}, ["国籍・地域", "在留資格"]),
        ({"head_of_register": ""}, ["本籍"]),
        ({"nationality": "日本"}, ["本籍", "筆頭者"]),
        ({"domicile": "\u3000", "head_of_register": " "}, []),
    ],
)
def test_who_has_no_domicile_gets_what_the_register_has_instead(certificate_order: Order, register, rows: list[str]):
    """A foreign resident's 国籍・地域 and 在留資格 stand in the place of 本籍 (住基法30条の45); no row is empty."""
    contents = certificate_contents(of_members(certificate_order(domicile=True), register))
    (shown,) = contents["members"]
    assert [label for label, _ in shown[5:]] == rows
    assert all(value.strip() for _, value in shown)
    assert not {"本籍", "国籍・地域"} & dict(certificate_contents(certificate_order())["members"][0]).keys()


def test_each_of_a_mixed_household_has_their_own(press: TypstPress, text: Text, certificate_order: Order):
    """本籍 of one, 国籍・地域 of the other, and nothing of it unless asked for."""
    names = ("水面 花子", "LE VAN AN")
    asked = of_members(certificate_order(*names, scope="household", domicile=True), {}, FOREIGN)
    said = text(press.certificate(asked))
    assert all(said.count(word) == 1 for word in ("本籍", "国籍・地域", "ベトナム", "在留資格", "永住者"))
    said = text(press.certificate(of_members(certificate_order(*names, scope="household"), {}, FOREIGN)))
    assert not any(word in said for word in ("本籍", "国籍・地域", "ベトナム", "永住者"))


def test_what_the_register_does_not_know_makes_no_row(certificate_order: Order):
    """An unknown sex, no furigana, nobody's former address."""
    blank = {"kana": "", "sex": "", "former_address": "", "relationship": ""}
    order = of_members(certificate_order(relationship=True, former_address=True), blank)
    (shown,) = certificate_contents(order)["members"]
    assert [label for label, _ in shown] == ["氏名", "生年月日", "住民となった年月日"]


def test_a_copy_of_one_person_names_nobody_else(press: TypstPress, text: Text, certificate_order: Order):
    """The scope "applicant" leaves the household out."""
    order = certificate_order("水面 花子", "水面 次郎", "水面 三葉", scope="applicant")
    said = text(press.certificate(order))
    assert "水面 次郎" not in said
    assert "水面 三葉" not in said
    assert "世帯の一部" in said


def test_a_copy_of_a_household_names_everybody(press: TypstPress, text: Text, certificate_order: Order):
    """The scope "household" shows every member."""
    said = text(press.certificate(certificate_order("水面 花子", "水面 次郎", scope="household")))
    assert "水面 花子" in said
    assert "水面 次郎" in said
    assert "世帯全員" in said


@pytest.mark.parametrize("scope", ["applicant", "household"])
def test_a_record_without_the_applicant_is_refused(press: TypstPress, certificate_order: Order, scope: str):
    """No copy of somebody else's household, and no empty copy, leaves the press."""
    order = certificate_order("水面 花子", scope=scope).model_copy(update={"applicant_id": "r-9"})
    with pytest.raises(PortRejected) as refusal:
        press.certificate(order)
    assert refusal.value.provider_code == "applicant_not_in_record"


@pytest.mark.parametrize(("others", "sheets"), [(0, 1), (3, 1), (12, 3)])
def test_sheets_are_the_pages_printed(
    press: TypstPress, text: Text, certificate_order: Order, others: int, sheets: int
):
    """The count that the postage is computed from is that of the pages, each numbered."""
    document = press.certificate(certificate_order(members=others, scope="household"))
    pages = pypdf.PdfReader(io.BytesIO(document.content)).pages
    assert document.sheets == len(pages) == sheets
    assert all(f"{number} / {sheets}" in page.extract_text() for number, page in enumerate(pages, start=1))


def test_the_same_order_is_the_same_document(press: TypstPress, certificate_order: Order):
    """A repeated step prints the same bytes, so the vault keeps one item."""
    assert press.certificate(certificate_order()) == TypstPress(Typesetter()).certificate(certificate_order())


def test_the_file_says_nothing_personal_of_itself(press: TypstPress, certificate_order: Order):
    """Title and program are all the metadata; no name is readable in the uncompressed bytes."""
    content = press.certificate(certificate_order("独自名前 花子")).content
    reader = pypdf.PdfReader(io.BytesIO(content))
    assert set(reader.metadata or {}) == {"/Title", "/Creator", "/CreationDate", "/ModDate"}
    assert (reader.metadata or {})["/Title"] == "住民票の写し"
    assert "独自名前".encode() not in content
    assert "独自名前".encode("utf-16-be") not in content


def test_the_file_is_tagged_for_readers_and_archives(press: TypstPress, certificate_order: Order):
    """PDF/UA-1 and PDF/A-2a are declared, the language is Japanese, every font is embedded."""
    content = press.certificate(certificate_order("Ștefan अनिता")).content
    reader = pypdf.PdfReader(io.BytesIO(content))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF boolean object
    assert root["/Lang"].startswith("ja")
    assert b"<pdfuaid:part>1<" in content
    assert b"<pdfaid:part>2<" in content


@pytest.mark.parametrize(
    "name", ['#eval("1+1")', "$x^2$ *a* _b_ `c`", '#read("/etc/passwd")', '"}] #panic()', "\\u{41} // x", "{{name}}"]
)
def test_a_name_is_shown_and_never_evaluated(press: TypstPress, text: Text, certificate_order: Order, name: str):
    """Whatever looks like the typesetter's own language is printed as it stands."""
    assert name in text(press.certificate(certificate_order(name)))


@pytest.mark.parametrize("kind", CertificateKind)
def test_every_kind_can_be_printed(
    press: TypstPress, text: Text, certificate_order: Order, registration: SealRegistration, kind: CertificateKind
):
    """Under its own title: a kind without a layout is found here, not by a citizen who has paid."""
    order = certificate_order().model_copy(update={"kind": kind, "seal": registration})
    said = text(press.certificate(order))
    assert said.lstrip().startswith(kind.entry.title)
    assert "相違ないことを証明する" in said
