"""Kinds of certificate a citizen may request, and their options. A kind is one entry here, a layout and a row of fees."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool

MOST_COPIES = 10
Copies = Annotated[int, Field(ge=1, le=MOST_COPIES, strict=True)]


class RecordScope(StrEnum):
    """Who stands on the copy."""

    HOUSEHOLD = "household"  # 世帯全員
    APPLICANT = "applicant"  # 個人


class CertificateOption(StrEnum):
    """The options a copy may show beyond the basics: the yes-or-no fields of `CertificateOptions`."""

    RELATIONSHIP = "relationship"  # 世帯主・続柄
    DOMICILE = "domicile"  # 本籍・筆頭者
    FORMER_ADDRESS = "former_address"  # 従前の住所


class CertificateOptions(BaseModel):
    """What the copy shows beyond the basics; left out unless asked for (住基法12条5項).

    個人番号 and 住民票コード are not offered online yet.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    scope: RecordScope = RecordScope.APPLICANT
    relationship: StrictBool = False  # 世帯主・続柄
    domicile: StrictBool = False  # 本籍・筆頭者
    former_address: StrictBool = False  # 従前の住所


class Source(StrEnum):
    """Which register a certificate is printed from."""

    RESIDENTS = "residents"  # 住民基本台帳
    SEALS = "seals"  # 印鑑登録原票, with the 住民基本台帳 beside it


@dataclass(frozen=True)
class KindEntry:
    """Everything the house needs to know of a kind of certificate. What a municipality decides is not here.

    `title` names it in the 申請文 and on the paper, `english` beside it for auditors. `statement` are lines of the 申請文
    that every request of the kind has. `layout` names how the press sets it. `scopes` and `options` are what may be asked for; a municipality offers these or
    fewer. `from_age`: whole years, under which nobody can have the certificate.
    """

    title: str
    english: str
    law: str
    source: Source
    layout: str
    scopes: tuple[RecordScope, ...]
    options: tuple[CertificateOption, ...] = ()
    statement: tuple[str, ...] = ()
    from_age: int = 0


class CertificateKind(StrEnum):
    """What may be requested. 除票 and 記載事項証明書 would be kinds of their own."""

    entry: KindEntry

    def __new__(cls, value: str, entry: KindEntry) -> Self:
        """Make a member whose text is `value`."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.entry = entry
        return member

    RESIDENT_RECORD_COPY = (
        "resident_record_copy",
        KindEntry(
            title="住民票の写し",
            english="copy of the resident record",
            law="住民基本台帳法12条",
            source=Source.RESIDENTS,
            layout="resident_record",
            scopes=(RecordScope.APPLICANT, RecordScope.HOUSEHOLD),
            options=tuple(CertificateOption),
        ),
    )
    SEAL_REGISTRATION_CERTIFICATE = (
        "seal_registration_certificate",
        KindEntry(
            title="印鑑登録証明書",
            english="seal registration certificate",
            law="市町村の印鑑条例 (印鑑登録証明事務処理要領、昭和49年自治振第10号)",
            source=Source.SEALS,
            layout="seal_registration",
            scopes=(RecordScope.APPLICANT,),
            statement=("証明する印鑑: 申請者本人が登録している印鑑",),
            from_age=15,  # who is younger cannot register a seal
        ),
    )


def asked(options: CertificateOptions) -> tuple[CertificateOption, ...]:
    """Return the options somebody asked for."""
    return tuple(option for option in CertificateOption if getattr(options, option.value))
