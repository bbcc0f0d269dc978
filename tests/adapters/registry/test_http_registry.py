"""The HTTP registry adapter against the sandbox city over real connections."""

from collections.abc import AsyncIterator

import httpx2
import pytest
import pytest_asyncio
from contracts.resident_registry import ResidentRegistryContract, card_of
from contracts.sandbox_city import City

from adapters.registry.http_registry import HttpResidentRegistry, RegistryConfig
from domain.errors import PortRejected, PortUnavailable

pytestmark = pytest.mark.program

_TOKEN = "registry-token"


def _adapter(city: City, client: httpx2.AsyncClient, token: str = _TOKEN, timeout: float = 5.0):
    return HttpResidentRegistry(RegistryConfig(f"{city.base_url}/registry/", token, timeout), client)


@pytest_asyncio.fixture
async def client() -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient() as opened:
        yield opened


@pytest.fixture
def registry(city: City, client: httpx2.AsyncClient) -> HttpResidentRegistry:
    return _adapter(city, client)


class TestHttpResidentRegistry(ResidentRegistryContract):
    """The contract over HTTP."""


@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
async def test_a_dropped_line_is_unavailable(city: City, registry: HttpResidentRegistry, kind: str) -> None:
    """A connection that ends without an answer is no finding, and the error shows nothing of what was asked."""
    await city.break_down(system="registry", kind=kind, times=1)
    with pytest.raises(PortUnavailable) as caught:
        await registry.look_up(card_of("r-1001"))
    assert (caught.value.system, caught.value.__suppress_context__) == ("registry", True)
    assert "花子" not in str(caught.value)
    assert (await registry.look_up(card_of("r-1001"))).clear


async def test_busy_is_unavailable_with_its_wait(city: City, registry: HttpResidentRegistry) -> None:
    """A 503 passes its Retry-After on, in seconds."""
    await city.break_down(system="registry", kind="status", status=503, retry_after=7, times=1)
    with pytest.raises(PortUnavailable) as caught:
        await registry.record("r-1001")
    assert caught.value.retry_after == 7.0


async def test_a_slow_registry_is_unavailable(city: City, client: httpx2.AsyncClient) -> None:
    """The call ends after its time-out."""
    await city.break_down(system="registry", kind="latency", ms=2_000, times=1)
    with pytest.raises(PortUnavailable):
        await _adapter(city, client, timeout=0.1).record("r-1001")
    await city.mend()


async def test_a_wrong_token_is_refused(city: City, client: httpx2.AsyncClient) -> None:
    """The registry says no to strangers, and repeating would not help."""
    with pytest.raises(PortRejected) as caught:
        await _adapter(city, client, token="guess").record("r-1001")
    assert caught.value.provider_code == "unauthorized"
    assert "guess" not in repr(RegistryConfig("http://x", "guess"))


async def test_an_address_outside_v1_cannot_be_reached(registry: HttpResidentRegistry) -> None:
    """A resident id is one piece of the path, whatever it holds."""
    with pytest.raises(PortRejected):
        await registry.record("../../sandbox/residents")


async def test_an_officer_compares_with_who_may_be_meant_and_nobody_else(registry: HttpResidentRegistry) -> None:
    """What the register says of them goes along; the search's other people are not told of."""
    finding = await registry.look_up(card_of("r-1001"))
    (person,) = finding.people
    known = card_of("r-1001")
    assert (person.name, person.birth_date) == (known.name, known.birth_date.isoformat() if known.birth_date else "")
    assert person.address
    assert person.sex == "女"
