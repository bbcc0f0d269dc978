"""What the sandbox city must be told. The environment is read by the composition root and handed in as a mapping."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.web_address import checked

_SECRETS = {
    "registry_token": "MADOGUCHI_REGISTRY_TOKEN",
    "post_token": "MADOGUCHI_POST_TOKEN",
    "post_webhook_secret": "MADOGUCHI_POST_WEBHOOK_SECRET",
    "paypay_key": "MADOGUCHI_PAYPAY_KEY",
    "paypay_secret": "MADOGUCHI_PAYPAY_SECRET",
    "paypay_merchant": "MADOGUCHI_PAYPAY_MERCHANT",
}
_LAST_PORT = 65535


class SandboxSettingsInvalid(ValueError):  # noqa: N818 - reads as what happened
    """The environment lacks something or holds nonsense; `problems` names each variable and what is wrong."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class SandboxSettings:
    """Addresses, the folder everything is kept in, and the secrets both sides know.

    Port 0 is any free one. `web_base_url` is where the city's own web server is told what happened; empty: nobody is
    told. `auto_deliver_after_ms` lets every letter arrive by itself so long after it was handed over.
    """

    folder: Path
    registry_token: str = field(repr=False)
    post_token: str = field(repr=False)
    post_webhook_secret: str = field(repr=False)
    paypay_key: str = field(repr=False)
    paypay_secret: str = field(repr=False)
    paypay_merchant: str
    host: str = "127.0.0.1"
    port: int = 8700
    smtp_port: int = 8725
    web_base_url: str = ""
    auto_deliver_after_ms: int | None = None

    @property
    def post_webhook_url(self) -> str:
        """Where scans are told."""
        return f"{self.web_base_url}/api/v1/webhooks/post" if self.web_base_url else ""

    @property
    def paypay_webhook_url(self) -> str:
        """Where payments are told."""
        return f"{self.web_base_url}/api/v1/webhooks/paypay" if self.web_base_url else ""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "SandboxSettings":
        """Read the `MADOGUCHI_…` variables. Raises SandboxSettingsInvalid with all problems at once."""
        reader = _Reader(environment)
        secrets = {name: reader.text(variable) for name, variable in _SECRETS.items()}
        settings = cls(
            folder=Path(reader.text("MADOGUCHI_SANDBOX_DIR")),
            host=environment.get("MADOGUCHI_SANDBOX_HOST", cls.host),
            port=reader.number("MADOGUCHI_SANDBOX_PORT", cls.port, _LAST_PORT),
            smtp_port=reader.number("MADOGUCHI_SANDBOX_SMTP_PORT", cls.smtp_port, _LAST_PORT),
            web_base_url=reader.address("MADOGUCHI_WEB_BASE_URL").rstrip("/"),
            auto_deliver_after_ms=reader.optional("MADOGUCHI_SANDBOX_AUTO_DELIVER_MS"),
            **secrets,
        )
        if reader.problems:
            raise SandboxSettingsInvalid(tuple(reader.problems))
        return settings


class _Reader:
    """Reads variables and gathers what is wrong with them; a secret's value is never repeated."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self.problems: list[str] = []

    def text(self, variable: str) -> str:
        value = self._environment.get(variable, "")
        if not value:
            self.problems.append(f"{variable} is not set")
        return value

    def number(self, variable: str, default: int, highest: int) -> int:
        value = self._environment.get(variable, str(default))
        if value.isascii() and value.isdigit() and int(value) <= highest:
            return int(value)
        self.problems.append(f"{variable} must be a whole number from 0 to {highest}")
        return default

    def address(self, variable: str) -> str:
        try:
            return checked(self._environment.get(variable, ""))
        except ValueError as error:
            self.problems.append(f"{variable} {error}")
            return ""

    def optional(self, variable: str) -> int | None:
        return self.number(variable, 0, 86_400_000) if self._environment.get(variable) else None
