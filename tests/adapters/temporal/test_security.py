"""Certificates and keys for the engine: which file is wrong, and what to do, before anything is connected."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)
from fixtures.engine_tls import Papers

from adapters.settings import EngineSettings, SettingsError
from adapters.temporal.security import PLAIN, engine_security, wrong_security
from embedded.compose.engine_certificates import AUTHORITY, CLIENT, CLIENT_KEY, SERVER, SERVER_KEY

NOW = datetime.now(UTC)
ADDRESS = "engine.example:7233"


@pytest.fixture
def papers(tmp_path: Path) -> Papers:
    return Papers.made(tmp_path / "papers")


def told(settings: EngineSettings, at: datetime = NOW) -> str:
    with pytest.raises(SettingsError) as wrong:
        engine_security(settings, at)
    return "\n".join(wrong.value.problems)


def test_what_is_right_is_taken(papers: Papers):
    """The files' contents and the name; nothing of them in a representation that could be logged."""
    security = engine_security(papers.settings(ADDRESS), NOW)

    assert security.tls is not None
    assert security.tls.client_private_key == (papers.folder / CLIENT_KEY).read_bytes()
    assert security.tls.domain == "temporal"
    assert "PRIVATE" not in repr(security)


def test_without_settings_the_engine_is_on_this_machine():
    """Nothing set: plain, as the development server is."""
    assert engine_security(EngineSettings(temporal_address=ADDRESS), NOW) is PLAIN


@pytest.mark.parametrize(
    "given", [{"temporal_api_key": "a-key"}, {"temporal_tls_server_name": "engine"}, {"temporal_tls_ca": AUTHORITY}]
)
def test_each_of_the_settings_means_tls(papers: Papers, given: dict[str, str]):
    """A key is never sent in the clear; without an authority of our own the machine's are trusted."""
    given = {name: papers.folder / value if name == "temporal_tls_ca" else value for name, value in given.items()}
    security = engine_security(EngineSettings(temporal_address=ADDRESS, **given), NOW)

    assert security.tls is not None
    assert security.api_key == given.get("temporal_api_key")
    assert "a-key" not in repr(security)


def test_an_empty_key_is_none():
    """As an installation of compose has it in a file."""
    assert engine_security(EngineSettings(temporal_address=ADDRESS, temporal_api_key=""), NOW) is PLAIN


def _overwrite(name: str, content: bytes) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_bytes(content)


def _swap(name: str, other: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_bytes((folder / other).read_bytes())


def _lock(folder: Path) -> None:
    key = load_pem_private_key((folder / CLIENT_KEY).read_bytes(), None)
    locked = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"secret"))
    (folder / CLIENT_KEY).write_bytes(locked)


def _lose(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


CASES = {
    "no such authority": (_lose(AUTHORITY), AUTHORITY, "cannot be read (No such file or directory)"),
    "no such certificate": (_lose(CLIENT), CLIENT, "cannot be read (No such file or directory)"),
    "no such key": (_lose(CLIENT_KEY), CLIENT_KEY, "cannot be read (No such file or directory)"),
    "an authority that is none": (_overwrite(AUTHORITY, b"hello"), AUTHORITY, "holds no certificate in PEM"),
    "an empty authority": (_overwrite(AUTHORITY, b""), AUTHORITY, "holds no certificate in PEM"),
    "a certificate that is none": (_overwrite(CLIENT, b"\x30\x82"), CLIENT, "holds no certificate in PEM"),
    "a key that is none": (_overwrite(CLIENT_KEY, b"-----BEGIN"), CLIENT_KEY, "holds no private key in PEM"),
    "a key in the place of the certificate": (_swap(CLIENT, CLIENT_KEY), CLIENT, "holds no certificate in PEM"),
    "a certificate in the place of the key": (_swap(CLIENT_KEY, CLIENT), CLIENT_KEY, "holds no private key in PEM"),
    "another's key": (_swap(CLIENT_KEY, SERVER_KEY), CLIENT_KEY, "is not the key of the certificate"),
    "a key with a password": (_lock, CLIENT_KEY, "is locked by a password"),
    "an authority as the client": (_swap(CLIENT, AUTHORITY), CLIENT_KEY, "is not the key of the certificate"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_wrong_file_is_named_with_what_to_do(papers: Papers, case: str):
    """Variable, path, fault, way out; nothing of the content."""
    change, name, words = CASES[case]
    change(papers.folder)
    said = told(papers.settings(ADDRESS))

    assert f"{papers.folder / name} {words}" in said
    assert len(said.splitlines()) == 1
    assert "PRIVATE KEY-----" not in said


def test_all_wrong_files_are_told_at_once(papers: Papers):
    """Not one after another."""
    (papers.folder / AUTHORITY).unlink()
    (papers.folder / CLIENT).write_bytes(b"")

    assert len(told(papers.settings(ADDRESS)).splitlines()) == 2


@pytest.mark.parametrize(
    ("at", "words"), [(timedelta(days=4000), "expired on"), (timedelta(days=-2), "is valid only from")]
)
def test_a_certificate_out_of_its_time_is_told(papers: Papers, at: timedelta, words: str):
    """Its own and the authority's, with the day."""
    said = told(papers.settings(ADDRESS), NOW + at)

    assert said.count(words) == 2


def test_a_servers_certificate_is_no_clients(papers: Papers):
    """The usage says so; the server would refuse it without a word."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "x")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
    made = made.not_valid_before(NOW - timedelta(days=1)).not_valid_after(NOW + timedelta(days=1))
    made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    (papers.folder / CLIENT).write_bytes(made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))

    assert "is no client's certificate (its usage lacks clientAuth)" in told(papers.settings(ADDRESS))


@pytest.mark.parametrize("missing", ["temporal_tls_cert", "temporal_tls_key"])
def test_certificate_and_key_go_together(papers: Papers, missing: str):
    """Said when the settings are read."""
    with pytest.raises(SettingsError, match="belong together: set both, or neither"):
        EngineSettings.from_environment(
            **{"temporal_tls_cert": papers.folder / CLIENT, "temporal_tls_key": papers.folder / CLIENT_KEY}
            | {missing: None}
        )


@pytest.mark.parametrize("key", ["two words", "a\nb", "鍵"])
def test_an_api_key_is_one_word(key: str):
    """What a header cannot carry is refused, and not repeated."""
    with pytest.raises(SettingsError, match="MADOGUCHI_TEMPORAL_API_KEY is wrong") as wrong:
        EngineSettings.from_environment(temporal_api_key=key)
    assert key not in str(wrong.value)


@pytest.mark.parametrize(
    "said",
    [
        "ConnectError(tcp connect error: ConnectionRefused)",
        "transport error: UnexpectedEof",
        "dns error",
        "Timeout expired",
    ],
)
def test_an_engine_that_is_down_says_nothing_of_the_settings(said: str):
    """Then it is waited for."""
    assert wrong_security(said) is None


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("received fatal alert: CertificateRequired", "are needed: the engine asks for a client's certificate"),
        ("received fatal alert: UnknownCA", "the engine refuses it"),
        ("received fatal alert: CertificateExpired", "MADOGUCHI_TEMPORAL_TLS_CERT is wrong"),
        ("received fatal alert: BadCertificate", "MADOGUCHI_TEMPORAL_TLS_CERT is wrong"),
        ("InvalidCertificate(UnknownIssuer)", "it did not sign the engine's certificate"),
        ("InvalidCertificate(BadSignature)", "it did not sign the engine's certificate"),
        ("InvalidCertificate(NotValidForNameContext {", "is for another name"),
        ("InvalidCertificate(ExpiredContext {", "the engine's certificate is expired"),
        ("InvalidCertificate(NotValidYetContext {", "check the clocks"),
        ("InvalidCertificate(CaUsedAsEndEntity)", "cannot be used"),
        ("code: Unauthenticated, message", "MADOGUCHI_TEMPORAL_API_KEY is wrong"),
    ],
)
def test_what_the_other_side_says_is_told_by_setting(said: str, words: str):
    """The library's words, as the development server behind a lock and Temporal's own server gave them."""
    wrong = wrong_security(f"Failed client connect: {said}")
    assert wrong is not None
    assert words in wrong.problems[0]


def test_a_server_key_is_never_a_clients(papers: Papers):
    """The two pairs differ."""
    assert (papers.folder / SERVER).read_bytes() != (papers.folder / CLIENT).read_bytes()
