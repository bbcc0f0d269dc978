"""Officers' sign-in against a provider that is not ours: npm's oidc-provider, certified by the OpenID Foundation."""

import asyncio
import html
import json
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin

import httpx2
import pytest
from browser.tools.place import PROVIDER
from contracts.loopback import loopback
from contracts.sign_in_town import OFFICE_URL, RETURN_URL, answer_in
from fixtures.services import free_port
from joserfc.jwk import ECKey, RSAKey

from adapters.sign_in.app import OpenIdSignIn
from adapters.sign_in.config import SignInConfig
from adapters.sign_in.keys import ClientKey
from domain.errors import PortRejected
from domain.office.ports import WayOut
from domain.office.sign_in import SignedIn, SignInRefused

pytestmark = [
    pytest.mark.program,
    pytest.mark.skipif(not (PROVIDER.exists() and shutil.which("node")), reason="no oidc-provider: run make browser"),
]
WITHIN = 20  # seconds until the program listens
SECRET = "a secret of tests, & with: all+sorts % of signs"
MADE = ClientKey.generate()
SIGNED_OUT = f"{OFFICE_URL}/office/signed-out"


class Notices:
    """The office's way in for notices of sign-outs."""

    def __init__(self) -> None:
        self.tokens: asyncio.Queue[str] = asyncio.Queue()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Take one."""
        if scope["type"] != "http":
            raise NotImplementedError
        self.tokens.put_nowait(parse_qs((await receive())["body"].decode())["logout_token"][0])
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body"})


class Officer:
    """Somebody at a browser, who goes where the provider leads."""

    def __init__(self, http: httpx2.AsyncClient) -> None:
        self.http = http

    async def sign_in(self, out: WayOut, **form: str) -> dict[str, str]:
        """Follow the way; at the provider's page send `form`."""
        url, answer = out.url, await self.http.get(out.url)
        while "location" in answer.headers:
            url = urljoin(url, answer.headers["location"])
            if url.startswith(RETURN_URL):
                return answer_in(url)
            asked = f"{url}?{urlencode(form)}" if "/interaction/" in url else url
            answer = await self.http.get(asked)
        raise AssertionError(answer.text)

    async def leave(self, address: str) -> str:
        """Sign out, say yes to the provider's question, and return where it leads back to."""
        page = await self.http.get(address)
        fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page.text))
        where = html.unescape(re.search(r'action="([^"]+)"', page.text)[1])  # type: ignore[index]
        left = await self.http.post(urljoin(address, where), data={**fields, "logout": "yes"})
        return left.headers["location"]


def settings(notices: str) -> dict[str, Any]:
    """Return the provider's: two clients, one that shows a key and one that knows a secret."""
    both = {
        "redirect_uris": [RETURN_URL],
        "post_logout_redirect_uris": [SIGNED_OUT],
        "backchannel_logout_uri": notices,
        "backchannel_logout_session_required": True,
        "response_types": ["code"],
        "grant_types": ["authorization_code"],
    }
    by_key = {"token_endpoint_auth_method": "private_key_jwt", "token_endpoint_auth_signing_alg": "ES256"}
    keys = [
        ECKey.generate_key("P-256", {"alg": "ES256", "use": "sig"}, auto_kid=True),
        RSAKey.generate_key(2048, {"alg": "RS256", "use": "sig"}, auto_kid=True),
    ]
    return {
        "jwks": {"keys": [key.as_dict(private=True) for key in keys]},
        "clients": [
            {**both, **by_key, "client_id": "by-key", "id_token_signed_response_alg": "ES256", "jwks": MADE.public()},
            {**both, "client_id": "by:secret", "client_secret": SECRET, "id_token_signed_response_alg": "RS256"},
        ],
    }


@asynccontextmanager
async def running(settings_file: Path) -> AsyncIterator[str]:
    """Run the program and yield its address."""
    port, here = free_port(), Path(__file__).with_name("provider.mjs")
    command = ("node", str(here), str(port), str(settings_file), str(PROVIDER))
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    try:
        async with asyncio.timeout(WITHIN):
            assert process.stdout is not None
            while await process.stdout.readline() not in (b"ready\n", b""):
                pass
        yield f"http://127.0.0.1:{port}"
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@pytest.fixture(scope="module")
async def notices() -> Notices:
    """Where notices arrive."""
    return Notices()


@pytest.fixture(scope="module")
async def issuer(notices: Notices, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The provider."""
    file = tmp_path_factory.mktemp("provider") / "settings.json"
    async with loopback(notices) as address:
        file.write_text(json.dumps(settings(f"{address}/office/logout-notice")))
        async with running(file) as found:
            yield found


@pytest.fixture
async def http() -> AsyncIterator[httpx2.AsyncClient]:
    """Our way to the provider."""
    async with httpx2.AsyncClient(timeout=20) as client:
        yield client


@pytest.fixture
async def officer() -> AsyncIterator[Officer]:
    """Somebody who has not signed in yet."""
    async with httpx2.AsyncClient(timeout=20) as client:
        yield Officer(client)


@pytest.fixture(params=["by-key", "by:secret"])
def sign_in(request: pytest.FixtureRequest, issuer: str, http: httpx2.AsyncClient) -> OpenIdSignIn:
    """Our side, by a key and by a secret."""
    secret = SECRET if request.param == "by:secret" else ""
    config = SignInConfig(issuer, request.param, RETURN_URL, ("phr",), key=MADE, secret=secret)
    return OpenIdSignIn(config, http, lambda: datetime.now(UTC))


async def signed(sign_in: OpenIdSignIn, officer: Officer, out: WayOut, **form: str) -> SignedIn:
    """Go to the provider and back."""
    return await sign_in.finish(out.trip, await officer.sign_in(out, **form))


async def test_an_officer_signs_in_weakly_then_strongly_then_anew(sign_in: OpenIdSignIn, officer: Officer):
    """As its own words say it: acr, auth_time, sid."""
    weak = await signed(sign_in, officer, await sign_in.begin(""), who="officer-sato")
    assert (weak.subject, weak.strong) == ("officer-sato", False)
    assert weak.provider_session
    anew = await sign_in.begin("", fresh=True, strong=True)
    strong = await signed(sign_in, officer, anew, who="officer-sato", strong="1")
    assert (strong.subject, strong.strong) == ("officer-sato", True)
    assert strong.auth_time >= weak.auth_time


async def test_who_turns_back_is_known_to_have(sign_in: OpenIdSignIn, officer: Officer):
    """By the provider's own refusal."""
    with pytest.raises(SignInRefused) as refused:
        await signed(sign_in, officer, await sign_in.begin(""), leave="1")
    assert refused.value.cancelled


async def test_a_code_is_good_once_and_for_its_own_trip(sign_in: OpenIdSignIn, officer: Officer):
    """The provider sees both: PKCE, and a code that came before."""
    out = await sign_in.begin("")
    answer = await officer.sign_in(out, who="officer-sato")
    other = await sign_in.begin("")
    with pytest.raises(SignInRefused, match="code"):
        await sign_in.finish(other.trip, {**answer, "state": other.trip.state})
    assert await sign_in.finish(out.trip, answer)
    with pytest.raises(SignInRefused, match="code"):
        await sign_in.finish(out.trip, answer)


async def test_a_sign_out_is_told_and_read(sign_in: OpenIdSignIn, officer: Officer, notices: Notices):
    """The notice names the session that the sign-in did; the browser comes back to us."""
    said = await signed(sign_in, officer, await sign_in.begin(""), who="officer-suzuki")
    assert await officer.leave(await sign_in.way_out(SIGNED_OUT) or "") == SIGNED_OUT
    async with asyncio.timeout(WITHIN):
        of = await sign_in.read_notice(await notices.tokens.get())
    assert (of.issuer, of.provider_session) == (said.issuer, said.provider_session)


async def test_a_wrong_secret_is_said(issuer: str, http: httpx2.AsyncClient, officer: Officer):
    """It is the installation that is wrong, not the officer."""
    config = SignInConfig(issuer, "by:secret", RETURN_URL, ("phr",), secret="wrong")
    sign_in = OpenIdSignIn(config, http, lambda: datetime.now(UTC))
    with pytest.raises(PortRejected, match="invalid_client"):
        await signed(sign_in, officer, await sign_in.begin(""), who="officer-sato")
