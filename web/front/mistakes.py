"""Mistakes in a form as its page tells them: at the field, and once more in the summary above, with the same words."""

from collections.abc import Iterable, Iterator, Mapping

from domain.problem_codes import ProblemLanguage
from domain.problems import Problem, told_in


class Mistakes:
    """Words by field: what is wrong and how to write it. Truthy when there are any."""

    def __init__(self, words: Mapping[str, str] | None = None) -> None:
        self._words = dict(words or {})

    @classmethod
    def of(cls, problems: Iterable[Problem], language: ProblemLanguage) -> "Mistakes":
        """Return problems of the domain, the first of each field; in やさしい日本語 with their readings, for `page.read`."""
        found = dict[str, str]()
        for each in problems:
            told = told_in(language, each)
            found.setdefault(
                told.field, f"{told.reason}{told.fix}" if language != "en" else f"{told.reason} {told.fix}"
            )
        return cls(found)

    def named(self, names: Mapping[str, str]) -> "Mistakes":
        """Return them with the name of each field before them: where several are asked for, the summary needs it."""
        return Mistakes({field: f"{names[field]}: {words}" for field, words in self._words.items()})

    def followed_by(self, examples: Mapping[str, str]) -> "Mistakes":
        """Return them with an example behind those that have none of their own: of a field left empty."""
        return Mistakes({field: f"{words} {examples.get(field, '')}".rstrip() for field, words in self._words.items()})

    def __bool__(self) -> bool:
        return bool(self._words)

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._words.items())

    def at(self, field: str) -> str:
        """Return what is wrong with a field; empty: nothing."""
        return self._words.get(field, "")
