"""What a dispatcher works with: a batch of letters as one PDF, behind its list and its labels; the day's 差出票."""

import io
from functools import cached_property
from typing import TYPE_CHECKING

import segno
from pydantic import JsonValue

from adapters.documents.certificates.contents import MAIL_CLASSES
from adapters.documents.era import in_japanese_era
from domain.certificates.print_batches import LetterToPrint, ManifestOrder, PrintOrder
from domain.documents import Document
from domain.japan import JAPAN, to_the_minute
from domain.postal.customer_barcode import customer_barcode

if TYPE_CHECKING:
    from adapters.documents.typesetter import Typesetter

_BATCH_COLUMNS = ("", "読取", "案件番号", "同封するもの(証明書)", "送り方", "重さ")
_MANIFEST_COLUMNS = ("", "追跡番号", "案件番号", "送り方", "重さ", "確定")


class TypstLetterPress:
    """Sets letters. Fonts and typesetter are read when the first are asked for: most processes never are."""

    @cached_property
    def _typesetter(self) -> "Typesetter":
        from adapters.documents.typesetter import Typesetter

        return Typesetter()

    def batch(self, order: PrintOrder) -> bytes:
        """Return all letters as one PDF: list, labels, then of each its cover letter and its copies, as they were made.

        An address that does not fit its label at 6 points stays on the cover letter alone. Raises DomainError(FONT_MISSING),
        PortRejected.
        """
        day = order.batch.printed_at.astimezone(JAPAN).date()
        parts = [self._typesetter.set("letters", batch_contents(order), day)]
        for letter in order.letters:
            parts += [letter.cover_letter, *[letter.certificate] * letter.copies]
        return _joined(parts)

    def manifest(self, order: ManifestOrder) -> Document:
        """Return the 差出票 as PDF. Raises DomainError(FONT_MISSING), PortRejected."""
        return self._typesetter.set("manifest", manifest_contents(order), order.day)


def batch_contents(order: PrintOrder) -> dict[str, JsonValue]:
    """Return what the list and the labels of a batch say."""
    return {
        "title": f"発送の一覧 第{order.batch.number}束",
        "office": order.office,
        "printed_at": f"{to_the_minute(order.batch.printed_at)} 印刷",
        "summary": f"{len(order.letters)}通",
        "columns": list(_BATCH_COLUMNS),
        "letters": [_letter(each) for each in order.letters],
        "too_long": "宛名が長く、ラベルに入りません。送付状の宛名が見える封筒を使ってください。",
        "left_out_title": "次の案件は、いま印刷できません。",
        "left_out": list(order.left_out),
    }


def _letter(letter: LetterToPrint) -> dict[str, JsonValue]:
    to = letter.recipient
    return {
        "case_number": letter.case_number,
        "qr": _picture(letter.case_number),
        "contents": letter.contents,
        "mail": f"{MAIL_CLASSES[letter.mail_class]}・転送不要",
        "weight": f"{letter.weight_grams}g",
        "postcode": f"〒{to.postcode[:3]}-{to.postcode[3:]}",
        "address": to.address,
        "name": to.name,
        "bars": customer_barcode(to.postcode, to.address).bars,
    }


def manifest_contents(order: ManifestOrder) -> dict[str, JsonValue]:
    """Return what a 差出票 says: numbers, and how each letter goes."""
    return {
        "title": f"差出票 {in_japanese_era(order.day)}",
        "office": order.office,
        "printed_at": f"{to_the_minute(order.printed_at)} 印刷",
        "summary": f"{len(order.letters)}通",
        "columns": list(_MANIFEST_COLUMNS),
        "letters": [
            [
                each.tracking_number,
                each.case_number,
                MAIL_CLASSES[each.mail_class],
                f"{each.weight_grams}g",
                to_the_minute(each.confirmed_at)[-5:],
            ]
            for each in order.letters
        ],
    }


def _picture(text: str) -> str:
    """Return a QR code as SVG, for a scanner in the hand."""
    out = io.BytesIO()
    segno.make_qr(text, error="m").save(out, kind="svg", xmldecl=False, border=2)
    return out.getvalue().decode().strip()


def _joined(parts: list[Document]) -> bytes:
    from pypdf import PdfWriter  # only who prints pays for it

    writer, out = PdfWriter(), io.BytesIO()
    for each in parts:
        writer.append(io.BytesIO(each.content), import_outline=False)
    writer.write(out)
    return out.getvalue()
