"""An application: what is asked for, by whom, and where it goes. Personal data: from the counter to the vault and nowhere else.

Who asks is typed into the form, or said by the card alone (`by_card.py`); either way the vault holds a whole application.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, ValidationInfo, WithJsonSchema

from domain.certificates.kinds import CertificateKind, CertificateOptions, Copies
from domain.day import Day
from domain.identity.characters import PersonText
from domain.mail_address import MailAddress
from domain.municipality.texts import Language
from domain.personal import PERSONAL
from domain.postal.postcode import Postcode

_OLDEST = 125  # years; nobody is known to have lived longer than 122


def _lived(day: date | None, info: ValidationInfo) -> date | None:
    """Refuse a birth date nobody who signs can have, on the day the form came; what was stored is not judged again."""
    today: date | None = (info.context or {}).get(TODAY)
    if today is None:
        return day
    if day is None:
        raise ValueError("missing")
    if day > today:
        raise ValueError("birth_date_in_future")
    if day.year < today.year - _OLDEST:
        raise ValueError("birth_date_too_old")
    return day


TODAY = "today"
"""Key of the validation context: the day a form came, where the office is."""

BirthDate = Annotated[
    Day | None, AfterValidator(_lived), WithJsonSchema({"type": "string", "format": "date", "title": "Birth Date"})
]
"""A form always has one; None is stored where a card has none that is whole (年のみ、月日不詳)."""


class IdentityFrom(StrEnum):
    """Where name, birth date and address of an application come from."""

    FORM = "form"  # typed
    CARD = "card"  # the certificate inside the signature


class Applicant(BaseModel):
    """Who asks (本人)."""

    model_config = PERSONAL

    name: Annotated[PersonText, Field(min_length=1, max_length=100)]
    birth_date: BirthDate
    mail: MailAddress


class Delivery(BaseModel):
    """Where the certificate goes: the address in the resident register, as on the card."""

    model_config = PERSONAL

    postcode: Postcode
    address: Annotated[PersonText, Field(min_length=1, max_length=200)]


class Asked(BaseModel):
    """What is asked for, whoever asks. `nonce` is the number of the statement that was signed.

    `language` is the one the applicant is written to in: like the mail address no part of the request, and not signed.
    """

    model_config = PERSONAL

    municipality: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    kind: CertificateKind
    options: CertificateOptions = CertificateOptions()
    copies: Copies = 1
    language: Language = Language.JA
    nonce: Annotated[str, Field(pattern=r"^[0-9A-HJKMNP-TV-Z]{26,64}$")]


class Application(Asked):
    """One request for one kind of certificate, as the vault keeps it; a typed form is one as it comes."""

    identity_from: IdentityFrom = IdentityFrom.FORM
    applicant: Applicant
    delivery: Delivery


def is_typed(application: Application) -> bool:
    """Say whether somebody typed who asks; the card said it otherwise."""
    return application.identity_from is IdentityFrom.FORM
