"""What the registry answers. Fields we do not know are passed over: the other side may grow."""

from datetime import date

from pydantic import BaseModel, ConfigDict, TypeAdapter

from domain.identity.attributes import Sex
from domain.identity.residents import HouseholdMember, ResidencyStatus, ResidentRecord

_SEX_IN_WORDS = {Sex.MALE: "男", Sex.FEMALE: "女", Sex.UNKNOWN: ""}
_HEAD = "世帯主"
_PERSONAL = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Candidate(BaseModel):
    """Somebody who may be the one looked for."""

    model_config = _PERSONAL

    resident_id: str
    name: str
    birth_date: date
    sex: Sex
    address: str
    status: ResidencyStatus
    suppressed: bool


class Member(BaseModel):
    """One line of a household."""

    model_config = _PERSONAL

    resident_id: str
    name: str
    kana: str
    birth_date: date
    sex: Sex
    relationship: str
    became_resident_on: date
    former_address: str = ""
    domicile: str = ""
    head_of_register: str = ""

    def translated(self) -> HouseholdMember:
        """Return the line as the domain has it; every text is passed byte for byte."""
        return HouseholdMember.model_validate(self.model_dump() | {"sex": _SEX_IN_WORDS[self.sex]})


class Household(BaseModel):
    """A household at one address."""

    model_config = _PERSONAL

    household_id: str
    postcode: str
    address: str
    members: tuple[Member, ...]

    def translated(self) -> ResidentRecord:
        """Return the record as the domain has it."""
        head = next((each.name for each in self.members if each.relationship == _HEAD), "")
        return ResidentRecord(
            household_id=self.household_id,
            postcode=self.postcode,
            address=self.address,
            head_of_household=head,
            members=tuple(each.translated() for each in self.members),
        )


CANDIDATES: TypeAdapter[tuple[Candidate, ...]] = TypeAdapter(tuple[Candidate, ...])
