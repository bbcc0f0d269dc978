"""Signatures as other programs write them: openssl's, with more certificates in the bag, in other wrappings."""

import shutil
import subprocess
from pathlib import Path

import pytest
from asn1crypto import cms as asn1
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, pkcs7

from adapters.jpki.other_shapes import is_ber, shape_of
from domain.errors import DomainError
from domain.identity.attributes import IdentityReason

OPENSSL = shutil.which("openssl")
needs_openssl = pytest.mark.skipif(OPENSSL is None, reason="openssl is absent")
Options = pkcs7.PKCS7Options


def refused(verifier, text: bytes, signature: bytes) -> str:
    with pytest.raises(DomainError) as caught:
        verifier.check_signature(text, signature)
    return str(caught.value.facts["why"])


def with_bag(card, text: bytes, *more) -> bytes:
    """Sign as a card application that puts more certificates into the bag."""
    key, certificate = card
    builder = pkcs7.PKCS7SignatureBuilder().set_data(text).add_signer(certificate, key, hashes.SHA256())
    for each in more:
        builder = builder.add_certificate(each)
    return builder.sign(Encoding.DER, [Options.DetachedSignature, Options.Binary, Options.NoCapabilities])


@pytest.mark.parametrize("bag", ["root", "root twice over", "unrelated authority"])
async def test_authorities_in_the_bag_are_read_over(verifier, pki, twin, text, now, bag):
    """The finding is that of the signature without them."""
    more = {"root": [pki.authority], "root twice over": [pki.authority, twin], "unrelated authority": [twin]}[bag]
    signature = with_bag(pki.card("card-1"), text, *(each.certificate for each in more))
    verifier.check_signature(text, signature)
    finding = await verifier.verify(text, signature, now)
    assert finding == await verifier.verify(text, with_bag(pki.card("card-1"), text), now)
    assert finding.verified


async def test_a_root_is_not_trusted_for_lying_in_the_bag(verifier, leaf, twin, text, now):
    """Trust is in the pinned roots alone: somebody else's root vouches for nobody, in the bag or not."""
    forged = asn1.ContentInfo.load(leaf(authority=twin))
    root = asn1.CertificateChoices.load(twin.certificate.public_bytes(Encoding.DER))
    forged["content"]["certificates"] = [*forged["content"]["certificates"], root]
    signature = forged.dump(force=True)
    verifier.check_signature(text, signature)
    assert (await verifier.verify(text, signature, now)).reasons == (IdentityReason.UNTRUSTED_ISSUER,)


def test_another_persons_certificate_in_the_bag_is_refused(verifier, pki, text):
    """It holds their name, birth date and address, and nobody asked them."""
    assert refused(verifier, text, with_bag(pki.card("card-1"), text, pki.card("card-2")[1])) == "malformed"


def test_the_signers_certificate_stands_once(verifier, pki, signed, text):
    """Twice the same, or none but the root: nobody can be meant for certain."""
    own, root = (each.public_bytes(Encoding.DER) for each in (pki.card("card-1")[1], pki.authority.certificate))
    for bag in ((own, own), (root,)):
        info = asn1.ContentInfo.load(signed)
        info["content"]["certificates"] = [asn1.CertificateChoices.load(each) for each in bag]
        assert refused(verifier, text, info.dump(force=True)) == "malformed"


@pytest.fixture
def openssl(pki, text, tmp_path: Path):
    """Return a runner of `openssl cms`, in a folder with the card's key and certificate, the root and the text."""
    key, certificate = pki.card("card-1")
    (tmp_path / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (tmp_path / "card.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    (tmp_path / "root.pem").write_bytes(pki.authority.certificate.public_bytes(Encoding.PEM))
    (tmp_path / "text").write_bytes(text)

    def run(*arguments: str) -> bytes:
        command = [str(OPENSSL), "cms", *arguments, "-out", "out"]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=30)
        return (tmp_path / "out").read_bytes()

    def write(content: bytes) -> None:
        (tmp_path / "in").write_bytes(content)

    run.write = write
    return run


SIGN = ("-sign", "-binary", "-md", "sha256", "-signer", "card.pem", "-inkey", "key.pem", "-in", "text")


@needs_openssl
@pytest.mark.parametrize("more", [(), ("-certfile", "root.pem"), ("-nosmimecap",)], ids=["plain", "root", "bare"])
async def test_what_openssl_signs_is_accepted(verifier, openssl, text, now, more):
    """As its manual says, with the root in the bag or without."""
    signature = openssl(*SIGN, *more, "-outform", "DER")
    assert (await verifier.verify(text, signature, now)).verified


@needs_openssl
@pytest.mark.parametrize(
    ("form", "more", "why"),
    [
        ("DER", ("-stream",), "not_der"),
        ("DER", ("-stream", "-certfile", "root.pem"), "not_der"),
        ("PEM", (), "armoured"),
        ("SMIME", (), "armoured"),
        ("DER", ("-nodetach",), "attached"),
        ("DER", ("-nodetach", "-stream"), "not_der"),
        ("DER", ("-nocerts",), "no_certificate"),
        ("DER", ("-noattr",), "malformed"),
    ],
)
def test_other_shapes_are_named(verifier, openssl, text, form, more, why):
    """Refused, and it is said what it is."""
    assert refused(verifier, text, openssl(*SIGN, *more, "-outform", form)) == why


@needs_openssl
@pytest.mark.parametrize("form", ["DER", "PEM", "SMIME"])
def test_the_line_that_the_problem_names_mends_it(verifier, openssl, text, form):
    """What `signature_not_der` and `signature_armoured` tell to do makes a signature that is accepted."""
    made = openssl(*SIGN, "-outform", form)
    if form == "DER":  # detached in BER, which openssl itself does not write
        made = b"\x30\x80" + made[4:] + b"\x00\x00"
        assert refused(verifier, text, made) == "not_der"
    openssl.write(made)
    verifier.check_signature(text, openssl("-cmsout", "-inform", form, "-in", "in", "-outform", "DER"))


def test_lengths_that_der_never_writes_are_ber(signed):
    """Indefinite, or with a byte too many, anywhere; and a string in pieces."""
    assert not is_ber(signed)
    indefinite = b"\x30\x80" + signed[4:] + b"\x00\x00"
    padded = b"\x30\x83\x00" + signed[2:4] + signed[4:]
    assert shape_of(indefinite) == shape_of(padded) == "not_der"
    assert is_ber(b"\x30\x81\x05\x04\x03abc")
    assert is_ber(b"\x24\x05\x04\x03abc")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "malformed"),
        (b"\x30", "malformed"),
        (b"\x30\x00", "malformed"),
        (b"\x30\x80\x00\x00", "malformed"),
        (b"-----BEGIN CMS-----\nMIIF", "armoured"),
        (b"\n-----BEGIN PKCS7-----\nMIIF", "armoured"),
        (b"mime-version: 1.0\n", "armoured"),
        (b"Content-Type: application/pkcs7-mime\n", "armoured"),
        (b"\x00" * 5000, "malformed"),
        (b"<html>", "malformed"),
    ],
)
def test_what_is_no_cms_is_named_or_not(verifier, text, content, why):
    """No content makes the look itself fail."""
    assert shape_of(content) == refused(verifier, text, content) == why
