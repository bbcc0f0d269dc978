"""The provider's notifications: a hint that something happened to a charge, and nothing more.

They carry no signature, so amount and state are not even read: whoever gets a hint asks the provider.
They may come twice, late, in any order, or never.
"""

from collections.abc import Mapping
from typing import Annotated, Final, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from domain.errors import DomainError, ErrorCode

MAX_BYTES: Final = 16_384
_Id = Annotated[str, Field(pattern=r"^[0-9A-Za-z._-]{1,64}$")]


class _Notification(BaseModel):
    model_config = ConfigDict(extra="ignore")

    notification_type: Annotated[str, Field(min_length=1, max_length=64)]


class _Transaction(BaseModel):
    model_config = ConfigDict(extra="ignore")

    merchant_order_id: _Id


_B = TypeVar("_B", bound=BaseModel)


def charge_named(body: bytes, _headers: Mapping[str, str]) -> str | None:
    """Return the charge a notification names; None when its kind concerns none (a settlement file, a customer).

    Raises DomainError(SUBMISSION_INVALID) with the `field` at fault.
    """
    if len(body) > MAX_BYTES:
        raise DomainError(ErrorCode.SUBMISSION_INVALID, field="body", limit=MAX_BYTES)
    if _read(_Notification, body).notification_type != "Transaction":
        return None
    return _read(_Transaction, body).merchant_order_id


def _read(model: type[_B], body: bytes) -> _B:
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        place = error.errors(include_input=False, include_url=False, include_context=False)[0]["loc"]
        raise DomainError(ErrorCode.SUBMISSION_INVALID, field=str(place[0]) if place else "body") from None
