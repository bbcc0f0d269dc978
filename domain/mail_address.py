"""Mail addresses a form may hold, and how mail servers take them (RFC 5321 §4.1.2).

Mobile carriers of Japan gave out addresses with dots in a row or before the @ (ten..ko.@…). They are real, but such a local
part is no dot-string: it travels in quotes, which are no part of the address a person knows.
"""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_TOP = "[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])"  # no number: a name, and no address of a machine (RFC 3696 §2)
_ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
PATTERN = rf"^[A-Za-z0-9.!#$%&'*+/=?^_`{{|}}~-]{{1,64}}@(?:{_LABEL}\.)+{_TOP}$"
LONGEST = 254  # RFC 5321 §4.5.3.1.3, less the angle brackets
_LONGEST_LOCAL = 64  # RFC 5321 §4.5.3.1.1, quotes included
_SHORT = 3  # letters of a local part that would be told nearly whole
_DOT_STRING = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")


def mailbox(address: str) -> str:
    """Return an address as it stands in a header and in an SMTP command: quoted where it must be.

    Raises ValueError for what no mail server takes, or more than one address.
    """
    if not re.fullmatch(PATTERN[1:-1], address):
        raise ValueError("malformed_mail")
    local, _, domain = address.rpartition("@")
    written = local if _DOT_STRING.fullmatch(local) else f'"{local}"'
    if len(written) > _LONGEST_LOCAL or len(written) + 1 + len(domain) > LONGEST:
        raise ValueError("malformed_mail")
    return f"{written}@{domain}"


def masked(address: str) -> str:
    """Return an address by which its owner knows it and nobody else learns it: h•••o@example.jp."""
    local, _, domain = address.rpartition("@")
    return f"{local[0]}•••{local[-1] if len(local) > _SHORT else ''}@{domain}"


def _mailable(address: str) -> str:
    mailbox(address)
    return address


MailAddress = Annotated[str, Field(pattern=PATTERN, max_length=LONGEST), AfterValidator(_mailable)]
"""An address as a person writes it; whatever is accepted can be written to."""
