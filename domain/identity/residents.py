"""What the resident registry (住民記録) says of a person: personal data, kept out of workflow messages."""

from enum import StrEnum

from pydantic import BaseModel

from domain.identity.register_date import RegisterDate
from domain.identity.seals import SealStanding
from domain.personal import PERSONAL


class ResidencyStatus(StrEnum):
    """Whether the person behind a card is a resident now."""

    RESIDENT = "resident"
    MOVED_OUT = "moved_out"  # 転出
    DECEASED = "deceased"  # 死亡
    NOT_FOUND = "not_found"
    DIFFERS = "differs"  # may be meant, but something differs or cannot be compared: an officer looks, never a machine


class RegisteredPerson(BaseModel):
    """What the register says of somebody who may be meant, for an officer to compare. Empty: it does not say."""

    model_config = PERSONAL

    name: str = ""
    birth_date: str = ""
    sex: str = ""
    address: str = ""


class RegistryFinding(BaseModel):
    """Result of one look-up.

    `resident_id` stands only where it is certain who is meant. `suppressed` is 支援措置 of anybody who may be meant: it
    goes to the closed desk and nowhere else. `people` are those who may be meant, some of them where they are many.
    `seal` stands where a seal registration is asked for, and it is certain whose.
    """

    model_config = PERSONAL

    status: ResidencyStatus
    resident_id: str | None = None
    suppressed: bool = False
    people: tuple[RegisteredPerson, ...] = ()
    seal: SealStanding | None = None

    @property
    def clear(self) -> bool:
        """Whether the certificate may be issued without an officer looking first."""
        in_force = self.seal in {None, SealStanding.IN_FORCE}
        return self.status is ResidencyStatus.RESIDENT and in_force and not self.suppressed

    @property
    def certain_name(self) -> str:
        """The name of the resident whose card it is, as the register writes it; empty where it is not certain who is meant."""
        is_certain = self.status is ResidencyStatus.RESIDENT and len(self.people) == 1
        return self.people[0].name if is_certain else ""


class HouseholdMember(BaseModel):
    """One line of a 住民票."""

    model_config = PERSONAL

    resident_id: str
    name: str
    kana: str
    birth_date: RegisterDate
    sex: str  # 男, 女
    relationship: str  # 続柄: 世帯主, 妻, 子 …
    became_resident_on: RegisterDate
    former_address: str = ""
    domicile: str = ""  # 本籍
    head_of_register: str = ""  # 筆頭者
    nationality: str = ""  # 国籍・地域 of a foreign resident, who has no 本籍 (住基法30条の45)
    residence_status: str = ""  # 在留資格


class ResidentRecord(BaseModel):
    """住民票: a household at one address."""

    model_config = PERSONAL

    household_id: str
    postcode: str  # seven digits; empty when the register has none
    address: str
    head_of_household: str
    members: tuple[HouseholdMember, ...]
