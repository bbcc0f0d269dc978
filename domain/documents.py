"""A finished document, whatever it says. Personal data: vault only."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field

from domain.personal import PERSONAL

MOST_SHEETS = 200
"""Of one document: twice what the heaviest letter takes."""


class DocumentFormat(StrEnum):
    """Formats we print."""

    PDF = "pdf"


class Document(BaseModel):
    """A finished document."""

    model_config = {**PERSONAL, "ser_json_bytes": "base64", "val_json_bytes": "base64"}

    content: bytes
    sheets: Annotated[int, Field(ge=1, le=MOST_SHEETS)]
    format: DocumentFormat = DocumentFormat.PDF
