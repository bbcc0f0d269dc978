"""What a document says, as plain data for its template. A template shows strings as they are: nothing is evaluated."""

from pydantic import JsonValue

from adapters.documents.era import as_registered, in_japanese_era
from domain.certificates.documents import CertificateOrder, CoverLetterOrder
from domain.certificates.kinds import RecordScope
from domain.errors import PortRejected
from domain.identity.residents import HouseholdMember
from domain.postal.letters import MailClass

_SCOPES = {RecordScope.HOUSEHOLD: "世帯全員", RecordScope.APPLICANT: "世帯の一部"}
_MAIL_CLASSES = {
    MailClass.ORDINARY: "普通郵便",
    MailClass.SPECIFIED_RECORD: "特定記録郵便",
    MailClass.SIMPLE_REGISTERED: "簡易書留郵便",
}


def certificate_contents(order: CertificateOrder) -> dict[str, JsonValue]:
    """Return a certificate's words: the members in scope and the options asked for, nothing else (住基法12条5項).

    Raises PortRejected when the applicant stands in no line of the record: an empty certificate is never printed.
    """
    record, options = order.record, order.options
    members = [
        member
        for member in record.members
        if options.scope is RecordScope.HOUSEHOLD or member.resident_id == order.applicant_id
    ]
    if not any(member.resident_id == order.applicant_id for member in members):
        raise PortRejected("documents", "applicant_not_in_record")
    return {
        "title": order.kind.entry.title,
        "scope": _SCOPES[options.scope],
        "address": record.address,
        "head": record.head_of_household if options.relationship else None,
        "members": [_member(order, member) for member in members],
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
        "mail_class": f"{_MAIL_CLASSES[order.mail_class]}・転送不要",
        "municipality": order.municipality_name,
        "office": order.office,
        "office_address": order.office_address,
        "telephone": order.telephone,
        "case_number": order.case_number,
        "contents": list(order.contents),
        "issued_on": in_japanese_era(order.issued_on),
    }


def _member(order: CertificateOrder, member: HouseholdMember) -> JsonValue:
    options = order.options
    rows: list[tuple[str, str]] = [
        ("氏名", member.name),
        ("ふりがな", member.kana),
        ("生年月日", as_registered(member.birth_date)),
        ("性別", member.sex),
        ("住民となった年月日", as_registered(member.became_resident_on)),
    ]
    if options.relationship:
        rows.append(("続柄", member.relationship))
    if options.domicile:
        rows += _belonging(member)
    if options.former_address:
        rows.append(("従前の住所", member.former_address))
    return [[label, value] for label, value in rows if value.strip()]


def _belonging(member: HouseholdMember) -> list[tuple[str, str]]:
    """Return 本籍 and 筆頭者; a foreign resident has none, but 国籍・地域 and 在留資格 (住基法30条の45)."""
    if member.domicile or not member.nationality:
        return [("本籍", member.domicile), ("筆頭者", member.head_of_register)]
    return [("国籍・地域", member.nationality), ("在留資格", member.residence_status)]
