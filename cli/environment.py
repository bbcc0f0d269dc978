"""Where a command finds its settings: the environment, or the embedded stack that runs from this checkout.

So `madoguchi serve` in one terminal and `madoguchi staff list` in another need nothing more.
"""

import os
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


def adopt_running_stack() -> None:
    """Take over the settings of the embedded stack that runs, unless the environment names a database of its own."""
    named = {"MADOGUCHI_DATABASE_URL", "MADOGUCHI_SECRETS_DIR"} & os.environ.keys()
    if named or not (CHECKOUT / "var").is_dir():
        return
    try:
        from embedded.stack_environment import running_environment
    except ModuleNotFoundError:  # a production image: no such stack runs from it
        return
    for name, value in (running_environment(CHECKOUT) or {}).items():
        os.environ.setdefault(name, value)
