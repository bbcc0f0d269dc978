"""Where a command finds its settings: the environment, or the embedded stack that runs from this checkout.

So `madoguchi serve` in one terminal and `madoguchi staff list` in another need nothing more.
"""

import json
import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
_RUNNING_STACK = CHECKOUT / "var" / "secrets" / "environment.json"


def adopt_running_stack() -> None:
    """Take over the settings of the embedded stack unless the environment names a database of its own."""
    if "MADOGUCHI_DATABASE_URL" in os.environ or not _RUNNING_STACK.is_file():
        return
    for name, value in json.loads(_RUNNING_STACK.read_text(encoding="utf-8")).items():
        os.environ.setdefault(name, value)
