"""A signature from begin to finish, and what it is worth to the verifier."""

from datetime import UTC, datetime

from contracts.card_app_town import Town

from adapters.jpki.verifier import JpkiVerifier
from sandbox.jpki.profile import TEST_POLICY

TEXT = "住民票の写しを請求します。\n部数 1\n".encode()


class _List:
    """The city's revocation list, fetched over HTTP."""

    def __init__(self, town: Town) -> None:
        self._town = town

    async def fetch(self) -> bytes:
        return (await self._town.client.get(f"{self._town.url}/jpki/crl")).content


def verifier(town: Town) -> JpkiVerifier:
    """Return the verifier of the counter."""
    roots = [each.read_bytes() for each in town.roots.glob("*.der")]
    return JpkiVerifier(roots, frozenset({TEST_POLICY}), _List(town))


async def test_a_signature_of_the_app_passes_the_verifier(town: Town) -> None:
    """What comes back is a CMS as a card reader makes it: the same checks, the same person."""
    trip, answer = await town.signed(TEXT)
    signature = await town.app.finish(trip, answer)
    verifier(town).check_signature(TEXT, signature)
    finding = await verifier(town).verify(TEXT, signature, datetime.now(UTC))
    assert finding.reasons == ()
    assert finding.attributes is not None
    assert finding.attributes.name == "窓口　花子"
