"""Who signed: the good card, and every card or signature that is not."""

from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding

from adapters.jpki.verifier import JpkiVerifier
from domain.errors import DomainError, ErrorCode
from domain.identity.attributes import IdentityReason, Revocation, Sex
from sandbox.jpki import chip, profile
from sandbox.jpki.authority import Authority, usage

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SIGN = ("digital_signature", "content_commitment")


async def test_a_good_card_identifies_its_holder(verifier, signed, text, now):
    """Everything in order: the four attributes, no reason, revocation known to be good, and what was consulted."""
    verifier.check_signature(text, signed)
    finding = await verifier.verify(text, signed, now)
    assert finding.verified
    assert finding.attributes is not None
    assert finding.attributes.name == "窓口\u3000花子"
    assert finding.attributes.birth_date == date(1985, 4, 12)
    assert finding.attributes.sex is Sex.FEMALE
    assert finding.attributes.address == "架空県みなも市水面町一丁目２番３号"
    assert finding.checked_at == now
    assert finding.revocation_source == "crl 2026-11-23T03:00:00Z #1795402800000"


def test_any_changed_byte_of_the_text_is_refused(verifier, signed, text):
    """One byte other, missing or more: not the text that was signed."""
    others = [text[:i] + bytes([text[i] ^ bit]) + text[i + 1 :] for i in range(len(text)) for bit in (1, 32, 128)]
    for other in [*others, text[:-1], text + b"\n", b"", text.replace(b"\n", b"\r\n")]:
        with pytest.raises(DomainError) as caught:
            verifier.check_signature(other, signed)
        assert caught.value.code is ErrorCode.SIGNATURE_REFUSED
        assert caught.value.facts == {"why": "text_differs"}


async def test_another_text_gives_a_finding_without_attributes(verifier, signed, text, now):
    """The full check says the same, and tells nobody's name."""
    finding = await verifier.verify(text + b"!", signed, now)
    assert finding.reasons == (IdentityReason.TEXT_DIFFERS,)
    assert finding.attributes is None
    assert finding.revocation is Revocation.UNKNOWN


async def test_a_revoked_card_is_refused(verifier, pki, cms, text, now):
    """The list names it: revoked, with the attributes for the officer."""
    key, certificate = pki.card("card-2")
    finding = await verifier.verify(text, cms(certificate, key), now)
    assert finding.reasons == (IdentityReason.REVOKED,)
    assert finding.revocation is Revocation.REVOKED
    assert not finding.verified


async def test_an_expired_card_is_refused(verifier, pki, text, now):
    """The chip still signs, the certificate no longer counts."""
    finding = await verifier.verify(text, chip.sign(pki, "card-3", "ABC123", text), now)
    assert finding.reasons == (IdentityReason.EXPIRED,)
    assert finding.attributes is None


@pytest.mark.parametrize(
    ("changes", "reasons"),
    [
        ({}, ()),
        ({"not_before": NOW + DAY}, (IdentityReason.NOT_YET_VALID,)),
        ({"not_after": NOW - DAY}, (IdentityReason.EXPIRED,)),
        ({"not_after": NOW}, ()),
        ({"usage": ("digital_signature",)}, (IdentityReason.WRONG_KEY_USAGE,)),
        ({"usage": ("content_commitment",)}, (IdentityReason.WRONG_KEY_USAGE,)),
        ({"usage": (*SIGN, "key_cert_sign")}, (IdentityReason.WRONG_KEY_USAGE,)),
        ({"usage": (*SIGN, "key_encipherment")}, (IdentityReason.WRONG_KEY_USAGE,)),
        ({"usage": None}, (IdentityReason.WRONG_KEY_USAGE,)),
        ({"usage_critical": False}, (IdentityReason.WRONG_KEY_USAGE,)),
        ({"authority_bit": True}, (IdentityReason.WRONG_KEY_USAGE,)),
        ({"authority_bit": False}, ()),
        ({"policies": ()}, (IdentityReason.WRONG_POLICY,)),
        ({"policies": ("2.5.29.32.0",)}, (IdentityReason.WRONG_POLICY,)),
        ({"policies": ("1.2.392.200149.8.5.1.1.20",)}, (IdentityReason.WRONG_POLICY,)),
        ({"policies": ("1.2.392.200149.8.5.1.3.30",)}, (IdentityReason.WRONG_POLICY,)),
        ({"policies": ("1.2.392.200149.8.5.1.1.20", profile.TEST_POLICY)}, ()),
        ({"names": x509.SubjectAlternativeName([x509.DNSName("a.example")])}, (IdentityReason.ATTRIBUTES_MISSING,)),
        ({"key_of_authority": False}, (IdentityReason.UNTRUSTED_ISSUER,)),
        (
            {"usage": ("digital_signature",), "policies": ("1.2.392.200149.8.5.1.3.30",)},
            (IdentityReason.WRONG_KEY_USAGE, IdentityReason.WRONG_POLICY),
        ),
    ],
)
async def test_the_certificate_must_be_a_cards(verifier, leaf, text, now, changes, reasons):
    """Each departure from the profile has its own reason, and all of them are told."""
    signature = leaf(**changes)
    verifier.check_signature(text, signature)  # the signature itself is in order
    finding = await verifier.verify(text, signature, now)
    assert finding.reasons == reasons
    assert finding.verified == (not reasons)


async def test_validity_is_that_of_the_submission(verifier, leaf, text, now):
    """A card that was valid when the submission came stays good however late we look; before that it was not."""
    signature = leaf(not_before=now - 3 * DAY, not_after=now + DAY)
    assert (await verifier.verify(text, signature, now - DAY)).verified
    early = await verifier.verify(text, signature, now - 4 * DAY)
    assert early.reasons == (IdentityReason.NOT_YET_VALID,)


async def test_a_root_of_the_same_name_is_another_root(build, verifier, leaf, twin, text, now):
    """Generations share one name: only the key identifier, and then the signature, decide."""
    foreign = leaf(authority=twin)
    assert (await verifier.verify(text, foreign, now)).reasons == (IdentityReason.UNTRUSTED_ISSUER,)
    both = build(twin.certificate.public_bytes(Encoding.DER))
    finding = await both.verify(text, foreign, now)
    assert finding.reasons == ()
    assert finding.revocation is Revocation.UNKNOWN  # the list at hand is the other generation's


async def test_a_borrowed_key_identifier_is_no_signature(verifier, pki, leaf, twin, text, now):
    """A forger can copy name and key identifier of the pinned root, but not sign with its key."""

    class Forger(Authority):
        def _key_identifier(self):
            return pki.authority._key_identifier()

    forged = leaf(authority=Forger(twin._key, twin.certificate))
    finding = await verifier.verify(text, forged, now)
    assert finding.reasons == (IdentityReason.UNTRUSTED_ISSUER,)
    assert finding.attributes is None


async def test_a_self_signed_certificate_is_refused(verifier, pki, cms, hanako, text, now):
    """Anybody can make a certificate that says it is theirs."""
    key, _ = pki.card("card-1")
    name = profile.subject(hanako.address, 1)
    own = Authority(key, x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - DAY).not_valid_after(now + DAY)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(usage(*SIGN), critical=True).sign(key, hashes.SHA256()))  # fmt: skip
    finding = await verifier.verify(text, cms(own.card(hanako, key.public_key(), now - DAY), key), now)
    assert finding.reasons == (IdentityReason.UNTRUSTED_ISSUER,)


async def test_a_root_past_its_own_validity_vouches_for_nobody(verifier, leaf, text, now):
    """The pinned root must be in force at the instant too."""
    after_the_root = now + timedelta(days=3700)
    signature = leaf(not_after=now + timedelta(days=4000))
    assert (await verifier.verify(text, signature, after_the_root)).reasons == (IdentityReason.UNTRUSTED_ISSUER,)


@pytest.mark.parametrize(("bits", "exponent"), [(1024, 65537), (3072, 65537), (2048, 3)])
async def test_other_rsa_keys_are_refused(verifier, leaf, text, now, bits, exponent):
    """Cards have RSA-2048 with e ≥ 65537, nothing else."""
    signature = leaf(key=rsa.generate_private_key(public_exponent=exponent, key_size=bits))
    with pytest.raises(DomainError) as caught:
        verifier.check_signature(text, signature)
    assert caught.value.facts == {"why": "key_not_accepted"}
    assert (await verifier.verify(text, signature, now)).reasons == (IdentityReason.SIGNATURE_INVALID,)


def test_a_verifier_without_pins_or_policies_is_not_built(pki, source):
    """A set-up that would trust nobody, or anybody, stops at the start."""
    root = pki.root_file.read_bytes()
    with pytest.raises(ValueError, match="no root"):
        JpkiVerifier((), frozenset({profile.TEST_POLICY}), source)
    with pytest.raises(ValueError, match="policy"):
        JpkiVerifier((root,), frozenset(), source)
    with pytest.raises(ValueError, match="root 2"):
        JpkiVerifier((root, root), frozenset({profile.TEST_POLICY}), source)
