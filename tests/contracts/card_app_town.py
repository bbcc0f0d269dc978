"""The card app's service of the sandbox and our client of it, over real HTTP; and a resident with a phone."""

import atexit
import json
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2
from contracts.loopback import loopback
from contracts.sandbox_city import settings

from adapters.card_app.app import MynaApp
from adapters.card_app.config import CardAppConfig
from adapters.card_app.keys import CardAppKeys
from domain.identity.card_app import Trip
from sandbox.app import SandboxCity, create_app
from sandbox.jpki.pki import SandboxPki

RETURN_URL = "http://127.0.0.1:1/return/card"
CLIENT_ID = "minamo999001"
HANAKO = ("card-1001", "ABC123")


@cache
def keys() -> CardAppKeys:
    """Return our keys, made once: RSA keys are slow to make."""
    return CardAppKeys.generate()


@dataclass
class Watch:
    """Our clock, which a test may set forward."""

    ahead: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        """Return what it says."""
        return datetime.now(UTC) + self.ahead


@dataclass
class Phone:
    """A browser on a phone: follows no redirect by itself."""

    http: httpx2.AsyncClient

    async def open(self, url: str) -> str:
        """Open the trip's address and return that of the page it leads to."""
        return (await self.http.get(url)).headers["location"]

    async def press(self, page: str, what: str, **form: str) -> httpx2.Response:
        """Press a button of the page."""
        return await self.http.post(f"{page}/{what}", data=form)

    async def sign(self, url: str, card: str, pin: str) -> dict[str, str]:
        """Hold a card, type a PIN and return the answer the browser is led back with."""
        page = await self.open(url)
        await self.press(page, "card", card=card)
        return answer_in((await self.press(page, "pin", pin=pin)).headers["location"])

    async def leave(self, page: str) -> dict[str, str]:
        """Go back without a signature."""
        return answer_in((await self.press(page, "leave")).headers["location"])


def answer_in(address: str) -> dict[str, str]:
    """Return the query with which a browser comes back to us."""
    assert address.startswith(f"{RETURN_URL}?"), address
    return dict(parse_qsl(urlsplit(address).query))


@dataclass
class Town:
    """Everything of a test."""

    url: str
    config: CardAppConfig
    client: httpx2.AsyncClient
    app: MynaApp
    phone: Phone
    watch: Watch
    roots: Path
    line: "Line"

    async def lie(self, **lies: object) -> None:
        """Have the service say something wrong from now on."""
        answer = await self.client.put(f"{self.config.url}/sandbox/lies", json=lies)
        assert answer.status_code == 200, answer.text

    async def shorten(self, **seconds: float) -> None:
        """Change how long things are good for from now on."""
        answer = await self.client.post(f"{self.config.url}/sandbox/lifetimes", json=seconds)
        assert answer.status_code == 200, answer.text

    async def break_down(self, **rule: object) -> None:
        """Put one fault of the service into force."""
        answer = await self.client.put(f"{self.url}/faults", json={"rules": [{"system": "card_app", **rule}]})
        assert answer.status_code == 200, answer.text

    def forget_tokens(self) -> None:
        """Have the service lose every token it gave out."""
        assert self.line.application is not None
        books = self.line.application.city.card_app
        with books.connection:
            books.connection.execute("DELETE FROM tokens")

    async def books(self) -> dict[str, int]:
        """Return the service's own count of what happened."""
        return dict((await self.client.get(f"{self.config.url}/sandbox/books")).json())

    def other_app(self, **changes: Any) -> MynaApp:
        """Return another client of the service: another process of ours, or one set up otherwise."""
        return MynaApp(replace(self.config, **changes), self.client, self.watch)

    async def signed(self, text: bytes, card: str = HANAKO[0], pin: str = HANAKO[1]) -> tuple[Trip, dict[str, str]]:
        """Go all the way to the answer."""
        trip = await self.app.begin(text)
        return trip, await self.phone.sign(trip.url, card, pin)


@dataclass
class Line:
    """ASGI in front of the city: remembers what was asked, and breaks off the next call when told to."""

    application: SandboxCity | None = None
    asked: list[str] = field(default_factory=list)
    drop_next: bool = False

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass a call on."""
        if self.application is None or scope["type"] != "http":
            raise NotImplementedError  # no lifespan: its mail and its post are not needed
        self.asked.append(f"{scope['method']} {scope['path']}?{scope['query_string'].decode()}")
        if self.drop_next:
            self.drop_next = False
            await send({"type": "http.response.start", "status": 503, "headers": []})
            await send({"type": "http.response.body"})
            return
        await self.application(scope, receive, send)


@cache
def cards() -> SandboxPki:
    """Return a root and the cards that tests hold, made once: RSA keys are slow to make."""
    folder = Path(tempfile.mkdtemp(prefix="madoguchi-cards-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    pki = SandboxPki(folder)
    for card in ("card-1001", "card-1002", "card-1014", "card-1015"):
        pki.card(card)
    return pki


@asynccontextmanager
async def open_town(folder: Path, registered: Mapping[str, Any] | None = None) -> AsyncIterator[Town]:
    """Open the city with the client registered there by its public keys, or by these."""
    shutil.copytree(cards().root_file.parents[1], folder / "jpki", ignore=shutil.ignore_patterns("*.sqlite3*"))
    file = folder / "card_app_public.json"
    file.write_text(json.dumps(registered or keys().public()))
    line, watch = Line(), Watch()
    async with loopback(line) as address:
        line.application = create_app(
            settings(
                folder,
                card_app_url=f"{address}/card_app",
                card_app_client_id=CLIENT_ID,
                card_app_client_keys=file,
                card_app_return_url=RETURN_URL,
            )
        )
        config = CardAppConfig(f"{address}/card_app", CLIENT_ID, RETURN_URL, keys(), timeout=5.0)
        async with httpx2.AsyncClient() as client, httpx2.AsyncClient(base_url=address) as browser:
            app = MynaApp(config, client, watch)
            yield Town(address, config, client, app, Phone(browser), watch, folder / "jpki" / "roots", line)
        line.application.city.close()


def visible(html: str) -> str:
    """Return the words of a page."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.split("</head>", 1)[1]))
