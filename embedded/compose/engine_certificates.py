"""The certificates by which the engine of a compose installation and its clients know each other (mutual TLS).

One authority signs one certificate for the server and one for all clients, and its key is thrown away: nothing else can
ever be signed. They are made together and go together; to renew them, remove the five files and start again.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

AUTHORITY = "temporal_tls_ca"
SERVER, SERVER_KEY = "temporal_tls_server", "temporal_tls_server_key"
CLIENT, CLIENT_KEY = "temporal_tls_client", "temporal_tls_client_key"
CERTIFICATES = (AUTHORITY, SERVER, SERVER_KEY, CLIENT, CLIENT_KEY)
"""The files, as `docker-compose.yml` names its secrets."""
SERVER_NAME = "temporal"
"""What the server's certificate is for: its name on the project's network."""
_YEARS = timedelta(days=3650)  # the files are replaced before; nothing outside knows this authority
_BACK = timedelta(hours=1)  # clocks differ
_ISSUER = "Madoguchi engine authority"
_Key = ec.EllipticCurvePrivateKey


def engine_certificates(now: datetime | None = None) -> dict[str, bytes]:
    """Return new certificates and keys (PEM) by their names in `CERTIFICATES`."""
    at = (now or datetime.now(UTC)).replace(microsecond=0)
    authority_key = _key()
    authority = _builder(_ISSUER, authority_key, at)
    authority = authority.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    signed = authority.sign(authority_key, hashes.SHA256())
    server, client = _key(), _key()
    # The server's own parts are each other's clients.
    both = (ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH)
    return {
        AUTHORITY: _pem(signed),
        SERVER: _pem(_leaf(SERVER_NAME, server, both, at).sign(authority_key, hashes.SHA256())),
        SERVER_KEY: _key_pem(server),
        CLIENT: _pem(_leaf("madoguchi", client, both[1:], at).sign(authority_key, hashes.SHA256())),
        CLIENT_KEY: _key_pem(client),
    }


def complete(folder: Path) -> bool:
    """Say whether all of them are there: one of another set would not fit."""
    return all((folder / name).exists() for name in CERTIFICATES)


def _leaf(name: str, key: _Key, usages: tuple[x509.ObjectIdentifier, ...], at: datetime) -> x509.CertificateBuilder:
    return (
        _builder(name, key, at)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.ExtendedKeyUsage(usages), critical=False)
    )


def _builder(name: str, key: _Key, at: datetime) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(_ISSUER))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - _BACK)
        .not_valid_after(at + _YEARS)
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _key() -> _Key:
    return ec.generate_private_key(ec.SECP256R1())


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)


def _key_pem(key: _Key) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
