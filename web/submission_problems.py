"""Mistakes in a form, in the caller's language.

The counter tells them in Japanese. What their words name (a limit, a position) is read back out of the sentence by the
sentence's own template, so that any other language can name it too.
"""

import re
from string import Formatter

from domain.problem_texts import TEXTS
from domain.problems import Problem, ProblemLanguage, problem


def translated(problems: tuple[Problem, ...], language: ProblemLanguage) -> tuple[Problem, ...]:
    """Return the same mistakes in a language."""
    return problems if language == "ja" else tuple(_translated(each, language) for each in problems)


def _translated(told: Problem, language: ProblemLanguage) -> Problem:
    words = TEXTS["ja"][told.code]
    facts = _facts(words.reason, told.reason) | _facts(words.fix, told.fix)
    try:
        return problem(told.field, told.code, language, **facts)
    except KeyError:  # not one of our sentences: better in Japanese than not at all
        return told


def _facts(template: str, sentence: str) -> dict[str, int | str]:
    pattern = "".join(
        re.escape(literal) + (f"(?P<{name}>.*)" if name else "") for literal, name, _, _ in Formatter().parse(template)
    )
    match = re.fullmatch(pattern, sentence)
    return dict(match.groupdict()) if match else {}
