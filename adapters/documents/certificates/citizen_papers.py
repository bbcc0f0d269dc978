"""受付票 and 却下通知書: what they say, as plain data for their templates, and the press that sets them."""

import io
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

import segno
from pydantic import JsonValue

from adapters.documents.era import in_japanese_era
from adapters.documents.words import PaperWords, words_of
from domain import money
from domain.certificates.documents import Explained, ReceiptOrder, RefusalOrder
from domain.certificates.terms import FeeItem
from domain.documents import Document
from domain.japan import JAPAN
from domain.municipality.days_in_words import day_in_words, minute_in_words
from domain.municipality.texts import Language

if TYPE_CHECKING:
    from adapters.documents.typesetter import Typesetter

_LANG = {Language.JA: "ja", Language.JA_SIMPLE: "ja", Language.EN: "en"}


class TypstPaperPress:
    """Sets papers for citizens. Fonts and typesetter are read when the first one is asked for: most processes never are."""

    @cached_property
    def _typesetter(self) -> "Typesetter":
        from adapters.documents.typesetter import Typesetter

        return Typesetter()

    def receipt(self, order: ReceiptOrder) -> Document:
        """Return the 受付票 as PDF; its code stands in the metadata too, for who verifies the file.

        Raises DomainError(FONT_MISSING), PortRejected.
        """
        return self._typesetter.set("receipt", receipt_contents(order), order.printed_at.astimezone(JAPAN).date())

    def refusal(self, order: RefusalOrder) -> Document:
        """Return the 却下通知書 as PDF. Raises DomainError(FONT_MISSING), PortRejected."""
        return self._typesetter.set("refusal", refusal_contents(order), order.decided_at.astimezone(JAPAN).date())


def receipt_contents(order: ReceiptOrder) -> dict[str, JsonValue]:
    """Return what a 受付票 says."""
    say, office = words_of("receipt", order.language), order.office
    printed_at = minute_in_words(order.printed_at, order.language)
    return {
        "lang": _LANG[order.language],
        "title": say("title"),
        "office": f"{office.municipality} {office.name}",
        "introduction": [say("introduction")],
        "request": [[name, value] for name, value in _request(order, say)],
        "money": {"title": say("money"), "rows": [[name, value] for name, value in _money(order, say)]},
        "proof": {"title": say("proof"), "alt": say("proof_alt"), "sentences": list(_proof(order, say))},
        "code": order.code,
        "qr": None if order.code is None else _picture(order.code),
        "footer": say(
            "footer",
            printed_at=printed_at,
            municipality=office.municipality,
            office=office.name,
            telephone=office.telephone,
        ),
    }


def _request(order: ReceiptOrder, say: PaperWords) -> Iterator[tuple[str, str]]:
    yield say("receipt_number"), order.receipt_number
    yield say("case_number"), order.case_number
    yield say("received_at"), minute_in_words(order.received_at, order.language)
    yield say("kind"), order.kind
    if order.choices:
        yield say("choices"), " / ".join(order.choices)
    yield say("copies"), say("copies_value", copies=order.copies)
    yield say("name"), order.name
    yield say("address"), say("address_value")
    yield say("page"), order.page


def _money(order: ReceiptOrder, say: PaperWords) -> Iterator[tuple[str, str]]:
    if order.fee is None:
        yield say("total"), say("fee_unknown")
        return
    for line in order.fee:
        name = f"{order.kind} × {line.quantity}" if line.item is FeeItem.CERTIFICATE else say("postage")
        yield name, say("yen", amount=f"{line.amount:,}")
    total = money.total(order.fee)
    yield say("total"), say("yen", amount=f"{total:,}")
    if order.paid is None:
        yield say("paid"), say("not_paid" if total else "free")
        return
    paid, at = order.paid, minute_in_words(order.paid.at, order.language)
    key = "paid_back" if paid.returned else "paid_value"
    yield say("paid"), say(key, amount=f"{paid.amount:,}", at=at, reference=paid.reference)


def _proof(order: ReceiptOrder, say: PaperWords) -> Iterator[str]:
    if order.code is None:
        yield say("proof_wait")
        return
    yield say("proof_code")
    yield say("proof_how")
    yield order.checkpoint or ""


def _picture(code: str) -> str:
    """Return a QR code as SVG: as it is read from paper, so with the least correction and the quiet zone of the standard."""
    out = io.BytesIO()
    segno.make_qr(code, error="l").save(out, kind="svg", xmldecl=False, border=4)
    return out.getvalue().decode().strip()


def refusal_contents(order: RefusalOrder) -> dict[str, JsonValue]:
    """Return what a 却下通知書 says."""
    say, office, decision = words_of("refusal", order.decision.language), order.office, order.decision
    footer = {"municipality": office.municipality, "office": office.name, "case_number": order.case_number}
    return {
        "lang": _LANG[decision.language],
        "title": say("title"),
        "case": say("case", case_number=order.case_number),
        "decided_on": in_japanese_era(order.decided_at.astimezone(JAPAN).date()),
        "addressee": say("addressee", name=order.name),
        "mayor": order.mayor,
        **_explained(order, decision),
        "contact": {
            "title": say("contact"),
            "rows": [
                [say("office"), f"{office.municipality} {office.name}"],
                [say("telephone"), office.telephone],
            ],
        },
        "footer": say("footer", **footer),
        "beside": None if order.beside is None else _beside(order, order.beside),
    }


def _beside(order: RefusalOrder, beside: Explained) -> dict[str, JsonValue]:
    title = words_of("refusal", beside.language)("beside")
    return {"lang": _LANG[beside.language], "title": title, **_explained(order, beside)}


def _explained(order: RefusalOrder, said: Explained) -> dict[str, JsonValue]:
    say, received = words_of("refusal", said.language), order.received_at
    day = in_japanese_era(received.astimezone(JAPAN).date())
    on = day if said.language is Language.JA else day_in_words(received, said.language)
    return {
        "sentences": [say("sentence", received_on=on)],
        "request": [[say("kind"), said.kind], [say("copies"), say("copies_value", copies=order.copies)]],
        "grounds": {"title": say("grounds"), "items": list(said.grounds)},
        "redress": {"title": say("redress"), "sentences": [*said.redress.strip().splitlines()]},
    }
