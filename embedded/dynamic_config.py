"""Reads our Temporal dynamic configuration (`deploy/temporal/dynamicconfig.yaml`).

The file is in the server's own format. We write a small part of YAML in it, and this reader takes exactly that part:
comments, `key:` lines and one `- value: <JSON scalar>` line below each. Anything else is refused, so that the embedded
server and a real one can never run with different settings in silence.
"""

import json
import re
from pathlib import Path

from embedded.errors import StackError

Scalar = bool | int | float | str

_KEY = re.compile(r"^(?P<key>[A-Za-z][\w.]*):\s*$")
_VALUE = re.compile(r"^\s+-\s+value:\s*(?P<value>\S.*?)\s*$")


def read_dynamic_config(path: Path) -> dict[str, Scalar]:
    """Return the settings by key. Raises StackError naming file and line."""
    settings: dict[str, Scalar] = {}
    key: str | None = None
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise StackError(f"{path} cannot be read ({error.strerror}): bring it back with git checkout") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if found := _KEY.match(line):
            key = found["key"]
        elif key is not None and (found := _VALUE.match(line)):
            settings[key], key = _scalar(found["value"], path, number), None
        else:
            raise StackError(f"{path}:{number} is not understood: write `key:` and below it `  - value: 2000`")
    if key is not None:
        raise StackError(f"{path}: {key} has no value: write `  - value: 2000` below it")
    return settings


def _scalar(text: str, path: Path, line: int) -> Scalar:
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if not isinstance(value, bool | int | float | str):
        raise StackError(f"{path}:{line} has a value that is no number, true, false or quoted text: {text}")
    return value


def as_arguments(settings: dict[str, Scalar]) -> tuple[str, ...]:
    """Return the settings as arguments of `temporal server start-dev`."""
    return tuple(
        part for key, value in settings.items() for part in ("--dynamic-config-value", f"{key}={json.dumps(value)}")
    )
