"""郵便番号: seven digits, however they are written."""

from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from domain.written import folded_crockford

POSTAL_MARKS = "〒〶"


def _folded(written: object) -> object:
    return folded_crockford(written).lstrip(POSTAL_MARKS) if isinstance(written, str) else written


Postcode = Annotated[
    str,
    BeforeValidator(_folded),
    Field(pattern=r"^[0-9]{7}$"),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{3}-?[0-9]{4}$"}),
]
