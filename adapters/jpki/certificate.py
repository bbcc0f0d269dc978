"""A card's certificate (署名用電子証明書), read once, and the strict profile it must have."""

from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric.types import PublicKeyTypes
from cryptography.hazmat.primitives.serialization import load_der_public_key

from adapters.jpki.attributes import read_attributes
from adapters.jpki.malformed import MalformedError, reading
from domain.identity.attributes import BasicFourAttributes, IdentityReason

_USAGE = frozenset({"digital_signature", "non_repudiation"})


@dataclass(frozen=True)
class CardCertificate:
    """What the checks need of a certificate. Instants are UTC; `attributes` is None when they cannot be read."""

    der: bytes
    public_key: PublicKeyTypes
    authority: bytes | None  # authority key identifier (RFC 5280 §4.2.1.1)
    not_before: datetime
    not_after: datetime
    is_authority: bool
    usage_critical: bool
    usage: frozenset[str]
    policies: frozenset[str]
    attributes: BasicFourAttributes | None


def read_certificate(der: bytes) -> CardCertificate:
    """Read a certificate. Raises MalformedError for anything that is not one."""
    with reading():
        parsed = x509.Certificate.load(der, strict=True)
        extensions = _extensions(parsed)
        validity = parsed["tbs_certificate"]["validity"]
        constraints = parsed.basic_constraints_value
        usage = parsed.key_usage_value
        policies = parsed.certificate_policies_value
        return CardCertificate(
            der=der,
            public_key=load_der_public_key(parsed.public_key.dump()),
            authority=parsed.authority_key_identifier,
            not_before=validity["not_before"].native,
            not_after=validity["not_after"].native,
            is_authority=constraints is not None and bool(constraints["ca"].native),
            usage_critical=extensions.get("2.5.29.15", False),
            usage=frozenset(usage.native if usage is not None else ()),
            policies=frozenset(each["policy_identifier"].dotted for each in (policies if policies is not None else ())),
            attributes=_attributes(parsed),
        )


def profile_faults(
    certificate: CardCertificate, policy_oids: frozenset[str], at: datetime
) -> tuple[IdentityReason, ...]:
    """Return what keeps a certificate from being a card's signing certificate in force in the second of `at`."""
    faults = {
        IdentityReason.NOT_YET_VALID: at < certificate.not_before,
        IdentityReason.EXPIRED: at.replace(microsecond=0) > certificate.not_after,
        IdentityReason.WRONG_KEY_USAGE: certificate.is_authority
        or not certificate.usage_critical
        or certificate.usage != _USAGE,
        # anyPolicy names no card: only the listed identifiers count.
        IdentityReason.WRONG_POLICY: certificate.policies.isdisjoint(policy_oids),
        IdentityReason.ATTRIBUTES_MISSING: certificate.attributes is None,
    }
    return tuple(reason for reason, at_fault in faults.items() if at_fault)


def _extensions(parsed: x509.Certificate) -> dict[str, bool]:
    """Return criticality by identifier; an extension may stand once (RFC 5280 §4.2)."""
    found = {each["extn_id"].dotted: bool(each["critical"].native) for each in parsed["tbs_certificate"]["extensions"]}
    if len(found) != len(parsed["tbs_certificate"]["extensions"]):
        raise MalformedError("extension_twice")
    return found


def _attributes(parsed: x509.Certificate) -> BasicFourAttributes | None:
    names = parsed.subject_alt_name_value
    if names is None:
        return None
    try:
        return read_attributes(names)
    except MalformedError:
        return None
