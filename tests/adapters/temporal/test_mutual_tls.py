"""Mutual TLS for real: our settings get in, and nobody without the certificate does."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fixtures.engine import TEST_RING
from fixtures.engine_tls import Papers, locked
from temporalio.client import Client

from adapters.settings import EngineSettings, SettingsError
from adapters.temporal.connection import check_namespace, connect
from adapters.temporal.security import PLAIN, engine_security
from domain.errors import PortUnavailable
from embedded.compose.engine_certificates import AUTHORITY, CLIENT, CLIENT_KEY

pytestmark = pytest.mark.engine


@pytest.fixture
def papers(tmp_path: Path) -> Papers:
    return Papers.made(tmp_path / "papers")


async def connected(settings: EngineSettings) -> Client:
    security = engine_security(settings, datetime.now(UTC))
    client = await connect(settings.temporal_address, "default", TEST_RING, security=security)
    await check_namespace(client)
    return client


async def test_our_settings_get_in(engine_address: str, papers: Papers):
    """Certificate, key, authority and name: a client that works."""
    async with locked(engine_address, papers) as address:
        client = await connected(papers.settings(address))
        assert await client.service_client.check_health()


async def test_nobody_without_a_certificate_gets_in(engine_address: str, papers: Papers):
    """Neither by TLS without one nor in the clear; the engine is told as one that does not answer, or by the reason."""
    async with locked(engine_address, papers) as address:
        bare = papers.settings(address, temporal_tls_cert=None, temporal_tls_key=None)
        for settings in (bare, EngineSettings(temporal_address=address)):
            with pytest.raises((PortUnavailable, SettingsError)):
                await connected(settings)


async def test_nobody_with_anothers_certificate_gets_in(engine_address: str, papers: Papers, tmp_path: Path):
    """One that another authority signed, though it has the same name."""
    other = Papers.made(tmp_path / "other")
    async with locked(engine_address, papers) as address:
        strange = papers.settings(
            address, temporal_tls_cert=other.folder / CLIENT, temporal_tls_key=other.folder / CLIENT_KEY
        )
        with pytest.raises((PortUnavailable, SettingsError)):
            await connected(strange)


async def test_an_engine_of_another_authority_is_not_believed(engine_address: str, papers: Papers, tmp_path: Path):
    """Somebody who took its address learns nothing; we say which setting to look at."""
    other = Papers.made(tmp_path / "other")
    async with locked(engine_address, papers) as address:
        with pytest.raises(SettingsError, match="MADOGUCHI_TEMPORAL_TLS_CA is wrong: it did not sign"):
            await connected(papers.settings(address, temporal_tls_ca=other.folder / AUTHORITY))


@pytest.mark.parametrize("name", ["elsewhere", None])
async def test_an_engine_of_another_name_is_not_believed(engine_address: str, papers: Papers, name: str | None):
    """Also where the name is the address itself."""
    async with locked(engine_address, papers) as address:
        with pytest.raises(SettingsError, match="MADOGUCHI_TEMPORAL_TLS_SERVER_NAME is wrong"):
            await connected(papers.settings(address, temporal_tls_server_name=name))


async def test_an_expired_engine_is_not_believed(engine_address: str, papers: Papers, tmp_path: Path):
    """Its certificate is told, not ours."""
    old = Papers.made(tmp_path / "old", datetime.now(UTC) - timedelta(days=4000))
    (papers.folder / AUTHORITY).write_bytes((old.folder / AUTHORITY).read_bytes())
    async with locked(engine_address, old) as address:
        settings = papers.settings(address)
        security = engine_security(papers.settings(address, temporal_tls_ca=None), datetime.now(UTC))
        trusting = type(security)(_with(security.tls, (old.folder / AUTHORITY).read_bytes()))
        with pytest.raises(SettingsError, match="the engine's certificate is expired"):
            await connect(settings.temporal_address, "default", TEST_RING, security=trusting)


def _with(tls, authority: bytes):
    from dataclasses import replace

    return replace(tls, server_root_ca_cert=authority)


async def test_an_engine_in_the_clear_is_told(engine_address: str, papers: Papers):
    """TLS is set here and not there."""
    with pytest.raises(SettingsError, match="speaks without TLS"):
        await connected(papers.settings(engine_address))


async def test_a_lazy_client_learns_it_at_its_first_call(engine_address: str, papers: Papers, tmp_path: Path):
    """As the web process opens: the probe tells the same words."""
    other = Papers.made(tmp_path / "other")
    async with locked(engine_address, papers) as address:
        security = engine_security(
            papers.settings(address, temporal_tls_ca=other.folder / AUTHORITY), datetime.now(UTC)
        )
        client = await connect(address, "default", TEST_RING, security=security, lazy=True)
        with pytest.raises(SettingsError, match="MADOGUCHI_TEMPORAL_TLS_CA"):
            await check_namespace(client)


async def test_an_engine_that_is_down_is_one_that_does_not_answer(papers: Papers):
    """TLS or not: it is waited for."""
    with pytest.raises(PortUnavailable):
        await connected(papers.settings("127.0.0.1:1"))
    assert PLAIN.tls is None
