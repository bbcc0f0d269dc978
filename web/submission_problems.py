"""Mistakes in a form, in the caller's language."""

from domain.problems import Problem, ProblemLanguage, problem


def translated(problems: tuple[Problem, ...], language: ProblemLanguage) -> tuple[Problem, ...]:
    """Return the same mistakes in a language; the counter tells them in Japanese."""
    return problems if language == "ja" else tuple(_translated(each, language) for each in problems)


def _translated(told: Problem, language: ProblemLanguage) -> Problem:
    try:
        return problem(told.field, told.code, language, hint="")
    except KeyError:  # the words name a number that the mistake does not carry
        return told
