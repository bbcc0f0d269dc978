"""Mail to citizens by SMTP: plain text in UTF-8, one Message-ID for one key, nothing in a header but what belongs there.

A mail server cannot say whether it has a mail already; the Message-ID, made from the key, lets the receiving side drop
a repeat (RFC 5322 §3.6.4).
"""

import asyncio
import re
import unicodedata
from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import quote

import aiosmtplib

from domain.errors import PortRejected, PortUnavailable
from domain.notices import Mail
from domain.ports import Clock

SYSTEM = "mail"
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*")
_NO_HEADER = {"Cc", "Cs", "Zl", "Zp"}  # line breaks above all: they would begin another header
_LONGEST_ADDRESS = 254  # RFC 5321 §4.5.3.1.3, less the angle brackets
_START_TLS = {"offered": None, "starttls": True, "implicit": False, "never": False}
_SIGN_IN_FIRST = 530  # RFC 4954 §6: as a wrong password
_LAST_TEMPORARY = 499  # RFC 5321 §4.2.1: 4xx may be tried again, 5xx not


@dataclass(frozen=True)
class SmtpConfig:
    """Which server takes our mail. `domain` is the right side of our Message-IDs; `timeout` bounds a call, in seconds.

    `tls` is `offered` (STARTTLS where the server has it), `starttls` (or no mail), `implicit` (from the first byte, RFC
    8314) or `never`. Without a user name nobody signs in.
    """

    host: str
    port: int
    sender: str  # the address in From
    sender_name: str
    domain: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    tls: str = "offered"
    timeout: float = 15.0


class SmtpMailer:
    """Implements `domain.ports.Mailer`."""

    def __init__(self, config: SmtpConfig, clock: Clock) -> None:
        self._config = config
        self._clock = clock

    async def send(self, mail: Mail) -> None:
        """Hand one mail over.

        Raises PortUnavailable, and PortRejected with `address_invalid`, `content_invalid` or the server's reply code.
        Causes are cut off on purpose: they show the address.
        """
        message = self._message(mail)
        config = self._config
        try:
            # The library's timeout is for each step; the outer one bounds the whole call.
            async with asyncio.timeout(config.timeout):
                await aiosmtplib.send(
                    message,
                    hostname=config.host,
                    port=config.port,
                    username=config.user,
                    password=config.password,
                    use_tls=config.tls == "implicit",
                    start_tls=_START_TLS[config.tls],
                    timeout=config.timeout,
                    local_hostname=config.domain,  # else it asks DNS for our own name
                )
        except aiosmtplib.SMTPAuthenticationError:
            raise PortUnavailable(SYSTEM) from None  # our password is wrong: no fault of the mail
        except aiosmtplib.SMTPRecipientsRefused as refused:
            raise _answered(refused.recipients[0].code) from None
        except aiosmtplib.SMTPResponseException as answer:
            raise _answered(answer.code) from None
        except (aiosmtplib.SMTPException, OSError):
            raise PortUnavailable(SYSTEM) from None

    def _message(self, mail: Mail) -> EmailMessage:
        if not _ADDRESS.fullmatch(mail.to) or len(mail.to) > _LONGEST_ADDRESS:
            raise PortRejected(SYSTEM, "address_invalid")
        if any(unicodedata.category(each) in _NO_HEADER for each in mail.subject):
            raise PortRejected(SYSTEM, "content_invalid")
        message = EmailMessage(policy=SMTP)
        try:
            message["From"] = Address(self._config.sender_name, addr_spec=self._config.sender)
            message["To"] = Address(addr_spec=mail.to)
            message["Subject"] = mail.subject
            message.set_content(mail.body, charset="utf-8", cte="base64")
        except (ValueError, MessageError):
            raise PortRejected(SYSTEM, "content_invalid") from None
        message["Date"] = format_datetime(self._clock())
        message["Message-ID"] = message_id(mail.key, self._config.domain)
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers, please
        return message


def message_id(key: str, domain: str) -> str:
    """Return the Message-ID of a key: anything that does not belong into one is percent-encoded."""
    return f"<{quote(key, safe='').replace('.', '%2E')}@{domain}>"


def _answered(code: int) -> PortRejected | PortUnavailable:
    again = code <= _LAST_TEMPORARY or code == _SIGN_IN_FIRST
    return PortUnavailable(SYSTEM) if again else PortRejected(SYSTEM, str(code))
