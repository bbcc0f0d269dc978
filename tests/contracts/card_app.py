"""What every card app keeps to, whoever stands behind the port."""

from abc import ABC, abstractmethod
from collections.abc import Mapping

import pytest

from domain.errors import PortUnavailable
from domain.identity.card_app import CardAppRefused, CardTrouble, Trip
from domain.ports import CardApp

TEXT = "住民票の写しを請求します。".encode()


class Signer(ABC):
    """The app under test, and a person with a card."""

    app: CardApp

    @abstractmethod
    async def signs(self, trip: Trip) -> Mapping[str, str]:
        """Go on the trip, sign, and return what the browser comes back with."""

    @abstractmethod
    async def cancels(self, trip: Trip) -> Mapping[str, str]:
        """Go on the trip and turn back."""

    @abstractmethod
    def silence(self) -> None:
        """Let the next call get no answer."""


class CardAppContract:
    """Run by each adapter with its own `signer` fixture."""

    async def test_a_trip_brings_a_signature(self, signer: Signer) -> None:
        """Out with a text, back with the bytes of a signature."""
        trip = await signer.app.begin(TEXT)
        assert await signer.app.finish(trip, await signer.signs(trip))

    async def test_two_trips_share_nothing(self, signer: Signer) -> None:
        """Each has secrets of its own, over the same text too."""
        one, other = await signer.app.begin(TEXT), await signer.app.begin(TEXT)
        secret = ("state", "nonce", "verifier", "transaction_id")
        assert all(getattr(one, name) != getattr(other, name) for name in secret)
        assert one.text_sha256 == other.text_sha256

    async def test_the_address_holds_no_secret_and_nothing_of_the_text(self, signer: Signer) -> None:
        """What stands in a browser's history opens nothing."""
        trip = await signer.app.begin(TEXT)
        assert trip.verifier not in trip.url
        assert trip.text_sha256 not in trip.url

    async def test_a_cancelled_trip_says_so(self, signer: Signer) -> None:
        """Turning back is no error."""
        trip = await signer.app.begin(TEXT)
        with pytest.raises(CardAppRefused) as refusal:
            await signer.app.finish(trip, await signer.cancels(trip))
        assert refusal.value.trouble is CardTrouble.CANCELLED

    async def test_another_trips_answer_is_not_taken(self, signer: Signer) -> None:
        """What belongs to another trip is never attached to this one."""
        one, other = await signer.app.begin(TEXT), await signer.app.begin(TEXT)
        answer = await signer.signs(other)
        with pytest.raises(CardAppRefused) as refusal:
            await signer.app.finish(one, answer)
        assert refusal.value.trouble is CardTrouble.NOT_TRUSTED
        assert await signer.app.finish(other, answer)

    async def test_another_issuers_answer_is_not_taken(self, signer: Signer) -> None:
        """RFC 9207: the answer names its issuer, and it is the one we asked."""
        trip = await signer.app.begin(TEXT)
        answer = {**await signer.signs(trip), "iss": "https://evil.example"}
        with pytest.raises(CardAppRefused) as refusal:
            await signer.app.finish(trip, answer)
        assert refusal.value.trouble is CardTrouble.NOT_TRUSTED

    async def test_an_answer_that_could_not_be_looked_into_is_brought_again(self, signer: Signer) -> None:
        """Silence is PortUnavailable, and the same answer is good once more."""
        trip = await signer.app.begin(TEXT)
        answer = await signer.signs(trip)
        signer.silence()
        with pytest.raises(PortUnavailable):
            await signer.app.finish(trip, answer)
        assert await signer.app.finish(trip, answer)

    async def test_no_trip_begins_while_the_service_is_silent(self, signer: Signer) -> None:
        """A person is not sent where nobody waits."""
        signer.silence()
        with pytest.raises(PortUnavailable):
            await signer.app.begin(TEXT)
