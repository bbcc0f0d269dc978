"""Notices of sign-outs: the provider's own, of now, and nothing else."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from contracts.loopback import loopback
from contracts.sign_in_town import CLIENT_ID, OFFICE_URL, SATO, Town, open_town

from domain.office.sign_in import SignInRefused
from sandbox.sign_in.lies import Lies
from sandbox.signing import Signer

EVENT = "http://schemas.openid.net/event/backchannel-logout"


@dataclass
class Post:
    """The office's way in for notices."""

    tokens: list[str] = field(default_factory=list)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Take one."""
        if scope["type"] != "http":
            raise NotImplementedError
        assert (scope["method"], scope["path"]) == ("POST", "/office/logout-notice")
        self.tokens += parse_qs((await receive())["body"].decode())["logout_token"]
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body"})


@pytest.fixture
async def post() -> Post:
    """Where notices arrive."""
    return Post()


@pytest.fixture
async def told(tmp_path: Path, post: Post) -> AsyncIterator[Town]:
    """A town whose provider sends notices there."""
    async with loopback(post) as address, open_town(tmp_path, notices_to=address) as opened:
        yield opened


async def test_a_sign_out_at_the_provider_is_told(told: Town, post: Post):
    """Of the very session that the sign-in named."""
    said = await told.sign_in.finish(*await told.signed())
    await told.browser.get(await told.sign_in.way_out(f"{OFFICE_URL}/office/signed-out") or "")
    of = await told.sign_in.read_notice(post.tokens[0])
    assert (of.issuer, of.subject, of.provider_session) == (said.issuer, SATO, said.provider_session)


def notice(town: Town, **changes: object) -> dict[str, Any]:
    """Return the claims of a notice, with these changed; None leaves one out."""
    now = int(datetime.now(UTC).timestamp())
    about = {"iss": town.config.issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 60, "jti": "one"}
    claims = {**about, "sub": SATO, "sid": "session", "events": {EVENT: {}}, **changes}
    return {name: value for name, value in claims.items() if value is not None}


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"iss": "https://evil.example"}, "iss"),
        ({"aud": "another"}, "aud"),
        ({"iat": 1}, "iat"),
        ({"exp": 1}, "exp"),
        ({"jti": None}, "jti"),
        ({"events": None}, "events"),
        ({"events": {}}, "events"),
        ({"events": [EVENT]}, "events"),
        ({"events": {EVENT: "now"}}, "events"),
        ({"nonce": "nonce"}, "nonce"),
        ({"sub": None, "sid": None}, "sub"),
        ({"sub": 7}, "sub"),
        ({"sid": ["session"]}, "sid"),
    ],
    ids=str,
)
async def test_a_notice_that_lacks_something_ends_nothing(
    town: Town, tmp_path: Path, changes: dict[str, object], why: str
):
    """Back-Channel Logout 1.0 §2.6, line by line, with the provider's own key."""
    signer = Signer(tmp_path / "sign_in" / "issuer.json")
    assert await town.sign_in.read_notice(signer.sign(notice(town), Lies()))
    with pytest.raises(SignInRefused) as refused:
        await town.sign_in.read_notice(signer.sign(notice(town, **changes), Lies()))
    assert refused.value.why == why


async def test_an_id_token_is_no_notice(town: Town, tmp_path: Path):
    """Whoever gets hold of one ends nobody's session by it."""
    signer = Signer(tmp_path / "sign_in" / "issuer.json")
    with pytest.raises(SignInRefused):
        await town.sign_in.read_notice(signer.sign(notice(town, events=None, nonce="n", auth_time=1), Lies()))


async def test_a_notice_may_name_a_person_or_a_session(town: Town, tmp_path: Path):
    """One of both is enough."""
    signer = Signer(tmp_path / "sign_in" / "issuer.json")
    person = await town.sign_in.read_notice(signer.sign(notice(town, sid=None), Lies()))
    session = await town.sign_in.read_notice(signer.sign(notice(town, sub=None), Lies()))
    assert (person.subject, person.provider_session) == (SATO, None)
    assert (session.subject, session.provider_session) == (None, "session")
