"""The card app in memory: a trip answered with `code=…` is signed, anything else says why not."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime

from fakes.faults import Faults

from domain.identity.card_app import CardAppRefused, CardTrouble, Trip

ISSUER = "https://card-app.example/api/realms/main"


class FakeCardApp:
    """Signs everything. `trouble` (with `tries_left`) is what the next trips bring instead."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.faults = Faults("card_app")
        self.trouble: CardTrouble | None = None
        self.tries_left: int | None = None
        self._clock = clock
        self._begun = 0

    async def begin(self, text: bytes) -> Trip:
        """Return a trip to a page that is not there."""
        await self.faults.gate("begin")
        with self.faults.around("begin"):
            self._begun += 1
            return Trip(
                state=f"state-{self._begun}",
                nonce=f"nonce-{self._begun}",
                verifier=f"verifier-{self._begun}",
                transaction_id=f"transaction-{self._begun}",
                url=f"https://card-app.example/auth?state=state-{self._begun}",
                text_sha256=hashlib.sha256(text).hexdigest(),
                begun_at=self._clock(),
            )

    async def finish(self, trip: Trip, answer: Mapping[str, str]) -> bytes:
        """Return a signature that FakeVerifier takes for one."""
        await self.faults.gate("finish")
        with self.faults.around("finish"):
            if answer.get("state") != trip.state or answer.get("iss") != ISSUER:
                raise CardAppRefused(CardTrouble.NOT_TRUSTED, why="state or issuer")
            if self.trouble is not None:
                raise CardAppRefused(self.trouble, self.tries_left)
            if "error" in answer:
                raise CardAppRefused(CardTrouble.CANCELLED)
            return f"signed {trip.text_sha256}".encode()


def answer_to(trip: Trip) -> dict[str, str]:
    """Return the query with which a browser comes back signed."""
    return {"code": f"code-{trip.state}", "state": trip.state, "iss": ISSUER}
