"""CMS SignedData (RFC 5652) as a card application makes it: one spelling, read strictly.

Exactly one signer named by issuer and serial number, the text outside (detached), signed attributes present, no CRLs, no
unsigned attributes. In the bag lie the signer's certificate and, as some programs add them, those of authorities above
it: they are read over and never trusted for being there (trust is in the pinned roots alone). Another person's
certificate is refused: nobody asked them whether we may keep it. The parts are put together again and must give the same
bytes: every byte is then either covered by a signature or fixed by this profile (DER only; trailing bytes, BER lengths
and other versions are refused).
"""

from dataclasses import dataclass

from asn1crypto import cms, core, x509

from adapters.jpki.malformed import MalformedError, reading
from adapters.jpki.other_shapes import shape_of

LARGEST = 64 * 1024  # bytes; a real one is about 3 KiB
_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_CONTENT_IS_DATA_ELSEWHERE = bytes.fromhex("300b06092a864886f70d010701")
_VERSION_1 = bytes.fromhex("020101")
_SEQUENCE, _SET, _FIRST, _OCTETS = 0x30, 0x31, 0xA0, 0x04


@dataclass(frozen=True)
class SignedMessage:
    """The parts of a CMS that decide. All are DER, except `digest` and `signature` (raw)."""

    certificate: bytes
    bag: bytes  # all certificates in their order, the signer's among them
    digest_id: bytes
    signature_id: bytes
    signed_attributes: bytes  # as the SET OF that is signed (RFC 5652 §5.4)
    digest: bytes
    signature: bytes


def read_signed_message(der: bytes) -> SignedMessage:
    """Take a CMS apart. Raises MalformedError for anything outside the profile, with the word of `shape_of`."""
    if len(der) > LARGEST:
        raise MalformedError("malformed")
    try:
        return _read(der)
    except MalformedError:
        why = shape_of(der)
    raise MalformedError(why)


def write_signed_message(message: SignedMessage) -> bytes:
    """Put a CMS together in the one spelling that `read_signed_message` takes. Raises MalformedError for no certificate."""
    with reading():
        return _assemble(message, _identity(x509.Certificate.load(message.certificate, strict=True)))


def _read(der: bytes) -> SignedMessage:
    with reading():
        signed = cms.ContentInfo.load(der, strict=True)["content"]
        signer = _only(signed["signer_infos"])
        bag = [each.chosen for each in signed["certificates"]]
        certificate = _signers(bag, signer["sid"].chosen)
        message = SignedMessage(
            certificate=certificate.dump(),
            bag=b"".join(each.dump() for each in bag),
            digest_id=signer["digest_algorithm"].dump(),
            signature_id=signer["signature_algorithm"].dump(),
            signed_attributes=bytes([_SET]) + signer["signed_attrs"].dump()[1:],
            digest=_digest(signer["signed_attrs"]),
            signature=signer["signature"].native,
        )
        identity = _identity(certificate)
    if _assemble(message, identity) != der:
        raise MalformedError("not_the_profile")
    return message


def _signers(bag: list[x509.Certificate], named: cms.IssuerAndSerialNumber) -> x509.Certificate:
    """Return the signer's certificate: the one of the bag that it names; all others are authorities'."""
    found = [each for each in bag if _identity(each) == named["issuer"].dump() + named["serial_number"].dump()]
    if len(found) != 1 or not all(each is found[0] or each.ca for each in bag):
        raise MalformedError("certificates")
    return found[0]


def _identity(certificate: x509.Certificate) -> bytes:
    body = certificate["tbs_certificate"]
    identity: bytes = body["issuer"].dump() + body["serial_number"].dump()
    return identity


def _only(values: core.SetOf) -> core.Asn1Value:
    if len(values) != 1:
        raise MalformedError("exactly_one")
    return values[0]


def _digest(attributes: cms.CMSAttributes) -> bytes:
    """Return messageDigest; each attribute once, contentType is data (RFC 5652 §11.1, §11.2)."""
    values = {attribute["type"].dotted: attribute["values"] for attribute in attributes}
    if len(values) != len(attributes):
        raise MalformedError("attribute_twice")
    if _only(values["1.2.840.113549.1.9.3"]).native != "data":
        raise MalformedError("content_type")
    digest: bytes = _only(values["1.2.840.113549.1.9.4"]).native
    return digest


def _assemble(message: SignedMessage, identity: bytes) -> bytes:
    signer = _tlv(
        _SEQUENCE,
        _VERSION_1,
        _tlv(_SEQUENCE, identity),
        message.digest_id,
        bytes([_FIRST]) + message.signed_attributes[1:],
        message.signature_id,
        _tlv(_OCTETS, message.signature),
    )
    signed = _tlv(
        _SEQUENCE,
        _VERSION_1,
        _tlv(_SET, message.digest_id),
        _CONTENT_IS_DATA_ELSEWHERE,
        _tlv(_FIRST, message.bag),
        _tlv(_SET, signer),
    )
    return _tlv(_SEQUENCE, _SIGNED_DATA, _tlv(_FIRST, signed))


def _tlv(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    if size < 0x80:  # noqa: PLR2004 - X.690 §8.1.3.4, short form
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes([tag, 0x80 | len(length)]) + length + content
