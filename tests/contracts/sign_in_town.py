"""The officers' provider of the sandbox and our client of it, over real HTTP; and an officer with a browser."""

import html
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx2
from contracts.card_app_town import Line, Watch
from contracts.loopback import loopback
from contracts.sandbox_city import settings

from adapters.sign_in.app import OpenIdSignIn
from adapters.sign_in.config import SignInConfig
from adapters.sign_in.keys import ClientKey
from domain.office.sign_in import SignInTrip
from sandbox.app import create_app

OFFICE_URL = "http://127.0.0.1:1"
RETURN_URL = f"{OFFICE_URL}/office/return"
CLIENT_ID = "minamo-office"
SATO = "officer-sato"
OFFICERS = Path(__file__).parents[2] / "municipalities" / "999001" / "officers.toml"


@cache
def key() -> ClientKey:
    """Return our key, made once."""
    return ClientKey.generate()


@dataclass
class Town:
    """Everything of a test. `browser` follows no redirect by itself."""

    url: str
    config: SignInConfig
    client: httpx2.AsyncClient
    sign_in: OpenIdSignIn
    browser: httpx2.AsyncClient
    watch: Watch
    line: Line

    async def lie(self, **lies: object) -> None:
        """Have the provider say something wrong from now on."""
        answer = await self.client.put(f"{self.config.issuer}/sandbox/lies", json=lies)
        assert answer.status_code == 200, answer.text

    async def renew_key(self) -> None:
        """Have the provider sign with another key from now on."""
        assert (await self.client.post(f"{self.config.issuer}/sandbox/keys")).status_code == 204

    def other(self, **changes: Any) -> OpenIdSignIn:
        """Return another client of the provider: another process of ours, or one set up otherwise."""
        return OpenIdSignIn(replace(self.config, **changes), self.client, self.watch)

    async def pick(self, url: str, **form: str) -> httpx2.Response:
        """Open the way's address and send the form of its page."""
        page = await self.browser.get(self.config.inner(url))
        assert page.status_code == 200, page.text
        return await self.browser.post(f"{self.config.inner_issuer}/auth", data={**hidden(page.text), **form})

    async def signed(
        self, who: str = SATO, *, strength: str = "strong", fresh: bool = False, strong: bool = False
    ) -> tuple[SignInTrip, dict[str, str]]:
        """Go all the way to the answer."""
        out = await self.sign_in.begin("", fresh=fresh, strong=strong)
        back = await self.pick(out.url, officer=who, strength=strength)
        return out.trip, answer_in(back.headers["location"])


def answer_in(address: str) -> dict[str, str]:
    """Return the query with which a browser comes back to us."""
    assert address.startswith(f"{RETURN_URL}?"), address
    return dict(parse_qsl(urlsplit(address).query))


def hidden(page: str) -> dict[str, str]:
    """Return the hidden fields of the page's form."""
    return {
        name: html.unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)
    }


@asynccontextmanager
async def open_town(folder: Path, *, notices_to: str = "", issuer: str = "") -> AsyncIterator[Town]:
    """Open the city with the office registered at its provider.

    It sends notices of sign-outs below `notices_to`; `issuer` is its name, where it is not its address.
    """
    file = folder / "sign_in_public.json"
    file.write_text(json.dumps(key().public()))
    line, watch = Line(), Watch()
    async with loopback(line) as address:
        given = {
            "sign_in_issuer": issuer or f"{address}/sign_in",
            "sign_in_client_id": CLIENT_ID,
            "sign_in_client_keys": file,
            "office_url": OFFICE_URL,
            "office_inner_url": notices_to,
            "officers_file": OFFICERS,
        }
        line.application = create_app(settings(folder, **given))
        here = f"{address}/sign_in"
        config = SignInConfig(
            issuer or here, CLIENT_ID, RETURN_URL, ("phr",), key=key(), inner_issuer=here, timeout=5.0
        )
        async with httpx2.AsyncClient() as client, httpx2.AsyncClient(base_url=address) as browser:
            yield Town(address, config, client, OpenIdSignIn(config, client, watch), browser, watch, line)
        line.application.city.close()
