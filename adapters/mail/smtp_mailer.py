"""Mail to citizens by SMTP: plain text in UTF-8, one Message-ID for one key, nothing in a header but what belongs there.

A mail server cannot say whether it has a mail already; the Message-ID, made from the key, lets the receiving side drop
a repeat (RFC 5322 §3.6.4).
"""

import asyncio
from dataclasses import dataclass, field

import aiosmtplib

from adapters.mail.message import SYSTEM, compose
from domain.errors import PortRejected, PortUnavailable
from domain.mail import Mail
from domain.mail_address import mailbox
from domain.ports import Clock

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
        config, recipient = self._config, self._recipient(mail)
        sender = (config.sender_name, config.sender)
        message = compose(mail, recipient, sender, self._clock(), config.domain)
        try:
            # The library's timeout is for each step; the outer one bounds the whole call.
            async with asyncio.timeout(config.timeout):
                await aiosmtplib.send(
                    message,
                    sender=config.sender,
                    recipients=[recipient],
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

    def _recipient(self, mail: Mail) -> str:
        try:
            return mailbox(mail.to)
        except ValueError:
            raise PortRejected(SYSTEM, "address_invalid") from None


def _answered(code: int) -> PortRejected | PortUnavailable:
    again = code <= _LAST_TEMPORARY or code == _SIGN_IN_FIRST
    return PortUnavailable(SYSTEM) if again else PortRejected(SYSTEM, str(code))
