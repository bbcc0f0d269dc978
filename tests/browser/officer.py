"""An officer at their browser, signed in before the small city, with the city at hand to bring about what a page is to show."""

import secrets
from dataclasses import dataclass

from browser.served import Counter
from browser.window import Window
from fakes.desk import City
from fakes.desk_stories import STAFF
from fakes.office_sessions import ISSUER

from domain.office.sign_in import SignedIn
from web.front.visits import Visit
from web.office.page import cookie_name


@dataclass(frozen=True)
class Officer:
    """One browser at the office."""

    window: Window
    counter: Counter

    @property
    def city(self) -> City:
        """The city behind the counter."""
        return self.counter.city

    async def signs_in(self, who: str, *, strong: bool = True) -> None:
        """Begin a session of one of STAFF, or of whom the city knows by this id."""
        visit = Visit(secrets.token_urlsafe(32))
        actor = STAFF.get(who) or self.city.people.actors[who]
        said = SignedIn(issuer=ISSUER, subject=actor.id, auth_time=self.city.now, strong=strong)
        await self.city.sessions.begin(visit.key, said, actor.id)
        cookie = {"name": cookie_name(secure=False), "value": visit.token, "url": self.counter.address}
        await self.window.page.context.add_cookies([cookie])

    async def go(self, path: str) -> None:
        """Open a page of the office."""
        await self.window.go(f"/office{path}")
