"""A card is judged as of the instant its signature arrived, however much later and under whichever list."""

from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import cms, core
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from domain.errors import PortUnavailable
from domain.identity.attributes import IdentityReason, Revocation

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TEXT = b"text of this module"
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
HALF = SECOND / 2
KEEPS_EXPIRED = x509.ObjectIdentifier("2.5.29.60")
EXPIRED, EARLY = IdentityReason.EXPIRED, IdentityReason.NOT_YET_VALID


def listed(authority, made: datetime, *entries: x509.RevokedCertificate, keeps: datetime | None = None) -> bytes:
    """Return a list of one root as other authorities make theirs; good for a day."""
    builder = x509.CertificateRevocationListBuilder().issuer_name(authority.certificate.subject)
    builder = builder.last_update(made).next_update(made + DAY)
    builder = builder.add_extension(authority._key_identifier(), critical=False)
    if keeps is not None:
        since = x509.UnrecognizedExtension(KEEPS_EXPIRED, core.GeneralizedTime(keeps).dump())
        builder = builder.add_extension(since, critical=False)
    for entry in entries:
        builder = builder.add_revoked_certificate(entry)
    return builder.sign(authority._key, hashes.SHA256()).public_bytes(Encoding.DER)


def revoked(serial: int, at: datetime, *extensions: x509.ExtensionType) -> x509.RevokedCertificate:
    builder = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(at)
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    return builder.build()


@pytest.fixture
def judged(build, source, watch, leaf):
    """Return what is found of a card (as changed) at one instant, checked at another."""

    async def judge(arrived: datetime, checked: datetime, answer: bytes | None = None, **card):
        watch.now, source.answer = checked, answer or source.answer
        return await build(clock=watch).verify(TEXT, leaf(text=TEXT, **card), arrived)

    return judge


@pytest.mark.parametrize(
    ("arrived", "checked", "reasons"),
    [
        (NOW, NOW + 30 * SECOND, ()),
        (NOW + 10 * SECOND, NOW + 30 * SECOND, ()),
        (NOW + 10 * SECOND + HALF, NOW + 30 * SECOND, ()),  # notAfter is a whole second, its end included
        (NOW + 11 * SECOND, NOW + 30 * SECOND, (EXPIRED,)),
        (NOW - 5 * SECOND, NOW + 30 * SECOND, ()),
        (NOW - 5 * SECOND - HALF, NOW + 30 * SECOND, (EARLY,)),
        (NOW - 6 * SECOND, NOW + 30 * SECOND, (EARLY,)),  # valid when it is looked at, but not when it came
        (NOW, NOW + DAY - SECOND, ()),
    ],
)
async def test_validity_is_that_of_the_arrival(judged, arrived, checked, reasons):
    """Valid from 02:59:55 to 03:00:10: only when the signature arrived matters, to the second."""
    finding = await judged(arrived, checked, not_before=NOW - 5 * SECOND, not_after=NOW + 10 * SECOND)
    assert finding.reasons == reasons
    assert (finding.judged_at, finding.checked_at) == (arrived, checked)
    assert finding.verified == (not reasons)


@pytest.mark.parametrize(
    ("revoked_at", "arrived", "revocation"),
    [
        (NOW - SECOND, NOW, Revocation.REVOKED),
        (NOW, NOW, Revocation.REVOKED),
        (NOW, NOW + HALF, Revocation.REVOKED),
        (NOW + SECOND, NOW + HALF, Revocation.GOOD),
        (NOW + SECOND, NOW, Revocation.GOOD),
        (NOW + 60 * SECOND, NOW, Revocation.GOOD),
    ],
)
async def test_a_revocation_counts_from_its_second(ask_listed, revoked_at, arrived, revocation):
    """What the list dates after the arrival is no reason; in the very second of it, it is."""
    assert (await ask_listed(revoked_at, arrived)).revocation is revocation


@pytest.fixture
def ask_listed(build, source, watch, signed, text, pki):
    """Return what is found of Hanako's card, checked ten minutes later, when the list says it is revoked."""

    async def ask(revoked_at: datetime, arrived: datetime, *extensions: x509.ExtensionType):
        watch.now = NOW + timedelta(minutes=10)
        entry = revoked(pki.card("card-1")[1].serial_number, revoked_at, *extensions)
        source.answer = listed(pki.authority, watch.now, entry)
        return await build(clock=watch).verify(text, signed, arrived)

    return ask


@pytest.mark.parametrize(
    "extensions",
    [
        (x509.InvalidityDate(NOW - DAY),),
        (x509.InvalidityDate(NOW - DAY), x509.CRLReason(x509.ReasonFlags.key_compromise)),
        (x509.CRLReason(x509.ReasonFlags.certificate_hold),),
    ],
    ids=["invalid since yesterday", "key lost yesterday", "on hold"],
)
async def test_only_the_date_of_revocation_decides(ask_listed, extensions):
    """What the list claims of the time before was known to nobody when the signature came (ADR 20)."""
    assert (await ask_listed(NOW + SECOND, NOW, *extensions)).revocation is Revocation.GOOD
    assert (await ask_listed(NOW - SECOND, NOW, *extensions)).revocation is Revocation.REVOKED


async def test_a_list_from_before_the_arrival_is_what_was_known(judged, pki):
    """The authority makes one a day: what is in force then and now decides."""
    morning = listed(pki.authority, NOW - timedelta(hours=20))
    assert (await judged(NOW, NOW + 30 * SECOND, morning)).verified


@pytest.mark.parametrize(
    ("keeps", "revocation"),
    [(None, Revocation.UNKNOWN), (NOW + 20 * SECOND, Revocation.UNKNOWN), (NOW - DAY, Revocation.GOOD)],
    ids=["may leave out", "left out", "keeps"],
)
async def test_a_list_made_after_the_expiry_decides_if_it_keeps_the_expired(judged, pki, keeps, revocation):
    """The first list at hand is newer than the card's end: silence proves something only if nobody leaves it."""
    later = NOW + DAY
    answer = listed(pki.authority, later, keeps=keeps)
    finding = await judged(NOW, later, answer, not_after=NOW + 10 * SECOND)
    assert finding.revocation is revocation
    assert finding.reasons == ()


async def test_the_sandboxs_list_keeps_the_expired(judged, pki):
    """It is made anew at each question, so it is always newer than a card that has just expired."""
    assert (await judged(NOW - 20 * SECOND, NOW + 10 * SECOND, pki.crl(), not_after=NOW - 10 * SECOND)).verified


@pytest.mark.parametrize("revoked_before", [False, True])
async def test_a_list_kept_since_the_arrival_speaks_where_a_newer_one_is_silent(
    build, source, watch, leaf, pki, revoked_before
):
    """Both are named in the evidence."""
    verifier, end = build(clock=watch), NOW + 10 * SECOND
    signature = leaf(text=TEXT, not_after=end)
    serial = serial_of(signature)
    entries = (revoked(serial, NOW - SECOND),) if revoked_before else ()
    source.answer = listed(pki.authority, NOW - timedelta(hours=1), *entries)
    watch.now = NOW
    await verifier.verify(TEXT, leaf(text=TEXT), NOW)  # somebody else's check fetched it
    source.answer, watch.now = listed(pki.authority, NOW + DAY), NOW + DAY
    finding = await verifier.verify(TEXT, signature, NOW)
    assert finding.revocation is (Revocation.REVOKED if revoked_before else Revocation.GOOD)
    assert "2026-11-24T03:00:00Z, crl 2026-11-23T02:00:00Z" in finding.revocation_source


async def test_a_revocation_in_a_newer_list_is_seen_although_an_older_one_is_kept(build, source, watch, leaf, pki):
    """The kept list only speaks where the newer one cannot."""
    verifier = build(clock=watch)
    signature = leaf(text=TEXT, not_after=NOW + DAY)
    source.answer, watch.now = listed(pki.authority, NOW), NOW
    assert (await verifier.verify(TEXT, signature, NOW)).verified
    entry = revoked(serial_of(signature), NOW - SECOND)
    source.answer, watch.now = listed(pki.authority, NOW + 2 * DAY, entry), NOW + 2 * DAY
    assert (await verifier.verify(TEXT, signature, NOW)).revocation is Revocation.REVOKED


async def test_a_kept_list_serves_nobody_while_the_newest_is_out_of_force(build, source, watch, leaf, pki):
    """Known then, but somebody may have been revoked before it with later news: wait for the next list."""
    verifier = build(clock=watch)
    source.answer, watch.now = listed(pki.authority, NOW), NOW
    await verifier.verify(TEXT, leaf(text=TEXT), NOW)
    source.answer, watch.now = PortUnavailable("jpki_crl"), NOW + 2 * DAY
    finding = await verifier.verify(TEXT, leaf(text=TEXT, not_after=NOW + 10 * SECOND), NOW)
    assert (finding.reasons, finding.revocation) == ((), Revocation.UNKNOWN)


def serial_of(signature: bytes) -> int:
    signed = cms.ContentInfo.load(signature)["content"]
    return signed["certificates"][0].chosen.serial_number
