"""Portals call with a key, within their rights and their minute, and see what came through them alone."""

from datetime import timedelta

import pytest
from fakes.desk_stories import case_id, paid, receipt_number
from fakes.portals import portal_named

from domain.portals.keys import Mode, make_key
from domain.portals.portal import Scope

STATUS = f"/api/v1/requests/{receipt_number(1)}"
EVENTS = f"{STATUS}/events"


@pytest.fixture
def bearing(city):
    """Return the header of a portal with these scopes."""

    def header(portal_id: str = "town-portal", *scopes: Scope, per_minute: int = 600) -> dict[str, str]:
        key = city.portals.key_of(portal_named(portal_id, *scopes, per_minute=per_minute))
        return {"Authorization": f"Bearer {key}"}

    return header


async def test_a_request_is_its_portals_alone(client, city, bearing):
    """Another portal, and one of nobody's, are the same 404."""
    city.happened(1, *paid(1))
    own, other = bearing("own"), bearing("other")
    await city.portals.adopt("own", case_id(1))

    assert (await client.get(STATUS, headers=own)).status_code == 200
    foreign, unknown = [
        await client.get(path, headers=other) for path in (EVENTS, f"/api/v1/requests/{receipt_number(9)}/events")
    ]
    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert foreign.json() == unknown.json()
    assert (await client.get(STATUS, headers=other)).status_code == 404


async def test_events_tell_where_a_request_stood_and_nothing_of_the_office(client, city, bearing):
    city.happened(1, *paid(1))
    await city.portals.adopt("town-portal", case_id(1))

    told = (await client.get(EVENTS, headers=bearing())).json()

    assert [each["status"] for each in told["items"]] == ["under_examination", "awaiting_payment", "under_examination"]
    assert told["case_id"] == case_id(1)
    assert "officer" not in str(told)


@pytest.mark.parametrize(
    ("key", "status", "code"),
    [
        ("mdg_test_nonsense", 401, "key_refused"),
        (make_key(Mode.TEST, bytes(20)), 401, "key_refused"),
        (make_key(Mode.LIVE, bytes(20)), 403, "key_of_other_mode"),
    ],
)
async def test_a_key_that_is_not_good_here_is_refused_everywhere(client, key, status, code):
    for path in (EVENTS, STATUS, "/api/v1/webhook-endpoints"):
        answer = await client.get(path, headers={"Authorization": f"Bearer {key}"})
        assert (answer.status_code, answer.json()["code"]) == (status, code), path


async def test_without_a_key_nobody_is_a_portal(client):
    assert (await client.get(EVENTS)).status_code == 401


async def test_a_right_that_was_not_given_is_missing(client, city, bearing):
    city.happened(1, *paid(1))
    await city.portals.adopt("town-portal", case_id(1))
    submitting = bearing("town-portal", Scope.SUBMIT)

    for method, path in (("GET", EVENTS), ("GET", STATUS), ("GET", "/api/v1/webhook-endpoints")):
        answer = await client.request(method, path, headers=submitting)
        assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing"), path


async def test_the_call_beyond_the_limit_waits_for_the_next_minute(client, city, bearing):
    city.happened(1, *paid(1))
    await city.portals.adopt("town-portal", case_id(1))
    three = bearing(per_minute=3)

    answers = [await client.get(EVENTS, headers=three) for _ in range(4)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    wait = int(answers[-1].headers["Retry-After"])
    assert 1 <= wait <= 60

    city.now += timedelta(seconds=wait)
    assert (await client.get(EVENTS, headers=three)).status_code == 200


async def test_the_catalogue_needs_no_key_and_has_the_forms(client):
    told = (await client.get("/api/v1/catalogue")).json()

    (certificates,) = told["procedures"]
    assert {each["kind"] for each in certificates["kinds"]} == {"resident_record_copy", "seal_registration_certificate"}
    assert certificates["forms"]["typed"]["type"] == "object"
    assert told["rules_version"]


async def test_an_endpoint_is_told_its_secret_once(client, bearing):
    header = bearing()
    made = await client.post("/api/v1/webhook-endpoints", json={"url": "https://portal.example/in"}, headers=header)
    listed = await client.get("/api/v1/webhook-endpoints", headers=header)

    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    assert [(each["url"], each["secret"]) for each in listed.json()["items"]] == [("https://portal.example/in", None)]


async def test_an_address_that_cannot_be_used_is_refused(client, bearing):
    answer = await client.post("/api/v1/webhook-endpoints", json={"url": "ftp://portal.example"}, headers=bearing())

    assert (answer.status_code, answer.json()["code"]) == (422, "endpoint_unfit")


async def test_more_endpoints_than_there_may_be_are_refused(client, bearing):
    header = bearing()
    answers = [
        await client.post("/api/v1/webhook-endpoints", json={"url": f"https://portal.example/{n}"}, headers=header)
        for n in range(6)
    ]

    assert [each.status_code for each in answers] == [201] * 5 + [409]


async def test_an_endpoint_is_tested_and_a_message_sent_anew(client, city, bearing):
    header, other = bearing("own"), bearing("other")
    made = (await client.post("/api/v1/webhook-endpoints", json={"url": "https://a.example/"}, headers=header)).json()
    path = f"/api/v1/webhook-endpoints/{made['endpoint_id']}"

    told = await client.post(f"{path}/test", headers=header)
    message = told.json()["message_id"]
    assert told.status_code == 202
    log = await client.get(f"{path}/deliveries", headers=header)
    assert [(each["message_id"], each["type"]) for each in log.json()["items"]] == [(message, "test")]
    assert (await client.post(f"{path}/deliveries/{message}/redeliver", headers=header)).status_code == 202
    assert (await client.post(f"{path}/deliveries/none/redeliver", headers=header)).status_code == 404
    for method, foreign in (("POST", f"{path}/test"), ("GET", f"{path}/deliveries"), ("DELETE", path)):
        assert (await client.request(method, foreign, headers=other)).status_code == 404
    assert (await client.delete(path, headers=header)).status_code == 204
    assert city.webhooks.endpoints == {}
