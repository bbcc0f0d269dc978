"""The provider of the office's sign-in, and who is on the way to it, in memory."""

# ruff: noqa: D102 - the methods are those of the ports, described there

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fakes.office_sessions import ISSUER

from domain.office.ports import WayOut
from domain.office.sign_in import ON_THE_WAY, SignedIn, SignedOut, SignInRefused, SignInTrip

PROVIDER = f"{ISSUER}/auth"


@dataclass
class FakeSignIn:
    """Whoever brings `code=<subject>` is that; `weak` sign-ins are; `refuses` is why everybody is refused."""

    clock: Callable[[], datetime]
    weak: bool = False
    refuses: str = ""
    has_way_out: bool = True
    begun: list[SignInTrip] = field(default_factory=list)

    async def begin(self, to: str, *, fresh: bool = False, strong: bool = False) -> WayOut:
        state = f"state-{len(self.begun)}"
        trip = SignInTrip(
            state=state, nonce="nonce", verifier="verifier", begun_at=self.clock(), to=to, fresh=fresh, strong=strong
        )
        self.begun.append(trip)
        return WayOut(trip, f"{PROVIDER}?state={state}")

    async def finish(self, trip: SignInTrip, answer: Mapping[str, str]) -> SignedIn:
        if self.refuses or "error" in answer:
            raise SignInRefused(self.refuses or "error", cancelled=answer.get("error") == "access_denied")
        said = {"issuer": ISSUER, "subject": answer["code"], "auth_time": self.clock(), "strong": not self.weak}
        return SignedIn.model_validate({**said, "provider_session": f"sid-{answer['code']}"})

    async def read_notice(self, token: str) -> SignedOut:
        subject = token.removeprefix("out:")
        if subject == token:
            raise SignInRefused("signature")
        return SignedOut(issuer=ISSUER, subject=subject, provider_session=None)

    async def way_out(self, back: str) -> str | None:
        return f"{ISSUER}/leave?back={back}" if self.has_way_out else None


@dataclass
class FakeTrips:
    """Sign-ins under way."""

    clock: Callable[[], datetime]
    rows: dict[tuple[str, str], SignInTrip] = field(default_factory=dict)

    async def keep(self, visit: str, trip: SignInTrip) -> None:
        self.rows[visit, trip.state] = trip

    async def take(self, visit: str, state: str) -> SignInTrip | None:
        trip = self.rows.pop((visit, state), None)
        return trip if trip is not None and self.clock() - trip.begun_at < ON_THE_WAY else None
