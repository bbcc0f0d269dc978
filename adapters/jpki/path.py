"""Path validation (RFC 5280 §6) and revocation by CRL, three-valued, without any network.

A function apart from the card's profile, so that the NIST suite (PKITS) can be run through the very same code.

Everything is handed over as DER and parsed anew for each judgement: looking at an asn1crypto object can change what it
says the next time (PKITS 4.3.6, unique identifiers, is refused the second time the same object is judged).
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
    leaf: bytes, root: bytes, at: datetime, crls: Sequence[bytes], intermediates: Sequence[bytes] = ()
) -> PathState:
    """Say how `leaf` stands under the one trusted `root` at an instant, given these CRLs (all DER).

    The path is judged first without revocation, then with CRLs required for each certificate of it: what fails only the
    second time is genuine, but revoked or unknown. Certificates and CRLs tell whole seconds: in the second of notAfter a
    certificate is still valid, in that of its revocation it is revoked. Raises nothing for any content of the
    certificates or CRLs.
    """
    second = at.replace(microsecond=0)

    def validator(
        revocation: RevocationCheckingPolicy, lists: Sequence[bytes], past: timedelta = timedelta(0)
    ) -> CertificateValidator:
        context = ValidationContext(
            trust_roots=[x509.Certificate.load(root, strict=True)],
            other_certs=[x509.Certificate.load(each, strict=True) for each in intermediates],
            moment=second + past,
            crls=[crl.CertificateList.load(each, strict=True) for each in lists],
            allow_fetching=False,
            # A CRL issued after `at` may decide about `at`: it lists the date of each revocation.
            revinfo_policy=CertRevTrustPolicy(revocation, retroactive_revinfo=True),
            time_tolerance=past,
        )
        return CertificateValidator(x509.Certificate.load(leaf, strict=True), validation_context=context)

    state = await _attempt(lambda: validator(NO_REVOCATION, ()))
    if state is not PathState.GOOD:
        return state
    # The library takes a revocation at the very instant as a later one.
    state = await _attempt(lambda: validator(_CRL_FOR_EACH, crls, timedelta.resolution))
    return state if state in (PathState.GOOD, PathState.REVOKED) else PathState.REVOCATION_UNKNOWN


async def _attempt(validator: Callable[[], CertificateValidator]) -> PathState:
    try:
        await validator().async_validate_path()
    except RevokedError:
        return PathState.REVOKED
    except ExpiredError:
        return PathState.EXPIRED
    except NotYetValidError:
        return PathState.NOT_YET_VALID
    except Exception as error:  # noqa: BLE001 - the library's own parser raises KeyError and others on odd certificates
        log.info("certificate path not good", error=type(error).__name__)
        return PathState.INVALID
    return PathState.GOOD
