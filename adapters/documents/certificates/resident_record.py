"""住民票の写し: what it says of whom."""

from pydantic import JsonValue

from adapters.documents.era import as_registered
from domain.certificates.documents import CertificateOrder
from domain.certificates.kinds import RecordScope
from domain.errors import PortRejected
from domain.identity.residents import HouseholdMember

_SCOPES = {RecordScope.HOUSEHOLD: "世帯全員", RecordScope.APPLICANT: "世帯の一部"}


def resident_record(order: CertificateOrder) -> dict[str, JsonValue]:
    """Return its words: the members in scope and the options asked for, nothing else (住基法12条5項).

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
        "scope": _SCOPES[options.scope],
        "address": record.address,
        "head": record.head_of_household if options.relationship else None,
        "members": [_member(order, member) for member in members],
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
