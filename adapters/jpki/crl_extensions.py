"""What a CRL says of itself in extensions that are of use here."""

from datetime import datetime

from asn1crypto import core
from cryptography import x509

_EXPIRED_CERTS_ON_CRL = x509.ObjectIdentifier("2.5.29.60")


def crl_number(loaded: x509.CertificateRevocationList) -> int | None:
    """Return the number of a list (RFC 5280 §5.2.3), if it has one."""
    try:
        return loaded.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number
    except x509.ExtensionNotFound:
        return None


def expired_kept_since(loaded: x509.CertificateRevocationList) -> datetime | None:
    """Return since when a list keeps revoked certificates that have expired (X.509 §9.5.2.8, expiredCertsOnCRL).

    None for a list that does not say so. Raises ValueError or TypeError when it is no such value.
    """
    for extension in loaded.extensions:
        if extension.oid == _EXPIRED_CERTS_ON_CRL and isinstance(extension.value, x509.UnrecognizedExtension):
            since: datetime = core.GeneralizedTime.load(extension.value.value, strict=True).native
            return since
    return None
