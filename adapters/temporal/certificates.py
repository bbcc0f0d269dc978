"""Files of certificates and keys, looked at before anything is connected: what is wrong with one, and what to do."""

from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID


class FileWrong(Exception):  # noqa: N818 - reads as what happened
    """A file that cannot be used, in words that follow its name."""


def _certificates(content: bytes) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(content)
    except ValueError:
        raise FileWrong("holds no certificate in PEM: give the file that begins with BEGIN CERTIFICATE") from None


def require_authorities(content: bytes, now: datetime) -> None:
    """Raise FileWrong unless the file holds authorities (PEM), none of them expired."""
    for each in _certificates(content):
        _require_valid(each, now, "get the authority's present one")


def require_client(content: bytes, now: datetime) -> None:
    """Raise FileWrong unless the file holds a client's certificate (PEM) that is valid now."""
    certificate = _certificates(content)[0]
    _require_valid(certificate, now, "have a new one issued")
    try:
        usages = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except (x509.ExtensionNotFound, ValueError):
        return
    if ExtendedKeyUsageOID.CLIENT_AUTH not in usages:
        raise FileWrong("is no client's certificate (its usage lacks clientAuth): have one issued for clients")


def _require_valid(certificate: x509.Certificate, now: datetime, fix: str) -> None:
    if now > certificate.not_valid_after_utc:
        raise FileWrong(f"expired on {certificate.not_valid_after_utc:%Y-%m-%d}: {fix}")
    if now < certificate.not_valid_before_utc:
        raise FileWrong(f"is valid only from {certificate.not_valid_before_utc:%Y-%m-%d}: check this machine's clock")


def require_key_of(content: bytes, certificate: bytes) -> None:
    """Raise FileWrong unless the file holds the unlocked private key (PEM) of this certificate."""
    try:
        key = load_pem_private_key(content, password=None)
    except TypeError:
        raise FileWrong("is locked by a password, which we cannot give: store it without, mode 0600") from None
    except ValueError:
        raise FileWrong("holds no private key in PEM: give the file that begins with BEGIN PRIVATE KEY") from None
    spki = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if key.public_key().public_bytes(*spki) != _certificates(certificate)[0].public_key().public_bytes(*spki):
        raise FileWrong(
            "is not the key of the certificate in MADOGUCHI_TEMPORAL_TLS_CERT: give the two files that were issued together"
        )
