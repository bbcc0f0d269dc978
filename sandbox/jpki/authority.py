"""The sandbox's certification authority: one self-signed root, cards' certificates, the CRL."""

import calendar
import secrets
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from asn1crypto import core
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding

from sandbox.jpki import profile
from sandbox.residents import Resident

_JAPAN = ZoneInfo("Asia/Tokyo")
_CRL_LIFE = timedelta(hours=24)
_ROOT_LIFE = timedelta(days=3652)
_CARD_YEARS = 5
_NO_USAGE = dict.fromkeys(
    [
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    ],
    False,
)
_POINT = x509.DistributionPoint(
    full_name=[x509.DirectoryName(profile.CRL_POINT)], relative_name=None, reasons=None, crl_issuer=None
)


def usage(*allowed: str) -> x509.KeyUsage:
    """Return a key usage extension with just these bits (`content_commitment` is nonRepudiation)."""
    return x509.KeyUsage(**_NO_USAGE | dict.fromkeys(allowed, True))


def make_root(key: RSAPrivateKey, now: datetime) -> x509.Certificate:
    """Return the self-signed root, valid ten years back (expired cards need an issuer) and ten years on."""
    return (
        x509.CertificateBuilder()
        .subject_name(profile.ROOT_NAME)
        .issuer_name(profile.ROOT_NAME)
        .public_key(key.public_key())
        .serial_number(new_serial())
        .not_valid_before(now - _ROOT_LIFE)
        .not_valid_after(now + _ROOT_LIFE)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(usage("key_cert_sign", "crl_sign"), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.SubjectAlternativeName([x509.DirectoryName(profile.ROOT_OTHER_NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )


class Authority:
    """A root certificate with its key."""

    def __init__(self, key: RSAPrivateKey, certificate: x509.Certificate) -> None:
        self._key = key
        self.certificate = certificate

    def card(self, resident: Resident, key: RSAPublicKey, issued_at: datetime) -> x509.Certificate:
        """Return the signing certificate of a resident, valid until the fifth birthday after issue."""
        serial = new_serial()
        return self.sign(
            x509.CertificateBuilder()
            .subject_name(profile.subject(resident.address, serial))
            .public_key(key)
            .serial_number(serial)
            .not_valid_before(issued_at)
            .not_valid_after(last_instant(resident.birth_date, issued_at))
            .add_extension(usage("digital_signature", "content_commitment"), critical=True)
            .add_extension(profile.holder_names(resident), critical=False)
            .add_extension(
                x509.CertificatePolicies(
                    [x509.PolicyInformation(x509.ObjectIdentifier(profile.TEST_POLICY), policy_qualifiers=None)]
                ),
                critical=True,
            )
            .add_extension(x509.CRLDistributionPoints([_POINT]), critical=False)
        )

    def sign(self, certificate: x509.CertificateBuilder) -> x509.Certificate:
        """Issue a certificate: add the issuer's name and key identifier, and sign."""
        return (
            certificate.issuer_name(self.certificate.subject)
            .add_extension(self._key_identifier(), critical=False)
            .sign(self._key, hashes.SHA256())
        )

    def crl(self, revoked: Mapping[int, datetime], now: datetime, *, keeps_expired: bool = False) -> bytes:
        """Return the list of revoked serial numbers (with the instant of each) as DER, made now, good for a day.

        `keeps_expired` has it say that revoked certificates stay in it when they have expired.
        """
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(self.certificate.subject)
            .last_update(now)
            .next_update(now + _CRL_LIFE)
            .add_extension(x509.CRLNumber(int(now.timestamp() * 1000)), critical=False)
            .add_extension(self._key_identifier(), critical=False)
            .add_extension(
                x509.IssuingDistributionPoint(
                    full_name=[x509.DirectoryName(profile.CRL_POINT)],
                    relative_name=None,
                    only_contains_user_certs=False,
                    only_contains_ca_certs=False,
                    only_some_reasons=None,
                    indirect_crl=False,
                    only_contains_attribute_certs=False,
                ),
                critical=True,
            )
        )
        if keeps_expired:
            builder = builder.add_extension(self._keeps_expired(), critical=False)
        for serial, at in revoked.items():
            builder = builder.add_revoked_certificate(
                x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(at).build()
            )
        return builder.sign(self._key, hashes.SHA256()).public_bytes(Encoding.DER)

    def _keeps_expired(self) -> x509.UnrecognizedExtension:
        """Return expiredCertsOnCRL (X.509 §9.5.2.8): nobody leaves this list, of all that the root ever signed."""
        since = core.GeneralizedTime(self.certificate.not_valid_before_utc)
        return x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.60"), since.dump())

    def _key_identifier(self) -> x509.AuthorityKeyIdentifier:
        subject_key = self.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
        return x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(subject_key)


def new_serial() -> int:
    """Return a random serial number of 63 bits (RFC 5280 §4.1.2.2: positive, at most 20 octets)."""
    return secrets.randbits(62) | 1 << 62


def last_instant(birth: date, issued_at: datetime) -> datetime:
    """Return the end of the fifth birthday after issue, in Japan (29 February counts as 1 March in common years)."""
    today = issued_at.astimezone(_JAPAN).date()
    birthday_still_comes = (birth.month, birth.day) > (today.month, today.day)
    year = today.year + _CARD_YEARS - birthday_still_comes
    leap_day_missing = (birth.month, birth.day) == (2, 29) and not calendar.isleap(year)
    day = date(year, 3, 1) if leap_day_missing else date(year, birth.month, birth.day)
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=_JAPAN).astimezone(UTC)
