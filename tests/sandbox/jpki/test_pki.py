"""The test PKI has the real profile, keeps what it made, and revokes."""

from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from sandbox.jpki.authority import last_instant
from sandbox.jpki.pki import SandboxPki

ARC = "1.2.392.200149.8.5.5"


def extension(certificate: x509.Certificate, kind):
    return certificate.extensions.get_extension_for_class(kind)


def test_the_root_is_like_the_real_one_and_clearly_not_it(pki):
    """Self-signed, certificate and CRL signing only, and "Sandbox City" in its name."""
    root = x509.load_der_x509_certificate(pki.root_file.read_bytes())
    root.verify_directly_issued_by(root)
    assert root.subject.rfc4514_string() == (
        "OU=Sandbox City Information Systems,OU=JPKI for digital signature,O=JPKI,C=JP"
    )
    assert root.public_key().key_size == 2048
    assert root.signature_hash_algorithm.name == "sha256"
    usage = extension(root, x509.KeyUsage)
    assert usage.critical
    assert (usage.value.key_cert_sign, usage.value.crl_sign) == (True, True)
    assert not usage.value.digital_signature
    assert extension(root, x509.SubjectKeyIdentifier).value.digest
    names = extension(root, x509.SubjectAlternativeName).value
    assert "訓練用" in names.get_values_for_type(x509.DirectoryName)[0].rfc4514_string()


def test_a_card_has_the_profile_of_the_real_one(pki, now):
    """Place and opaque number as subject, six otherNames in the real order, test policy, critical key usage."""
    key, card = pki.card("card-1")
    root = x509.load_der_x509_certificate(pki.root_file.read_bytes())
    card.verify_directly_issued_by(root)
    assert card.public_key() == key.public_key()
    assert [each.value for each in card.subject][:3] == ["JP", "架空県", "みなも市"]
    assert "窓口" not in card.subject.rfc4514_string()
    usage = extension(card, x509.KeyUsage)
    assert usage.critical
    assert (usage.value.digital_signature, usage.value.content_commitment) == (True, True)
    assert not usage.value.key_cert_sign
    others = [
        (name.type_id.dotted_string, name.value[2:].decode())
        for name in extension(card, x509.SubjectAlternativeName).value
    ]
    assert others == [
        (f"{ARC}.1", "窓口\u3000花子"),
        (f"{ARC}.4", "319850412"),
        (f"{ARC}.3", "2"),
        (f"{ARC}.5", "架空県みなも市水面町一丁目２番３号"),
        (f"{ARC}.2", "00000"),
        (f"{ARC}.6", "0" * 17),
    ]
    policies = extension(card, x509.CertificatePolicies).value
    assert [each.policy_identifier.dotted_string for each in policies] == ["1.2.392.200149.8.5.1.0.20"]
    identifier = extension(card, x509.AuthorityKeyIdentifier).value.key_identifier
    assert identifier == extension(root, x509.SubjectKeyIdentifier).value.digest
    assert card.not_valid_before_utc < now < card.not_valid_after_utc


def test_expired_cards_have_expired(pki, now):
    """Their validity lies in the past, within the root's."""
    card = pki.card("card-3")[1]
    root = x509.load_der_x509_certificate(pki.root_file.read_bytes())
    assert root.not_valid_before_utc < card.not_valid_before_utc < card.not_valid_after_utc < now


def test_the_list_holds_revoked_cards_and_no_other(pki, now):
    """Signed by the root, good for a day, numbered."""
    listed = x509.load_der_x509_crl(pki.crl())
    root = x509.load_der_x509_certificate(pki.root_file.read_bytes())
    assert listed.is_signature_valid(root.public_key())
    assert (listed.last_update_utc, listed.next_update_utc) == (now, now + timedelta(hours=24))
    assert listed.extensions.get_extension_for_class(x509.CRLNumber).value.crl_number > 0
    entry = listed.get_revoked_certificate_by_serial_number(pki.card("card-2")[1].serial_number)
    assert entry is not None
    assert entry.revocation_date_utc < now
    for other in ("card-1", "card-3"):
        assert listed.get_revoked_certificate_by_serial_number(pki.card(other)[1].serial_number) is None
    assert [pki.revoked(each) for each in ("card-1", "card-2", "card-3")] == [False, True, False]


def test_everything_is_kept(pki, folder, people, now):
    """Opened again, the city has the same root, the same cards and the same revocations; keys are for the owner only."""
    before = [pki.card(each)[1] for each in ("card-1", "card-2", "card-3")]
    pki.note_wrong_pins("card-3", 2)
    again = SandboxPki(folder, people, clock=lambda: now + timedelta(days=1))
    assert [again.card(each)[1] for each in ("card-1", "card-2", "card-3")] == before
    assert again.authority.certificate.public_bytes(Encoding.DER) == pki.root_file.read_bytes()
    assert again.wrong_pins("card-3") == 2
    pki.note_wrong_pins("card-3", 0)
    for secret in folder.rglob("*.pem"):
        assert secret.stat().st_mode & 0o077 == 0


def test_revocation_is_for_good(folder, people, now):
    """Revoked now and again: the first instant stays, also after a restart."""
    pki = SandboxPki(folder / "own", people, clock=lambda: now)
    pki.revoke("card-1")
    later = SandboxPki(folder / "own", people, clock=lambda: now + timedelta(days=2))
    later.revoke("card-1")
    listed = x509.load_der_x509_crl(later.crl())
    entry = listed.get_revoked_certificate_by_serial_number(later.card("card-1")[1].serial_number)
    assert entry is not None
    assert entry.revocation_date_utc == now


def test_unknown_cards_are_a_key_error(pki):
    """No card is made for nobody."""
    for ask in (pki.card, pki.revoke, pki.revoked):
        with pytest.raises(KeyError):
            ask("card-0")


@pytest.mark.parametrize(
    ("birth", "issued", "last"),
    [
        (date(1985, 4, 12), date(2026, 11, 23), date(2031, 4, 12)),
        (date(1985, 12, 31), date(2026, 11, 23), date(2030, 12, 31)),
        (date(1985, 11, 23), date(2026, 11, 23), date(2031, 11, 23)),
        (date(1984, 2, 29), date(2026, 11, 23), date(2031, 3, 1)),
        (date(1984, 2, 29), date(2024, 1, 10), date(2028, 2, 29)),
    ],
)
def test_cards_end_with_the_fifth_birthday_after_issue(birth, issued, last):
    """At the end of that day in Japan."""
    end = last_instant(birth, datetime(issued.year, issued.month, issued.day, 3, tzinfo=UTC))
    assert end == datetime(last.year, last.month, last.day, 14, 59, 59, tzinfo=UTC)
