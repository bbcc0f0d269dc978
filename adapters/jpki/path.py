"""Path validation (RFC 5280 §6) and revocation by CRL, three-valued, without any network.

A function apart from the card's profile, so that the NIST suite (PKITS) can be run through the very same code.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

import structlog
from asn1crypto import crl, x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import ExpiredError, NotYetValidError, RevokedError
from pyhanko_certvalidator.policy_decl import (
    NO_REVOCATION,
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)

log = structlog.get_logger()

_CRL_FOR_EACH = RevocationCheckingPolicy(RevocationCheckingRule.CRL_REQUIRED, RevocationCheckingRule.CRL_REQUIRED)


class PathState(StrEnum):
    """What is known of a path. Only `GOOD` is good."""

    GOOD = "good"
    REVOKED = "revoked"
    REVOCATION_UNKNOWN = "revocation_unknown"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    INVALID = "invalid"


async def validate_path(
    leaf: x509.Certificate,
    root: x509.Certificate,
    at: datetime,
    crls: Sequence[crl.CertificateList],
    intermediates: Sequence[x509.Certificate] = (),
) -> PathState:
    """Say how `leaf` stands under the one trusted `root` at an instant, given these CRLs.

    The path is judged first without revocation, then with CRLs required for each certificate of it: what fails only the
    second time is genuine, but revoked or unknown. Raises nothing for any content of the certificates or CRLs.
    """

    def context(revocation: RevocationCheckingPolicy, lists: Sequence[crl.CertificateList]) -> ValidationContext:
        return ValidationContext(
            trust_roots=[root],
            other_certs=intermediates,
            moment=at,
            crls=lists,
            allow_fetching=False,
            # A CRL issued after `at` may decide about `at`: it lists the date of each revocation.
            revinfo_policy=CertRevTrustPolicy(revocation, retroactive_revinfo=True),
            time_tolerance=timedelta(0),
        )

    state = await _attempt(leaf, lambda: context(NO_REVOCATION, ()))
    if state is not PathState.GOOD:
        return state
    state = await _attempt(leaf, lambda: context(_CRL_FOR_EACH, crls))
    return state if state in (PathState.GOOD, PathState.REVOKED) else PathState.REVOCATION_UNKNOWN


async def _attempt(leaf: x509.Certificate, context: Callable[[], ValidationContext]) -> PathState:
    try:
        await CertificateValidator(leaf, validation_context=context()).async_validate_path()
    except RevokedError:
        return PathState.REVOKED
    except ExpiredError:
        return PathState.EXPIRED
    except NotYetValidError:
        return PathState.NOT_YET_VALID
    except Exception as error:  # noqa: BLE001 - the library's own parser raises KeyError and others on odd certificates
        log.info("certificate path refused", error=type(error).__name__)
        return PathState.INVALID
    return PathState.GOOD
