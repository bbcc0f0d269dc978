"""What only an attack or a wrong setting would bring: each lie of the service is seen, and nothing is signed by it."""

from typing import Any

import pytest
from contracts.card_app_town import Town

from adapters.card_app.keys import CardAppKeys
from domain.errors import PortRejected
from domain.identity.card_app import CardAppRefused, CardTrouble, Trip

TEXT = b"text"


async def distrust(town: Town, trip: Trip, answer: dict[str, str]) -> str:
    """Return why an answer is not trusted."""
    with pytest.raises(CardAppRefused) as refusal:
        await town.app.finish(trip, answer)
    assert refusal.value.trouble is CardTrouble.NOT_TRUSTED
    return refusal.value.why


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
        ({"audience": ["minamo999001", "another-client"]}, "aud"),
        ({"audience": ""}, "aud"),
        ({"audience": []}, "aud"),
        ({"authorized_party": "another-client"}, "azp"),
        ({"subject": ""}, "sub"),
        ({"nonce": "another"}, "nonce"),
        ({"nonce": ""}, "nonce"),
        ({"acr": "aal2"}, "acr"),
        ({"acr": ""}, "acr"),
        ({"acr": "aal33"}, "acr"),
        ({"held_ago": 3600}, "auth_time"),
        ({"expired_ago": 120}, "exp"),
        ({"issued_ago": 3600}, "exp"),
        ({"foreign_signing_key": True}, "id_token"),
        ({"unsigned_token": True}, "id_token"),
        ({"token_by_shared_secret": True}, "id_token"),
        ({"foreign_encryption_key": True}, "encryption"),
        ({"clear_result": True}, "encryption"),
        ({"other_text": True}, "signature"),
        ({"other_card": True}, "signature"),
    ],
    ids=str,
)
async def test_a_lie_is_seen(town: Town, lies: dict[str, Any], why: str) -> None:
    """Each alone, everything else being right."""
    await town.lie(**lies)
    trip, answer = await town.signed(TEXT)
    assert await distrust(town, trip, answer) == why


@pytest.mark.parametrize("audience", ["minamo999001", ["minamo999001"]])
async def test_an_honest_token_in_both_spellings(town: Town, audience: object) -> None:
    """One audience as a text or as a list of one."""
    await town.lie(audience=audience)
    trip, answer = await town.signed(TEXT)
    assert await town.app.finish(trip, answer)


@pytest.mark.parametrize("change", [{"code": ""}, {"code": "x" * 4000}, {"state": "另"}, {"iss": ""}], ids=str)
async def test_an_answer_that_somebody_made_up(town: Town, change: dict[str, str]) -> None:
    """Nobody is asked about it."""
    trip = await town.app.begin(TEXT)
    made_up = {"state": trip.state, "iss": town.config.issuer, "code": "made-up"} | change
    before = len(town.line.asked)
    assert await distrust(town, trip, made_up) in {"code", "state", "issuer"}
    assert len(town.line.asked) == before


async def test_a_code_of_another_trip_is_not_taken(town: Town) -> None:
    """Its challenge is not of our verifier (RFC 7636): somebody else's signature never becomes ours."""
    (_, theirs), ours = await town.signed(b"theirs"), await town.app.begin(TEXT)
    stolen = {**theirs, "state": ours.state}
    with pytest.raises(CardAppRefused) as refusal:
        await town.app.finish(ours, stolen)
    assert refusal.value.trouble is CardTrouble.TOO_LATE  # the service says invalid_grant, as for one that is over


async def test_a_code_that_was_used_elsewhere_is_too_late(town: Town) -> None:
    """Replayed in another process, it is good for nothing; there is a way on: a new trip."""
    trip, answer = await town.signed(TEXT)
    assert await town.app.finish(trip, answer)
    with pytest.raises(CardAppRefused) as refusal:
        await town.other_app().finish(trip, answer)
    assert refusal.value.trouble is CardTrouble.TOO_LATE
    again, fresh = await town.signed(TEXT)
    assert await town.other_app().finish(again, fresh)


async def test_keys_the_service_does_not_know(town: Town) -> None:
    """Whoever takes our name without our key begins nothing."""
    stranger = town.other_app(keys=CardAppKeys.generate())
    with pytest.raises(PortRejected, match="invalid_client"):
        await stranger.begin(TEXT)
