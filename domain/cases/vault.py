"""Names of what the vault holds of a case. A procedure has kinds of its own beside these."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from domain.errors import DomainError, ErrorCode


class VaultKind(StrEnum):
    """Kinds of item that every case may have."""

    CITIZEN_KEY = "citizen_key"  # receipt number and confirmation code, JSON: what the citizen's mails tell
    APPLICATION = "application"  # the application as submitted, JSON; one revision per correction
    SIGNATURE = "signature"  # CMS over the statement of the same revision


class VaultItem(BaseModel):
    """One item by kind, a general one or the procedure's, and revision (from 1)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}$")]
    revision: int = 1


@dataclass(frozen=True)
class Found:
    """Those of the items somebody asked for that are there."""

    case_id: str
    items: Mapping[VaultItem, bytes] = field(repr=False)

    def get(self, item: VaultItem) -> bytes | None:
        """Return one item, or None when it is not there."""
        return self.items.get(item)

    def need(self, item: VaultItem) -> bytes:
        """Return one item. Raises DomainError(VAULT_ITEM_MISSING)."""
        if item not in self.items:
            raise DomainError(ErrorCode.VAULT_ITEM_MISSING, case_id=self.case_id, item=item.kind, at=item.revision)
        return self.items[item]
