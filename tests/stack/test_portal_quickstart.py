"""What docs/portals.md says to a portal is done as it stands there, against the running stack."""

import asyncio
import json
import os
import re
import shutil
import sys
from pathlib import Path

import pytest
from fixtures.journey import Town
from fixtures.runbook import ROOT

from embedded.stack_environment import inherited

pytestmark = pytest.mark.stack
PAGE = (ROOT / "docs" / "portals.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """Return the page's one block of a language."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
    return str(found)


async def run(folder: Path, environment: dict[str, str], *words: str) -> str:
    """Run a program in a folder to its end."""
    process = await asyncio.create_subprocess_exec(
        *words, cwd=folder, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    async with asyncio.timeout(90):
        out, _ = await process.communicate()
    assert process.returncode == 0, out.decode()
    return out.decode()


async def test_the_quickstart_works_as_it_stands(town: Town, tmp_path: Path):
    """A key is made, the form sent by curl and Python, and the portal sees where its request stands."""
    shutil.copy(ROOT / "docs" / "examples" / "form.json", tmp_path / "form.json")
    addresses = {"WEB": town.web, "SANDBOX": town.stack.addresses.sandbox}
    environment = {**inherited(os.environ), **town.stack.environment(), **addresses}
    create, key = re.findall(r"^\.venv/bin/(madoguchi portal .+)$", PAGE, re.MULTILINE)
    await run(ROOT, environment, "/bin/bash", "-c", f"{sys.executable} -m cli.main {create.removeprefix('madoguchi ')}")
    made = await run(
        ROOT, environment, "/bin/bash", "-c", f"{sys.executable} -m cli.main {key.removeprefix('madoguchi ')} --json"
    )

    await run(tmp_path, environment, "/bin/bash", "-ec", block("sh"))
    told = await run(tmp_path, {**environment, "KEY": json.loads(made)["key"]}, sys.executable, "-c", block("python"))

    assert json.loads(told)["items"][-1]["status"] == "awaiting_payment"
    assert json.loads((tmp_path / "catalogue.json").read_text())["municipality"] == "999001"
