"""One test PKI for the whole session (RSA keys are dear), odd certificates on demand, and a source to misbehave."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from adapters.jpki.verifier import JpkiVerifier
from domain.identity.attributes import Sex
from sandbox.jpki import profile
from sandbox.jpki.authority import Authority, make_root, usage
from sandbox.jpki.pki import SandboxPki
from sandbox.residents import Card, Resident

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TEXT = "証明書交付申請書\n申請者の氏名: 窓口\u3000花子\n".encode()
TEST_DATA = Path(__file__).parents[4] / "shared" / "testdata"


def person(number: int, name: str, **card: bool) -> Resident:
    return Resident(
        id=f"r-{number}",
        household_id="h-1",
        name=name,
        kana="テスト",
        birth_date=date(1985, 4, 12),
        sex=Sex.FEMALE,
        postcode="9990001",
        address="架空県みなも市水面町一丁目２番３号",
        relationship="世帯主",
        became_resident_on=date(2012, 3, 28),
        mail="hanako@citizen.example",
        card=Card(id=f"card-{number}", pin="ABC123", **card),
    )


@dataclass
class Source:
    """A CRL source that says what the test puts in: bytes, or an exception to raise."""

    answer: bytes | Exception
    asked: int = 0

    async def fetch(self) -> bytes:
        """Answer, or raise what is to be raised."""
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@dataclass
class Watch:
    """A clock that the test turns."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now


def make_cms(
    certificate: x509.Certificate, key, text: bytes = TEXT, digest: hashes.HashAlgorithm | None = None
) -> bytes:
    """Sign as a card application does."""
    options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary, pkcs7.PKCS7Options.NoCapabilities]
    builder = pkcs7.PKCS7SignatureBuilder().set_data(text)
    return builder.add_signer(certificate, key, digest or hashes.SHA256()).sign(Encoding.DER, options)


@dataclass
class Leaf:
    """A certificate like a card's, with one thing otherwise."""

    authority: Authority
    key: rsa.RSAPrivateKey
    holder: Resident
    not_before: datetime = NOW - timedelta(days=30)
    not_after: datetime = NOW + timedelta(days=1000)
    usage: tuple[str, ...] | None = ("digital_signature", "content_commitment")
    usage_critical: bool = True
    policies: tuple[str, ...] = (profile.TEST_POLICY,)
    authority_bit: bool | None = None
    names: x509.SubjectAlternativeName | None = field(default=None)
    key_of_authority: bool = True
    point: x509.Name = profile.CRL_POINT

    def make(self) -> x509.Certificate:
        """Issue it."""
        point = x509.DistributionPoint([x509.DirectoryName(self.point)], None, None, None)
        builder = (
            x509.CertificateBuilder()
            .subject_name(profile.subject(self.holder.address, 1))
            .public_key(self.key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.not_before)
            .not_valid_after(self.not_after)
            .add_extension(self.names or profile.holder_names(self.holder), critical=False)
            .add_extension(x509.CRLDistributionPoints([point]), critical=False)
        )
        if self.usage is not None:
            builder = builder.add_extension(usage(*self.usage), critical=self.usage_critical)
        if self.policies:
            listed = [x509.PolicyInformation(x509.ObjectIdentifier(oid), None) for oid in self.policies]
            builder = builder.add_extension(x509.CertificatePolicies(listed), critical=True)
        if self.authority_bit is not None:
            builder = builder.add_extension(x509.BasicConstraints(self.authority_bit, None), critical=True)
        if self.key_of_authority:
            return self.authority.sign(builder)
        builder = builder.issuer_name(self.authority.certificate.subject)
        return builder.sign(self.authority._key, hashes.SHA256())


@pytest.fixture(scope="session")
def hanako() -> Resident:
    return person(1, "窓口\u3000花子")


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture(scope="session")
def pki(tmp_path_factory, hanako) -> SandboxPki:
    people = (hanako, person(2, "砂川\u3000海斗", revoked=True), person(3, "岬\u3000汐里", expired=True))
    return SandboxPki(tmp_path_factory.mktemp("pki"), people, clock=lambda: NOW)


@pytest.fixture(scope="session")
def twin(hanako) -> Authority:
    """Another root with the very same name: a later generation, or somebody pretending."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return Authority(key, make_root(key, NOW))


@pytest.fixture(scope="session")
def signed(pki) -> bytes:
    """Hanako's signature over TEXT."""
    key, certificate = pki.card("card-1")
    return make_cms(certificate, key)


@pytest.fixture(scope="session")
def text() -> bytes:
    return TEXT


@pytest.fixture(scope="session")
def now() -> datetime:
    """When everything here happens."""
    return NOW


@pytest.fixture(scope="session")
def test_data() -> Path:
    if not TEST_DATA.exists():
        pytest.skip("no test data from outside here")
    return TEST_DATA


@pytest.fixture
def cms() -> Callable[..., bytes]:
    """Return the function that signs as a card application does: (certificate, key, text, digest)."""
    return make_cms


@pytest.fixture
def leaf(pki, hanako) -> Callable[..., bytes]:
    """Return a CMS (over TEXT unless told) by a certificate that differs from a card's in the ways named."""

    def make(**changes) -> bytes:
        key = changes.pop("key", pki.card("card-1")[0])
        authority = changes.pop("authority", pki.authority)
        text = changes.pop("text", TEXT)
        return make_cms(Leaf(authority, key, hanako, **changes).make(), key, text)

    return make


@pytest.fixture
def leaf_certificate(pki, hanako) -> Callable[..., x509.Certificate]:
    """Return Hanako's certificate for any key."""
    return lambda key: Leaf(pki.authority, key, hanako).make()


@pytest.fixture
def source(pki) -> Source:
    return Source(pki.crl())


@pytest.fixture
def build(pki, source) -> Callable[..., JpkiVerifier]:
    """Return a verifier that pins the sandbox root; anything else as the test says."""

    def make(*more_roots: bytes, clock: Callable[[], datetime] = lambda: NOW, **settings) -> JpkiVerifier:
        roots: Sequence[bytes] = (pki.root_file.read_bytes(), *more_roots)
        return JpkiVerifier(roots, frozenset({profile.TEST_POLICY}), source, clock=clock, **settings)

    return make


@pytest.fixture
def verifier(build) -> JpkiVerifier:
    return build()
