"""Label rolls: tracking numbers as a counter gets them on stickers (日本郵便 お問い合わせ番号).

Digit 1 tells the kind, 2-3 the region, 4-5 the label office, 6-10 run on, the last is the first ten mod 7.
"""

from domain.postal.letters import MailClass

_REGION_AND_OFFICE = "9001"
_KIND = {MailClass.SPECIFIED_RECORD: "5", MailClass.SIMPLE_REGISTERED: "3"}


def has_label(mail_class: MailClass) -> bool:
    """Say whether letters of this class bear a number at all; ordinary letters do not."""
    return mail_class in _KIND


def label(mail_class: MailClass, serial: int) -> str:
    """Return the `serial`-th number of a class's roll (from 0; the roll starts again after 100000)."""
    body = f"{_KIND[mail_class]}{_REGION_AND_OFFICE}{serial % 100_000:05}"
    return body + str(int(body) % 7)
