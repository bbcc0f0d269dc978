"""An SMTP server that keeps what it is given and sends nothing on.

Faults: system `mail`, method `SMTP`, path `/`; `status` is an SMTP reply code, 4xx to be tried again, 5xx for good.
"""

import asyncio

from aiosmtpd.smtp import SMTP, Envelope, Session

from sandbox.faults import FaultKind, FaultPlan
from sandbox.mail.box import MailBox

_MOST_BYTES = 1_048_576


class _Handler:
    """Called by aiosmtpd, which looks methods up by name."""

    def __init__(self, box: MailBox, plan: FaultPlan) -> None:
        self._box = box
        self._plan = plan

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: ARG002, N802 - aiosmtpd's
        """Take one mail."""
        fault = await self._plan.strike("mail", "SMTP", "/")
        if fault is not None and fault.kind is FaultKind.STATUS:
            return f"{fault.status} fault injected"
        if fault is None or fault.kind is FaultKind.DROP_AFTER:
            content = envelope.content if isinstance(envelope.content, bytes) else str(envelope.content).encode()
            self._box.put(envelope.mail_from or "", list(envelope.rcpt_tos), content)
        if fault is not None and isinstance(server.transport, asyncio.WriteTransport):
            server.transport.abort()
        return "250 OK"


async def catch_mail(box: MailBox, plan: FaultPlan, host: str, port: int) -> asyncio.Server:
    """Listen on `host`:`port` (0: any free one). Raises OSError when the port is taken."""
    handler = _Handler(box, plan)

    def connection() -> SMTP:
        return SMTP(
            handler,
            data_size_limit=_MOST_BYTES,
            enable_SMTPUTF8=True,
            hostname="sandbox.invalid",
            ident="Madoguchi sandbox",
        )

    return await asyncio.get_running_loop().create_server(connection, host, port)
