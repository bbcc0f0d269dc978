"""One file: TOML into a part of the policy, or the list of what is wrong with it."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from adapters.policy.findings import Finding
from adapters.policy.lines import KeyPath, key_path, line_of, written_key
from domain.municipality.faults import Fault

Part = TypeVar("Part", bound=BaseModel)

_TOML_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)")
_QUOTED = re.compile(r"'([^']*)'")

_EXPECTED = {
    "tuple_type": "a list",
    "too_short": "at least one row",
    "dict_type": "a table of keys",
    "model_type": "a table of keys",
    "string_type": "a text in quotes",
    "string_too_short": "a text that is not empty",
    "int_type": "a whole number without quotes",
    "bool_type": "true or false",
    "date_type": "a date such as 2026-04-01, without quotes,",
    "time_type": "a time such as 08:30:00, without quotes,",
}


class Reading(NamedTuple, Generic[Part]):
    """Result of reading one file: a part, or findings, never both."""

    part: Part | None
    findings: tuple[Finding, ...]


def read_part(path: Path, model: type[Part], check: Callable[[Part], tuple[Fault, ...]] | None) -> Reading[Part]:
    """Read, parse, validate and check one file; every fault of it is found at once."""
    try:
        source = path.read_bytes().decode("utf-8-sig")  # Windows editors begin a file with a mark
        data = tomllib.loads(source)
    except FileNotFoundError:
        return _refused(path, "the file is missing", f"write it; {path.name} of another municipality shows its form")
    except OSError as error:
        return _refused(path, f"the file cannot be read: {error.strerror}", "give this program the right to read it")
    except UnicodeDecodeError as error:
        return _refused(path, f"byte {error.start + 1} is not UTF-8", "save the file as UTF-8")
    except tomllib.TOMLDecodeError as error:
        return Reading(None, (_syntax(path, str(error)),))
    return _validated(path, source, data, model, check)


def finding(path: Path, source: str, fault: Fault) -> Finding:
    """Return a fault with its file and line."""
    line = line_of(key_path(fault.key), source)
    return Finding(file=path, line=line, key=fault.key, reason=fault.reason, fix=fault.fix)


def _validated(
    path: Path,
    source: str,
    data: dict[str, Any],
    model: type[Part],
    check: Callable[[Part], tuple[Fault, ...]] | None,
) -> Reading[Part]:
    try:
        part = model.model_validate(data)
    except ValidationError as error:
        faults = [_fault(details) for details in _first_causes(error.errors(include_url=False))]
        return Reading(None, tuple(finding(path, source, fault) for fault in faults))
    found = tuple(finding(path, source, fault) for fault in (check(part) if check else ()))
    return Reading(None if found else part, found)


def _refused(path: Path, reason: str, fix: str) -> Reading[Any]:
    return Reading(None, (Finding(file=path, line=None, key="", reason=reason, fix=fix),))


def _syntax(path: Path, message: str) -> Finding:
    match = _TOML_LINE.search(message)
    return Finding(
        file=path,
        line=int(match[1]) if match else None,
        key="",
        reason=f"no valid TOML: {_TOML_LINE.sub('', message)}",
        fix="compare the line with the same file of another municipality",
    )


def _first_causes(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Leave out "too few rows" where the rows are there and each is at fault."""
    return [
        details
        for details in errors
        if details["type"] != "too_short"
        or not any(other["loc"][:-1][: len(details["loc"])] == details["loc"] for other in errors)
    ]


def _fault(details: ErrorDetails) -> Fault:
    location: KeyPath = tuple(part for part in details["loc"] if part != "[key]")
    reason, fix = _words(details)
    return Fault(written_key(location), reason, fix)


def _words(details: ErrorDetails) -> tuple[str, str]:
    kind = details["type"]
    if kind == "missing":
        return "this key is missing", "add it"
    if kind == "extra_forbidden":
        return "this key is not known", "correct its spelling or remove it"
    if kind in {"enum", "literal_error"}:
        choices = ", ".join(_QUOTED.findall(str(details.get("ctx", {}).get("expected", ""))))
        written = details["input"]
        return f"{written} is not one of the possible values", f"write one of: {choices}"
    if kind == "string_pattern_mismatch":
        return "this is not written in the expected form", f"write it so that it matches {details['ctx']['pattern']}"
    if kind in _EXPECTED:
        return f"{_EXPECTED[kind]} is expected here", "compare the same file of another municipality"
    message = details["msg"].removeprefix("Value error, ")
    return message[:1].lower() + message[1:], "compare the same file of another municipality"
