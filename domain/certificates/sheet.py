"""What an officer sees of an opened case: form, card and register side by side, or the finding of a hold. Personal data."""

from collections.abc import Callable
from enum import StrEnum

from pydantic import BaseModel

from domain.certificates.application import Application, IdentityFrom
from domain.certificates.holds import WaysOut, ways_out
from domain.identity.attributes import BasicFourAttributes, Sex
from domain.identity.comparison import same_address, same_name
from domain.identity.residents import RegisteredPerson, RegistryFinding, ResidencyStatus
from domain.identity.seals import SealStanding
from domain.personal import PERSONAL

_SEX = {Sex.MALE: "男", Sex.FEMALE: "女", Sex.UNKNOWN: ""}


class SheetField(StrEnum):
    """Lines of a sheet."""

    NAME = "name"  # 氏名
    BIRTH_DATE = "birth_date"  # 生年月日
    SEX = "sex"  # 性別
    ADDRESS = "address"  # 住所
    POSTCODE = "postcode"  # 郵便番号
    MAIL = "mail"  # メールアドレス


class Line(BaseModel):
    """One field by its three sources; empty: this one does not say. `registered` has one value for each who may be meant.

    `hidden`: what is said is not for whoever asks; `differs` is told all the same.
    """

    model_config = PERSONAL

    field: SheetField
    form: str = ""
    card: str = ""
    registered: tuple[str, ...] = ()
    differs: bool = False
    hidden: bool = False


class Sheet(BaseModel):
    """申請書, card and register. `asked`: the register has answered.

    `identity_from` card: nobody typed name, birth date and address. What the card says of them stands under `card`; under
    `form` only while the card has not been found genuine: what its certificate claimed at the counter.
    """

    model_config = PERSONAL

    asked: bool
    identity_from: IdentityFrom
    lines: tuple[Line, ...]


class Finding(BaseModel):
    """Why a request is held: what the register says of person and seal, whether a 支援措置 is in force, the ways out."""

    model_config = PERSONAL

    status: ResidencyStatus
    seal: SealStanding | None
    protected: bool
    ways: WaysOut

    @classmethod
    def of(cls, finding: RegistryFinding) -> "Finding":
        """Return what an opened finding tells."""
        return cls(status=finding.status, seal=finding.seal, protected=finding.suppressed, ways=ways_out(finding))


def sheet(
    application: Application,
    card: BasicFourAttributes | None,
    people: tuple[RegisteredPerson, ...] | None,
    *,
    addresses: bool,
) -> Sheet:
    """Return the sheet; `people` None: the register has not answered. Without `addresses` they are left out."""
    known, typed, said = people or (), _typed(application, card), _said(card)
    compare = {SheetField.NAME: _names(card), SheetField.ADDRESS: _addresses(card)}

    def line(field: SheetField) -> Line:
        registered = [str(getattr(each, field.value)) for each in known]
        return _line(field, typed.get(field, ""), said.get(field, ""), registered, compare.get(field, str.__eq__))

    lines = (
        *(line(each) for each in (SheetField.NAME, SheetField.BIRTH_DATE, SheetField.SEX, SheetField.ADDRESS)),
        Line(field=SheetField.POSTCODE, form=application.delivery.postcode),
        Line(field=SheetField.MAIL, form=application.applicant.mail),
    )
    hidden = () if addresses else (SheetField.ADDRESS, SheetField.POSTCODE)
    return Sheet(
        asked=people is not None,
        identity_from=application.identity_from,
        lines=tuple(_hidden(line) if line.field in hidden else line for line in lines),
    )


def _typed(application: Application, card: BasicFourAttributes | None) -> dict[SheetField, str]:
    """Return what the form says of the person: nothing beside a card from which all of it was taken."""
    if card is not None and application.identity_from is IdentityFrom.CARD:
        return {}
    born = application.applicant.birth_date
    return {
        SheetField.NAME: application.applicant.name,
        SheetField.BIRTH_DATE: born.isoformat() if born else "",
        SheetField.ADDRESS: application.delivery.address,
    }


def _said(card: BasicFourAttributes | None) -> dict[SheetField, str]:
    if card is None:
        return {}
    return {
        SheetField.NAME: card.name,
        SheetField.BIRTH_DATE: card.birth_date.isoformat() if card.birth_date else "",
        SheetField.SEX: _SEX[card.sex],
        SheetField.ADDRESS: card.address,
    }


def _line(field: SheetField, form: str, card: str, registered: list[str], same: Callable[[str, str], bool]) -> Line:
    """Return a line; what the card says, or else the form, is compared with every other that says something."""
    said = card or form
    others = [each for each in (form, *registered) if each]
    differs = bool(said) and any(not same(said, each) for each in others)
    return Line(field=field, form=form, card=card, registered=tuple(registered), differs=differs)


def _hidden(line: Line) -> Line:
    return Line(field=line.field, differs=line.differs, hidden=True)


def _names(card: BasicFourAttributes | None) -> Callable[[str, str], bool]:
    return lambda said, other: same_name(said, card.name_substitutes if card else (), other)


def _addresses(card: BasicFourAttributes | None) -> Callable[[str, str], bool]:
    return lambda said, other: same_address(said, card.address_substitutes if card else (), other)
