"""Mistakes in what was sent, told so that a person can mend them: field, reason, fix. One problem per field.

What was written is never repeated: it may be personal data and ends up in logs and on other people's screens.
"""

import difflib
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from domain.certificates.application import Applicant, Application, Delivery
from domain.certificates.kinds import CertificateOptions
from domain.errors import DomainError, ErrorCode
from domain.identity.characters import first_unsupported
from domain.problem_codes import ProblemCode
from domain.problem_texts import TEXTS

ProblemLanguage = Literal["ja", "en"]

_UNKNOWN = "(unknown)"
_FIELDS = frozenset(
    name for model in (Application, Applicant, Delivery, CertificateOptions) for name in model.model_fields
)
_CODE_OF_FIELD = {
    "municipality": ProblemCode.MUNICIPALITY_UNKNOWN,
    "kind": ProblemCode.UNKNOWN_KIND,
    "copies": ProblemCode.COPIES_OUT_OF_RANGE,
    "nonce": ProblemCode.MALFORMED_NONCE,
    "applicant.birth_date": ProblemCode.MALFORMED_DATE,
    "applicant.mail": ProblemCode.MALFORMED_MAIL,
    "delivery.postcode": ProblemCode.MALFORMED_POSTCODE,
    "options.scope": ProblemCode.UNKNOWN_OPTION,
    "options.relationship": ProblemCode.MALFORMED_CHOICE,
    "options.domicile": ProblemCode.MALFORMED_CHOICE,
    "options.former_address": ProblemCode.MALFORMED_CHOICE,
}
_CODE_OF_TYPE = {
    "missing": ProblemCode.MISSING,
    "too_short": ProblemCode.MISSING,
    "string_too_short": ProblemCode.MISSING,
    "too_long": ProblemCode.TOO_LONG,
    "string_too_long": ProblemCode.TOO_LONG,
    "extra_forbidden": ProblemCode.UNKNOWN_FIELD,
    "json_invalid": ProblemCode.MALFORMED_JSON,
}


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
    words = TEXTS[language][code]
    return Problem(
        field=field, code=code, reason=words.reason.format(**facts), fix=words.fix.format(**facts), facts=facts
    )


def told_in(language: ProblemLanguage, mistake: Problem) -> Problem:
    """Return the same mistake in a language."""
    return problem(mistake.field, mistake.code, language, **mistake.facts)


def problems_of(error: ValidationError, language: ProblemLanguage = "ja") -> tuple[Problem, ...]:
    """Return one problem per field of a refused application, in the order of the form."""
    found: dict[str, Problem] = {}
    for details in error.errors(include_url=False):
        told = _problem_of(details, language)
        found.setdefault(told.field, told)
    return tuple(found.values())


def _problem_of(details: ErrorDetails, language: ProblemLanguage) -> Problem:
    field = ".".join(str(part) for part in details["loc"])
    code = _code_of(field, details)
    if code is ProblemCode.UNKNOWN_FIELD:
        return _unknown_field(details, language)
    return problem(field, code, language, **_facts(code, details))


def _code_of(field: str, details: ErrorDetails) -> ProblemCode:
    kind = details["type"]
    if kind != "extra_forbidden" and details["input"] in (None, ""):
        return ProblemCode.MISSING
    if kind == "value_error":
        return ProblemCode(str(details["ctx"]["error"]))
    if kind in _CODE_OF_TYPE:
        return _CODE_OF_TYPE[kind]
    return _CODE_OF_FIELD.get(field, ProblemCode.WRONG_TYPE)


def _facts(code: ProblemCode, details: ErrorDetails) -> dict[str, int | str]:
    if code is ProblemCode.TOO_LONG:
        return {"limit": details["ctx"]["max_length"]}
    if code is ProblemCode.UNSUPPORTED_CHARACTER:
        return {"position": (first_unsupported(details["input"]) or 0) + 1}
    return {}


def _unknown_field(details: ErrorDetails, language: ProblemLanguage) -> Problem:
    """Name an unknown field only when it is a slip of a known name: a key, too, may hold somebody's data."""
    *parents, written = (str(part) for part in details["loc"])
    near = difflib.get_close_matches(written, _FIELDS, n=1, cutoff=0.75)
    field = ".".join((*parents, written if near else _UNKNOWN))
    return problem(field, ProblemCode.UNKNOWN_FIELD, language, hint=f" ({near[0]}?)" if near else "")
