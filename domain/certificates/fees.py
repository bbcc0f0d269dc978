"""The amount to pay: fee per copy (手数料, 地方自治法227条) and postage (郵送料), on separate lines."""

from datetime import date

from domain.certificates.kinds import CertificateKind, CertificateOptions
from domain.certificates.offers import CertificateOffer
from domain.certificates.rules import rules_of
from domain.certificates.terms import FeeItem, FeeLine
from domain.errors import DomainError, ErrorCode
from domain.municipality.periods import in_force
from domain.municipality.policy import MunicipalityPolicy
from domain.municipality.postage import Parcel, parcel

COVER_LETTER = 1
"""Sheets of paper that lie with the certificates."""


def fee_lines(
    policy: MunicipalityPolicy, kind: CertificateKind, options: CertificateOptions, copies: int, on: date
) -> tuple[FeeLine, ...]:
    """Return the lines of the amount for a request received on a day, in yen.

    The postage is that of the estimated letter; what the letter weighs in the end changes nothing for the citizen.
    Raises DomainError(POLICY_INVALID) when the kind is not offered or no amount is in force.
    """
    price = in_force(rules_of(policy).fees.of(kind), on).unit_price
    return (
        FeeLine(item=FeeItem.CERTIFICATE, code=kind.value, quantity=copies, unit_price=price),
        FeeLine(
            item=FeeItem.POSTAGE,
            code=offer_of(policy, kind).mail_class.value,
            quantity=1,
            unit_price=estimated_parcel(policy, kind, options, copies, on).postage,
        ),
    )


def estimated_parcel(
    policy: MunicipalityPolicy, kind: CertificateKind, options: CertificateOptions, copies: int, on: date
) -> Parcel:
    """Return the letter to expect before anything is printed, with its cover letter.

    Raises DomainError(POLICY_INVALID) when the kind or its scope is not offered.
    """
    offer = offer_of(policy, kind)
    if options.scope not in offer.sheets_per_copy:
        raise DomainError(ErrorCode.POLICY_INVALID, why="scope_not_offered", scope=options.scope.value)
    sheets = copies * offer.sheets_per_copy[options.scope] + COVER_LETTER
    return parcel(policy.postage, sheets, offer.mail_class, on)


def offer_of(policy: MunicipalityPolicy, kind: CertificateKind) -> CertificateOffer:
    """Return the offer of a kind. Raises DomainError(POLICY_INVALID) when it is not offered."""
    offer = rules_of(policy).offers.find(kind)
    if offer is None:
        raise DomainError(ErrorCode.POLICY_INVALID, why="kind_not_offered", kind=kind.value)
    return offer
