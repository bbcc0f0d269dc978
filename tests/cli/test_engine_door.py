"""What is wrong between a process and the engine's TLS is told by worker, web and commands: file, fault, way out."""

import asyncio
from pathlib import Path

import pytest
from fixtures.engine_tls import Papers, locked
from fixtures.installation import Installation
from fixtures.services import for_services, run

from embedded.compose.engine_certificates import AUTHORITY, CLIENT, CLIENT_KEY, SERVER_KEY

pytestmark = pytest.mark.database
TAKE = ("staff", "take", "00000000-0000-7000-8000-000000000001", "--as", "officer-sato")
ALL = (("worker",), ("web",), TAKE)


def secured(installation: Installation, folder: Path, **changes: str) -> dict[str, str]:
    """Return the environment of an installation whose engine is behind mutual TLS."""
    return {
        **for_services(installation.environment, installation.folder),
        "MADOGUCHI_TEMPORAL_TLS_CA": str(folder / AUTHORITY),
        "MADOGUCHI_TEMPORAL_TLS_CERT": str(folder / CLIENT),
        "MADOGUCHI_TEMPORAL_TLS_KEY": str(folder / CLIENT_KEY),
        "MADOGUCHI_TEMPORAL_TLS_SERVER_NAME": "temporal",
        **changes,
    }


async def test_files_that_do_not_fit_are_told_by_every_process(installation: Installation, tmp_path: Path):
    """Another's key: exit status 2 with its path, and nothing begins."""
    folder = Papers.made(tmp_path / "papers").folder
    environment = secured(installation, folder, MADOGUCHI_TEMPORAL_TLS_KEY=str(folder / SERVER_KEY))

    for told in await asyncio.gather(*(run(environment, *words) for words in ALL)):
        assert (told.status, told.out) == (2, ""), told.errors
        assert f"MADOGUCHI_TEMPORAL_TLS_KEY is wrong: {folder / SERVER_KEY} is not the key" in told.errors
        assert "Traceback" not in told.errors


@pytest.mark.engine
async def test_an_engine_we_do_not_trust_is_told(installation: Installation, engine_address: str, tmp_path: Path):
    """By the long-lived processes, which ask it at their start: they end in place of waiting for ever."""
    folder, other = Papers.made(tmp_path / "papers"), Papers.made(tmp_path / "other")
    async with locked(engine_address, folder) as address:
        environment = secured(installation, other.folder, MADOGUCHI_TEMPORAL_ADDRESS=address)
        for told in await asyncio.gather(*(run(environment, *words) for words in ALL[:2])):
            assert (told.status, told.out) == (2, ""), told.errors
            assert "MADOGUCHI_TEMPORAL_TLS_CA is wrong: it did not sign the engine's certificate" in told.errors
