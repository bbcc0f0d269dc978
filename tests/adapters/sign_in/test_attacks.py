"""What only an attack or a wrong setting would bring: each lie of the provider is seen, and nobody is signed in by it."""

from datetime import timedelta
from typing import Any

import pytest
from contracts.sign_in_town import CLIENT_ID, SATO, Town

from adapters.sign_in.keys import ClientKey
from domain.errors import PortRejected
from domain.office.sign_in import ON_THE_WAY, SignInRefused, SignInTrip


async def refusal(town: Town, trip: SignInTrip, answer: dict[str, str]) -> str:
    """Return why an answer is not believed."""
    with pytest.raises(SignInRefused) as refused:
        await town.sign_in.finish(trip, answer)
    return refused.value.why


@pytest.mark.parametrize(
    ("lies", "why"),
    [
        ({"answer_issuer": "https://evil.example"}, "issuer"),
        ({"answer_issuer": ""}, "issuer"),
        ({"answer_state": "another"}, "state"),
        ({"answer_state": ""}, "state"),
        ({"token_issuer": "https://evil.example"}, "iss"),
        ({"token_issuer": ""}, "iss"),
        ({"audience": "another-client"}, "aud"),
        ({"audience": [CLIENT_ID, "another-client"]}, "aud"),
        ({"audience": ""}, "aud"),
        ({"audience": []}, "aud"),
        ({"authorized_party": "another-client"}, "azp"),
        ({"subject": ""}, "sub"),
        ({"subject": "x" * 256}, "sub"),
        ({"subject": "officer\nsato"}, "sub"),
        ({"nonce": "another"}, "nonce"),
        ({"nonce": ""}, "nonce"),
        ({"auth_time": ""}, "auth_time"),
        ({"auth_time": "yesterday"}, "auth_time"),
        ({"signed_in_ago": 13 * 3600}, "auth_time"),
        ({"expired_ago": 120}, "exp"),
        ({"issued_ago": 3600}, "exp"),
        ({"issued_ago": 200}, "iat"),
        ({"issued_ago": -3600}, "iat"),
        ({"logout_token_for_id_token": True}, "nonce"),
        ({"foreign_signing_key": True}, "signature"),
        ({"unsigned_token": True}, "signature"),
        ({"token_by_shared_secret": True}, "signature"),
    ],
    ids=str,
)
async def test_a_lie_is_seen(town: Town, lies: dict[str, Any], why: str) -> None:
    """Each alone, everything else being right."""
    await town.lie(**lies)
    trip, answer = await town.signed()
    assert await refusal(town, trip, answer) == why


@pytest.mark.parametrize("audience", [CLIENT_ID, [CLIENT_ID]])
async def test_an_honest_token_in_both_spellings(town: Town, audience: object) -> None:
    """One audience as a text or as a list of one."""
    await town.lie(audience=audience)
    assert (await town.sign_in.finish(*await town.signed())).subject == SATO


@pytest.mark.parametrize("acr", ["", "pwd", "phr pwd", "PHR", "phrh"])
async def test_a_sign_in_is_strong_by_an_accepted_word_alone(town: Town, acr: str) -> None:
    """None at all, another, or one that only looks like it: the sign-in is a weak one."""
    await town.lie(acr=acr)
    assert not (await town.sign_in.finish(*await town.signed())).strong


@pytest.mark.parametrize("change", [{"code": ""}, {"code": "x" * 5000}, {"state": "另"}, {"iss": ""}], ids=str)
async def test_an_answer_that_somebody_made_up(town: Town, change: dict[str, str]) -> None:
    """Nobody is asked about it."""
    out = await town.sign_in.begin("")
    made_up = {"state": out.trip.state, "iss": town.config.issuer, "code": "made-up"} | change
    before = len(town.line.asked)
    assert await refusal(town, out.trip, made_up) in {"code", "state", "issuer"}
    assert len(town.line.asked) == before


async def test_a_code_is_good_once(town: Town) -> None:
    """Who has seen the address a browser came back with signs in by it no second time."""
    trip, answer = await town.signed()
    await town.sign_in.finish(trip, answer)
    assert await refusal(town, trip, answer) == "code"


async def test_a_code_of_another_trip_is_refused(town: Town) -> None:
    """An attacker's own code, put into somebody's way back (RFC 6749 §10.12, RFC 7636)."""
    _, attackers = await town.signed("officer-suzuki")
    trip, answer = await town.signed(fresh=True)
    assert await refusal(town, trip, {**answer, "code": attackers["code"]}) == "code"


async def test_an_answer_that_comes_too_late_is_refused(town: Town) -> None:
    """The way is open for a quarter of an hour."""
    trip, answer = await town.signed()
    town.watch.ahead = ON_THE_WAY + timedelta(seconds=1)
    assert await refusal(town, trip, answer) == "late"


async def test_who_is_asked_to_sign_in_anew_has_to(town: Town) -> None:
    """A sign-in of before, however young, is none."""
    await town.lie(signed_in_ago=120)
    trip, answer = await town.signed(fresh=True)
    assert await refusal(town, trip, answer) == "auth_time"


async def test_a_provider_that_calls_itself_otherwise_is_not_ours(town: Town) -> None:
    """Its name is compared byte by byte (Discovery §4.3)."""
    other = town.other(issuer=f"{town.config.issuer}/")
    with pytest.raises(PortRejected, match="other_issuer"):
        await other.begin("")


async def test_a_provider_does_not_take_a_key_that_is_not_ours(town: Town) -> None:
    """It is the installation that is wrong, not the officer."""
    trip, answer = await town.signed()
    with pytest.raises(PortRejected, match="invalid_client"):
        await town.other(key=ClientKey.generate()).finish(trip, answer)


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "." * 2000, "é.é.é"])
async def test_a_notice_that_is_none_ends_nothing(town: Town, token: str) -> None:
    """Anybody can send one."""
    with pytest.raises(SignInRefused):
        await town.sign_in.read_notice(token)


async def test_nonsense_makes_us_ask_the_provider_seldom(town: Town) -> None:
    """Its keys are fetched again at most every ten seconds, however many tokens of unknown keys come."""
    for _ in range(5):
        with pytest.raises(SignInRefused):
            await town.sign_in.read_notice("a.b.c")
    assert len([each for each in town.line.asked if "/keys?" in each]) == 1
