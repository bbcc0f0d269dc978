"""What the registry answers. Fields we do not know are passed over: the other side may grow.

Of a candidate, what cannot be read is not known; it is never a reason to pass over the person or the others. A
household is printed, so it must be readable but for dates, which are printed as the registry has them.
"""

import json
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from domain.identity.attributes import Sex
from domain.identity.register_date import RegisterDate
from domain.identity.residents import HouseholdMember, RegisteredPerson, ResidencyStatus, ResidentRecord
from domain.postal.postcode import Postcode

_SEX_IN_WORDS = {Sex.MALE: "男", Sex.FEMALE: "女", Sex.UNKNOWN: ""}
_HEAD = "世帯主"
_LONGEST = 200  # characters; a finding has one size
_PERSONAL = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)
_POSTCODE: TypeAdapter[str] = TypeAdapter(Postcode)
# What the registry may say of a person; NOT_FOUND and DIFFERS are our findings, not states of a record.
_STATES = {ResidencyStatus.RESIDENT, ResidencyStatus.MOVED_OUT, ResidencyStatus.DECEASED}


def _or_unknown(value: object, handler: ValidatorFunctionWrapHandler) -> Any:
    try:
        return handler(value)
    except ValidationError:
        return None


def _state(status: ResidencyStatus) -> ResidencyStatus:
    if status not in _STATES:
        raise ValueError("no_state_of_a_record")
    return status


def _date(value: object) -> object:
    """Take a date in figures, 19800000, as its text; no date of another kind can be read."""
    if type(value) is int:
        return str(value)
    return value if isinstance(value, str | date | RegisterDate) else None


def _postcode(written: object) -> str:
    try:
        return _POSTCODE.validate_python(written)
    except ValidationError:
        return ""


_UNKNOWN = WrapValidator(_or_unknown)
_Text = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
_Optional = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]
_State = Annotated[ResidencyStatus, AfterValidator(_state)]
_Day = Annotated[RegisterDate, BeforeValidator(_date)]


class Candidate(BaseModel):
    """Somebody who may be the one looked for. None: the registry said nothing that can be read."""

    model_config = _PERSONAL

    resident_id: Annotated[_Text | None, _UNKNOWN] = None
    name: Annotated[_Text | None, _UNKNOWN] = None
    birth_date: _Day = RegisterDate("")
    sex: Annotated[Sex | None, _UNKNOWN] = None
    address: Annotated[_Text | None, _UNKNOWN] = None
    status: Annotated[_State | None, _UNKNOWN] = None
    suppressed: Annotated[bool | None, _UNKNOWN] = None

    def told(self) -> RegisteredPerson:
        """Return what an officer compares with, cut where nobody's name or address is so long."""
        return RegisteredPerson(
            name=(self.name or "")[:_LONGEST],
            birth_date=self.birth_date.root[:_LONGEST],
            sex=_SEX_IN_WORDS[self.sex or Sex.UNKNOWN],
            address=(self.address or "")[:_LONGEST],
        )


class Member(BaseModel):
    """One line of a household."""

    model_config = _PERSONAL

    resident_id: str
    name: str
    kana: _Optional = ""
    birth_date: _Day = RegisterDate("")
    sex: Sex
    relationship: str
    became_resident_on: _Day = RegisterDate("")
    former_address: _Optional = ""
    domicile: _Optional = ""
    head_of_register: _Optional = ""
    nationality: _Optional = ""
    residence_status: _Optional = ""

    def translated(self) -> HouseholdMember:
        """Return the line as the domain has it; every text is passed byte for byte."""
        return HouseholdMember.model_validate(self.model_dump() | {"sex": _SEX_IN_WORDS[self.sex]})


class Household(BaseModel):
    """A household at one address. `postcode` is empty where the registry has none that can be read."""

    model_config = _PERSONAL

    household_id: str
    postcode: Annotated[str, BeforeValidator(_postcode)] = ""
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


def candidates(answer: bytes) -> Sequence[Candidate]:
    """Read the answer of a search; what is no person at all is one of whom nothing is known.

    Raises ValueError when it is no list. Python's reader, not pydantic's: half a character in one name is no reason to
    lose the others.
    """
    people = json.loads(answer)
    if not isinstance(people, list):
        raise ValueError("no_list")  # noqa: TRY004 - about what was answered, not about a caller
    return tuple(Candidate.model_validate(each if isinstance(each, dict) else {}) for each in people)
