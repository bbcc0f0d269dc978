"""A mail as bytes (RFC 5322): UTF-8 text, and headers that come out of a parser as they went in.

`email.message.EmailMessage` is passed by on purpose: where it folds a subject it loses blanks between encoded words
(Python issue 92081), and it takes no local part that must be quoted. The older `Header` encodes a text as a whole, blanks
included, in words of whole characters.
"""

import unicodedata
from datetime import datetime
from email.header import Header
from email.message import Message
from email.mime.text import MIMEText
from email.utils import format_datetime
from typing import Any
from urllib.parse import quote

from domain.errors import PortRejected
from domain.mail import Mail

SYSTEM = "mail"
_LONGEST_LINE = 76  # RFC 2047 §2, with an encoded word in it
_NO_HEADER = {"Cc", "Cs", "Zl", "Zp"}  # line breaks above all: they would begin another header


def compose(mail: Mail, recipient: str, sender: tuple[str, str], sent_at: datetime, domain: str) -> bytes:
    """Return the mail to `recipient` (as it stands in a header) from `sender` (name, address).

    Raises PortRejected `content_invalid` for what is no text or would begin another header.
    """
    name, address = sender
    try:
        message: Message[Any, Any] = MIMEText(mail.body, "plain", "utf-8")
        message["From"] = _named(name, address)
        message["To"] = recipient
        message["Subject"] = _encoded(mail.subject, "Subject")
    except UnicodeError:
        raise PortRejected(SYSTEM, "content_invalid") from None
    message["Date"] = format_datetime(sent_at)
    message["Message-ID"] = message_id(mail.key, domain)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
    return message.as_bytes(policy=message.policy.clone(linesep="\r\n", max_line_length=_LONGEST_LINE))


def message_id(key: str, domain: str) -> str:
    """Return the Message-ID of a key: anything that does not belong into one is percent-encoded."""
    return f"<{quote(key, safe='').replace('.', '%2E')}@{domain}>"


def _encoded(text: str, name: str) -> Header:
    if any(unicodedata.category(each) in _NO_HEADER for each in text):
        raise PortRejected(SYSTEM, "content_invalid")
    return Header(text, "utf-8", header_name=name)


def _named(name: str, address: str) -> Header | str:
    if not name:
        return address
    shown = _encoded(name, "From")
    shown.append(f"<{address}>", "us-ascii")
    return shown
