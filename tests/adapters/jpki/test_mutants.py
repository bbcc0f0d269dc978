"""Mutated bytes: nothing forged is accepted, and every refusal is the typed one."""

import random

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from adapters.jpki.certificate import read_certificate
from adapters.jpki.crl_shelf import read_crl
from adapters.jpki.malformed import MalformedError
from domain.errors import DomainError, ErrorCode
from domain.identity.attributes import Revocation

pytestmark = pytest.mark.program

MUTANTS = 2000


def mutants(der: bytes, count: int, seed: int):
    """Yield mutants of some bytes, each with one to five changes."""
    chance = random.Random(seed)
    for _ in range(count):
        changed = bytearray(der)
        for _ in range(chance.choice((1, 1, 1, 2, 5))):
            mutate(changed, chance)
        if bytes(changed) != der:
            yield bytes(changed)


def mutate(changed: bytearray, chance: random.Random) -> None:
    """Turn a bit, set a telling byte, drop, repeat or replace some bytes, or cut the end off."""
    place = chance.randrange(max(len(changed), 1))
    match chance.randrange(6):
        case 0:
            changed[place : place + 1] = bytes([chance.randrange(256)])
        case 1:
            changed[place : place + 1] = bytes([chance.choice((0, 0x30, 0x31, 0x80, 0xA0, 0xFF))])
        case 2:
            del changed[place : place + chance.randrange(1, 9)]
        case 3:
            changed[place:place] = changed[place : place + chance.randrange(1, 40)]
        case 4:
            changed[place : place + 2] = chance.randbytes(2)
        case _:
            del changed[place:]


async def test_no_mutant_of_a_signature_is_verified(verifier, signed, text, now):
    """Two thousand mutants of a good CMS: none is verified, none raises."""
    tried = 0
    for mutant in mutants(signed, MUTANTS, seed=1):
        finding = await verifier.verify(text, mutant, now)
        assert not finding.verified
        assert finding.reasons
        tried += 1
    assert tried > MUTANTS * 0.95


def test_the_quick_check_refuses_all_mutants_outside_the_certificate(verifier, signed, text, pki):
    """The counter's check refuses with one code; it passes over only what the root's signature covers, not ours."""
    certificate = pki.card("card-1")[1].public_bytes(encoding=Encoding.DER)
    start = signed.index(certificate)
    for place in range(len(signed)):
        for bit in (1, 0x80):
            mutant = signed[:place] + bytes([signed[place] ^ bit]) + signed[place + 1 :]
            if start <= place < start + len(certificate):
                continue
            with pytest.raises(DomainError) as caught:
                verifier.check_signature(text, mutant)
            assert caught.value.code is ErrorCode.SIGNATURE_REFUSED


async def test_no_single_bit_of_the_certificate_can_change(verifier, signed, text, now, pki):
    """What the quick check cannot see in the certificate, the full check refuses: here every third byte."""
    certificate = pki.card("card-1")[1].public_bytes(encoding=Encoding.DER)
    start = signed.index(certificate)
    for place in range(start, start + len(certificate), 3):
        mutant = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
        finding = await verifier.verify(text, mutant, now)
        assert finding.reasons
        assert finding.attributes is None


def test_mutated_certificates_are_read_or_refused(pki):
    """Reading a certificate raises one type only."""
    certificate = pki.card("card-1")[1].public_bytes(encoding=Encoding.DER)
    refused = 0
    for mutant in mutants(certificate, MUTANTS, seed=2):
        try:
            read_certificate(mutant)
        except MalformedError:
            refused += 1
    assert 0 < refused < MUTANTS


def test_mutated_revocation_lists_are_refused(verifier, pki):
    """No mutant of the list gets on the shelf."""
    for mutant in mutants(pki.crl(), MUTANTS, seed=3):
        with pytest.raises(MalformedError):
            read_crl(mutant, verifier._anchors)


async def test_a_mutated_list_leaves_revocation_unknown(build, source, signed, text, now, pki):
    """And so the finding stays open, never good."""
    for mutant in mutants(pki.crl(), 100, seed=4):
        source.answer = mutant
        assert (await build().verify(text, signed, now)).revocation is Revocation.UNKNOWN


def test_noise_is_refused(verifier, text):
    """Nothing, noise and far too much are refused like any other signature."""
    chance = random.Random(5)
    for noise in [b"", b"\x30", b"\x30\x80", bytes(70_000), *(chance.randbytes(300) for _ in range(200))]:
        with pytest.raises(DomainError) as caught:
            verifier.check_signature(text, noise)
        assert caught.value.facts == {"why": "malformed"}
