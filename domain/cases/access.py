"""Openings of personal data by officers: which part of a case, on which ground. Both lists are closed and neutral.

No ground names a kind of finding: the ledger is read by people who may not know that a 支援措置 exists.
"""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Part(StrEnum):
    """What is opened of a case."""

    APPLICATION = "application"  # 申請書, beside the card and the register
    FINDING = "finding"  # 要確認の理由
    CERTIFICATE = "certificate"  # 証明書
    COVER_LETTER = "cover_letter"  # 送付状


class AccessGround(StrEnum):
    """Why somebody opens it."""

    EXAMINATION = "examination"  # 審査
    HOLD = "hold"  # 要確認の判断
    APPROVAL = "approval"  # 決裁
    DISPATCH = "dispatch"  # 発送
    INQUIRY = "inquiry"  # 本人からの照会
    COMPLAINT = "complaint"  # 審査請求・苦情


class Opening(BaseModel):
    """One opening: who, of which case, which part, on which ground, and when (UTC)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_id: str
    officer: str
    part: Part
    ground: AccessGround
    at: datetime
