"""Which certificates a municipality offers online, with which options, and how they are posted."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from domain.certificates.kinds import CertificateKind, CertificateOption, RecordScope
from domain.municipality.faults import Fault
from domain.municipality.municipality import Line
from domain.postal.letters import MailClass


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


def offer_faults(offers: CertificateOffers) -> tuple[Fault, ...]:
    """Return kinds offered twice, choices the kind does not have, and scopes without an estimate of sheets."""
    faults: list[Fault] = []
    seen: set[CertificateKind] = set()
    for index, offer in enumerate(offers.certificate):
        if offer.kind in seen:
            faults.append(Fault(f"certificate[{index}].kind", "this kind is offered twice", "keep one of the two"))
        seen.add(offer.kind)
        faults.extend(_unknown_choices(f"certificate[{index}]", offer))
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


def _unknown_choices(place: str, offer: CertificateOffer) -> Iterator[Fault]:
    entry = offer.kind.entry
    for key, offered, known in (("scopes", offer.scopes, entry.scopes), ("options", offer.options, entry.options)):
        for choice in sorted(set(offered) - set(known)):
            fix = f"use only {', '.join(sorted(known))}" if known else f"write {key} = []"
            yield Fault(f"{place}.{key}", f"a certificate of this kind has no {choice}", fix)
