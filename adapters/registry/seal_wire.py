"""What the registry answers of a seal registration. It is printed and certified, so what cannot be read is no answer."""

from typing import Annotated

from pydantic import Base64Bytes, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from domain.identity.register_date import RegisterDate
from domain.identity.seals import Impression, Millimetres, SealRegistration

_PERSONAL = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)
_PNG = b"\x89PNG\r\n\x1a\n"
_LARGEST_FILE = 256 * 1024  # bytes: 30 mm at 1200 dots per inch, one bit each, need less
_WARP = 0.02  # how much the picture's proportions may be off: a pixel, not a mistaken size

_Text = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
_Optional = Annotated[str, BeforeValidator(lambda value: "" if value is None else value)]


class Picture(BaseModel):
    """The impression: a PNG, Base64, and its sides on paper in millimetres."""

    model_config = _PERSONAL

    media_type: Annotated[str, Field(pattern=r"^image/png$")]
    data: Annotated[Base64Bytes, Field(repr=False)]
    width_mm: Millimetres
    height_mm: Millimetres

    @model_validator(mode="after")
    def _is_whole(self) -> "Picture":
        if not self.data.startswith(_PNG) or not 24 <= len(self.data) <= _LARGEST_FILE:  # noqa: PLR2004 - the header
            raise ValueError("no_png")
        width, height = (int.from_bytes(self.data[start : start + 4]) for start in (16, 20))  # IHDR, PNG 11.2.2
        if not width or not height or abs(self.width_mm * height / (self.height_mm * width) - 1) > _WARP:
            raise ValueError("other_proportions")
        return self


class Registration(BaseModel):
    """印鑑登録. `status` is `in_force` or `suspended`; any other is not known to us."""

    model_config = _PERSONAL

    number: _Text
    registered_on: RegisterDate
    status: str | None = None
    name: _Text
    former_surname: _Optional = ""
    alias: _Optional = ""
    katakana: _Optional = ""
    impression: Picture

    def translated(self) -> SealRegistration:
        """Return the registration as the domain has it; every text and the picture are passed byte for byte."""
        picture = self.impression
        return SealRegistration(
            number=self.number,
            registered_on=self.registered_on,
            suspended={"in_force": False, "suspended": True}.get(self.status or ""),
            name=self.name,
            former_surname=self.former_surname,
            alias=self.alias,
            katakana=self.katakana,
            impression=Impression(png=picture.data, width=picture.width_mm, height=picture.height_mm),
        )
