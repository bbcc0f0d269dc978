"""Revocation is known to be good, known to be revoked, or unknown; silence and noise are never good."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import crl
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import Encoding

from domain.errors import PortRejected, PortUnavailable
from domain.identity.attributes import Revocation
from sandbox.jpki import profile
from sandbox.jpki.authority import Authority

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
TEXT = b"text of this module"
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
OTHER_POINT = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Another City")])


@pytest.fixture
def ask(build, source, signed, text, watch) -> Callable[..., tuple]:
    """Return a question: what is known now, with this answer of the source, at this time?"""
    verifier = build(clock=watch)

    async def asked(answer: bytes | Exception | None = None, at: datetime = NOW):
        if answer is not None:
            source.answer = answer
        watch.now = at
        return await verifier.verify(text, signed, NOW)

    return asked


def hand_made_crl(authority: Authority, issuer: x509.Name, *, with_identifier: bool = True) -> bytes:
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer).last_update(NOW).next_update(NOW + DAY)
    if with_identifier:
        builder = builder.add_extension(authority._key_identifier(), critical=False)
    return builder.sign(authority._key, hashes.SHA256()).public_bytes(Encoding.DER)


@pytest.mark.parametrize(
    "answer",
    [
        PortUnavailable("jpki_crl"),
        PortRejected("jpki_crl", "404"),
        b"",
        b"<html>maintenance</html>",
        b"0" * 100_000,
    ],
    ids=["unreachable", "refused", "empty", "page", "garbage"],
)
async def test_no_list_is_unknown(ask, answer):
    """Without a list nothing is known, and nothing else is wrong with the card."""
    finding = await ask(answer)
    assert finding.revocation is Revocation.UNKNOWN
    assert finding.reasons == ()
    assert finding.attributes is not None
    assert not finding.verified
    assert finding.revocation_source == ""


async def test_a_list_of_another_authority_is_unknown(ask, pki, twin):
    """Same name, other key: whoever signed this list says nothing about our cards."""
    assert (await ask(twin.crl({}, NOW))).revocation is Revocation.UNKNOWN


async def test_a_list_with_a_borrowed_identifier_is_unknown(ask, pki, twin):
    """Key identifier of ours, signature of another."""

    class Forger(Authority):
        def _key_identifier(self):
            return pki.authority._key_identifier()

    assert (await ask(Forger(twin._key, twin.certificate).crl({}, NOW))).revocation is Revocation.UNKNOWN


async def test_a_list_of_another_issuer_name_is_unknown(ask, pki):
    """Signed by our root's key, but in another name."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Somebody")])
    assert (await ask(hand_made_crl(pki.authority, name))).revocation is Revocation.UNKNOWN


async def test_a_list_without_key_identifier_is_unknown(ask, pki):
    """A list that does not say which generation signed it cannot be attributed."""
    bare = hand_made_crl(pki.authority, pki.authority.certificate.subject, with_identifier=False)
    assert (await ask(bare)).revocation is Revocation.UNKNOWN


async def test_a_list_for_all_points_serves(ask, pki):
    """A list without issuing distribution point covers every card of its issuer."""
    whole = hand_made_crl(pki.authority, pki.authority.certificate.subject)
    assert (await ask(whole)).revocation is Revocation.GOOD


async def test_a_list_of_another_distribution_point_is_unknown(build, leaf, text, now):
    """Another municipality's list does not cover this card."""
    assert (await build().verify(text, leaf(point=OTHER_POINT), now)).revocation is Revocation.UNKNOWN


def signed_by_hand(authority: Authority, der: bytes, scheme: str, digest: hashes.HashAlgorithm, *left_out: str):
    """Return the list without some fields, signed anew in a scheme that the library would not write."""
    parts = crl.CertificateList.load(der)["tbs_cert_list"]
    algorithm = {"algorithm": scheme}
    kept = {name: parts[name] for name in parts.native if name not in left_out and parts[name].native is not None}
    body = crl.TbsCertList({**kept, "signature": algorithm})
    signature = authority._key.sign(body.dump(), padding.PKCS1v15(), digest)
    return crl.CertificateList({"tbs_cert_list": body, "signature_algorithm": algorithm, "signature": signature}).dump()


async def test_a_list_without_an_end_is_unknown(ask, pki):
    """No nextUpdate: nobody could say how long it serves, so it does not."""
    same = signed_by_hand(pki.authority, pki.crl(), "sha256_rsa", hashes.SHA256())
    endless = signed_by_hand(pki.authority, pki.crl(), "sha256_rsa", hashes.SHA256(), "next_update")
    assert x509.load_der_x509_crl(endless).is_signature_valid(pki.authority.certificate.public_key())
    assert (await ask(endless)).revocation is Revocation.UNKNOWN
    assert (await ask(same, NOW + MINUTE)).revocation is Revocation.GOOD


async def test_a_list_with_a_weak_digest_is_unknown(ask, pki):
    """SHA-1 can be made to collide: a signature over it proves nothing."""
    weak = signed_by_hand(pki.authority, pki.crl(), "sha1_rsa", hashes.SHA1())  # noqa: S303 - what is to be refused
    assert (await ask(weak)).revocation is Revocation.UNKNOWN


async def test_a_stale_list_is_unknown(ask, pki):
    """Past its nextUpdate a list is worth nothing, even as the only one."""
    assert (await ask(pki.authority.crl({}, NOW - 2 * DAY))).revocation is Revocation.UNKNOWN


async def test_a_list_from_the_future_is_unknown(ask, pki):
    """A list dated an hour ahead is not believed; two clocks may differ a little."""
    assert (await ask(pki.authority.crl({}, NOW + 60 * MINUTE))).revocation is Revocation.UNKNOWN
    assert (await ask(pki.authority.crl({}, NOW + MINUTE), NOW + 2 * MINUTE)).revocation is Revocation.GOOD


async def test_the_list_at_hand_serves_until_its_next_update_and_no_second_longer(ask):
    """The source is down for a day: good to the last second of the list, unknown from then on."""
    assert (await ask()).verified
    down = PortUnavailable("jpki_crl")
    assert (await ask(down, NOW + DAY)).verified
    assert (await ask(down, NOW + DAY + timedelta(seconds=1))).revocation is Revocation.UNKNOWN


async def test_noise_does_not_throw_away_the_list_at_hand(ask, twin):
    """While the file is being replaced, what cannot be used is passed over."""
    assert (await ask()).verified
    assert (await ask(b"half a fi", NOW + 6 * MINUTE)).verified
    assert (await ask(twin.crl({}, NOW), NOW + 12 * MINUTE)).verified


async def test_an_older_list_does_not_replace_a_newer_one(ask, pki):
    """Whoever controls the network cannot turn a revocation back by serving yesterday's list."""
    serial = pki.card("card-1")[1].serial_number
    yesterday = pki.authority.crl({}, NOW - 60 * MINUTE)
    assert (await ask(pki.authority.crl({serial: NOW - DAY}, NOW))).revocation is Revocation.REVOKED
    assert (await ask(yesterday, NOW + 6 * MINUTE)).revocation is Revocation.REVOKED


async def test_the_source_is_asked_every_five_minutes_at_most(ask, source):
    """Many verifications, one fetch; after five minutes the next."""
    for seconds in (0, 1, 60, 299):
        assert (await ask(at=NOW + timedelta(seconds=seconds))).verified
    assert source.asked == 1
    await ask(at=NOW + 5 * MINUTE)
    assert source.asked == 2


async def test_a_source_that_failed_is_asked_again_soon(ask, source, pki):
    """A failure is not kept for five minutes, only for the two seconds that keep a queue moving."""
    down = PortUnavailable("jpki_crl")
    await ask(down)
    await ask(down, NOW + timedelta(seconds=1))
    assert source.asked == 1
    assert (await ask(pki.crl(), NOW + timedelta(seconds=2))).verified


@pytest.mark.parametrize("age", [2 * DAY, DAY - timedelta(seconds=2)], ids=["was out of date", "runs out"])
async def test_a_list_that_serves_no_longer_is_asked_for_again_soon(ask, pki, age):
    """Whoever serves yesterday's list and then today's is not waited for until the five minutes are over."""
    await ask(pki.authority.crl({}, NOW - age))
    assert (await ask(pki.crl(), NOW + timedelta(seconds=3))).verified


async def test_a_card_revoked_after_the_submission_was_good_then(ask, pki):
    """The list has the date of each revocation, and the submission came before it."""
    serial = pki.card("card-1")[1].serial_number
    later = NOW + 10 * MINUTE
    assert (await ask(pki.authority.crl({serial: NOW + MINUTE}, later), later)).revocation is Revocation.GOOD
    assert (await ask(pki.authority.crl({serial: NOW - MINUTE}, later), later + 6 * MINUTE)).revocation is (
        Revocation.REVOKED
    )


async def test_a_list_made_after_the_card_expired_proves_nothing(build, source, leaf, pki, watch):
    """Expired certificates may leave the list (RFC 5280 §3.3), so their absence is no news."""
    watch.now = NOW + 2 * DAY
    source.answer = pki.authority.crl({}, watch.now)
    finding = await build(clock=watch).verify(TEXT, leaf(text=TEXT, not_after=NOW + DAY), NOW)
    assert finding.revocation is Revocation.UNKNOWN
    assert finding.reasons == ()


async def test_two_generations_share_one_source(build, source, leaf, twin, watch):
    """A list of one generation does not push the other's off the shelf."""
    verifier = build(twin.certificate.public_bytes(Encoding.DER), clock=watch)
    assert (await verifier.verify(TEXT, leaf(text=TEXT), NOW)).verified
    source.answer = twin.crl({}, NOW)
    watch.now = NOW + 6 * MINUTE
    assert (await verifier.verify(TEXT, leaf(text=TEXT, authority=twin), NOW)).verified
    assert (await verifier.verify(TEXT, leaf(text=TEXT), NOW)).verified


def test_the_distribution_point_of_the_sandbox_is_a_directory_name(pki):
    """As in the real profile: a name to compare, no address to fetch from."""
    point = pki.card("card-1")[1].extensions.get_extension_for_class(x509.CRLDistributionPoints).value[0]
    assert point.full_name == [x509.DirectoryName(profile.CRL_POINT)]
