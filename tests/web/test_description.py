"""Generated calls, by the description alone, against the real server: for who has no token and for each role.

Schemathesis asks with all its checks that the description is neither wider nor narrower than the server: what it allows
is taken, what it forbids is refused, every answer is described. The seed is fixed; `SCHEMATHESIS_SEED` tries another.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.desk_stories import STAFF, token

pytestmark = pytest.mark.program

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
_EXAMPLES = "8"  # generated per operation and phase, beside the boundaries of every field
_WITHIN = 300  # seconds for one of them, on a very busy machine; usually 10
WHO = ("anonymous", *STAFF)


@pytest.fixture
def address() -> Iterator[str]:
    """A city of its own for each: what one did to it is no matter of the next."""
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    command = (sys.executable, str(HERE / "described_process.py"), str(ROOT / "municipalities"))
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, env=environment) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{json.loads(process.stdout.readline())['port']}"
        process.kill()


@pytest.mark.parametrize("who", WHO)
def test_the_description_says_what_the_server_does(who: str, address: str, tmp_path: Path) -> None:
    """No finding. Staff routes are tried as everybody; the citizens' and the machines' as somebody without a token."""
    scope = [] if who == "anonymous" else ["--include-tag", "staff", "--header", f"Authorization: Bearer {token(who)}"]
    ended = subprocess.run(
        [
            *(str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(HERE / "schemathesis.toml")),
            *("run", f"{address}/api/v1/openapi.json", "--checks", "all", "--continue-on-failure", "--no-color"),
            *("--seed", os.environ.get("SCHEMATHESIS_SEED", "12"), "--max-examples", _EXAMPLES, *scope),
        ],
        cwd=tmp_path,
        env={**os.environ, "SCHEMATHESIS_HOOKS": "described_hooks", "PYTHONPATH": str(HERE), "COLUMNS": "160"},
        capture_output=True,
        text=True,
        check=False,
        timeout=_WITHIN,
    )

    assert ended.returncode == 0, ended.stdout[-8000:] + ended.stderr[-2000:]
    assert re.search(r"\b[1-9][0-9]* generated", ended.stdout)
