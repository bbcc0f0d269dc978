"""What the app is given to sign, and the CMS made of what it brings back.

A card signs the signed attributes (RFC 5652 §5.4): the kind of content and the text's digest. No time, so that they can be
made again from the trip; no signing-certificate attribute, because whose card it will be is not known before. The service
signs what it is given without adding a DigestInfo (RFC 8017 §9.2 note 1), so we send one.
"""

import base64
import hashlib
import json
from datetime import datetime
from typing import Final

from asn1crypto import cms

from adapters.jpki.algorithms import RSA_2048_SHA_256
from adapters.jpki.certificate import CardCertificate, read_certificate
from adapters.jpki.malformed import MalformedError
from adapters.jpki.signed_message import SignedMessage, write_signed_message
from domain.identity.card_app import CardAppRefused, CardTrouble

_DIGEST_INFO: Final = bytes.fromhex("3031300d060960864801650304020105000420")  # SHA-256
_SHA_256: Final = bytes.fromhex("300d06096086480165030402010500")
_RSA: Final = bytes.fromhex("300d06092a864886f70d0101010500")


def digest_info(text_sha256: bytes) -> bytes:
    """Return the DigestInfo (DER) of the attributes over a text of this digest."""
    return _DIGEST_INFO + hashlib.sha256(_attributes(text_sha256)).digest()


def signed_text(text_sha256: bytes, result: bytes, now: datetime) -> bytes:
    """Return the detached CMS (DER) of a decrypted result: JSON with `signature` and `certificate` in base64.

    Raises CardAppRefused: NOT_TRUSTED where the signature is not the certificate's, EXPIRED.
    """
    signature, certificate = _parts(result)
    attributes = _attributes(text_sha256)
    if not RSA_2048_SHA_256.verifies(certificate.public_key, signature, attributes):
        raise CardAppRefused(CardTrouble.NOT_TRUSTED, why="signature")
    if now.replace(microsecond=0) > certificate.not_after:
        raise CardAppRefused(CardTrouble.EXPIRED, why="certificate")
    message = SignedMessage(
        certificate=certificate.der,
        bag=certificate.der,
        digest_id=_SHA_256,
        signature_id=_RSA,
        signed_attributes=attributes,
        digest=text_sha256,
        signature=signature,
    )
    return write_signed_message(message)


def _attributes(text_sha256: bytes) -> bytes:
    attributes: bytes = cms.CMSAttributes(
        [
            {"type": "content_type", "values": ["data"]},
            {"type": "message_digest", "values": [text_sha256]},
        ]
    ).dump()
    return attributes


def _parts(result: bytes) -> tuple[bytes, CardCertificate]:
    try:
        content = json.loads(result)
        signature = base64.b64decode(content["signature"], validate=True)
        return signature, read_certificate(base64.b64decode(content["certificate"], validate=True))
    except (ValueError, TypeError, KeyError, RecursionError, MalformedError):
        raise CardAppRefused(CardTrouble.NOT_TRUSTED, why="result") from None
