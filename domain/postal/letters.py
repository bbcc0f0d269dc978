"""Letters: what is handed to the post and what the post says of it."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from domain.personal import PERSONAL


class MailClass(StrEnum):
    """How a letter travels. Copies that bear an Individual Number go by a class that can be traced."""

    ORDINARY = "ordinary"  # 普通郵便
    SPECIFIED_RECORD = "specified_record"  # 特定記録
    SIMPLE_REGISTERED = "simple_registered"  # 簡易書留


class Recipient(BaseModel):
    """Where a letter goes: personal data, read from the vault at the moment of use."""

    model_config = PERSONAL

    postcode: Annotated[str, Field(pattern=r"^[0-9]{7}$")]
    address: str
    name: str


class Letter(BaseModel):
    """One letter of a manifest. `letter_id` is our key at the carrier: the same letter twice is one hand-over."""

    model_config = PERSONAL

    letter_id: str
    tracking_number: str
    mail_class: MailClass
    weight_grams: Annotated[int, Field(ge=1, le=4000)]
    do_not_forward: bool = True  # 転送不要
    recipient: Recipient
    handed_over_at: datetime


class PostalEventKind(StrEnum):
    """What the post reports of a letter."""

    ACCEPTED = "accepted"  # 引受
    IN_TRANSIT = "in_transit"  # 通過
    DELIVERED = "delivered"  # お届け済み
    RETURNED = "returned"  # 差出人へ返送


class ReturnReason(StrEnum):
    """Why a letter came back, as the slip says."""

    UNKNOWN_ADDRESS = "unknown_address"  # あて所に尋ねあたりません
    INCOMPLETE_ADDRESS = "incomplete_address"  # あて名不完全
    STORAGE_EXPIRED = "storage_expired"  # 保管期間経過
    REFUSED = "refused"  # 受取拒絶
    MOVED = "moved"  # 転居先不明


class PostalEvent(BaseModel):
    """One scan. `event_id` is the carrier's and stays the same when it is told twice."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    event_id: str
    tracking_number: str
    kind: PostalEventKind
    at: datetime
    return_reason: ReturnReason | None = None
