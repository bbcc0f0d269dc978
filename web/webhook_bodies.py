"""Bodies that machines outside send, for the description of the API: what is read of them, and no more."""

from typing import Any

_ID = {"type": "string", "pattern": r"^[0-9A-Za-z._-]{1,64}$"}
_TRANSACTION = {
    "title": "Something happened to a charge",
    "type": "object",
    "required": ["notification_type", "merchant_order_id"],
    "properties": {"notification_type": {"const": "Transaction"}, "merchant_order_id": _ID},
}
_OTHER = {
    "title": "Anything else, which is thanked for and left alone",
    "type": "object",
    "required": ["notification_type"],
    "properties": {
        "notification_type": {"type": "string", "minLength": 1, "maxLength": 64, "not": {"const": "Transaction"}}
    },
}
_SCAN = {"title": "A scan of a letter, signed by the carrier", "type": "object"}


def _described(schema: dict[str, Any]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


PAYPAY = _described({"anyOf": [_TRANSACTION, _OTHER]})
"""What `adapters/paypay/webhook.py` reads; other names beside these are ignored."""

POST = _described(_SCAN)
"""Whatever it is, its signature is checked first."""
