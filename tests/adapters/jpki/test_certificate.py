"""Reading a card's certificate."""

import pytest
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives.serialization import Encoding

from adapters.jpki.certificate import read_certificate
from adapters.jpki.malformed import MalformedError


@pytest.fixture
def der(pki) -> bytes:
    return pki.card("card-1")[1].public_bytes(Encoding.DER)


def test_a_card_is_read(der, pki, now):
    """Everything the checks need is there."""
    certificate = read_certificate(der)
    assert certificate.der == der
    assert certificate.usage == {"digital_signature", "non_repudiation"}
    assert certificate.usage_critical
    assert not certificate.is_authority
    assert certificate.policies == {"1.2.392.200149.8.5.1.0.20"}
    assert certificate.not_before < now < certificate.not_after
    assert certificate.public_key == pki.card("card-1")[0].public_key()


@pytest.mark.parametrize("place", range(5))
def test_an_extension_stands_once(der, place):
    """RFC 5280 §4.2: with two key usages, which would count?"""
    certificate = asn1.Certificate.load(der)
    extensions = certificate["tbs_certificate"]["extensions"]
    extensions.append(extensions[place].copy())
    with pytest.raises(MalformedError):
        read_certificate(certificate.dump(force=True))


def test_what_follows_a_certificate_is_refused(der):
    """Nothing behind it, and nothing else in its place."""
    for other in (der + b"\x00", der[:-1], b"", b"\x30\x00"):
        with pytest.raises(MalformedError):
            read_certificate(other)
