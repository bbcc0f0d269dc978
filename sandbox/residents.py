"""The residents of the fictional city: who they are, what the registry says of them, and their cards.

All persons, addresses and numbers are invented.
"""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from domain.identity.attributes import Sex
from domain.identity.residents import ResidencyStatus

_FILE = Path(__file__).parent / "data" / "residents.json"


class Card(BaseModel):
    """A resident's My Number card, as far as its signing certificate goes.

    `name` and `address` stand only where the card still says what was true at its issue and the registry has moved
    on (住所変更の券面未記載); the certificate then carries these.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str  # e.g. "card-1001"
    pin: str  # 6 to 16 letters and digits
    revoked: bool = False
    expired: bool = False
    name: str | None = None
    address: str | None = None


SealStatus = Literal["in_force", "suspended", "cancelled"]


class Seal(BaseModel):
    """A resident's 印鑑登録. `name` stands only where the seal register has another than the residents' register."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: str
    registered_on: date
    status: SealStatus = "in_force"
    diameter_mm: float = 13.5
    name: str | None = None
    former_surname: str = ""
    alias: str = ""
    katakana: str = ""


class Resident(BaseModel):
    """One person of the fictional registry."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str  # registry's own number, e.g. "r-1001"
    household_id: str
    name: str
    kana: str
    birth_date: date  # as the card has it
    recorded_birth_date: str | None = None  # as the registry has it, where not so: "1980-00-00"; "" is 不詳 (null)
    sex: Sex
    postcode: str  # empty where the registry has none
    address: str
    relationship: str
    became_resident_on: date
    former_address: str = ""
    domicile: str = ""
    head_of_register: str = ""
    nationality: str = ""
    residence_status: str = ""
    mail: str
    status: ResidencyStatus = ResidencyStatus.RESIDENT
    suppressed: bool = False
    card: Card | None = None
    seal: Seal | None = None

    @property
    def registered_birth_date(self) -> str | None:
        """The birth date as the registry tells it; None where it has none."""
        return self.birth_date.isoformat() if self.recorded_birth_date is None else self.recorded_birth_date or None

    @property
    def certified_name(self) -> str:
        """The name as the card's certificate has it."""
        return self.card.name if self.card and self.card.name else self.name

    @property
    def certified_address(self) -> str:
        """The address as the card's certificate has it."""
        return self.card.address if self.card and self.card.address else self.address


@cache
def residents() -> tuple[Resident, ...]:
    """Return all residents of the fictional city."""
    return TypeAdapter(tuple[Resident, ...]).validate_json(_FILE.read_bytes())


def holder(card_id: str) -> Resident | None:
    """Return the resident who holds a card."""
    return next((each for each in residents() if each.card and each.card.id == card_id), None)
