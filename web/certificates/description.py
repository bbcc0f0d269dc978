"""What the description of the API says of certificates: the form inside the bodies, and which command is which."""

from typing import Any

from domain.certificates.application import Application, IdentityFrom
from domain.certificates.by_card import CardForm
from web.certificates.messages import DecisionRequest, SignedForm, StatementRequest
from web.openapi import REFERENCE, add_model


def describe(schemas: dict[str, Any]) -> None:
    """Complete the schemas of what this process serves: the officers' desk has no form, the citizens' no command."""
    if StatementRequest.__name__ in schemas:
        _describe_forms(schemas)
    if DecisionRequest.__name__ in schemas:
        _describe_commands(schemas)


def _describe_forms(schemas: dict[str, Any]) -> None:
    for form, origin in ((Application, IdentityFrom.FORM), (CardForm, IdentityFrom.CARD)):
        add_model(schemas, form, "Form")  # the form's Delivery is not a letter's
        _tell_apart(schemas[form.__name__], origin)
        schemas[f"Unsigned{form.__name__}"] = _unsigned(schemas[form.__name__])
    for body, state in ((StatementRequest, "Unsigned"), (SignedForm, "")):
        ways = [{"$ref": REFERENCE.format(model=f"{state}{form.__name__}")} for form in (Application, CardForm)]
        schemas[body.__name__]["properties"]["form"] = {"oneOf": ways}


def _tell_apart(form: dict[str, Any], origin: IdentityFrom) -> None:
    """Say by which value of `identity_from` a form is known: typed unless it says otherwise."""
    default = {"default": origin.value} if origin is IdentityFrom.FORM else {}
    form["properties"]["identity_from"] = {"type": "string", "const": origin.value, **default}
    if not default:
        form["required"] = sorted({*form["required"], "identity_from"})


def _describe_commands(schemas: dict[str, Any]) -> None:
    for reference in schemas[DecisionRequest.__name__]["properties"]["command"]["discriminator"]["mapping"].values():
        command = schemas[reference.rpartition("/")[2]]
        command["required"] = sorted({*command.get("required", ()), "action"})  # it tells which command it is


def _unsigned(application: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a form whose text is still to be signed: its `nonce` is left out or ignored."""
    required = [name for name in application["required"] if name != "nonce"]
    return {**application, "required": required, "properties": {**application["properties"], "nonce": {}}}
