"""Failures in words: what went wrong, where, and what to do. Unknown exceptions are bugs and keep their trace."""

import os
from collections.abc import Callable
from typing import Any

import asyncpg

from adapters.health import HealthPortTaken
from adapters.keys import KeyFileError
from adapters.policy.findings import PolicyFilesRefused
from adapters.postgres.key_check import KeysForeign
from adapters.postgres.migrate import SchemaError
from adapters.settings import SettingsError
from cli.answers import Answer
from cli.fact_words import facts_words
from domain.error_texts import error_words
from domain.errors import DomainError, ErrorCode, PortRejected, PortUnavailable
from domain.problems import SubmissionRefused
from hosting.exit_codes import NO, NO_ANSWER, WRONG_INPUT

# With one of these somebody means an installation of their own, else the stack that runs in this checkout.
_PLACES = ("MADOGUCHI_DATABASE_URL", "MADOGUCHI_SECRETS_DIR")
_WRONG_INPUT = {
    ErrorCode.TRACKING_NUMBER_INVALID,
    ErrorCode.REASON_MISSING,
    ErrorCode.REMARK_MISSING,
    ErrorCode.POLICY_INVALID,
    ErrorCode.KEY_UNKNOWN,
}


class WrongInputError(Exception):
    """What was written on the command line or in a file cannot be used."""

    def __init__(self, field: str, reason: str, fix: str) -> None:
        super().__init__(f"{field}: {reason}. {fix}")
        self.field = field
        self.reason = reason
        self.fix = fix


class CannotRunError(Exception):
    """Something this program needs to run is taken or missing: one sentence with the way out."""


class NotInThisImageError(Exception):
    """A command of training and development, asked of an installation that has no such parts."""

    def __init__(self) -> None:
        super().__init__(
            "この実行環境には練習用の部品がありません (demo, serve, doctor and sandbox are not part of this image: "
            "run them in a checkout)"
        )


def failure(error: Exception) -> Answer | None:
    """Return the answer for a failure somebody can mend; None for a bug."""
    if isinstance(error, ExceptionGroup):  # of tasks side by side; one of them alone may be somebody's to mend
        told_of = [failure(each) for each in error.exceptions]
        return told_of[0] if all(told_of) else None
    for kinds, words in _FAILURES:
        if isinstance(error, kinds):
            return words(error)
    return None


def _problems(error: Any) -> Answer:
    problems = [each.model_dump(mode="json") for each in error.problems]
    lines = [f"{each['field'] or '(全体)'}: {each['reason']} {each['fix']}" for each in problems]
    return _answer(WRONG_INPUT, ErrorCode.SUBMISSION_INVALID.value, "\n".join(lines), problems)


def _input(error: Any) -> Answer:
    problem = {"field": error.field, "reason": error.reason, "fix": error.fix}
    return _answer(WRONG_INPUT, "wrong_input", str(error), [problem])


def _policy(error: Any) -> Answer:
    findings = [each.model_dump(mode="json") for each in error.findings]
    return _answer(WRONG_INPUT, ErrorCode.POLICY_INVALID.value, "\n".join(map(str, error.findings)), findings)


def _refusal(error: Any) -> Answer:
    words = error_words(error.code)
    status = WRONG_INPUT if error.code in _WRONG_INPUT else NO
    return _answer(status, error.code.value, f"{words.reason} {words.fix}{facts_words(error.facts)}")


def _unavailable(error: Any) -> Answer:
    text = (
        f"{error.system} が応答しません。動いているか確かめてください ({error.system} does not answer: is it running?)"
    )
    return _answer(NO_ANSWER, ErrorCode.SYSTEM_UNAVAILABLE.value, text)


def _rejected(error: Any) -> Answer:
    wrong = _WRONG_SETTINGS.get((error.system, error.provider_code[:2]))
    if wrong is not None:
        return _answer(WRONG_INPUT, "settings", wrong)
    return _answer(
        NO_ANSWER, ErrorCode.SYSTEM_REJECTED.value, f"{error.system} が受け付けません: {error.provider_code}"
    )


def _settings(error: Any) -> Answer:
    nothing_set = not any(name in os.environ for name in _PLACES)
    stopped = (
        ("not running: make serve (窓口が起動していません。起動中なら、その設定を使います)",) if nothing_set else ()
    )
    return _answer(WRONG_INPUT, "settings", "\n".join((*stopped, *error.problems)), list(error.problems))


def _schema(_error: Any) -> Answer:
    text = "データベースがこの版のものではありません (the database is not this version's: run `madoguchi migrate`)"
    return _answer(NO_ANSWER, "schema", text)


def _database(_error: Any) -> Answer:
    return _answer(WRONG_INPUT, "settings", "MADOGUCHI_DATABASE_URL is wrong: one of its options; see .env.example")


def _sentence(status: int, code: str) -> Callable[[Any], Answer]:
    return lambda error: _answer(status, code, str(error))


def _answer(status: int, code: str, text: str, details: list[Any] | None = None) -> Answer:
    return Answer({"error": {"code": code, "message": text, "details": details or []}}, text, status)


# What a system says of an address or a login that is not right, by the beginning of its code.
_WRONG_SETTINGS = {
    ("postgres", "28"): "MADOGUCHI_DATABASE_URL is wrong: the database refuses its user or password; see .env.example",
    (
        "postgres",
        "3D",
    ): "MADOGUCHI_DATABASE_URL is wrong: the server has no such database; create it, then `madoguchi migrate`",
    ("temporal", "na"): "MADOGUCHI_TEMPORAL_NAMESPACE is wrong: the engine has no such namespace; "
    "create it with `temporal operator namespace create --retention 30d NAME`",
}
_FOREIGN_SCHEMA = (  # tables not made yet, of another version, or not opened to this database user
    asyncpg.UndefinedTableError,
    asyncpg.UndefinedColumnError,
    asyncpg.UndefinedFunctionError,
    asyncpg.InvalidSchemaNameError,
    asyncpg.InsufficientPrivilegeError,
)
_FAILURES: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Callable[[Any], Answer]], ...] = (
    (SubmissionRefused, _problems),
    (PolicyFilesRefused, _policy),
    (DomainError, _refusal),
    (PortUnavailable, _unavailable),
    (PortRejected, _rejected),
    (SettingsError, _settings),
    (WrongInputError, _input),
    (KeyFileError, _sentence(WRONG_INPUT, "key_file")),
    (KeysForeign, _sentence(WRONG_INPUT, "keys")),
    (SchemaError, _sentence(NO_ANSWER, "schema")),
    (_FOREIGN_SCHEMA, _schema),
    (asyncpg.exceptions.ClientConfigurationError, _database),
    (HealthPortTaken, _sentence(NO_ANSWER, "port_taken")),
    (CannotRunError, _sentence(NO_ANSWER, "stack")),
    (NotInThisImageError, _sentence(WRONG_INPUT, "not_in_this_image")),
)
