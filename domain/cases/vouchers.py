"""Vouchers: the office process that signed an officer in says so, for one decision of one case (ADR 13).

Roles in a message are believed for nothing else. The signature is Ed25519 (RFC 8032) over `vouched_text`; keys and
cryptography are the adapters' business.
"""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue

VALID_FOR = timedelta(minutes=10)
"""How long a decision may be under way: one that was refused cannot be sent again, by whoever has seen it, later."""


class Voucher(BaseModel):
    """Who vouches: the id of the office's key, the instant (UTC), the signature in Base64."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,64}$")]
    at: AwareDatetime
    signature: Annotated[str, Field(max_length=100)]


def vouched_text(workflow_id: str, decision: Mapping[str, JsonValue]) -> bytes:
    """Return what is signed: the workflow, and the decision as the message has it, all but the signature itself.

    It is the message's own JSON, not a model's: a field that later code adds with a default changes no old signature.
    """
    voucher = decision.get("voucher")
    unsigned = (
        {name: value for name, value in voucher.items() if name != "signature"} if isinstance(voucher, dict) else {}
    )
    content = json.dumps({**decision, "voucher": unsigned}, sort_keys=True, separators=(",", ":"))
    return f"madoguchi voucher 1\n{workflow_id}\n{content}".encode()
