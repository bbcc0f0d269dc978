"""What can be wrong with something a person or a program sends us: closed lists of codes, each code with its words.

Every procedure has a list of its own beside those that all share (`form_problems.py`, `identity/signature_problems.py`).
"""

from enum import StrEnum
from typing import Literal, NamedTuple

ProblemLanguage = Literal["ja", "ja-simple", "en"]


class Words(NamedTuple):
    """Reason and fix in one language: what is wrong and what to do. Only numbers and our own names are ever filled in."""

    reason: str
    fix: str


class ProblemCode(StrEnum):
    """One kind of mistake: the base of all lists. No two of them spell a code alike."""

    def words(self, language: ProblemLanguage) -> Words:
        """Return reason and fix."""
        raise NotImplementedError
