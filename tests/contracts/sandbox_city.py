"""The whole sandbox city on loopback ports, for suites of its systems and of the adapters that reach them."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
from contracts.loopback import loopback

from sandbox.app import SandboxSettings, create_app


@dataclass(frozen=True)
class City:
    """An open city: `http` is a client whose base address is the city's."""

    settings: SandboxSettings
    base_url: str
    smtp_port: int
    http: httpx2.AsyncClient

    async def break_down(self, **rule: object) -> None:
        """Put one fault into force."""
        answer = await self.http.put("/faults", json={"rules": [rule]})
        assert answer.status_code == 200, answer.text

    async def mend(self) -> None:
        """End all faults."""
        await self.http.delete("/faults")


def settings(folder: Path, **others: object) -> SandboxSettings:
    """Return settings with free ports and test secrets."""
    known = {
        "folder": folder,
        "registry_token": "registry-token",
        "post_token": "post-token",
        "post_webhook_secret": "post-secret",
        "paypay_key": "key",
        "paypay_secret": "secret",
        "paypay_merchant": "merchant",
        "port": 0,
        "smtp_port": 0,
    }
    return SandboxSettings(**(known | others))


@contextlib.asynccontextmanager
async def open_city(folder: Path, **others: object) -> AsyncIterator[City]:
    """Open a city under `folder`."""
    chosen = settings(folder, **others)
    async with loopback(create_app(chosen)) as base_url, httpx2.AsyncClient(base_url=base_url, timeout=10) as http:
        health = (await http.get("/health")).json()
        yield City(chosen, base_url, health["smtp_port"], http)
