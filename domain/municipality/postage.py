"""Postage (郵送料): Japan Post's table by weight and envelope, the surcharge by class, and the weight of a letter.

Weights are in grams, amounts in yen. The table of the municipality is copied from the post's published one.
"""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from domain.errors import DomainError, ErrorCode
from domain.money import Yen
from domain.municipality.faults import Fault
from domain.municipality.periods import Period, in_force, period_faults
from domain.postal.letters import MailClass

_Grams = Annotated[int, Field(ge=1, le=4000, strict=True)]


class Envelope(StrEnum):
    """Sizes of envelope, by the post's tariff."""

    STANDARD = "standard"  # 定形
    LARGE = "large"  # 定形外(規格内)


class Rate(BaseModel):
    """Basic postage of an envelope up to and including a weight."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    envelope: Envelope
    up_to_grams: _Grams
    yen: Yen


class PostageTable(Period):
    """The tariff of one period. The surcharge of ordinary mail is nothing and is not written."""

    rate: Annotated[tuple[Rate, ...], Field(min_length=1)]
    surcharge: dict[MailClass, Yen]


class Postage(BaseModel):
    """Tariffs by period, and what a sheet and an empty envelope weigh."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sheet_grams: _Grams
    envelope_grams: dict[Envelope, _Grams]
    table: Annotated[tuple[PostageTable, ...], Field(min_length=1)]


class Parcel(BaseModel):
    """What one letter weighs and costs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    envelope: Envelope
    weight_grams: int
    postage: int


def parcel(postage: Postage, sheets: int, mail_class: MailClass, on: date) -> Parcel:
    """Return the cheapest way to send that many sheets in one letter.

    Raises DomainError(POLICY_INVALID) when no row of the tariff takes the weight, or none is in force.
    """
    table = in_force(postage.table, on)
    fitting = [
        Parcel(envelope=rate.envelope, weight_grams=weight, postage=rate.yen + table.surcharge.get(mail_class, 0))
        for rate in table.rate
        if (weight := sheets * postage.sheet_grams + postage.envelope_grams[rate.envelope]) <= rate.up_to_grams
    ]
    if not fitting:
        raise DomainError(ErrorCode.POLICY_INVALID, why="letter_too_heavy", sheets=sheets)
    return min(fitting, key=lambda found: found.postage)


def postage_faults(postage: Postage) -> tuple[Fault, ...]:
    """Return gaps in time, classes without a surcharge and envelopes without a weight."""
    faults = list(period_faults(list(enumerate(postage.table)), "table"))
    used = {rate.envelope for table in postage.table for rate in table.rate}
    faults.extend(
        Fault(f"envelope_grams.{envelope}", "this envelope is in the tariff and has no weight", f"add {envelope} = 8")
        for envelope in sorted(used - set(postage.envelope_grams))
    )
    for index, table in enumerate(postage.table):
        faults.extend(
            Fault(f"table[{index}].surcharge.{mail_class}", "this class has no surcharge", f"add {mail_class} = 0")
            for mail_class in MailClass
            if mail_class is not MailClass.ORDINARY and mail_class not in table.surcharge
        )
    return tuple(faults)
