"""What the provider says wrong, when a trainer or a test has it so: for the checks that only an attack would meet.

`PUT /sign_in/sandbox/lies` replaces all of them, `GET` shows them. Kept in memory only. An empty text leaves the thing out.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Lies(BaseModel):
    """Nothing set: the provider is honest. `…_ago` in seconds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    answer_issuer: str | None = None
    answer_state: str | None = None
    token_issuer: str | None = None
    audience: str | list[str] | None = None
    authorized_party: str | None = None
    subject: str | None = None
    nonce: str | None = None
    acr: str | None = None
    auth_time: str | None = None
    signed_in_ago: Annotated[int, Field(ge=0)] | None = None
    issued_ago: int | None = None
    expired_ago: Annotated[int, Field(ge=0)] | None = None
    logout_token_for_id_token: bool = False
    foreign_signing_key: bool = False
    unsigned_token: bool = False
    token_by_shared_secret: bool = False


class Honesty:
    """The lies in force."""

    def __init__(self) -> None:
        self.lies = Lies()
