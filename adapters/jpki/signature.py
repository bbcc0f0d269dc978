"""Is this CMS a signature over this text by the key of the certificate inside it? Local, quick, nothing about trust."""

import hmac
from collections.abc import Sequence

from adapters.jpki.algorithms import SignatureAlgorithm
from adapters.jpki.certificate import CardCertificate, read_certificate
from adapters.jpki.malformed import MalformedError
from adapters.jpki.signed_message import read_signed_message
from domain.identity.attributes import IdentityReason


class RefusedSignatureError(Exception):
    """Not a signature over the text. `why` is a constant word."""

    def __init__(self, reason: IdentityReason, why: str) -> None:
        super().__init__(why)
        self.reason = reason
        self.why = why


def signer_of(text: bytes, signature: bytes, algorithms: Sequence[SignatureAlgorithm]) -> CardCertificate:
    """Return the certificate whose key signed `text`, exactly these bytes. Raises RefusedSignatureError."""
    try:
        message = read_signed_message(signature)
    except MalformedError as error:
        raise RefusedSignatureError(IdentityReason.SIGNATURE_INVALID, error.why) from None
    try:
        certificate = read_certificate(message.certificate)
    except MalformedError:
        raise RefusedSignatureError(IdentityReason.SIGNATURE_INVALID, "malformed") from None
    algorithm = next(
        (
            each
            for each in algorithms
            if message.digest_id in each.digest_ids and message.signature_id in each.signature_ids
        ),
        None,
    )
    if algorithm is None:
        raise RefusedSignatureError(IdentityReason.SIGNATURE_INVALID, "algorithm_not_accepted")
    if not algorithm.accepts_key(certificate.public_key):
        raise RefusedSignatureError(IdentityReason.SIGNATURE_INVALID, "key_not_accepted")
    if not algorithm.verifies(certificate.public_key, message.signature, message.signed_attributes):
        raise RefusedSignatureError(IdentityReason.SIGNATURE_INVALID, "signature_invalid")
    if not hmac.compare_digest(algorithm.hash(text), message.digest):
        raise RefusedSignatureError(IdentityReason.TEXT_DIFFERS, "text_differs")
    return certificate
