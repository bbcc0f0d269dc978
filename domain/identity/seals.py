"""What the seal register (印鑑登録原票) says of a person: personal data, kept out of workflow messages.

By the municipality's own ordinance, after the ministry's 印鑑登録証明事務処理要領 (昭和49年自治振第10号): one seal for each
resident, from the age of 15, with the mind to decide (意思能力); who that is the register knows, not we.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field

from domain.identity.attributes import BasicFourAttributes
from domain.identity.comparison import same_name
from domain.identity.register_date import RegisterDate
from domain.personal import PERSONAL

LARGEST_MM = 30.0
"""Of a side: a seal fits into a square of 25 mm; a scan may have a margin."""

Millimetres = Annotated[float, Field(gt=0, le=LARGEST_MM)]


class Impression(BaseModel):
    """印影: the picture of a seal, PNG, and how large it is on paper."""

    model_config = PERSONAL

    png: Annotated[bytes, Field(repr=False)]
    width: Millimetres
    height: Millimetres


class SealRegistration(BaseModel):
    """One person's registration. Every text is printed as it stands; empty: the register has none.

    `suspended`: the register stops certificates for now, because the seal was stolen, say; None where it does not tell.
    """

    model_config = PERSONAL

    number: str
    registered_on: RegisterDate
    suspended: bool | None
    name: str
    former_surname: str = ""  # 旧氏, beside the name since 2019
    alias: str = ""  # 通称 of a foreign resident
    katakana: str = ""  # 氏名の片仮名表記 of a foreign resident
    impression: Impression


class SealStanding(StrEnum):
    """What a registration means for a certificate."""

    IN_FORCE = "in_force"
    NOT_REGISTERED = "not_registered"
    SUSPENDED = "suspended"
    NAME_DIFFERS = "name_differs"  # registered under another name than the card's
    UNCLEAR = "unclear"  # the register does not say whether it is in force


def standing_of(registration: SealRegistration | None, card: BasicFourAttributes) -> SealStanding:
    """Return what the register's answer means for who holds the card."""
    if registration is None:
        return SealStanding.NOT_REGISTERED
    if registration.suspended:
        return SealStanding.SUSPENDED
    if not same_name(card.name, card.name_substitutes, registration.name):
        return SealStanding.NAME_DIFFERS
    return SealStanding.UNCLEAR if registration.suspended is None else SealStanding.IN_FORCE
