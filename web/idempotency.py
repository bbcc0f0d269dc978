"""The caller's own key for something that must happen once, however often it is sent."""

from typing import Annotated

from fastapi import Depends, Header
from pydantic import TypeAdapter, ValidationError

from domain.cases.submission import IdempotencyKey
from web.http_codes import HttpCode, HttpRefusal

_KEY = TypeAdapter[str](IdempotencyKey)


def idempotency_key(
    key: Annotated[
        str | None,
        Header(alias="Idempotency-Key", description="One new value per request; repeat it when you send again."),
    ] = None,
) -> str:
    """Return the caller's key. Raises HttpRefusal IDEMPOTENCY_KEY_MISSING or IDEMPOTENCY_KEY_MALFORMED."""
    if not key:
        raise HttpRefusal(HttpCode.IDEMPOTENCY_KEY_MISSING)
    try:
        return _KEY.validate_python(key)
    except ValidationError:
        raise HttpRefusal(HttpCode.IDEMPOTENCY_KEY_MALFORMED) from None


TheIdempotencyKey = Annotated[str, Depends(idempotency_key)]
