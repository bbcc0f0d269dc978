"""The description of the API says what the API does."""

import json
import re

import httpx2
import pytest
from fakes.desk import ROUTERS
from fakes.desk_stories import FORM, case_id, sign_in
from fastapi import FastAPI

from web.app import create_app, routers


async def test_the_description_is_served_and_whole(client: httpx2.AsyncClient) -> None:
    """OpenAPI 3.1 with every route of the API, and every reference leads somewhere."""
    document = (await client.get("/api/v1/openapi.json")).json()
    assert document["openapi"].startswith("3.1")
    described = {(method.upper(), path) for path, item in document["paths"].items() for method in item}
    routes = {
        (method, route.path)
        for router in ROUTERS
        for route in router.routes
        if route.include_in_schema
        for method in route.methods
    }
    assert described == routes
    for reference in set(_references(document)):
        place = document
        for part in reference.removeprefix("#/").split("/"):
            place = place[part]


def _references(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [found for part in value.values() for found in _references(part)]
    if isinstance(value, list):
        return [found for part in value for found in _references(part)]
    return []


@pytest.mark.parametrize("desk", ["citizens", "office"])
async def test_each_process_describes_its_own_desk(app: FastAPI, desk: str) -> None:
    """In production a process serves one desk: the description is that desk's, and whole."""
    part = create_app(app.state.desk, app.state.site, app.state.faces, {desk}).openapi()
    paths = {
        route.path for router in routers(app.state.faces, {desk}) for route in router.routes if route.include_in_schema
    }
    assert set(part["paths"]) == paths
    named = {each.removeprefix("#/components/schemas/") for each in _references(part)}
    assert named <= set(part["components"]["schemas"])


async def test_every_refusal_is_described_as_a_problem_document(client: httpx2.AsyncClient) -> None:
    """Each operation names its refusals, and none as FastAPI would write them."""
    document = (await client.get("/api/v1/openapi.json")).json()
    for path, item in document["paths"].items():
        for operation in item.values():
            refusals = {code: answer for code, answer in operation["responses"].items() if code >= "400"}
            assert "500" in refusals
            assert all("application/problem+json" in a["content"] or path == "/health/ready" for a in refusals.values())
    assert "HTTPValidationError" not in json.dumps(document)


async def test_staff_operations_need_a_token_by_description(client: httpx2.AsyncClient) -> None:
    """The description says which operations need a token and that a submission needs its key."""
    paths = (await client.get("/api/v1/openapi.json")).json()["paths"]
    for path, item in paths.items():
        for operation in item.values():
            portals = path.startswith("/api/v1/webhook-endpoints") or path.endswith("/events")
            assert ("security" in operation) == (portals or path.startswith("/api/v1/staff/"))
    key = next(each for each in paths["/api/v1/requests"]["post"]["parameters"] if each["name"] == "Idempotency-Key")
    assert key["required"] is True


async def described(client: httpx2.AsyncClient) -> dict:
    """Return the description."""
    return (await client.get("/api/v1/openapi.json")).json()


async def test_a_command_is_told_by_its_action(client: httpx2.AsyncClient) -> None:
    """Every command of the union needs its `action`, which has a default in our own code alone."""
    schemas = (await described(client))["components"]["schemas"]
    commands = schemas["DecisionRequest"]["properties"]["command"]["discriminator"]["mapping"].values()
    assert len(commands) >= 12
    assert all("action" in schemas[each.rpartition("/")[2]]["required"] for each in commands)


async def test_what_is_refused_by_its_form_is_described(client: httpx2.AsyncClient) -> None:
    """Key, signature, place in the list, tracking number, postcode: the pattern that the server asks for."""
    document = await described(client)
    paths, schemas = document["paths"], document["components"]["schemas"]

    def parameter(path: str, method: str, name: str) -> dict:
        return next(each["schema"] for each in paths[path][method]["parameters"] if each["name"] == name)

    key = parameter("/api/v1/requests", "post", "Idempotency-Key")
    assert (key["minLength"], key["maxLength"], key["pattern"]) == (8, 128, r"^[\x21-\x7e]+$")
    after = parameter("/api/v1/staff/requests", "get", "after")["anyOf"][0]
    assert re.fullmatch(after["pattern"], case_id(1))
    assert schemas["SignedForm"]["properties"]["signature"]["minLength"] == 1
    assert schemas["ConfirmDispatch"]["properties"]["tracking_number"]["pattern"] == "^[0-9]{11,12}$"
    assert schemas["FormDelivery"]["properties"]["postcode"]["pattern"] == "^[0-9]{3}-?[0-9]{4}$"


async def test_a_form_to_be_signed_has_no_number_yet(client: httpx2.AsyncClient) -> None:
    """`nonce` comes with the answer; the signed form needs it."""
    schemas = (await described(client))["components"]["schemas"]
    assert "nonce" not in schemas["UnsignedApplication"]["required"]
    assert "nonce" in schemas["Application"]["required"]


async def test_a_form_by_card_is_described_beside_the_typed_one(client: httpx2.AsyncClient) -> None:
    """They are told apart by one field, which a typed form need not have; neither takes what is the other's."""
    schemas = (await described(client))["components"]["schemas"]
    assert [each["$ref"].rpartition("/")[2] for each in schemas["SignedForm"]["properties"]["form"]["oneOf"]] == [
        "Application",
        "CardForm",
    ]
    typed, by_card = schemas["Application"], schemas["CardForm"]
    assert (typed["properties"]["identity_from"]["const"], "identity_from" in typed["required"]) == ("form", False)
    assert (by_card["properties"]["identity_from"]["const"], "identity_from" in by_card["required"]) == ("card", True)
    assert set(schemas["FormContact"]["properties"]) == {"mail"}
    assert not by_card["additionalProperties"]
    assert "delivery" not in by_card["required"]


async def test_no_status_is_described_that_never_comes(client: httpx2.AsyncClient) -> None:
    """Webhooks take a body whatever it is called, and an unknown case is 404 and nothing else."""
    paths = (await described(client))["paths"]
    for webhook in ("{provider}", "post"):
        assert not {"400", "415"} & paths[f"/api/v1/webhooks/{webhook}"]["post"]["responses"].keys()
    assert "422" not in paths["/api/v1/staff/requests/{case_id}"]["get"]["responses"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "notification_type"),
        ({"notification_type": ""}, "notification_type"),
        ({"notification_type": 5}, "notification_type"),
        ([], "body"),
        ({"notification_type": "Transaction"}, "merchant_order_id"),
        ({"notification_type": "Transaction", "merchant_order_id": "a b"}, "merchant_order_id"),
    ],
)
async def test_a_webhook_that_cannot_be_read_says_where(client: httpx2.AsyncClient, body: object, field: str) -> None:
    """The field at fault stands in `errors`, in both languages."""
    for language in ("ja", "en"):
        answer = await client.post("/api/v1/webhooks/paypay", json=body, headers={"Accept-Language": language})
        assert answer.status_code == 422
        assert [each["field"] for each in answer.json()["errors"]] == [field]
        assert answer.json()["errors"][0]["reason"].isascii() == (language == "en")


@pytest.mark.parametrize("after", ["", "x", "' OR 1=1", "01A1EE56-5E08-7000-8000-000000000008", "0" * 36])
async def test_a_place_in_the_list_that_is_none_is_named(client: httpx2.AsyncClient, after: str) -> None:
    """`after` is the `next` of a page before and nothing else."""
    answer = await client.get("/api/v1/staff/requests", params={"after": after}, headers=sign_in("auditor"))
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == ["after"]


@pytest.mark.parametrize("value", [0, 1, "true", "yes", "off", None, [], 1.0])
@pytest.mark.parametrize("option", ["relationship", "domicile", "former_address"])
async def test_an_option_is_true_or_false(client: httpx2.AsyncClient, option: str, value: object) -> None:
    """What merely could be one is refused, as the description says: it is signed."""
    form = {**FORM, "options": {option: value}}
    answer = await client.post("/api/v1/statements", json={"form": form})
    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == [f"options.{option}"]
