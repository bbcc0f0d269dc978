"""How single settings are written, and what is said of one that is not written so. Nothing shows what was given."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode


def _database(url: SecretStr) -> SecretStr:
    try:
        parts = urlsplit(url.get_secret_value())
        fine = parts.scheme in ("postgresql", "postgres") and parts.port != 0
    except ValueError:  # its text may quote the password
        fine = False
    if not fine:
        raise ValueError("it must be like postgresql://user:password@host:5432/database")
    return url


def _engine(address: str) -> str:
    try:
        parts = urlsplit(f"//{address}")
        fine = parts.netloc == address and bool(parts.hostname and parts.port) and " " not in address
    except ValueError:
        fine = False
    if not fine:
        raise ValueError("it must be like 127.0.0.1:7233")
    return address


def _header(key: SecretStr) -> SecretStr:
    if not key.get_secret_value().isascii() or any(character.isspace() for character in key.get_secret_value()):
        raise ValueError("it must be one word")
    return key


def _networks(written: object) -> object:
    """Read networks that stand in one line, with commas between."""
    if not isinstance(written, str):
        return written
    try:
        return tuple(ip_network(each.strip(), strict=False) for each in written.split(","))
    except ValueError:
        raise ValueError("it must be like 192.0.2.10,10.0.0.0/8") from None


def _words(written: object) -> object:
    """Read words that stand in one line, with blanks between."""
    return tuple(written.split()) if isinstance(written, str) else written


DatabaseUrl = Annotated[SecretStr, AfterValidator(_database)]
EngineAddress = Annotated[str, AfterValidator(_engine)]
HeaderWord = Annotated[SecretStr, AfterValidator(_header)]
Networks = Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode, BeforeValidator(_networks)]
Port = Annotated[int, Field(ge=1, le=65535)]
HttpUrl = Annotated[str, Field(pattern=r"^https?://[^\s/?#]+[^\s?#]*$")]
TrackingUrl = Annotated[str, Field(pattern=r"^https?://[^\s/?#]+/[^\s]*\{number\}[^\s]*$")]
MailAddress = Annotated[str, Field(pattern=r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$")]
Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)]
