"""The description of the API (OpenAPI 3.1): what FastAPI derives, with our problem documents and the form's schema."""

from collections.abc import Iterator, Sequence
from typing import Any

from fastapi.openapi.utils import get_openapi
from starlette.routing import BaseRoute

from domain.certificates.application import Application
from web.messages import SignedForm, StatementRequest
from web.problem_documents import MEDIA_TYPE, ProblemDocument

_REFERENCE = "#/components/schemas/{model}"
_TITLE = "Madoguchi（窓口）"
_ABOUT = """
Certificate requests of a municipality. Every error is a problem document (RFC 9457) with a stable `code`; each code is
explained at `/problems/<code>`. `Accept-Language` chooses the words: `ja`, `ja-easy` or `en`.

To submit: `POST /api/v1/statements` with the form, sign the text it returns with the card, put its `nonce` into the
form and send both to `POST /api/v1/requests` with an `Idempotency-Key`. In a problem about a form, `errors[].field` is
the path inside the form (`applicant.name`), or `signature`.
"""
_TAGS = [
    {
        "name": "citizen",
        "description": "Whoever holds a receipt number may ask where the request stands. To pay, correct or withdraw, "
        "`Confirmation-Code` is needed too: the code from our first mail, or for a correction a new signature. After "
        "five wrong codes for a number nobody gets in until an hour after the first.",
    },
    {"name": "staff", "description": "Officers and auditors, with a bearer token each."},
    {"name": "webhooks", "description": "Notifications of outside systems: hints, never facts."},
    {"name": "operation", "description": "Health."},
]
_STAFF = {"staff": {"type": "http", "scheme": "bearer"}}
_JSON_BODY = (400, 413, 415, 422)


def describe(version: str, routes: Sequence[BaseRoute]) -> dict[str, Any]:
    """Return the description of these routes."""
    document = get_openapi(
        title=_TITLE, version=version, openapi_version="3.1.0", description=_ABOUT, tags=_TAGS, routes=routes
    )
    components = document.setdefault("components", {})
    components["securitySchemes"] = _STAFF
    schemas = components.setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for model in (Application, ProblemDocument):
        schema = model.model_json_schema(ref_template=_REFERENCE)
        schemas.update({name: part for name, part in schema.pop("$defs", {}).items() if name not in schemas})
        schemas[model.__name__] = schema
    for body in (StatementRequest, SignedForm):
        schemas[body.__name__]["properties"]["form"] = {"$ref": _REFERENCE.format(model=Application.__name__)}
    for path, operation in _operations(document):
        _complete(path, operation)
    return document


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for operation in item.values():
            yield path, operation


def _complete(path: str, operation: dict[str, Any]) -> None:
    """Name every status an operation may answer with."""
    responses = operation["responses"]
    responses.pop("422", None)
    for status in sorted(_problems(path, operation)):
        responses.setdefault(str(status), _problem())
    if "staff" in operation["tags"]:
        operation["security"] = [{"staff": []}]
    for parameter in operation.get("parameters", []):
        if parameter["name"] == "Idempotency-Key":
            parameter |= {"required": True, "schema": {"type": "string", "minLength": 8, "maxLength": 128}}


def _problems(path: str, operation: dict[str, Any]) -> set[int]:
    tags, names = operation["tags"], {parameter["name"] for parameter in operation.get("parameters", [])}
    if "operation" in tags:
        return {500}
    found = {500, 502, 503}
    found |= set(_JSON_BODY) if "requestBody" in operation else set()
    found |= (
        {422} if any(parameter["in"] in ("path", "query") for parameter in operation.get("parameters", [])) else set()
    )
    found |= {404} if "{" in path else set()
    found |= {401, 403, 429} if "Confirmation-Code" in names else set()
    found |= (
        {409}
        if names & {"Idempotency-Key"} or path.endswith(("/withdrawal", "/decisions", "/sheet", "/finding"))
        else set()
    )
    found |= {401, 403} if "staff" in tags else set()
    found |= {401} if path.endswith("/webhooks/post") else set()
    return found | ({409, 410} if path.endswith(("{document}", "/sheet", "/finding")) else set())


def _problem() -> dict[str, Any]:
    schema = {"$ref": _REFERENCE.format(model=ProblemDocument.__name__)}
    return {"description": "Refused; see the problem document", "content": {MEDIA_TYPE: {"schema": schema}}}
