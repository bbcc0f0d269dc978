"""A worker that only makes open requests, with less ado around the engine: `python -m bench.load.filler`.

Counter, engine, database and procedures are the real ones, and so are the histories. Left out is what no history shows:
HTTP to the outside systems (the provider's books are written directly, so that every code can really be paid), the mails,
and judging the same few cards and residents again for each request.
"""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from adapters.jpki.certificate import CardCertificate
from adapters.jpki.verifier import JpkiVerifier
from adapters.mail.smtp_mailer import SmtpMailer
from adapters.registry.http_registry import HttpResidentRegistry
from adapters.settings import PayPaySettings
from adapters.stopping import run_and_leave
from cli.running import tell_failures
from domain.identity.attributes import BasicFourAttributes, IdentityFinding
from domain.identity.residents import RegistryFinding
from domain.mail import Mail
from domain.payments.charge import Charge, ChargeOrder, ChargeStatus
from domain.ports import PaymentProvider
from sandbox.paypay.books import Books
from sandbox.paypay.orders import NewOrder, Order
from worker import Parts, opened, run


class KnownCards:
    """Judges each card once; every signature is checked all the same."""

    def __init__(self, verifier: JpkiVerifier) -> None:
        self._judge = verifier.judge
        self._known: dict[bytes, IdentityFinding] = {}

    async def judge(self, certificate: CardCertificate, at: datetime) -> IdentityFinding:
        """Judge a certificate."""
        if certificate.der not in self._known:
            self._known[certificate.der] = await self._judge(certificate, at)
        return self._known[certificate.der]


class KnownResidents:
    """Looks each resident up once."""

    def __init__(self, registry: HttpResidentRegistry) -> None:
        self._look_up = registry.look_up
        self._known: dict[str, RegistryFinding] = {}

    async def look_up(self, attributes: BasicFourAttributes) -> RegistryFinding:
        """Find a resident."""
        key = attributes.model_dump_json()
        if key not in self._known:
            self._known[key] = await self._look_up(attributes)
        return self._known[key]


class OpenBooks:
    """The provider's books without its counter."""

    def __init__(self, books: Books, cashier: str) -> None:
        self._books = books
        self._cashier = cashier

    async def create(self, order: ChargeOrder) -> Charge:
        """Make a code."""
        new = NewOrder(order.charge_id, order.amount, order.description, "", int(order.ordered_at.timestamp()))
        return self._charge(self._books.create(new))

    async def read(self, charge_id: str) -> Charge | None:
        """Say how a charge stands."""
        order = self._books.order(charge_id)
        return None if order is None else self._charge(order)

    def _charge(self, order: Order) -> Charge:
        return Charge(
            charge_id=order.merchant_payment_id,
            amount=order.amount,
            status=ChargeStatus.OPEN if order.captured_at is None else ChargeStatus.CAPTURED,
            code_id=order.code_id,
            url=f"{self._cashier}/{order.code_id}",
            provider_reference=order.payment_id or "",
            expires_at=datetime.fromtimestamp(int(order.expires_at), UTC),
            captured_at=None if order.captured_at is None else datetime.fromtimestamp(order.captured_at, UTC),
        )


async def _send(_mail: Mail) -> None:
    """Send nothing."""


def shorten(parts: Parts, folder: Path, cashier: str) -> None:
    """Put the shorter ways into the worker's parts before they work."""
    verifier, ports = parts.caller.verifier, parts.ports
    books = OpenBooks(Books(folder / "paypay", lambda: datetime.now(UTC)), cashier)
    _replace(verifier, "judge", KnownCards(verifier).judge)
    _replace(ports.registry, "look_up", KnownResidents(ports.registry).look_up)
    _replace(ports.provider, "create", books.create)
    _replace(ports.provider, "read", books.read)
    _replace(parts.mailer, "send", _send)


def _replace(
    port: JpkiVerifier | HttpResidentRegistry | PaymentProvider | SmtpMailer, name: str, method: object
) -> None:
    setattr(port, name, method)


async def serve() -> int:
    """Run our worker with the shorter ways until SIGTERM."""
    folder = Path(os.environ["MADOGUCHI_SANDBOX_DIR"])
    cashier = f"{PayPaySettings.from_environment().paypay_url}/pay"
    async with opened() as parts:
        if parts is not None:
            shorten(parts, folder, cashier)
            await run(parts)
    return 0


def main() -> int:
    """Run it until SIGTERM."""
    return run_and_leave(lambda: tell_failures(serve))


if __name__ == "__main__":
    sys.exit(main())
