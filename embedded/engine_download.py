"""Lets the SDK download the Temporal development server, for machines without Go.

The SDK has no "download only": it starts the server too. That happens in a process of its own
(`python -m embedded.engine_download FOLDER`), which can be bounded in time and whose end cannot hurt ours.
"""

import asyncio
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from embedded.engine_cache import sole_filler
from embedded.engine_version import CLI_VERSION, is_new_enough, version_line
from embedded.processes import ChildProcess, ProcessSpec

_WITHIN = 240.0  # seconds
_ROOT = Path(__file__).resolve().parent.parent


async def download(target: Path, environment: Mapping[str, str], say: Callable[[str], None]) -> bool:
    """Download to `target`; False when there is no network or it takes longer than four minutes."""
    async with sole_filler(target.parent, say):
        if await version_line(target, environment) is not None:
            return True
        for left in target.parent.glob("download-*"):
            shutil.rmtree(left, ignore_errors=True)
        say("downloading the Temporal development server by the SDK (once; usually under a minute, at most 4)")
        with tempfile.TemporaryDirectory(prefix="download-", dir=target.parent) as folder:
            await _in_another_process(Path(folder), target.parent / "download.log", environment)
            for found in _files(Path(folder)):
                line = await version_line(found, environment)
                if line is not None and is_new_enough(line):
                    found.replace(target)
                    return True
    return False


def _files(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(folder.iterdir()))


async def _in_another_process(folder: Path, log: Path, environment: Mapping[str, str]) -> None:
    child = await ChildProcess.start(
        ProcessSpec(
            name="the download of the Temporal server",
            argv=(sys.executable, "-m", "embedded.engine_download", str(folder)),
            log=log,
            cwd=_ROOT,
            environment=environment,
        ),
    )
    try:
        await asyncio.wait({child.exited}, timeout=_WITHIN)
    finally:
        await child.stop()


async def _fetch(folder: str) -> None:
    from temporalio.testing import WorkflowEnvironment

    async with await WorkflowEnvironment.start_local(
        download_dest_dir=folder,
        dev_server_download_version=f"v{CLI_VERSION}",
    ):
        pass


if __name__ == "__main__":
    asyncio.run(_fetch(sys.argv[1]))
