"""Mistakes in what was sent, told so that a person can mend them: field, reason, fix. One problem per field.

What was written is never repeated: it may be personal data and ends up in logs and on other people's screens.
"""

import difflib
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from domain.errors import DomainError, ErrorCode
from domain.form_problems import FormProblem
from domain.identity.characters import first_unsupported
from domain.problem_codes import ProblemCode, ProblemLanguage

_UNKNOWN = "(unknown)"
_CODE_OF_TYPE = {
    "missing": FormProblem.MISSING,
    "too_short": FormProblem.MISSING,
    "string_too_short": FormProblem.MISSING,
    "too_long": FormProblem.TOO_LONG,
    "string_too_long": FormProblem.TOO_LONG,
    "extra_forbidden": FormProblem.UNKNOWN_FIELD,
    "json_invalid": FormProblem.MALFORMED_JSON,
}


class FormCodes(NamedTuple):
    """How mistakes in a procedure's form are told: its fields, and what a value of the wrong kind is in each."""

    form: type[BaseModel]
    code_of_field: Mapping[str, ProblemCode]


class Problem(BaseModel):
    """One mistake. `field` is a path as in JSON (`applicant.name`), empty for the whole.

    `facts` are what the words name; with them the same mistake can be told in another language.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str
    code: ProblemCode
    reason: str
    fix: str
    facts: dict[str, int | str] = Field(default={}, exclude=True, repr=False)


class SubmissionRefused(DomainError):  # noqa: N818 - reads as what happened
    """What was sent cannot be taken: every mistake, one per field. Nothing was stored."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(ErrorCode.SUBMISSION_INVALID)
        self.problems = problems


def problem(field: str, code: ProblemCode, language: ProblemLanguage = "ja", **facts: int | str) -> Problem:
    """Return a problem in words. `facts` are what the text of the code names: `position`, `limit`, `hint` or `age`.

    Raises KeyError when the text names a fact that is not given.
    """
    words = code.words(language)
    return Problem(
        field=field, code=code, reason=words.reason.format(**facts), fix=words.fix.format(**facts), facts=facts
    )


def told_in(language: ProblemLanguage, mistake: Problem) -> Problem:
    """Return the same mistake in a language."""
    return problem(mistake.field, mistake.code, language, **mistake.facts)


def field_names(form: type[BaseModel]) -> Iterator[str]:
    """Yield the names of a form's fields, those inside others too."""
    for name, field in form.model_fields.items():
        yield name
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from field_names(field.annotation)


def problems_of(error: ValidationError, codes: FormCodes, language: ProblemLanguage = "ja") -> tuple[Problem, ...]:
    """Return one problem per field of a refused form, in the order of the form."""
    found: dict[str, Problem] = {}
    for details in error.errors(include_url=False):
        told = _problem_of(details, codes, language)
        found.setdefault(told.field, told)
    return tuple(found.values())


def _problem_of(details: ErrorDetails, codes: FormCodes, language: ProblemLanguage) -> Problem:
    field = ".".join(str(part) for part in details["loc"])
    code = _code_of(field, details, codes)
    if code is FormProblem.UNKNOWN_FIELD:
        return _unknown_field(details, codes, language)
    return problem(field, code, language, **_facts(code, details))


def _code_of(field: str, details: ErrorDetails, codes: FormCodes) -> ProblemCode:
    kind = details["type"]
    if kind != "extra_forbidden" and details["input"] in (None, ""):
        return FormProblem.MISSING
    if kind == "value_error":
        return FormProblem(str(details["ctx"]["error"]))
    if kind in _CODE_OF_TYPE:
        return _CODE_OF_TYPE[kind]
    return codes.code_of_field.get(field, FormProblem.WRONG_TYPE)


def _facts(code: ProblemCode, details: ErrorDetails) -> dict[str, int | str]:
    if code is FormProblem.TOO_LONG:
        return {"limit": details["ctx"]["max_length"]}
    if code is FormProblem.UNSUPPORTED_CHARACTER:
        return {"position": (first_unsupported(details["input"]) or 0) + 1}
    return {}


def _unknown_field(details: ErrorDetails, codes: FormCodes, language: ProblemLanguage) -> Problem:
    """Name an unknown field only when it is a slip of a known name: a key, too, may hold somebody's data."""
    *parents, written = (str(part) for part in details["loc"])
    near = difflib.get_close_matches(written, set(field_names(codes.form)), n=1, cutoff=0.75)
    field = ".".join((*parents, written if near else _UNKNOWN))
    return problem(field, FormProblem.UNKNOWN_FIELD, language, hint=f" ({near[0]}?)" if near else "")
