"""The embedded Temporal server."""

import os
import signal
from pathlib import Path

import httpx2
import pytest
from fixtures.servers import EngineServer

from embedded.dynamic_config import read_dynamic_config
from embedded.engine import RETENTION
from embedded.errors import StackError

pytestmark = pytest.mark.engine
ROOT = Path(__file__).resolve().parents[2]
SETTINGS = read_dynamic_config(ROOT / "deploy" / "temporal" / "dynamicconfig.yaml")


def _engine(binary: Path, folder: Path, environment: dict[str, str]) -> EngineServer:
    return EngineServer(binary, folder, settings=SETTINGS, environment=environment)


async def _namespace(engine: EngineServer) -> dict[str, dict[str, str]]:
    url = f"http://127.0.0.1:{engine.plan.http_port}/api/v1/namespaces/default"
    async with httpx2.AsyncClient(trust_env=False) as client:
        answer: dict[str, dict[str, str]] = (await client.get(url)).json()
    return answer


async def test_histories_are_kept_long_enough(tmp_path: Path, engine_binary: Path, environment: dict[str, str]) -> None:
    """The retention is ours, at least the 72 hours promised, and not the development server's one day."""
    async with _engine(engine_binary, tmp_path, environment) as engine:
        found = (await _namespace(engine))["config"]["workflowExecutionRetentionTtl"]
    assert found == f"{RETENTION.total_seconds():.0f}s"
    assert RETENTION.total_seconds() >= 72 * 3600


async def test_server_continues_after_a_kill(tmp_path: Path, engine_binary: Path, environment: dict[str, str]) -> None:
    """The same namespace (by its id) is there after SIGKILL and a new start: the database is a file that lasts."""
    engine = _engine(engine_binary, tmp_path, environment)
    async with engine:
        before = (await _namespace(engine))["namespaceInfo"]["id"]
        os.kill(engine._supervisor.children[0].pid, signal.SIGKILL)
    async with _engine(engine_binary, tmp_path, environment) as again:
        assert (await _namespace(again))["namespaceInfo"]["id"] == before


async def test_path_with_spaces(tmp_path: Path, engine_binary: Path, environment: dict[str, str]) -> None:
    """The server's database may lie in any path."""
    async with _engine(engine_binary, tmp_path / "市役所 の 窓口", environment) as engine:
        assert (await _namespace(engine))["namespaceInfo"]["name"] == "default"


async def test_server_that_cannot_start_shows_its_reason(
    tmp_path: Path, engine_binary: Path, environment: dict[str, str]
) -> None:
    """A damaged database ends the start with the server's own words in the error."""
    engine = _engine(engine_binary, tmp_path, environment)
    engine.plan.database.parent.mkdir(parents=True)
    engine.plan.database.write_text("this is no database" * 100)
    with pytest.raises(StackError, match=r"temporal ended with exit code 1; its log"):
        async with engine:
            pass
