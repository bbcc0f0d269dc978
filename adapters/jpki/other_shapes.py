"""What a refused CMS is instead, so that its sender can be told what to do. Nothing here decides whether one is accepted."""

import re

from asn1crypto import cms

from adapters.jpki.malformed import MalformedError, reading

_ARMOUR = re.compile(rb"\s*(-----BEGIN |MIME-Version:|Content-Type:)", re.IGNORECASE)
_LONG_FORM, _CONSTRUCTED = 0x80, 0x20
_STRINGS_IN_PIECES = (0x23, 0x24)  # BIT STRING and OCTET STRING (X.690 §10.2)


def shape_of(content: bytes) -> str:
    """Return a constant word: `armoured`, `not_der`, `attached`, `several_signers`, `no_certificate`, or `malformed`."""
    if _ARMOUR.match(content):
        return "armoured"
    try:
        with reading():
            shape = _shape(cms.ContentInfo.load(content)["content"])
            return "not_der" if is_ber(content) else shape
    except MalformedError:
        return "malformed"


def _shape(signed: cms.SignedData) -> str:
    if signed["encap_content_info"]["content"].native is not None:
        return "attached"
    if len(signed["signer_infos"]) > 1:
        return "several_signers"
    if not signed["certificates"]:
        return "no_certificate"
    return "malformed"


def is_ber(content: bytes) -> bool:
    """Say whether something is written as DER never does (X.690 §10).

    A length that is indefinite or has more bytes than it needs, or a string in pieces.
    Raises IndexError for content that ends too early.
    """
    place = 0
    while place < len(content):
        tag, size, place = content[place], content[place + 1], place + 2
        if tag in _STRINGS_IN_PIECES:
            return True
        if size >= _LONG_FORM:
            length = content[place : place + size - _LONG_FORM]
            place += len(length)
            size = int.from_bytes(length)
            if not length or not length[0] or size < _LONG_FORM:
                return True
        if not tag & _CONSTRUCTED:
            place += size
    return False
