"""Health, the plain page and the explanations of problems."""

import asyncio
import re

import httpx2
import pytest
from fastapi import FastAPI

from domain.errors import ErrorCode
from web.http_codes import HttpCode
from web.routes.problems import REGISTRY


async def yes() -> bool:
    """Answer."""
    return True


async def no() -> bool:
    """Answer that it does not work."""
    return False


async def never() -> bool:
    """Not answer."""
    await asyncio.Event().wait()
    return True


async def burst() -> bool:
    """Fail."""
    raise OSError("connection refused to 10.0.0.1")


async def asked(app: FastAPI) -> tuple[int, dict[str, object]]:
    """Return what readiness says."""
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=app), base_url="http://test") as client:
        assert (await client.get("/health/live")).status_code == 204
        answer = await client.get("/health/ready")
        return answer.status_code, answer.json()


async def test_ready_when_all_that_is_needed_answers(with_probes) -> None:
    """Without the engine the counter is open: it is named, not needed."""
    status, said = await asked(with_probes(needed={"postgres": yes}, wanted={"engine": no}))
    assert (status, said["checks"]) == (200, {"postgres": True, "engine": False})


async def test_not_ready_when_a_needed_system_is_silent_or_fails(with_probes) -> None:
    """Silence is a no after the time allowed, and so is an exception, whose text stays inside."""
    status, said = await asked(with_probes(needed={"postgres": never, "other": burst}, probe_seconds=0.01))
    assert (status, said) == (503, {"ready": False, "closing": False, "checks": {"postgres": False, "other": False}})


async def test_not_ready_while_closing(app: FastAPI) -> None:
    """A process that is leaving says so."""
    app.state.closing = True
    status, said = await asked(app)
    assert (status, said["closing"]) == (503, True)


async def test_the_plain_page_lists_what_runs(client: httpx2.AsyncClient) -> None:
    """Places are listed and escaped, without any script."""
    answer = await client.get("/running")
    assert answer.status_code == 200
    assert "127.0.0.1:7233" in answer.text
    assert "&lt;Temporal&gt;" in answer.text
    assert "<script" not in answer.text


@pytest.mark.parametrize("address", ["/running", "/problems", "/problems/submission_invalid"])
async def test_a_page_fits_a_phone(client: httpx2.AsyncClient, address: str) -> None:
    """No table wider than 390 pixels, and nothing read that a line of 24 letters could not hold."""
    text = (await client.get(address)).text
    assert "<table" not in text
    read = re.sub(r"<(?!wbr)[^>]*>", " ", text)
    pieces = (piece for word in re.split(r"<wbr>|\s+", read) for piece in re.findall(r"[!-~]+", word))
    assert [piece for piece in pieces if len(piece) > 24] == []


async def test_every_code_has_its_page(client: httpx2.AsyncClient) -> None:
    """Each address that a problem document may name as its type exists, and no other."""
    assert set(REGISTRY) == {code.value for code in ErrorCode} | {code.value for code in HttpCode}
    assert len(REGISTRY) == len(ErrorCode) + len(HttpCode)
    overview = await client.get("/problems")
    for code, (_, status) in REGISTRY.items():
        answer = await client.get(f"/problems/{code}")
        assert answer.status_code == 200
        assert f"HTTP {status}" in answer.text
        assert f"/problems/{code}" in overview.text
    assert (await client.get("/problems/nonsense")).json()["code"] == "not_found"
