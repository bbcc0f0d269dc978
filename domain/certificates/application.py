"""The application as the citizen fills it in. Personal data: it goes from the counter to the vault and nowhere else."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, ValidationInfo

from domain.certificates.kinds import CertificateKind, CertificateOptions, Copies
from domain.day import Day
from domain.identity.characters import PersonText
from domain.mail_address import MailAddress
from domain.municipality.texts import Language
from domain.personal import PERSONAL
from domain.postal.postcode import Postcode

_OLDEST = 125  # years; nobody is known to have lived longer than 122


def _lived(day: date, info: ValidationInfo) -> date:
    """Refuse a birth date nobody who signs can have, on the day the form came; what was stored is not judged again."""
    today: date | None = (info.context or {}).get(TODAY)
    if today is None:
        return day
    if day > today:
        raise ValueError("birth_date_in_future")
    if day.year < today.year - _OLDEST:
        raise ValueError("birth_date_too_old")
    return day


TODAY = "today"
"""Key of the validation context: the day a form came, where the office is."""

BirthDate = Annotated[Day, AfterValidator(_lived)]


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


class Application(BaseModel):
    """One request for one kind of certificate. `nonce` is the number of the statement that was signed.

    `language` is the one the applicant is written to in: like the mail address no part of the request, and not signed.
    """

    model_config = PERSONAL

    municipality: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    kind: CertificateKind
    options: CertificateOptions = CertificateOptions()
    copies: Copies = 1
    language: Language = Language.JA
    applicant: Applicant
    delivery: Delivery
    nonce: Annotated[str, Field(pattern=r"^[0-9A-HJKMNP-TV-Z]{26,64}$")]
