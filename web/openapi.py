"""The description of the API (OpenAPI 3.1): what FastAPI derives, with our problem documents and the form's schema."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, TypeAdapter
from starlette.routing import BaseRoute

from domain.cases.submission import IdempotencyKey
from web.face import Face
from web.problem_documents import ProblemDocument, refused

REFERENCE = "#/components/schemas/{model}"
_TITLE = "Madoguchi（窓口）"
_ABOUT = """
Certificate requests of a municipality. Every error is a problem document (RFC 9457) with a stable `code`; each code is
explained at `/problems/<code>`. `Accept-Language` chooses the words: `ja`, `ja-simple` or `en`.

To submit: `POST /api/v1/statements` with the form, sign the text it returns with the card, put its `nonce` into the
form and send both to `POST /api/v1/requests` with an `Idempotency-Key`. In a problem about a form, `errors[].field` is
the path inside the form (`applicant.name`), or `signature`.

There are two forms. In an `Application` name, birth date and address are typed. In a `CardForm` (`identity_from` is `card`) they
are left out: they are read from the certificate inside the signature, and the postcode is looked up; where that leaves a
choice, the refusal names `delivery.postcode`, and the same signed form is sent again with it.
"""
_TAGS = [
    {
        "name": "citizen",
        "description": "Whoever holds a receipt number may ask where the request stands. To pay, correct or withdraw, "
        "`Confirmation-Code` is needed too: the code from our first mail, or for a correction a new signature by the "
        "card that signed before. After five wrong codes for a number nobody gets in until an hour after the first.",
    },
    {"name": "staff", "description": "Officers and auditors, with a bearer token each."},
    {"name": "portals", "description": "For portals, with a key each (docs/portals.md)."},
    {"name": "webhooks", "description": "Notifications of outside systems: hints, never facts."},
    {"name": "operation", "description": "Health."},
]
_CALLERS = {name: {"type": "http", "scheme": "bearer"} for name in ("staff", "portals")}
_FOR_ANYBODY = "/api/v1/catalogue"
_JSON_BODY = (400, 413, 415, 422)
_KEY = TypeAdapter[str](IdempotencyKey).json_schema()


def describe(version: str, routes: Sequence[BaseRoute], faces: Iterable[Face] = ()) -> dict[str, Any]:
    """Return the description of these routes; each face tells what its bodies hold."""
    document = get_openapi(
        title=_TITLE, version=version, openapi_version="3.1.0", description=_ABOUT, tags=_TAGS, routes=routes
    )
    components = document.setdefault("components", {})
    components["securitySchemes"] = _CALLERS
    schemas = components.setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    add_model(schemas, ProblemDocument)
    for face in faces:
        face.describe(schemas)
    for path, operation in _operations(document):
        _complete(path, operation)
    return document


def add_model(schemas: dict[str, Any], model: type[BaseModel], prefix: str = "") -> None:
    """Add a model's schema and its parts', whose names begin with `prefix`."""
    schema = model.model_json_schema(ref_template=REFERENCE.replace("{model}", prefix + "{model}"))
    schemas.update({prefix + name: part for name, part in schema.pop("$defs", {}).items()})
    schemas[model.__name__] = schema


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, item in document["paths"].items():
        for operation in item.values():
            yield path, operation


def _complete(path: str, operation: dict[str, Any]) -> None:
    """Name every status an operation may answer with."""
    responses = operation["responses"]
    responses.pop("422", None)
    for status in sorted(_problems(path, operation)):
        responses.setdefault(str(status), refused(status)[status])
    for caller in ("staff", "portals"):
        if caller in operation["tags"] and path != _FOR_ANYBODY:
            operation["security"] = [{caller: []}]
    for parameter in operation.get("parameters", []):
        if parameter["name"] == "Idempotency-Key":
            parameter |= {"required": True, "schema": _KEY}
        if parameter["name"] == "X-Post-Signature":
            parameter |= {
                "required": True,
                "schema": {"type": "string", "pattern": "^t=[0-9]{1,12},sha256=[0-9a-f]{64}$"},
            }


def _problems(path: str, operation: dict[str, Any]) -> set[int]:
    tags, names = operation["tags"], {parameter["name"] for parameter in operation.get("parameters", [])}
    if "operation" in tags:
        return {500}
    found = {500, 502, 503}
    if "requestBody" in operation:  # what machines send is read as it comes, whatever they call it
        found |= {413, 422} if "webhooks" in tags else set(_JSON_BODY)
    found |= {422} if any(_limited(parameter) for parameter in operation.get("parameters", [])) else set()
    found |= {404} if "{" in path else set()
    found |= {401, 403, 429} if "Confirmation-Code" in names else set()
    found |= {409} if "Idempotency-Key" in names else set()
    found |= {401, 403, 429} if "portals" in tags and path != _FOR_ANYBODY else set()
    return found | ({401, 403} if "staff" in tags else set())


def _limited(parameter: dict[str, Any]) -> bool:
    """Say whether a value can be refused as such; a number that is no request's is 404."""
    schema = parameter["schema"]
    parts = (schema, *schema.get("anyOf", ()))
    return parameter["in"] == "query" or any(part.keys() & {"$ref", "maxLength", "pattern"} for part in parts)
