"""The application as the citizen fills it in. Personal data: it goes from the counter to the vault and nowhere else."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from domain.certificates.kinds import CertificateKind, CertificateOptions, Copies
from domain.identity.characters import PersonText

MailAddress = Annotated[str, Field(pattern=r"^[^@\s]{1,64}@[^@\s]{1,189}$", max_length=254)]
Postcode = Annotated[str, Field(pattern=r"^[0-9]{7}$")]


class Applicant(BaseModel):
    """Who asks (本人)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[PersonText, Field(min_length=1, max_length=100)]
    birth_date: date
    mail: MailAddress


class Delivery(BaseModel):
    """Where the certificate goes: the address in the resident register, as on the card."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    postcode: Postcode
    address: Annotated[PersonText, Field(min_length=1, max_length=200)]


class Application(BaseModel):
    """One request for one kind of certificate. `nonce` is the number of the statement that was signed."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    municipality: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    kind: CertificateKind
    options: CertificateOptions = CertificateOptions()
    copies: Copies = 1
    applicant: Applicant
    delivery: Delivery
    nonce: Annotated[str, Field(pattern=r"^[0-9A-HJKMNP-TV-Z]{26,64}$")]
