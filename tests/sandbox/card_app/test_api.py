"""The service takes what the real one documents, and nothing beside it."""

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import httpx2
import pytest
from contracts.card_app_town import CLIENT_ID, Town, answer_in, keys
from joserfc import jwt
from joserfc.jwk import RSAKey

TOKEN = "/api/realms/main/protocol/openid-connect/token"
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
GIVEN = base64.b64encode(hashlib.sha256(b"text").digest()).decode()


def assertion(town: Town, **claims: Any) -> str:
    """Return what shows who the client is; a claim of None is left out."""
    now = int(town.watch().timestamp())
    said = {
        "iss": CLIENT_ID,
        "sub": CLIENT_ID,
        "aud": town.config.token_audience,
        "exp": now + 60,
        "iat": now,
        "jti": "1",
    }
    signing = RSAKey.generate_key(2048) if claims.pop("foreign_key", False) else keys().signing
    held = {name: value for name, value in (said | claims).items() if value is not None}
    return jwt.encode({"alg": "RS256", "kid": str(keys().signing.kid)}, held, signing, algorithms=["RS256"])


async def ask(town: Town, *, query: str = "", **form: str) -> httpx2.Response:
    """Ask the token endpoint."""
    return await town.client.post(f"{town.config.url}{TOKEN}{query}", data={"client_assertion_type": ASSERTION, **form})


async def token(town: Town) -> str:
    """Return a token to order signatures by."""
    answer = await ask(town, grant_type="client_credentials", client_assertion=assertion(town, jti="token"))
    return str(answer.json()["access_token"])


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "another"},
        {"sub": "another"},
        {"aud": "https://evil.example/token"},
        {"exp": 1},
        {"exp": None},
        {"exp": 4_000_000_000},
        {"jti": None},
        {"foreign_key": True},
    ],
    ids=str,
)
async def test_a_client_that_does_not_show_who_it_is(town: Town, claims: dict[str, Any]) -> None:
    """private_key_jwt (RFC 7523), each claim as it must be."""
    answer = await ask(town, grant_type="client_credentials", client_assertion=assertion(town, **claims))
    assert (answer.status_code, answer.json()) == (401, {"error": "invalid_client"})


async def test_an_assertion_is_good_once(town: Town) -> None:
    """Its jti is remembered."""
    said = assertion(town)
    assert (await ask(town, grant_type="client_credentials", client_assertion=said)).status_code == 200
    assert (await ask(town, grant_type="client_credentials", client_assertion=said)).status_code == 401


async def test_what_is_asked_stands_in_the_body(town: Town) -> None:
    """In the address it is refused, as the real one does."""
    answer = await ask(town, query="?grant_type=client_credentials", client_assertion=assertion(town))
    assert answer.json() == {"error": "invalid_request"}


@pytest.mark.parametrize("grant", ["password", "refresh_token", "implicit", ""])
async def test_other_grants_are_not_given(town: Town, grant: str) -> None:
    """Codes and the client's own, nothing else."""
    answer = await ask(town, grant_type=grant, client_assertion=assertion(town))
    assert answer.json()["error"] == "unsupported_grant_type"


@pytest.mark.parametrize(
    "change", [{"digest": ""}, {"digest": "!"}, {"digest": "QQ" * 60}, {"client_id": "x"}], ids=str
)
async def test_orders_that_make_no_sense(town: Town, change: dict[str, str]) -> None:
    """Too long for a signature, not base64, somebody else's."""
    order = {"client_id": CLIENT_ID, "digest": GIVEN} | change
    bearer = {"Authorization": f"Bearer {await token(town)}"}
    answer = await town.client.post(f"{town.config.url}/api/sign-transactions", json=order, headers=bearer)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize("bearer", ["", "Basic bWFkZTp1cA==", "Bearer made-up"])
async def test_nobody_orders_or_fetches_without_a_token(town: Town, bearer: str) -> None:
    """And a token to order by fetches no result."""
    url, headers = f"{town.config.url}/api/sign-transactions", {"Authorization": bearer}
    order = await town.client.post(url, json={"client_id": CLIENT_ID, "digest": GIVEN}, headers=headers)
    trip, _ = await town.signed(b"text")
    result = await town.client.get(f"{url}/{trip.transaction_id}/result", headers=headers)
    own = {"Authorization": f"Bearer {await token(town)}"}
    ordering = await town.client.get(f"{url}/{trip.transaction_id}/result", headers=own)
    assert [each.status_code for each in (order, result, ordering)] == [401, 401, 401]


async def changed(town: Town, **changes: str) -> httpx2.Response:
    """Open a trip's address with parameters changed."""
    parts = urlsplit((await town.app.begin(b"text")).url)
    query = {name: value for name, value in (dict(parse_qsl(parts.query)) | changes).items() if value}
    return await town.client.get(urlunsplit(parts._replace(query=urlencode(query))))


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "sign"}, "invalid_scope"),
        ({"scope": "openid"}, "invalid_scope"),
        ({"nonce": ""}, "invalid_request"),
        ({"state": "x" * 256}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": ""}, "invalid_request"),
        ({"acr_values": "aal9"}, "invalid_request"),
        ({"sign_transaction_id": "unknown"}, "access_denied"),
    ],
    ids=str,
)
async def test_requests_that_are_sent_back(town: Town, change: dict[str, str], error: str) -> None:
    """The client is told what is wrong with what it asked."""
    answer = answer_in((await changed(town, **change)).headers["location"])
    assert (answer["error"], answer["iss"]) == (error, town.config.issuer)


@pytest.mark.parametrize("change", [{"client_id": "x"}, {"redirect_uri": "https://evil.example/"}], ids=str)
async def test_a_stranger_is_led_nowhere(town: Town, change: dict[str, str]) -> None:
    """A browser is sent back only where the client registered."""
    answer = await changed(town, **change)
    assert (answer.status_code, "location" in answer.headers) == (400, False)


async def test_a_code_redeemed_twice_takes_its_token_away(town: Town) -> None:
    """RFC 6749 §4.1.2: whoever stole a code gets nothing, and neither does who had it first."""
    trip, answer = await town.signed(b"text")
    fields = {"code": answer["code"], "code_verifier": trip.verifier, "redirect_uri": town.config.redirect_url}
    grant = {"grant_type": "authorization_code", **fields}
    first = (await ask(town, client_assertion=assertion(town, jti="a"), **grant)).json()["access_token"]
    second = await ask(town, client_assertion=assertion(town, jti="b"), **grant)
    assert second.json() == {"error": "invalid_grant"}
    url = f"{town.config.url}/api/sign-transactions/{trip.transaction_id}/result"
    assert (await town.client.get(url, headers={"Authorization": f"Bearer {first}"})).status_code == 401


@pytest.mark.parametrize(
    "change", [{"code_verifier": "x"}, {"redirect_uri": "http://127.0.0.1:2/"}, {"code": "x"}], ids=str
)
async def test_a_code_without_what_belongs_to_it(town: Town, change: dict[str, str]) -> None:
    """PKCE (RFC 7636), and the address the browser was led to."""
    trip, answer = await town.signed(b"text")
    fields = {"code": answer["code"], "code_verifier": trip.verifier, "redirect_uri": town.config.redirect_url}
    grant = {"grant_type": "authorization_code", **fields} | change
    assert (await ask(town, client_assertion=assertion(town), **grant)).json() == {"error": "invalid_grant"}
