"""Openings of personal data by officers: which part of a case, on which ground. Grounds are closed and neutral.

Parts are the procedure's own. No ground names a kind of finding: the ledger is read by people who may not know that a 支援措置 exists.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class AccessGround(StrEnum):
    """Why somebody opens it."""

    EXAMINATION = "examination"  # 審査
    HOLD = "hold"  # 要確認の判断
    APPROVAL = "approval"  # 決裁
    DISPATCH = "dispatch"  # 発送
    INQUIRY = "inquiry"  # 本人からの照会
    COMPLAINT = "complaint"  # 審査請求・苦情
    AUDIT = "audit"  # 監査


class Opening(BaseModel):
    """One opening: who, of which case, which part (the procedure's name for it), on which ground, and when (UTC)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_id: str
    officer: str
    part: Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]
    ground: AccessGround
    at: datetime
