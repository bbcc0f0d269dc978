"""The residents of the fictional city: who they are, what the registry says of them, and their cards.

All persons, addresses and numbers are invented.
"""

from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from domain.identity.attributes import Sex
from domain.identity.residents import ResidencyStatus

_FILE = Path(__file__).parent / "data" / "residents.json"


class Card(BaseModel):
    """A resident's My Number card, as far as its signing certificate goes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str  # e.g. "card-1001"
    pin: str  # 6 to 16 letters and digits
    revoked: bool = False
    expired: bool = False


class Resident(BaseModel):
    """One person of the fictional registry."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str  # registry's own number, e.g. "r-1001"
    household_id: str
    name: str
    kana: str
    birth_date: date
    sex: Sex
    postcode: str
    address: str
    relationship: str
    became_resident_on: date
    former_address: str = ""
    domicile: str = ""
    head_of_register: str = ""
    mail: str
    status: ResidencyStatus = ResidencyStatus.RESIDENT
    suppressed: bool = False
    card: Card | None = None


@cache
def residents() -> tuple[Resident, ...]:
    """Return all residents of the fictional city."""
    return TypeAdapter(tuple[Resident, ...]).validate_json(_FILE.read_bytes())


def holder(card_id: str) -> Resident | None:
    """Return the resident who holds a card."""
    return next((each for each in residents() if each.card and each.card.id == card_id), None)
