"""The way to the provider and back, and what is known by it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from contracts.sign_in_town import CLIENT_ID, OFFICE_URL, RETURN_URL, SATO, Town, answer_in, open_town

from domain.errors import PortUnavailable
from domain.office.sign_in import SignInRefused


async def test_a_person_signs_in(town: Town) -> None:
    """We know who, when, how strongly, and the provider's own session."""
    said = await town.sign_in.finish(*await town.signed())
    assert (said.issuer, said.subject, said.strong) == (town.config.issuer, SATO, True)
    assert abs((datetime.now(UTC) - said.auth_time).total_seconds()) < 5
    assert said.provider_session


async def test_what_is_asked_for(town: Town) -> None:
    """A code with PKCE, a sign-in of today; strong and anew only when they are needed."""
    asked = parse_qs(urlsplit((await town.sign_in.begin("")).url).query)
    assert asked | {"state": [], "nonce": [], "code_challenge": []} == {
        "response_type": ["code"],
        "client_id": [CLIENT_ID],
        "redirect_uri": [RETURN_URL],
        "scope": ["openid"],
        "code_challenge_method": ["S256"],
        "max_age": ["43200"],
        "state": [],
        "nonce": [],
        "code_challenge": [],
    }
    more = parse_qs(urlsplit((await town.sign_in.begin("", fresh=True, strong=True)).url).query)
    assert (more["prompt"], more["acr_values"]) == (["login"], ["phr"])


async def test_nothing_of_two_ways_is_the_same(town: Town) -> None:
    """State, nonce and verifier are random each time."""
    one, other = (await town.sign_in.begin("")).trip, (await town.sign_in.begin("")).trip
    assert not {one.state, one.nonce, one.verifier} & {other.state, other.nonce, other.verifier}


async def test_who_has_signed_in_at_the_provider_is_led_through(town: Town) -> None:
    """And is asked again for a stronger sign-in, or a new one."""
    first = await town.sign_in.finish(*await town.signed(strength="weak"))
    assert not first.strong
    out = await town.sign_in.begin("")
    through = await town.browser.get(out.url)
    again = await town.sign_in.finish(out.trip, answer_in(through.headers["location"]))
    assert (again.subject, again.auth_time) == (first.subject, first.auth_time)
    for way in ({"strong": True}, {"fresh": True}):
        assert (await town.browser.get((await town.sign_in.begin("", **way)).url)).status_code == 200


async def test_a_key_of_the_provider_that_is_changed_is_fetched_anew(town: Town) -> None:
    """Nobody waits for us to notice."""
    await town.sign_in.finish(*await town.signed())
    await town.renew_key()
    town.watch.ahead = timedelta(seconds=11)
    assert (await town.sign_in.finish(*await town.signed(fresh=True))).subject == SATO


async def test_who_turns_back_is_known_to_have(town: Town) -> None:
    """It is no fault of anybody's."""
    out = await town.sign_in.begin("")
    back = await town.pick(out.url, leave="1")
    with pytest.raises(SignInRefused) as refused:
        await town.sign_in.finish(out.trip, answer_in(back.headers["location"]))
    assert refused.value.cancelled


async def test_a_provider_that_does_not_answer_can_be_asked_again(town: Town) -> None:
    """The code is not lost by it."""
    trip, answer = await town.signed()
    town.line.drop_next = True
    with pytest.raises(PortUnavailable):
        await town.sign_in.finish(trip, answer)
    assert (await town.sign_in.finish(trip, answer)).subject == SATO


async def test_the_way_out_leads_over_the_provider_and_back(town: Town) -> None:
    """Behind it one signs in anew."""
    await town.signed()
    out = await town.sign_in.way_out(f"{OFFICE_URL}/office/signed-out")
    assert out is not None
    left = await town.browser.get(out)
    assert left.headers["location"] == f"{OFFICE_URL}/office/signed-out"
    assert (await town.browser.get((await town.sign_in.begin("")).url)).status_code == 200


async def test_the_same_provider_by_two_addresses(tmp_path: Path) -> None:
    """Between containers it is called elsewhere than in a browser; its name is the one that browsers know."""
    async with open_town(tmp_path, issuer="https://sign-in.city.example/sign_in") as town:
        said = await town.sign_in.finish(*await town.signed())
    assert (said.issuer, said.subject) == ("https://sign-in.city.example/sign_in", SATO)
