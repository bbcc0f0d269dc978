"""The Nu HTML checker, as npm brings it: all pages at once, because its Java takes seconds to start."""

import json
import subprocess
from pathlib import Path

from browser.tools.place import NU_CHECKER

_WITHIN = 240  # seconds


def findings(folder: Path) -> list[str]:
    """Return errors, warnings and remarks of the pages in a folder, each with its page."""
    command = [
        "java",
        "-Xss8m",
        "-jar",
        str(NU_CHECKER),
        "--format",
        "json",
        "--stdout",
        "--exit-zero-always",
        str(folder),
    ]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=_WITHIN)
    return [
        f"{each['url'].rsplit('/', 1)[-1]}:{each.get('lastLine', 0)}: {each['message']}"
        for each in json.loads(told.stdout)["messages"]
    ]
