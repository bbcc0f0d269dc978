"""Settings: read once from the environment by each composition root and handed on. `.env.example` names them all.

Secrets have no default and never show in `repr` or errors. What a municipality decides (fees, deadlines) is no setting.
A setting may also stand in a file of the folder MADOGUCHI_SECRETS_DIR, named like its variable in small letters; the
environment goes before it. So containers are given secrets that no list of their variables shows.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import DirectoryPath, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from adapters.setting_forms import (
    DatabaseUrl,
    EngineAddress,
    HeaderWord,
    HttpUrl,
    MailAddress,
    Networks,
    Port,
    TrackingUrl,
    Words,
)
from domain.postal.tracking import JAPAN_POST_PAGE

_PREFIX = "MADOGUCHI_"


class SettingsError(Exception):
    """The environment is wrong: every variable at fault, why, and what to do."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class Section(BaseSettings):
    """One group of settings, read whole."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX,
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,
        env_ignore_empty=True,  # `MADOGUCHI_PAYPAY_SECRET=` in a file of variables is a secret not set, not an empty one
    )

    @classmethod
    def from_environment(cls, **given: Any) -> Self:
        """Read the section. Raises SettingsError listing all problems at once."""
        try:
            return cls(_secrets_dir=SecretsSettings().secrets_dir, **given)
        except ValidationError as error:
            raise SettingsError(tuple(_in_words(each["loc"], each["msg"]) for each in error.errors())) from None


def require(*sections: type[Section]) -> None:
    """Check that several sections can be read. Raises SettingsError listing the problems of all, each once."""
    problems: dict[str, None] = {}
    for section in sections:
        try:
            section.from_environment()
        except SettingsError as error:
            problems |= dict.fromkeys(error.problems)
    if problems:
        raise SettingsError(tuple(problems))


def _in_words(location: tuple[int | str, ...], message: str) -> str:
    if not location:  # of several settings together; the message names them
        return f"{message.removeprefix('Value error, ')}; see .env.example"
    name = _PREFIX + "_".join(str(part) for part in location).upper()
    reason = "is not set" if message == "Field required" else f"is wrong: {message.removeprefix('Value error, ')}"
    return f"{name} {reason}; see .env.example"


class SecretsSettings(Section):
    """The folder of settings that are files; None: there is none."""

    secrets_dir: DirectoryPath | None = None


def file_settings() -> dict[str, str]:
    """Return the settings that are files, by variable: for programs that take a mapping. Raises SettingsError."""
    folder = SecretsSettings.from_environment().secrets_dir
    files = sorted(folder.glob(f"{_PREFIX.lower()}*")) if folder else []
    try:
        return {file.name.upper(): file.read_text(encoding="utf-8").strip() for file in files}
    except (OSError, UnicodeDecodeError):
        raise SettingsError(
            (f"{_PREFIX}SECRETS_DIR is wrong: a file in it cannot be read; see .env.example",)
        ) from None


class StoreSettings(Section):
    """Where state lives: database and keys."""

    database_url: DatabaseUrl
    keys_file: Path


class EngineSettings(Section):
    """The Temporal engine."""

    temporal_address: EngineAddress = "127.0.0.1:7233"
    temporal_namespace: str = "default"
    temporal_tls_ca: Path | None = None
    temporal_tls_cert: Path | None = None
    temporal_tls_key: Path | None = None
    temporal_tls_server_name: Annotated[str, Field(pattern=r"^[A-Za-z0-9.-]+$")] | None = None
    temporal_api_key: HeaderWord | None = None

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Self:
        """Return the section of another process's variables. Raises SettingsError."""
        names = {name: f"{_PREFIX}{name.upper()}" for name in cls.model_fields}
        defaults = {name: field.get_default() for name, field in cls.model_fields.items()}
        return cls.from_environment(**{name: environment.get(names[name]) or defaults[name] for name in names})

    @property
    def temporal_is_secured(self) -> bool:
        """Whether the engine is spoken to by TLS."""
        given = (self.temporal_tls_ca, self.temporal_tls_cert, self.temporal_tls_server_name)
        return any(each is not None for each in given) or bool(self.temporal_api_key)

    @model_validator(mode="after")
    def _certificate_has_its_key(self) -> Self:
        if (self.temporal_tls_cert is None) != (self.temporal_tls_key is None):
            raise ValueError(
                "MADOGUCHI_TEMPORAL_TLS_CERT and MADOGUCHI_TEMPORAL_TLS_KEY belong together: set both, or neither"
            )
        return self


class CitySettings(Section):
    """The municipality served by this installation and the folder of policies."""

    municipality: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    municipalities_dir: Path
    env: Literal["dev", "production"] = "production"


class PolicySettings(Section):
    """The folder of policies alone, for who only looks at them; None: the checkout's own."""

    municipalities_dir: Path | None = None


class JpkiSettings(Section):
    """Card signatures: pinned roots (a folder of DER files), revocation list, accepted certificate policies."""

    jpki_roots_dir: Path
    jpki_crl_url: HttpUrl
    jpki_policy_oid: str


class OutsideSettings(Section):
    """The other outside systems; the payment provider has a section of its own."""

    registry_url: HttpUrl
    registry_token: SecretStr
    post_url: HttpUrl
    post_token: SecretStr
    smtp_host: str
    smtp_port: Port
    smtp_tls: Literal["offered", "starttls", "implicit", "never"] = "offered"
    smtp_user: str | None = None
    smtp_password: SecretStr | None = None
    mail_from: MailAddress

    @model_validator(mode="after")
    def _password_is_safe(self) -> Self:
        if self.smtp_user is not None and self.smtp_password is None:
            raise ValueError("MADOGUCHI_SMTP_PASSWORD is not set, but MADOGUCHI_SMTP_USER is")
        if self.smtp_user is not None and self.smtp_tls not in ("starttls", "implicit"):
            raise ValueError("MADOGUCHI_SMTP_TLS must be starttls or implicit where MADOGUCHI_SMTP_USER signs in")
        return self


class PayPaySettings(Section):
    """PayPay, where the municipality collects by it. `redirect_url` is where the citizen returns; empty: no return."""

    paypay_url: HttpUrl
    paypay_key: str
    paypay_secret: SecretStr
    paypay_merchant: str
    paypay_redirect_url: HttpUrl | None = None


class CardAppSettings(Section):
    """The card app's service (マイナアプリ), which people reach at `url`; `inner_url` is where we call it, if elsewhere.

    Where the city has not registered with it, none of them is set, and people sign at a computer alone.
    """

    card_app_url: HttpUrl | None = None
    card_app_inner_url: HttpUrl | None = None
    card_app_client_id: Annotated[str, Field(pattern=r"^[0-9A-Za-z]{1,255}$")] | None = None
    card_app_keys_file: Path | None = None

    @model_validator(mode="after")
    def _belong_together(self) -> Self:
        registered = [self.card_app_url, self.card_app_client_id]  # keys alone are made before anybody registers
        if any(registered) and not all([*registered, self.card_app_keys_file]):
            names = "MADOGUCHI_CARD_APP_URL, MADOGUCHI_CARD_APP_CLIENT_ID and MADOGUCHI_CARD_APP_KEYS_FILE"
            raise ValueError(f"{names} belong together: set all, or none")
        return self


class SignInSettings(Section):
    """The provider with which officers sign in (OpenID Connect); `inner_issuer` is where we reach it, if elsewhere.

    The secret, or else the key file, shows who we are. Without them officers' pages are shut. `strong_acr`: a strong sign-in.
    """

    sign_in_issuer: HttpUrl | None = None
    sign_in_inner_issuer: HttpUrl | None = None
    sign_in_client_id: Annotated[str, Field(pattern=r"^[\x21-\x7e]{1,255}$")] | None = None
    sign_in_key_file: Path | None = None
    sign_in_client_secret: SecretStr | None = None
    sign_in_strong_acr: Words = ()

    @model_validator(mode="after")
    def _belong_together(self) -> Self:
        shown = [self.sign_in_key_file, self.sign_in_client_secret]
        if bool(self.sign_in_issuer) != bool(self.sign_in_client_id) or (self.sign_in_issuer and not any(shown)):
            names = "MADOGUCHI_SIGN_IN_ISSUER, MADOGUCHI_SIGN_IN_CLIENT_ID and MADOGUCHI_SIGN_IN_KEY_FILE or …_CLIENT_SECRET"
            raise ValueError(f"{names} belong together: set all, or none")
        return self


class WorkerSettings(Section):
    """The worker's own: where closed histories and checkpoints go, port of health and metrics, grace at SIGTERM."""

    archive_dir: Path
    checkpoint_dir: Path
    checkpoint_seconds: Annotated[float, Field(ge=1, le=1800)] = 600.0  # an alert asks after an hour
    worker_health_port: Port | None = None
    metrics_host: str = "127.0.0.1"
    worker_grace_seconds: Annotated[float, Field(ge=0, le=600)] = 20.0
    web_base_url: HttpUrl


class VoucherSettings(Section):
    """What the office has and citizens' processes have not: the key that signs officers' decisions (ADR 13)."""

    voucher_key_file: Path


class StaffCommandSettings(Section):
    """Who works at the office's command line: officers by the operating system's user, `{"user": ["officer-id", …]}`."""

    staff_users_file: Path | None = None
    env: Literal["dev", "production"] = "production"


class DeskSettings(Section):
    """Whom a web process serves: `both` in one is for trials."""

    web_desk: Literal["citizens", "office", "both"] = "citizens"

    @property
    def desks(self) -> frozenset[str]:
        """The desks served: citizens, office."""
        return frozenset({"citizens", "office"} if self.web_desk == "both" else {self.web_desk})


class WebSettings(Section):
    """A web process's own. `web_proxies`: whose X-Forwarded-For is believed."""

    web_host: str = "127.0.0.1"
    web_port: Port = 8080
    web_proxies: Networks = ()
    web_drain_seconds: Annotated[float, Field(ge=0, le=60)] = 3.0
    web_metrics_port: Port | None = None
    metrics_host: str = "127.0.0.1"
    web_base_url: HttpUrl


class CitizensDeskSettings(Section):
    """What the citizens' web process needs besides: it takes the carrier's notifications, and leads to its page of a letter."""

    post_webhook_secret: SecretStr
    tracking_url: TrackingUrl = JAPAN_POST_PAGE


class OfficeDeskSettings(VoucherSettings):
    """What the office's web process needs besides: who signs in, and what vouches for them."""

    staff_tokens_file: Path


def office_secrets_given() -> list[str]:
    """Return the office's variables that are set here, for a process that must not have them. Raises SettingsError."""
    given = {**file_settings(), **os.environ}
    fields = (*OfficeDeskSettings.model_fields, "sign_in_key_file", "sign_in_client_secret")
    return [name for field in fields if given.get(name := _PREFIX + field.upper())]
