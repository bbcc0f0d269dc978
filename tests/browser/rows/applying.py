"""From the page of a certificate to the receipt: every page of a draft, empty, with mistakes, with long answers, done."""

from datetime import timedelta

from browser.rows.row import MISTAKEN, Reach, Row, opened
from browser.visitor import Visitor

from domain.cases.drafting import CODE_TRIES, MOST_BY_ADDRESS
from domain.certificates.draft import Filling, Refusal, Trouble, Typed
from domain.certificates.kinds import CertificateKind, CertificateOptions, RecordScope
from domain.certificates.submission import NAME
from domain.identity.card_app import CardTrouble
from web.front.paths import PREFIX

KIND, DRAFT = f"{PREFIX}/procedures/{{kind}}", f"{PREFIX}/apply/{{draft}}"
COPY, SEAL = CertificateKind.RESIDENT_RECORD_COPY, CertificateKind.SEAL_REGISTRATION_CERTIFICATE
_MAIL, _LONG_MAIL = "hanako@example.jp", f"{'hanako.no.nagai.adoresu.' * 2}madoguchi@{'nagai-' * 6}mail.example.jp"
_WITHOUT_BLANKS = "ムハンマドアブドゥルラフマーンアルハサンイブンユースフアルマグリビーアッシャリーフ"
_LONG = Typed(
    name=f"{_WITHOUT_BLANKS}　Muhammad Abdurrahman al-Hasan ibn Yusuf al-Maghribi",
    birth_date="1985-01-05",
    postcode="9990001",
    address=f"架空県みなも市水面町１丁目２番３号{'ロイヤルハイツ水面グランドタワー' * 3}１２０１号室",
)
_CHOSEN = Filling(kind=COPY).choosing(CertificateOptions(), 1)
_EVERYTHING = CertificateOptions(scope=RecordScope.HOUSEHOLD, relationship=True, domicile=True, former_address=True)
_MAILED = _CHOSEN.mailing(_MAIL)
_READY = _MAILED.confirmed(_MAIL)
_SIGNED = "c2lnbmVk"


def _at(page: str, filling: Filling) -> Reach:
    """Return how a browser comes to a page of a draft that holds this."""

    async def reach(visitor: Visitor) -> None:
        await visitor.go(f"/apply/{await _begun(visitor, filling)}{page}")

    return reach


async def _begun(visitor: Visitor, filling: Filling) -> str:
    draft = await visitor.city.drafts.begin(visitor.visit, NAME, filling.kind.value, filling.content)
    return draft.draft_id


def _typing(page: str, filling: Filling, **fields: str) -> Reach:
    """Return how somebody fills in a page and presses its button."""

    async def reach(visitor: Visitor) -> None:
        await _at(page, filling)(visitor)
        await visitor.window.fill(**fields)
        await visitor.window.press()

    return reach


def _coded(is_over: bool = False, tries: int = 1) -> Reach:
    async def reach(visitor: Visitor) -> None:
        await _typing("/mail", _CHOSEN, mail=_MAIL)(visitor)
        if is_over:
            visitor.city.now += timedelta(minutes=11)
        for _ in range(tries):
            await visitor.window.fill(code="999999")
            await visitor.window.press()

    return reach


async def _too_many_codes(visitor: Visitor) -> None:
    draft = await visitor.city.drafts.find(visitor.visit, await _begun(visitor, _MAILED))
    assert draft is not None
    for _ in range(MOST_BY_ADDRESS):
        await visitor.city.drafts.send(draft, _MAIL, "192.0.2.0/24", visitor.language)
    await visitor.go(f"/apply/{draft.draft_id}/mail")
    await visitor.window.press()


def _procedure(kind: CertificateKind, filling: Filling | None = None) -> Reach:
    async def reach(visitor: Visitor) -> None:
        if filling:
            await _begun(visitor, filling)
        await visitor.go(f"/procedures/{kind.value}")

    return reach


def _but(filling: Filling, **changes: object) -> Filling:
    return filling.model_copy(update=changes)


def _troubled(trouble: CardTrouble) -> Filling:
    left = 2 if trouble is CardTrouble.WRONG_PIN else None
    return _but(_READY, trouble=Trouble(trouble, left))


async def _asked_for_postcode(visitor: Visitor) -> None:
    """Have a text written, and be back with its signature: the card's address has several postcodes."""
    await _at("/check", _READY)(visitor)
    (draft,) = await visitor.city.drafts.open_ones(visitor.visit)
    asking = _but(Filling.of(draft.content), signature=_SIGNED, asks_postcode=True)
    await visitor.city.drafts.keep(draft, asking.content)
    await visitor.go(f"/apply/{draft.draft_id}/postcode")


async def _chose_no_postcode(visitor: Visitor) -> None:
    await _asked_for_postcode(visitor)
    await visitor.window.press()


async def _sent(visitor: Visitor) -> None:
    """Open a draft that became a case: it leads to the receipt."""
    order = visitor.city.order()
    number = visitor.city.intake.keys[order.case_id].receipt_number
    draft = await visitor.city.drafts.find(visitor.visit, await _begun(visitor, _READY))
    assert draft is not None
    await visitor.city.drafts.sent(draft, order.case_id, number)
    await visitor.go(f"/apply/{draft.draft_id}/check")


async def _by_link(visitor: Visitor) -> None:
    drafts = visitor.city.drafts
    draft = await drafts.begin("0" * 64, NAME, COPY, _but(_READY, mail=_LONG_MAIL).content)
    drafts.confirmed[draft.draft_id] = _LONG_MAIL
    await visitor.go(f"/continue/{drafts.link(draft.draft_id, _LONG_MAIL)}")


async def _gone_link(visitor: Visitor) -> None:
    await visitor.go("/continue/a-link-that-opens-nothing")


_NOT_TAKEN = _but(_READY, refusals=(Refusal("signature", "signature_refused", {}),))
_REFUSED_TYPED = _but(
    _READY.naming(_LONG), refusals=(Refusal("applicant.name", "unprintable_character", {"position": 3}),)
)
ROWS = (
    Row(KIND, "copy", _procedure(COPY), at_once=True),
    Row(KIND, "seal", _procedure(SEAL)),
    Row(KIND, "begun before", _procedure(COPY, _MAILED)),
    opened(KIND, "not offered", path="/procedures/no_such_paper", status=404),
    Row(DRAFT, "leads on", _at("", _MAILED)),
    opened(f"{DRAFT}/contents", "of another browser", path="/apply/draft00000099/contents", status=404),
    Row(f"{DRAFT}/contents", "empty", _at("/contents", Filling(kind=COPY))),
    Row(f"{DRAFT}/contents", "empty, seal", _at("/contents", Filling(kind=SEAL))),
    Row(f"{DRAFT}/contents", "answered", _at("/contents", _CHOSEN.choosing(_EVERYTHING, 10))),
    Row(f"{DRAFT}/contents", "mistakes", _typing("/contents", Filling(kind=COPY), copies="二十"), MISTAKEN),
    Row(f"{DRAFT}/mail", "empty", _at("/mail", _CHOSEN)),
    Row(f"{DRAFT}/mail", "long", _at("/mail", _CHOSEN.mailing(_LONG_MAIL))),
    Row(f"{DRAFT}/mail", "nothing typed", _typing("/mail", _CHOSEN, mail=""), MISTAKEN),
    Row(f"{DRAFT}/mail", "mistake", _typing("/mail", _CHOSEN, mail="hanako@"), MISTAKEN),
    Row(f"{DRAFT}/mail", "too many codes", _too_many_codes, MISTAKEN),
    Row(f"{DRAFT}/code", "empty", _typing("/mail", _CHOSEN, mail=_LONG_MAIL)),
    Row(f"{DRAFT}/code", "nothing typed", _typing("/code", _MAILED, code=""), MISTAKEN),
    Row(f"{DRAFT}/code", "wrong", _coded(), MISTAKEN),
    Row(f"{DRAFT}/code", "wrong too often", _coded(tries=CODE_TRIES), MISTAKEN),
    Row(f"{DRAFT}/code", "over", _coded(is_over=True), MISTAKEN),
    Row(f"{DRAFT}/check", "by card", _at("/check", _READY)),
    Row(f"{DRAFT}/check", "everything, long name", _at("/check", _READY.choosing(_EVERYTHING, 10).naming(_LONG))),
    Row(f"{DRAFT}/check", "sent", _sent),
    *(Row(f"{DRAFT}/sign", trouble.value, _at("/sign", _troubled(trouble))) for trouble in CardTrouble),
    Row(f"{DRAFT}/sign", "signed, not sent yet", _at("/sign", _but(_READY, signature=_SIGNED))),
    Row(f"{DRAFT}/sign", "not taken", _at("/sign", _NOT_TAKEN)),
    Row(f"{DRAFT}/sign", "typed, not taken", _at("/sign", _REFUSED_TYPED)),
    Row(f"{DRAFT}/typed", "empty", _at("/typed", _READY)),
    Row(f"{DRAFT}/typed", "long name", _at("/typed", _READY.naming(_LONG))),
    Row(f"{DRAFT}/typed", "nothing typed", _typing("/typed", _READY), MISTAKEN),
    Row(
        f"{DRAFT}/typed",
        "mistakes",
        _typing("/typed", _READY, name="?", birth_date="昭和99年13月1日", postcode="12", address="x" * 300),
        MISTAKEN,
    ),
    Row(f"{DRAFT}/upload", "empty", _at("/upload", _READY)),
    Row(f"{DRAFT}/upload", "no file", _typing("/upload", _READY), MISTAKEN),
    Row(f"{DRAFT}/postcode", "asked", _asked_for_postcode),
    Row(f"{DRAFT}/postcode", "nothing typed", _chose_no_postcode, MISTAKEN),
    Row(f"{DRAFT}/drop", "", _at("/drop", _MAILED)),
    Row(f"{PREFIX}/continue/{{secret}}", "by link", _by_link),
    Row(f"{PREFIX}/continue/{{secret}}", "over", _gone_link, 404),
    opened("/return/card", "of another browser", path="/return/card?state=x&code=y"),
    opened(f"{PREFIX}/return/card"),
)
