"""The description of the API says what the API does."""

import json

import httpx2

from web.app import ROUTERS


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
            assert ("security" in operation) == path.startswith("/api/v1/staff/")
    key = next(each for each in paths["/api/v1/requests"]["post"]["parameters"] if each["name"] == "Idempotency-Key")
    assert key["required"] is True
