"""The one accepted spelling of a CMS; other true signatures in other spellings are refused as well."""

import pytest
from asn1crypto import cms as asn1
from asn1crypto import core
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from adapters.jpki.malformed import MalformedError
from adapters.jpki.signed_message import read_signed_message
from domain.errors import DomainError

Options = pkcs7.PKCS7Options


def refused(verifier, text: bytes, signature: bytes) -> str:
    with pytest.raises(DomainError) as caught:
        verifier.check_signature(text, signature)
    return str(caught.value.facts["why"])


def made(pki, text: bytes, *options: Options, digest: hashes.HashAlgorithm | None = None, more: bool = False) -> bytes:
    key, certificate = pki.card("card-1")
    builder = pkcs7.PKCS7SignatureBuilder().set_data(text).add_signer(certificate, key, digest or hashes.SHA256())
    if more:
        builder = builder.add_certificate(x509.load_der_x509_certificate(pki.root_file.read_bytes()))
    return builder.sign(Encoding.DER, [Options.Binary, *options])


def changed(signed: bytes, change) -> bytes:
    """Return the CMS with something in its SignedData otherwise, written anew."""
    info = asn1.ContentInfo.load(signed)
    change(info["content"])
    return info.dump(force=True)


def test_the_parts_come_out(pki, signed, text):
    """Certificate, digest and signature are those that went in."""
    message = read_signed_message(signed)
    assert message.certificate == pki.card("card-1")[1].public_bytes(Encoding.DER)
    digest = hashes.Hash(hashes.SHA256())
    digest.update(text)
    assert message.digest == digest.finalize()
    key = pki.card("card-1")[0].public_key()
    key.verify(message.signature, message.signed_attributes, padding.PKCS1v15(), hashes.SHA256())


def test_further_signed_attributes_are_accepted(verifier, pki, text):
    """Card applications add capabilities and the like; the signature covers them."""
    verifier.check_signature(text, made(pki, text, Options.DetachedSignature))


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ((Options.NoCapabilities,), "attached"),
        ((Options.DetachedSignature, Options.NoCerts), "no_certificate"),
        ((Options.DetachedSignature, Options.NoAttributes), "malformed"),
    ],
    ids=["attached", "no certificate", "no signed attributes"],
)
def test_other_shapes_are_refused(verifier, pki, text, options, why):
    """True signatures, but not in the profile; the sender is told what it is instead where that helps."""
    assert refused(verifier, text, made(pki, text, *options)) == why


@pytest.mark.parametrize("digest", [hashes.SHA384(), hashes.SHA512(), hashes.SHA224()], ids=lambda each: each.name)
def test_other_digests_are_refused(verifier, pki, text, digest):
    """SHA-256 and nothing else, stronger or weaker."""
    options = (Options.DetachedSignature, Options.NoCapabilities)
    assert refused(verifier, text, made(pki, text, *options, digest=digest)) == "algorithm_not_accepted"


def test_two_signers_are_refused(verifier, pki, text):
    """One request, one signer."""
    first, second = pki.card("card-1"), pki.card("card-2")
    both = (
        pkcs7.PKCS7SignatureBuilder()
        .set_data(text)
        .add_signer(first[1], first[0], hashes.SHA256())
        .add_signer(second[1], second[0], hashes.SHA256())
        .sign(Encoding.DER, [Options.Binary, Options.DetachedSignature])
    )
    assert refused(verifier, text, both) == "several_signers"


def test_another_cards_certificate_is_refused(verifier, pki, signed, text):
    """The certificate must be the signer's: named by issuer and number, and by the signature."""
    other = pki.card("card-2")[1].public_bytes(Encoding.DER)

    def exchange(content):
        content["certificates"] = [asn1.CertificateChoices.load(other)]

    def rename(content):
        exchange(content)
        sid = content["signer_infos"][0]["sid"].chosen
        sid["serial_number"] = pki.card("card-2")[1].serial_number

    assert refused(verifier, text, changed(signed, exchange)) == "malformed"
    assert refused(verifier, text, changed(signed, rename)) == "signature_invalid"


def test_unsigned_parts_are_refused(verifier, signed, text):
    """Nothing may ride along that no signature covers."""

    def unsigned(content):
        attribute = {"type": "1.2.3.4", "values": [core.UTF8String("x")]}
        content["signer_infos"][0]["unsigned_attrs"] = asn1.CMSAttributes([asn1.CMSAttribute(attribute)])

    def version(content):
        content["version"] = "v3"

    assert refused(verifier, text, changed(signed, unsigned)) == "malformed"
    assert refused(verifier, text, changed(signed, version)) == "malformed"
    assert changed(signed, lambda content: None) == signed  # the tool of this test adds nothing by itself


@pytest.mark.parametrize("attribute", ["content_type", "message_digest"])
def test_required_attributes_stand_once(verifier, signed, text, attribute):
    """RFC 5652 §11: content type and message digest, once each, with one value."""

    def drop(content):
        kept = [each for each in content["signer_infos"][0]["signed_attrs"] if each["type"].native != attribute]
        content["signer_infos"][0]["signed_attrs"] = asn1.CMSAttributes(kept)

    def double(content):
        kept = list(content["signer_infos"][0]["signed_attrs"])
        twice = [each for each in kept if each["type"].native == attribute]
        content["signer_infos"][0]["signed_attrs"] = asn1.CMSAttributes([*kept, *twice])

    assert refused(verifier, text, changed(signed, drop)) == "malformed"
    assert refused(verifier, text, changed(signed, double)) == "malformed"


def test_signed_content_of_another_type_is_refused(verifier, pki, signed, text):
    """A true signature whose attributes say it is over something else than data."""

    def retype(content):
        signer = content["signer_infos"][0]
        kept = [each for each in signer["signed_attrs"] if each["type"].native != "content_type"]
        other = asn1.CMSAttribute({"type": "content_type", "values": ["enveloped_data"]})
        signer["signed_attrs"] = asn1.CMSAttributes([other, *kept])
        covered = b"\x31" + signer["signed_attrs"].dump(force=True)[1:]
        signer["signature"] = pki.card("card-1")[0].sign(covered, padding.PKCS1v15(), hashes.SHA256())

    assert refused(verifier, text, changed(signed, retype)) == "malformed"


def test_trailing_bytes_and_long_lengths_are_refused(signed):
    """DER has one spelling: nothing behind it, no indefinite lengths."""
    indefinite = b"\x30\x80" + signed[4:] + b"\x00\x00"
    for other in (signed + b"\x00", indefinite, b"\x30\x84\x00\x00" + signed[2:4] + signed[4:]):
        with pytest.raises(MalformedError):
            read_signed_message(other)
