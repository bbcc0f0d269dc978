"""The real service's roots and look-alikes."""

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from adapters.jpki.anchors import Anchors
from adapters.jpki.certificate import profile_faults, read_certificate
from adapters.jpki.verifier import JpkiVerifier
from domain.identity.attributes import IdentityReason
from sandbox.jpki.authority import usage

POLICIES = frozenset({"1.2.392.200149.8.5.1.1.20"})
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def expected(test_data):
    return json.loads((test_data / "jpki" / "expected.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def published(test_data, expected):
    """The five published roots as (facts, DER)."""
    names = [name for name in expected if name.startswith("anchors/")]
    assert len(names) == 5
    return [(expected[name], (test_data / "jpki" / name).read_bytes()) for name in names]


def test_all_generations_are_pinned_and_found_by_key_identifier(published):
    """Five roots with two names between them; each is found by its own key identifier and by nothing else."""
    anchors = Anchors(der for _, der in published)
    for facts, der in published:
        found = anchors.find(bytes.fromhex(facts["key_identifier"]))
        assert found is not None
        assert sha256(found.der).hexdigest() == facts["sha256"] == sha256(der).hexdigest()
        assert found.not_before.isoformat() == facts["not_before"]
        assert found.not_after.isoformat() == facts["not_after"]
    assert len({facts["subject"] for facts, _ in published}) == 2
    assert anchors.find(bytes(20)) is None
    assert anchors.find(None) is None


def test_the_first_generation_is_no_longer_in_force(published):
    """signca01 ended in October 2025; its two successors overlap."""
    anchors = Anchors(der for _, der in published)
    in_force = {
        facts["sha256"][:8]
        for facts, _ in published
        if anchors.find(bytes.fromhex(facts["key_identifier"])).in_force(NOW)
    }
    assert in_force == {"79679c33", "d227f6cd", "64114f29"}


async def test_a_root_is_no_card(published, source):
    """A pinned root presented as the signer's certificate is refused."""
    verifier = JpkiVerifier([der for _, der in published], POLICIES, source, clock=lambda: NOW)
    for _, der in published:
        finding = await verifier.judge(read_certificate(der), NOW)
        assert IdentityReason.WRONG_KEY_USAGE in finding.reasons
        assert IdentityReason.ATTRIBUTES_MISSING in finding.reasons
        assert IdentityReason.UNTRUSTED_ISSUER in finding.reasons


@pytest.mark.parametrize("name", ["sign_cert", "auth_cert", "sign_ca_cert", "auth_ca_cert"])
async def test_look_alikes_are_refused_for_their_reasons(test_data, expected, published, source, name):
    """Not under a root of the service, no key usage, no attributes: all three are told."""
    facts = expected[f"refused/{name}.der"]
    der = (test_data / "jpki" / "refused" / f"{name}.der").read_bytes()
    assert sha256(der).hexdigest() == facts["sha256"]
    assert len(facts["reasons"]) == 3
    verifier = JpkiVerifier([der for _, der in published], POLICIES, source, clock=lambda: NOW)
    finding = await verifier.judge(read_certificate(der), NOW)
    assert {
        IdentityReason.UNTRUSTED_ISSUER,
        IdentityReason.WRONG_KEY_USAGE,
        IdentityReason.ATTRIBUTES_MISSING,
    } <= set(finding.reasons)
    assert finding.attributes is None
    assert not finding.verified


@pytest.mark.parametrize("name", ["sign_ca_cert", "auth_ca_cert"])
def test_a_look_alike_cannot_be_pinned(test_data, name):
    """A root without key usage is refused at the start."""
    with pytest.raises(ValueError, match="root 1"):
        Anchors([(test_data / "jpki" / "refused" / f"{name}.der").read_bytes()])


def test_what_is_no_root_cannot_be_pinned(pki):
    """A card's certificate, noise and PEM are refused by their place in the list."""
    root = pki.root_file.read_bytes()
    card = pki.card("card-1")[1]
    for other in (card.public_bytes(Encoding.DER), b"", b"noise", card.public_bytes(Encoding.PEM), root + b"\x00"):
        with pytest.raises(ValueError, match="root 2"):
            Anchors([root, other])


@pytest.mark.parametrize(
    ("authority_bit", "uses"),
    [(True, ("key_cert_sign", "crl_sign")), (False, ("key_cert_sign", "crl_sign")), (True, ("key_cert_sign",))],
)
def test_only_self_signed_authorities_for_certificates_and_lists(pki, now, authority_bit, uses):
    """A root is a CA, signs certificates and lists, and is signed by itself."""
    key = pki.card("card-1")[0]

    def build(issuer: x509.Name) -> x509.CertificateBuilder:
        return (
            x509.CertificateBuilder()
            .subject_name(pki.authority.certificate.subject)
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(now)
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(authority_bit, None), critical=True)
            .add_extension(usage(*uses), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )

    name = pki.authority.certificate.subject
    own = build(name).sign(key, hashes.SHA256()).public_bytes(Encoding.DER)
    if authority_bit and "crl_sign" in uses:
        assert Anchors([own])
    else:
        with pytest.raises(ValueError, match="root 1"):
            Anchors([own])
    issued = build(name).sign(pki.authority._key, hashes.SHA256()).public_bytes(Encoding.DER)
    with pytest.raises(ValueError, match="root 1"):
        Anchors([issued])


def test_the_roots_themselves_have_no_fault_of_validity(published):
    """Reading the real roots as certificates gives the dates that expected.json has."""
    for facts, der in published:
        certificate = read_certificate(der)
        assert certificate.is_authority
        assert certificate.not_after.isoformat() == facts["not_after"]
        late = IdentityReason.EXPIRED in profile_faults(certificate, POLICIES, NOW)
        assert late == (facts["not_after"] < NOW.isoformat())
