"""A mail server that wants a password: it gets it over an encrypted line to a server we trust, or not at all."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from adapters.mail.smtp_mailer import SmtpConfig, SmtpMailer
from domain.errors import PortUnavailable
from domain.mail import Mail

# The server under "implicit" TLS is encrypted by its socket, which aiosmtpd cannot see.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS:UserWarning")

PASSWORD = "geheim-geheim"
MAIL = Mail(key="k", to="hanako@citizen.example", subject="s", body="b")


class Server:
    """Takes mails of who signs in, and remembers which passwords it was told."""

    def __init__(self) -> None:
        self.port = 0
        self.told: list[bytes] = []
        self.mails: list[bytes] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's
        """Take one mail."""
        self.mails.append(envelope.content)
        return "250 OK"

    def authenticate(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        """Compare the password."""
        self.told.append(data.password)
        return AuthResult(success=data.password == PASSWORD.encode(), handled=False)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1 with its key, which nobody trusts yet."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("mail") / "server.pem"
    secret = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + key.private_bytes(*secret))
    return file


async def opened(server: Server, certificate: Path, tls: str) -> asyncio.Server:
    """Open the server with STARTTLS or with encryption from the first byte."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    implicit = tls == "implicit"

    def connection() -> SMTP:
        return SMTP(
            server,
            hostname="mail.invalid",
            tls_context=None if implicit else context,
            require_starttls=not implicit,
            authenticator=server.authenticate,
            auth_required=True,
            auth_require_tls=not implicit,
        )

    loop = asyncio.get_running_loop()
    return await loop.create_server(connection, "127.0.0.1", 0, ssl=context if implicit else None)


@pytest.fixture(params=["starttls", "implicit"])
async def city(request: pytest.FixtureRequest, certificate: Path) -> AsyncIterator[tuple[Server, str]]:
    """The city's mail server, and how it encrypts."""
    server = Server()
    async with await opened(server, certificate, request.param) as listening:
        server.port = listening.sockets[0].getsockname()[1]
        yield server, request.param


def mailer(city: tuple[Server, str], password: str = PASSWORD) -> SmtpMailer:
    server, tls = city
    sender = "madoguchi@city.example"
    config = SmtpConfig("127.0.0.1", server.port, sender, "", "city.example", user="city", password=password, tls=tls)
    return SmtpMailer(config, lambda: datetime.now(UTC))


async def test_who_signs_in_sends(city: tuple[Server, str], certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a certificate that the machine trusts the mail goes out."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    await mailer(city).send(MAIL)
    assert len(city[0].mails) == 1


async def test_a_wrong_password_leaves_the_mail_open(
    city: tuple[Server, str], certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The operator mends it: no mail is given up for that."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with pytest.raises(PortUnavailable):
        await mailer(city, "wrong").send(MAIL)
    assert city[0].mails == []


async def test_a_stranger_is_told_no_password(city: tuple[Server, str]) -> None:
    """A certificate nobody vouches for ends the call before the password."""
    with pytest.raises(PortUnavailable):
        await mailer(city).send(MAIL)
    assert city[0].told == []
