"""What the description of the API says of certificates: the form inside the bodies, and which command is which."""

from typing import Any

from domain.certificates.application import Application
from web.certificates.messages import DecisionRequest, SignedForm, StatementRequest
from web.openapi import REFERENCE, add_model

_UNSIGNED = "UnsignedApplication"


def describe(schemas: dict[str, Any]) -> None:
    """Complete the schemas of what this process serves: the officers' desk has no form, the citizens' no command."""
    if StatementRequest.__name__ in schemas:
        _describe_forms(schemas)
    if DecisionRequest.__name__ in schemas:
        _describe_commands(schemas)


def _describe_forms(schemas: dict[str, Any]) -> None:
    add_model(schemas, Application, "Form")  # the form's Delivery is not a letter's
    schemas[_UNSIGNED] = _unsigned(schemas[Application.__name__])
    for body, form in ((StatementRequest, _UNSIGNED), (SignedForm, Application.__name__)):
        schemas[body.__name__]["properties"]["form"] = {"$ref": REFERENCE.format(model=form)}


def _describe_commands(schemas: dict[str, Any]) -> None:
    for reference in schemas[DecisionRequest.__name__]["properties"]["command"]["discriminator"]["mapping"].values():
        command = schemas[reference.rpartition("/")[2]]
        command["required"] = sorted({*command.get("required", ()), "action"})  # it tells which command it is


def _unsigned(application: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a form whose text is still to be signed: its `nonce` is left out or ignored."""
    required = [name for name in application["required"] if name != "nonce"]
    return {**application, "required": required, "properties": {**application["properties"], "nonce": {}}}
