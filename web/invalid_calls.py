"""FastAPI's own refusals in our form: field, reason, fix, and nothing of what was sent."""

from collections.abc import Sequence
from typing import Any

from domain.form_problems import FormProblem
from domain.problem_codes import ProblemLanguage
from domain.problems import Problem, problem

_PLACES = ("body", "query", "path", "header")
_UNKNOWN = "(unknown)"
_MOST = 50
_CODE_OF_TYPE = {
    "missing": FormProblem.MISSING,
    "string_too_short": FormProblem.MISSING,
    "extra_forbidden": FormProblem.UNKNOWN_FIELD,
    "enum": FormProblem.UNKNOWN_OPTION,
    "literal_error": FormProblem.UNKNOWN_OPTION,
    "union_tag_invalid": FormProblem.UNKNOWN_OPTION,
    "union_tag_not_found": FormProblem.MISSING,
    "string_too_long": FormProblem.TOO_LONG,
    "too_long": FormProblem.TOO_LONG,
}


def mistakes(errors: Sequence[Any], language: ProblemLanguage) -> tuple[Problem, ...]:
    """Return one problem per field of an invalid call, in order."""
    found: dict[str, Problem] = {}
    for details in errors[:_MOST]:
        told = _mistake(details, language)
        found.setdefault(told.field, told)
    return tuple(found.values())


def _mistake(details: dict[str, Any], language: ProblemLanguage) -> Problem:
    code = _CODE_OF_TYPE.get(details["type"], FormProblem.WRONG_TYPE)
    facts: dict[str, int | str] = {"hint": "", "limit": details.get("ctx", {}).get("max_length", 0)}
    return problem(_field(details), code, language, **facts)


def _field(details: dict[str, Any]) -> str:
    """Return the path of our own names; a name that the caller made up may be anybody's data."""
    parts = [str(part) for part in details["loc"]]
    if parts and parts[0] in _PLACES:
        parts = parts[1:]
    if details["type"] == "extra_forbidden":
        parts[-1:] = [_UNKNOWN]
    if parts[:1] == ["form"]:  # below it the counter names the fields
        parts = ["form"]
    if details["type"] in ("union_tag_invalid", "union_tag_not_found"):
        parts.append("action")
    return ".".join(parts)
