"""Bodies callers send. A form stays a plain object here: the counter names its mistakes, field by field."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from domain.certificates.commands import DeskCommand

Form = dict[str, JsonValue]
_BASE64 = r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)$"


class StatementRequest(BaseModel):
    """A form whose text is to be signed; its `nonce` is left out or ignored."""

    model_config = ConfigDict(extra="forbid")

    form: Form


class SignedForm(BaseModel):
    """A form with the `nonce` of its statement, and the signature over the statement (CMS, detached, Base64)."""

    model_config = ConfigDict(extra="forbid")

    form: Form
    signature: Annotated[
        str,
        Field(min_length=1, max_length=40_000, json_schema_extra={"pattern": _BASE64, "contentEncoding": "base64"}),
    ]


class DecisionRequest(BaseModel):
    """What an officer decides. `decision_id` is the caller's: the same id twice is one decision."""

    model_config = ConfigDict(extra="forbid")

    decision_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._:-]{8,80}$")]
    command: Annotated[DeskCommand, Field(discriminator="action")]
