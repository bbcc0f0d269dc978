"""Kinds of certificate a citizen may request, and their options. A new kind is one member here and a row of fees."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictBool

Copies = Annotated[int, Field(ge=1, le=10, strict=True)]


class CertificateKind(StrEnum):
    """What may be requested. 除票 and 記載事項証明書 would be kinds of their own."""

    RESIDENT_RECORD_COPY = "resident_record_copy"  # 住民票の写し (住基法12条)


class RecordScope(StrEnum):
    """Who stands on the copy."""

    HOUSEHOLD = "household"  # 世帯全員
    APPLICANT = "applicant"  # 個人


class CertificateOptions(BaseModel):
    """What the copy shows beyond the basics; left out unless asked for (住基法12条5項).

    個人番号 and 住民票コード are not offered online yet.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    scope: RecordScope = RecordScope.APPLICANT
    relationship: StrictBool = False  # 世帯主・続柄
    domicile: StrictBool = False  # 本籍・筆頭者
    former_address: StrictBool = False  # 従前の住所
