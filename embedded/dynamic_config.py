"""Reads our Temporal dynamic configuration (`deploy/temporal/dynamicconfig.yaml`).

The file is in the server's own format. We write a small part of YAML in it, and this reader takes exactly that part:
comments, `key:` lines and one `- value: <JSON scalar>` line below each. Anything else is refused, so that the embedded
server and a real one can never run with different settings in silence.
"""

import json
import re
from itertools import zip_longest
from pathlib import Path

from embedded.errors import StackError

Scalar = bool | int | float | str

_KEY = re.compile(r"^(?P<key>[A-Za-z][\w.]*):\s*$")
_VALUE = re.compile(r"^\s+-\s+value:\s*(?P<value>\S.*?)\s*$")


def read_dynamic_config(path: Path) -> dict[str, Scalar]:
    """Return the settings by key. Raises StackError naming file and line."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise StackError(f"{path} cannot be read ({error.strerror}): bring it back with git checkout") from error
    lines = [
        (number, line)
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() and not line.lstrip().startswith("#")
    ]
    settings: dict[str, Scalar] = {}
    for (number, line), (value_number, value_line) in zip_longest(lines[::2], lines[1::2], fillvalue=(0, "")):
        key, value = _KEY.match(line), _VALUE.match(value_line)
        if key is None:
            raise StackError(f"{path}:{number} is not understood: write `key:` and below it `  - value: 2000`")
        if value is None:
            raise StackError(f"{path}:{number} {key['key']} has no value: write `  - value: 2000` below it")
        if key["key"] in settings:
            raise StackError(f"{path}:{number} sets {key['key']} a second time: keep one of the two")
        settings[key["key"]] = _scalar(value["value"], path, value_number)
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
