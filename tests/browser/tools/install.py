"""`make browser`: brings what the tests of the pages need onto this machine, and says what it did and what is left.

Chromium, Java, npm and Japanese letters come from Debian where we are root; elsewhere the command is said. Three packages
and what they need come from npm, into `.cache/browser`, checked by the hashes in `package-lock.json`, which names no registry:
npm's own setting does. Exits 0 when everything is there, 3 when something is missing.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from browser.tools.place import AXE, FOLDER, NU_CHECKER, PROVIDER, needs

_WITHIN = 900  # seconds; Chromium and Java are some 300 MB
_HERE = Path(__file__).parent
_LISTS = ("package.json", "package-lock.json")


def main() -> int:
    """Install what is missing; return the exit status."""
    absent = [need for need in needs() if not need.found]
    for need in needs():
        _say(f"1/2: {need.name}: {need.found or 'missing'}")
    if absent and not _from_debian([package for need in absent for package in need.packages]):
        return 3
    return 0 if _from_npm() else 3


def _from_debian(packages: list[str]) -> bool:
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        _say(f"not installed, because we are not root on a Debian: have somebody run {' '.join(command)}")
        return False
    _say(f"installing {', '.join(packages)} from Debian (usually 1 to 3 min, once)")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return _run(["apt-get", "update", "--quiet=2"], environment) and _run([*command, "--quiet=2"], environment)


def _from_npm() -> bool:
    if _is_current():
        _say("2/2: axe-core, the Nu HTML checker and oidc-provider: there already")
        return True
    npm = shutil.which("npm")
    if npm is None:
        _say("2/2: axe-core, the Nu HTML checker and oidc-provider: not installed, because there is no npm")
        return False
    _say(
        "2/2: installing axe-core, the Nu HTML checker and oidc-provider from npm, each checked by its hash (usually 5 s, once)"
    )
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in _LISTS:
        shutil.copyfile(_HERE / name, FOLDER / name)
    # No package's scripts are run: one of these would download a Java.
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    return _run(command, dict(os.environ), FOLDER) and AXE.exists() and NU_CHECKER.exists() and PROVIDER.exists()


def _is_current() -> bool:
    """Say whether what is installed is what the list wants; a broken installation leaves no list of its own."""
    installed = FOLDER / _LISTS[1]
    return (
        AXE.exists()
        and NU_CHECKER.exists()
        and PROVIDER.exists()
        and installed.exists()
        and installed.read_bytes() == (_HERE / _LISTS[1]).read_bytes()
    )


def _run(command: Iterable[str], environment: dict[str, str], folder: Path | None = None) -> bool:
    words = list(command)
    try:
        ended = subprocess.run(
            words,
            cwd=folder,
            env=environment,
            stdout=sys.stderr,
            check=False,
            timeout=_WITHIN,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        _say(f"gave up after {_WITHIN} s: {' '.join(words)}")
        return False
    if ended.returncode:
        _say(f"failed with {ended.returncode}: {' '.join(words)}")
    return ended.returncode == 0


def _say(line: str) -> None:
    sys.stderr.write(f"browser {line}\n")


if __name__ == "__main__":
    sys.exit(main())
