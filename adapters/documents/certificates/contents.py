"""What a document says, as plain data for its template. A template shows strings as they are: nothing is evaluated."""

from collections.abc import Callable

from pydantic import JsonValue

from adapters.documents.certificates.resident_record import resident_record
from adapters.documents.certificates.seal_registration import seal_registration
from adapters.documents.era import in_japanese_era
from domain.certificates.documents import CertificateOrder, CoverLetterOrder
from domain.postal.letters import MailClass

_LAYOUTS: dict[str, Callable[[CertificateOrder], dict[str, JsonValue]]] = {
    "resident_record": resident_record,
    "seal_registration": seal_registration,
}
MAIL_CLASSES = {
    MailClass.ORDINARY: "普通郵便",
    MailClass.SPECIFIED_RECORD: "特定記録郵便",
    MailClass.SIMPLE_REGISTERED: "簡易書留郵便",
}


def certificate_contents(order: CertificateOrder) -> dict[str, JsonValue]:
    """Return a certificate's words: what every certificate says, and what its layout shows.

    Raises PortRejected when the register has nothing to certify: an empty certificate is never printed.
    """
    entry = order.kind.entry
    return _LAYOUTS[entry.layout](order) | {
        "title": entry.title,
        "issued_on": in_japanese_era(order.issued_on),
        "municipality": order.municipality_name,
        "mayor": order.mayor,
        "serial": order.serial,
    }


def cover_letter_contents(order: CoverLetterOrder) -> dict[str, JsonValue]:
    """Return a cover letter's words."""
    postcode = order.recipient.postcode
    return {
        "title": "証明書の送付について",
        "postcode": f"〒{postcode[:3]}-{postcode[3:]}",
        "address": order.recipient.address,
        "name": order.recipient.name,
        "mail_class": f"{MAIL_CLASSES[order.mail_class]}・転送不要",
        "municipality": order.municipality_name,
        "office": order.office,
        "office_address": order.office_address,
        "telephone": order.telephone,
        "case_number": order.case_number,
        "contents": list(order.contents),
        "issued_on": in_japanese_era(order.issued_on),
    }
