"""印鑑登録証明書: the impression as registered, and whose it is.

Names stand as the seal register has them, 旧氏, 通称 and 片仮名表記 on lines of their own; birth date and address come from
the resident record. Sex is not on it: the ministry's outline left it to the ordinances, and the sample city's has none.
"""

from pydantic import JsonValue

from adapters.documents.era import as_registered
from domain.certificates.documents import CertificateOrder
from domain.errors import PortRejected


def seal_registration(order: CertificateOrder) -> dict[str, JsonValue]:
    """Return its words and the impression.

    Raises PortRejected when there is no registration, or the applicant stands in no line of the record.
    """
    seal, record = order.seal, order.record
    holder = next((member for member in record.members if member.resident_id == order.applicant_id), None)
    if seal is None:
        raise PortRejected("documents", "seal_not_registered")
    if holder is None:
        raise PortRejected("documents", "applicant_not_in_record")
    rows = (
        ("氏名", seal.name),
        ("旧氏", seal.former_surname),
        ("通称", seal.alias),
        ("氏名の片仮名表記", seal.katakana),
        ("生年月日", as_registered(holder.birth_date)),
        ("住所", record.address),
        ("登録番号", seal.number),
        ("登録年月日", as_registered(seal.registered_on)),
    )
    return {
        "rows": [[label, value] for label, value in rows if value.strip()],
        "impression": list(seal.impression.png),
        "width": seal.impression.width,
        "height": seal.impression.height,
    }
