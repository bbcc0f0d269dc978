"""Builds the Temporal development server from its source by the Go module proxy, once per machine."""

import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from embedded.asking import answer_of
from embedded.engine_cache import sole_filler
from embedded.engine_version import CLI_VERSION, version_line
from embedded.errors import StackError
from embedded.go_install import GoInstall

_PACKAGE = f"github.com/temporalio/cli/cmd/temporal@v{CLI_VERSION}"
_GO = re.compile(r"go(\d+)\.(\d+)")


async def go_version(go: Path, environment: Mapping[str, str]) -> tuple[int, int] | None:
    """Return the major and minor version of a Go; None when it does not answer."""
    found = _GO.search(await answer_of(go, "version", environment) or "")
    return (int(found[1]), int(found[2])) if found else None


async def build(go: Path, target: Path, environment: Mapping[str, str], say: Callable[[str], None]) -> Path:
    """Build into a folder aside, ask the result for its version, rename it to `target`. Raises StackError."""
    async with sole_filler(target.parent, say):
        if await version_line(target, environment) is not None:  # another clone was faster
            return target
        for left in target.parent.glob("build-*"):  # by a build that was killed; we hold the lock
            shutil.rmtree(left, ignore_errors=True)
        with tempfile.TemporaryDirectory(prefix="build-", dir=target.parent) as folder:
            built = Path(folder) / "temporal"
            await GoInstall(go, "the Temporal development server", (_PACKAGE,), environment).into(built.parent, say)
            if await version_line(built, environment) is None:
                raise StackError(
                    f"the Temporal server was built but does not run; remove {target.parent} and try again"
                )
            built.replace(target)
    return target
