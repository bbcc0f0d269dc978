"""The fault plan over real connections: what it breaks, how often, and that it breaks nothing else."""

import asyncio
import time

import httpx2
import pytest
from contracts.sandbox_city import City

_BOOKS = "/registry/sandbox/residents/r-1001"


@pytest.fixture(autouse=True)
async def _whole_again(city: City):
    yield
    await city.mend()


async def test_drop_before_does_nothing(city: City) -> None:
    """The connection ends unanswered and the work was not done."""
    await city.break_down(system="registry", method="POST", kind="drop_before", times=1)
    with pytest.raises(httpx2.RemoteProtocolError):
        await city.http.post(_BOOKS, json={"suppressed": True})
    assert (await _first(city))["suppressed"] is False


async def test_drop_after_does_the_work(city: City) -> None:
    """The connection ends without a byte of answer, and asking shows the work was done."""
    await city.break_down(system="registry", method="POST", kind="drop_after", times=1)
    with pytest.raises(httpx2.RemoteProtocolError):
        await city.http.post(_BOOKS, json={"suppressed": True})
    assert (await _first(city))["suppressed"] is True
    await city.http.delete(_BOOKS)


async def test_the_line_is_cut_without_a_byte(city: City) -> None:
    """On the wire there is no status line, no 500, only the end."""
    await city.break_down(system="registry", kind="drop_after", times=1)
    host, port = city.base_url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"GET {_BOOKS} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    assert await asyncio.wait_for(reader.read(), 5) == b""
    writer.close()


async def test_status_with_retry_after(city: City) -> None:
    """A status fault answers as a busy system would and does nothing."""
    await city.break_down(system="registry", kind="status", status=429, retry_after=3, times=1)
    answer = await city.http.post(_BOOKS, json={"suppressed": True})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "3")
    assert (await _first(city))["suppressed"] is False


async def test_latency_delays_and_answers(city: City) -> None:
    """Latency answers rightly, later."""
    await city.break_down(system="registry", kind="latency", ms=150, times=1)
    before = time.monotonic()
    assert (await city.http.get("/registry/sandbox/residents")).status_code == 200
    assert time.monotonic() - before >= 0.15


async def test_times_and_hits(city: City) -> None:
    """A rule strikes so many times and its hits can be read."""
    await city.break_down(system="registry", kind="status", times=2)
    answers = [(await city.http.get("/registry/sandbox/residents")).status_code for _ in range(4)]
    assert answers == [503, 503, 200, 200]
    (state,) = (await city.http.get("/faults")).json()
    assert state["hits"] == 2


async def test_forever_until_mended(city: City) -> None:
    """Without a number a rule stands until the plan is deleted."""
    await city.break_down(system="registry", kind="status")
    assert [(await city.http.get("/registry/sandbox/residents")).status_code for _ in range(3)] == [503] * 3
    await city.mend()
    assert (await city.http.get("/registry/sandbox/residents")).status_code == 200


async def test_only_what_the_rule_says(city: City) -> None:
    """System, method and the whole path must agree; health, pages and the plan itself are never struck."""
    await city.break_down(system="registry", method="post", path="/sandbox/residents/r-1001", kind="status")
    assert (await city.http.post("/registry/sandbox/residents/r-1002", json={})).status_code == 200
    assert (await _first(city))["id"] == "r-1001"
    for path in ("/health", "/", "/faults", "/mail/messages", "/post/sandbox/books", "/paypay/sandbox/books"):
        assert (await city.http.get(path)).status_code == 200
    assert (await city.http.post(_BOOKS, json={})).status_code == 503


async def test_latency_adds_to_what_follows(city: City) -> None:
    """Rules are tried in order: first slow, then dropped."""
    rules = [{"system": "registry", "kind": "latency", "ms": 100}, {"system": "registry", "kind": "drop_before"}]
    await city.http.put("/faults", json={"rules": rules})
    before = time.monotonic()
    with pytest.raises(httpx2.RemoteProtocolError):
        await city.http.get("/registry/sandbox/residents")
    assert time.monotonic() - before >= 0.1


@pytest.mark.parametrize(
    "rule",
    [
        {"system": "registry", "kind": "explode"},
        {"system": "faults", "kind": "status"},
        {"system": "registry", "kind": "status", "path": "("},
        {"system": "registry", "kind": "status", "times": 0},
        {"system": "registry", "kind": "status", "status": 200},
    ],
)
async def test_a_wrong_rule_is_refused_and_the_plan_stands(city: City, rule: dict[str, object]) -> None:
    """A plan with a mistake changes nothing."""
    await city.break_down(system="registry", kind="latency", ms=1)
    assert (await city.http.put("/faults", json={"rules": [rule]})).status_code == 422
    assert len((await city.http.get("/faults")).json()) == 1


async def _first(city: City) -> dict[str, object]:
    everybody = (await city.http.get("/registry/sandbox/residents")).json()
    return next(each for each in everybody if each["id"] == "r-1001")


async def test_only_the_payment_provider_can_be_stale(city: City) -> None:
    """The others have nothing that lags: the plan is refused."""
    rule = {"system": "post", "kind": "stale"}
    assert (await city.http.put("/faults", json={"rules": [rule]})).status_code == 422
