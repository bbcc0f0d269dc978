"""Which certificates a municipality offers online, with which options, and how they are posted."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from domain.certificates.kinds import CertificateKind, CertificateOptions, RecordScope
from domain.municipality.faults import Fault
from domain.municipality.municipality import Line
from domain.postal.letters import MailClass


class CertificateOption(StrEnum):
    """The options a copy may show beyond the basics: the yes-or-no fields of `CertificateOptions`."""

    RELATIONSHIP = "relationship"  # 世帯主・続柄
    DOMICILE = "domicile"  # 本籍・筆頭者
    FORMER_ADDRESS = "former_address"  # 従前の住所


class CertificateOffer(BaseModel):
    """One kind offered. `sheets_per_copy` is an estimate by scope: it sets the postage asked of the citizen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: CertificateKind
    legal_basis: Line
    scopes: Annotated[tuple[RecordScope, ...], Field(min_length=1)]
    options: tuple[CertificateOption, ...]
    mail_class: MailClass
    sheets_per_copy: dict[RecordScope, Annotated[int, Field(ge=1, le=20, strict=True)]]


class CertificateOffers(BaseModel):
    """Everything offered."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    certificate: Annotated[tuple[CertificateOffer, ...], Field(min_length=1)]

    def find(self, kind: CertificateKind) -> CertificateOffer | None:
        """Return the offer of a kind; None when it is not offered."""
        return next((offer for offer in self.certificate if offer.kind is kind), None)


def asked(options: CertificateOptions) -> tuple[CertificateOption, ...]:
    """Return the options somebody asked for."""
    return tuple(option for option in CertificateOption if getattr(options, option.value))


def offer_faults(offers: CertificateOffers) -> tuple[Fault, ...]:
    """Return kinds offered twice and scopes without an estimate of sheets."""
    faults: list[Fault] = []
    seen: set[CertificateKind] = set()
    for index, offer in enumerate(offers.certificate):
        if offer.kind in seen:
            faults.append(Fault(f"certificate[{index}].kind", "this kind is offered twice", "keep one of the two"))
        seen.add(offer.kind)
        faults.extend(
            Fault(
                f"certificate[{index}].sheets_per_copy.{scope}",
                f"the scope {scope} is offered and has no estimate of sheets",
                f"add {scope} = 1",
            )
            for scope in offer.scopes
            if scope not in offer.sheets_per_copy
        )
    return tuple(faults)
