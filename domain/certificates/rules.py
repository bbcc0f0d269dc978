"""What a municipality decides for certificates, in one value, read from its folder `certificates/`."""

from domain.certificates.fee_table import FeeTable
from domain.certificates.offers import CertificateOffers
from domain.certificates.refunds import RefundTable
from domain.certificates.submission import NAME
from domain.certificates.texts import CertificateTexts
from domain.municipality.policy import MunicipalityPolicy, ProcedureRules
from domain.municipality.texts import Language


class CertificateRules(ProcedureRules):
    """The rules of certificates in one municipality, one part per file."""

    offers: CertificateOffers
    fees: FeeTable
    refunds: RefundTable
    texts: dict[Language, CertificateTexts]


def rules_of(policy: MunicipalityPolicy) -> CertificateRules:
    """Return a municipality's rules of certificates. Raises DomainError(POLICY_INVALID) when it offers none."""
    return policy.rules(NAME, CertificateRules)


def texts_of(policy: MunicipalityPolicy, language: Language) -> CertificateTexts:
    """Return a municipality's words of certificates, as `rules_of`."""
    return rules_of(policy).texts[language]
