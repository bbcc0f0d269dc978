"""The seam for the next card: ECDSA P-384 works when switched on, and is refused as long as it is not."""

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from adapters.jpki.algorithms import EC_P384_SHA_384, IN_FORCE, RSA_2048_SHA_256
from domain.errors import DomainError


@pytest.fixture(scope="module")
def next_card() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP384R1())


@pytest.fixture
def signature(leaf_certificate, next_card, cms, text) -> bytes:
    return cms(leaf_certificate(next_card), next_card, text, hashes.SHA384())


async def test_the_next_card_verifies_once_switched_on(build, signature, text, now):
    """The same path, another row of the table."""
    verifier = build(algorithms=(RSA_2048_SHA_256, EC_P384_SHA_384))
    assert (await verifier.verify(text, signature, now)).verified
    with pytest.raises(DomainError):
        verifier.check_signature(text + b"!", signature)


async def test_the_next_card_is_refused_until_then(verifier, signature, text, now):
    """No root and no profile are published yet."""
    assert IN_FORCE == (RSA_2048_SHA_256,)
    assert not (await verifier.verify(text, signature, now)).verified


def test_the_card_of_today_still_verifies_beside_it(build, signed, text):
    """Both generations will be in use for years."""
    build(algorithms=(EC_P384_SHA_384, RSA_2048_SHA_256)).check_signature(text, signed)


def test_rows_do_not_mix(build, leaf_certificate, next_card, cms, text):
    """P-384 with SHA-256, or another curve, is no row of the table."""
    verifier = build(algorithms=(RSA_2048_SHA_256, EC_P384_SHA_384))
    other = ec.generate_private_key(ec.SECP256R1())
    for key, digest in ((next_card, hashes.SHA256()), (other, hashes.SHA384()), (other, hashes.SHA256())):
        with pytest.raises(DomainError):
            verifier.check_signature(text, cms(leaf_certificate(key), key, text, digest))
