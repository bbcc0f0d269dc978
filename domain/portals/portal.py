"""Portals (API clients): programs that ask for somebody, each with its own rights, and seeing its own requests alone."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from domain.portals.keys import Mode

PORTAL_ID = r"^[a-z0-9][a-z0-9-]{1,39}$"
MOST_KEYS = 2
"""Keys of one portal that are good at the same time: the old one and the new one."""
PER_MINUTE = 600


class Scope(StrEnum):
    """What a portal may do."""

    SUBMIT = "submit"  # send signed forms
    READ = "read"  # see its own requests
    WEBHOOKS = "webhooks"  # be told


class Portal(BaseModel):
    """One portal. `per_minute` is how many calls it may make in a minute of the clock."""

    model_config = ConfigDict(frozen=True)

    portal_id: Annotated[str, Field(pattern=PORTAL_ID)]
    name: Annotated[str, Field(min_length=1, max_length=80)]
    mode: Mode
    scopes: tuple[Scope, ...]
    per_minute: Annotated[int, Field(ge=1, le=100_000)] = PER_MINUTE


class PortalKey(BaseModel):
    """A key as it is listed: never the key itself. `begins` are its first characters behind the mode."""

    model_config = ConfigDict(frozen=True)

    key_id: int
    begins: str
    made_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


class ListedPortal(BaseModel):
    """A portal with its keys, newest first."""

    model_config = ConfigDict(frozen=True)

    portal: Portal
    keys: tuple[PortalKey, ...]
