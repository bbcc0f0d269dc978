"""How we speak to an engine that is not on this machine alone: TLS with certificates of both sides, or an API key.

What can be told of the files is told before anything is connected: which one, what is wrong with it, what to do.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from temporalio.service import TLSConfig

from adapters.settings import EngineSettings, SettingsError
from adapters.temporal.certificates import FileWrong, require_authorities, require_client, require_key_of

_CA, _CERT, _KEY = "MADOGUCHI_TEMPORAL_TLS_CA", "MADOGUCHI_TEMPORAL_TLS_CERT", "MADOGUCHI_TEMPORAL_TLS_KEY"
_NAME, _API_KEY, _ADDRESS = (
    "MADOGUCHI_TEMPORAL_TLS_SERVER_NAME",
    "MADOGUCHI_TEMPORAL_API_KEY",
    "MADOGUCHI_TEMPORAL_ADDRESS",
)


@dataclass(frozen=True)
class EngineSecurity:
    """What the SDK's client is given; neither: the engine is on this machine, or the network is its protection."""

    tls: TLSConfig | None = field(default=None, repr=False)
    api_key: str | None = field(default=None, repr=False)


PLAIN = EngineSecurity()


def engine_security(settings: EngineSettings, now: datetime) -> EngineSecurity:
    """Return how to connect by these settings. Raises SettingsError naming every file at fault.

    TLS is used where a CA, a client certificate, a server's name or an API key is set. Without a CA the machine's own
    are trusted.
    """
    if not settings.temporal_is_secured:
        return PLAIN
    files = _Files()
    ca = files.read(_CA, settings.temporal_tls_ca, lambda content: require_authorities(content, now))
    cert = files.read(_CERT, settings.temporal_tls_cert, lambda content: require_client(content, now))
    key = files.read(_KEY, settings.temporal_tls_key, lambda content: require_key_of(content, cert) if cert else None)
    if files.wrong:
        raise SettingsError(tuple(files.wrong))
    api_key = settings.temporal_api_key.get_secret_value() if settings.temporal_api_key else None
    tls = TLSConfig(
        server_root_ca_cert=ca, client_cert=cert, client_private_key=key, domain=settings.temporal_tls_server_name
    )
    return EngineSecurity(tls, api_key)


class _Files:
    """Reads the files of settings and gathers what is wrong with all of them."""

    def __init__(self) -> None:
        self.wrong: list[str] = []

    def read(self, variable: str, path: Path | None, check: Callable[[bytes], None]) -> bytes | None:
        """Return a file's content; None where there is none or it cannot be used."""
        if path is None:
            return None
        try:
            content = path.read_bytes()
            check(content)
        except OSError as error:
            reason = f"cannot be read ({error.strerror})"
        except FileWrong as error:
            reason = str(error)
        else:
            return content
        self.wrong.append(f"{variable} is wrong: {path} {reason}; see .env.example")
        return None


# What the SDK's library says, and what it means for who set up this process.
_NOT_SIGNED = f"{_CA} is wrong: it did not sign the engine's certificate; give the authority that did"
_REFUSALS = {
    "UnknownIssuer": _NOT_SIGNED,
    "BadSignature": _NOT_SIGNED,  # another authority of the same name
    "NotValidForName": f"{_NAME} is wrong: the engine's certificate is for another name; give one that stands in it",
    "InvalidCertificate(Expired": f"{_ADDRESS}: the engine's certificate is expired; renew it there",
    "InvalidCertificate(NotValidYet": f"{_ADDRESS}: the engine's certificate is not valid yet; check the clocks of both machines",
    "InvalidCertificate": f"{_ADDRESS}: the engine's certificate cannot be used; have it issued for a server",
    "InvalidContentType": f"{_ADDRESS}: the engine there speaks without TLS; "
    "set it up there, or take the MADOGUCHI_TEMPORAL_TLS settings away",
    "CertificateRequired": f"{_CERT} and {_KEY} are needed: the engine asks for a client's certificate",
    "received fatal alert": f"{_CERT} is wrong: the engine refuses it; have one issued by an authority the engine trusts",
    "code: Unauthenticated": f"{_API_KEY} is wrong: the engine refuses it",
    "code: PermissionDenied": f"{_API_KEY} or {_CERT} is wrong: the engine does not let its holder in",
}


def wrong_security(said: str) -> SettingsError | None:
    """Return what a failed connection says of our settings; None: it says nothing of them, the engine may be down."""
    found = next((words for sign, words in _REFUSALS.items() if sign in said), None)
    return None if found is None else SettingsError((f"{found}; see .env.example",))
