"""Bodies that machines outside send, for the description of the API."""

from typing import Any

_NOTIFICATION = {"title": "A notification in the provider's own form", "type": "object"}
_SCAN = {"title": "A scan of a letter, signed by the carrier", "type": "object"}


def _described(schema: dict[str, Any]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


PROVIDER = _described(_NOTIFICATION)
"""The provider's adapter reads the charge it names, and nothing else of it."""

POST = _described(_SCAN)
"""Whatever it is, its signature is checked first."""
