"""What the sandbox city must be told. The environment is read by the composition root and handed in as a mapping."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, WrapValidator

from sandbox.web_address import checked


def _whole_number(low: int, high: int) -> WrapValidator:
    def check(given: object, read: Callable[[object], int]) -> int:
        try:
            number = read(given)
        except ValidationError:
            number = low - 1
        if not low <= number <= high:
            raise ValueError(f"must be a whole number from {low} to {high}")
        return number

    return WrapValidator(check)


_Secret = Annotated[str, Field(repr=False)]
_Port = Annotated[int, _whole_number(0, 65_535)]
_Milliseconds = Annotated[int, _whole_number(0, 86_400_000)]


class SandboxSettingsInvalid(ValueError):  # noqa: N818 - reads as what happened
    """The environment lacks something or holds nonsense; `problems` names each variable and what is wrong."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class SandboxSettings(BaseModel):
    """Addresses, the folder everything is kept in, and the secrets both sides know.

    Port 0 is any free one. `web_base_url` is where the city's own web server is told what happened; empty: nobody is
    told. The card app's service stands there when `card_app_client_keys` (the client's public keys, a JWK set) is given; it
    leads browsers back to `card_app_return_url`; empty: to the web server's own. The officers' provider stands there when
    `sign_in_client_keys` and `office_url` (the office's web process as browsers reach it; `office_inner_url`: as the city does)
    are given; `officers_file` has those who can be picked on its page. `auto_deliver_after_ms` lets every letter arrive by itself so long after it was handed over.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, validate_by_name=True)

    folder: Path = Field(alias="MADOGUCHI_SANDBOX_DIR")
    registry_token: _Secret = Field(alias="MADOGUCHI_REGISTRY_TOKEN")
    post_token: _Secret = Field(alias="MADOGUCHI_POST_TOKEN")
    post_webhook_secret: _Secret = Field(alias="MADOGUCHI_POST_WEBHOOK_SECRET")
    paypay_key: _Secret = Field(alias="MADOGUCHI_PAYPAY_KEY")
    paypay_secret: _Secret = Field(alias="MADOGUCHI_PAYPAY_SECRET")
    paypay_merchant: str = Field(alias="MADOGUCHI_PAYPAY_MERCHANT")
    host: str = Field(default="127.0.0.1", alias="MADOGUCHI_SANDBOX_HOST")
    port: _Port = Field(default=8700, alias="MADOGUCHI_SANDBOX_PORT")
    smtp_port: _Port = Field(default=8725, alias="MADOGUCHI_SANDBOX_SMTP_PORT")
    web_base_url: Annotated[str, AfterValidator(checked)] = Field(default="", alias="MADOGUCHI_WEB_BASE_URL")
    card_app_url: Annotated[str, AfterValidator(checked)] = Field(default="", alias="MADOGUCHI_CARD_APP_URL")
    card_app_client_id: str = Field(default="", alias="MADOGUCHI_CARD_APP_CLIENT_ID")
    card_app_client_keys: Path | None = Field(default=None, alias="MADOGUCHI_SANDBOX_CARD_APP_KEYS_FILE")
    card_app_return_url: Annotated[str, AfterValidator(checked)] = Field(
        default="", alias="MADOGUCHI_SANDBOX_CARD_APP_RETURN_URL"
    )
    sign_in_issuer: Annotated[str, AfterValidator(checked)] = Field(default="", alias="MADOGUCHI_SIGN_IN_ISSUER")
    sign_in_client_id: str = Field(default="", alias="MADOGUCHI_SIGN_IN_CLIENT_ID")
    sign_in_client_keys: Path | None = Field(default=None, alias="MADOGUCHI_SANDBOX_SIGN_IN_KEYS_FILE")
    office_url: Annotated[str, AfterValidator(checked)] = Field(default="", alias="MADOGUCHI_SANDBOX_OFFICE_URL")
    office_inner_url: Annotated[str, AfterValidator(checked)] = Field(
        default="", alias="MADOGUCHI_SANDBOX_OFFICE_INNER_URL"
    )
    officers_file: Path | None = Field(default=None, alias="MADOGUCHI_SANDBOX_OFFICERS")
    auto_deliver_after_ms: _Milliseconds | None = Field(default=None, alias="MADOGUCHI_SANDBOX_AUTO_DELIVER_MS")

    @property
    def post_webhook_url(self) -> str:
        """Where scans are told."""
        return self._webhook("post")

    @property
    def paypay_webhook_url(self) -> str:
        """Where payments are told."""
        return self._webhook("paypay")

    @property
    def card_app_returns_to(self) -> str:
        """Where the card app leads browsers back to."""
        return self.card_app_return_url or f"{self.web_base_url.rstrip('/')}/return/card"

    def _webhook(self, sender: str) -> str:
        return f"{self.web_base_url.rstrip('/')}/api/v1/webhooks/{sender}" if self.web_base_url else ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read the `MADOGUCHI_…` variables. Raises SandboxSettingsInvalid with all problems at once."""
        names = [str(field.alias) for field in cls.model_fields.values()]
        try:
            return cls.model_validate({name: value for name in names if (value := environment.get(name))})
        except ValidationError as error:
            problems = tuple(f"{each['loc'][0]} {_in_words(each['msg'])}" for each in error.errors())
            raise SandboxSettingsInvalid(problems) from None


def _in_words(message: str) -> str:
    if message == "Field required":
        return "is not set"
    return message.removeprefix("Value error, ").replace("Input should be", "must be")
