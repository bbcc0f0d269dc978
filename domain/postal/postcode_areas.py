"""Areas of postcodes (郵便番号データ, utf_ken_all): which town a code belongs to."""

from pydantic import BaseModel, ConfigDict


class PostcodeArea(BaseModel):
    """One row: seven digits, and the names of prefecture, municipality and town (empty: none other is listed)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    postcode: str
    prefecture: str
    municipality: str
    town: str
