"""Who acts: citizens, officers by role, auditors, and the system itself."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

ACTOR_ID = r"^[a-z0-9][a-z0-9._:-]{0,63}$"
"""How ids of those who act are written: `officer-sato`, `system`."""


class Role(StrEnum):
    """What somebody may be here for. An officer may hold several; a decision is taken in one."""

    CITIZEN = "citizen"  # 申請者
    EXAMINER = "examiner"  # 審査担当
    APPROVER = "approver"  # 決裁者
    DISPATCHER = "dispatcher"  # 発送担当
    CLOSED_DESK = "closed_desk"  # 支援措置担当: no hold is released without one
    AUDITOR = "auditor"  # 監査人
    SUPERVISOR = "supervisor"  # 係長: shares out the work, decides no request by it
    ADMIN = "admin"  # 管理者: people, rules, keys; sees no case
    SYSTEM = "system"


class Actor(BaseModel):
    """Somebody acting in the roles they hold.

    `person` is the keyed hash of the resident an officer is, where the officer lives in the city: it lets the
    procedure see that an approver is the applicant without knowing who either is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=ACTOR_ID)]
    roles: tuple[Role, ...]
    person: str | None = None


OFFICE = frozenset(Role) - {Role.CITIZEN, Role.SYSTEM}
"""Roles that somebody has because the municipality gave them; only an office process vouches for them."""
SYSTEM = Actor(id="system", roles=(Role.SYSTEM,))
APPLICANT = Actor(id="applicant", roles=(Role.CITIZEN,))
