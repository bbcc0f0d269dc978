"""The one place in audit that names procedures: a new one adds its words here."""

from collections.abc import Iterator
from typing import Any

from audit.phrases import Phrase
from audit.words.certificates.words import CERTIFICATE_WORDS
from audit.words.shape import ProcedureWords
from domain.procedures import Procedures


class AllWords:
    """The words of every procedure."""

    def __init__(self, *words: ProcedureWords[Any, Any]) -> None:
        self.procedures = Procedures(*(each.procedure for each in words))
        self._by_name = {each.procedure.name: each for each in words}

    def __iter__(self) -> Iterator[ProcedureWords[Any, Any]]:
        return iter(self._by_name.values())

    def of(self, case_id: str) -> ProcedureWords[Any, Any]:
        """Return the words for a case. Raises DomainError(PROCEDURE_UNKNOWN)."""
        return self._by_name[self.procedures.of(case_id).name]

    def action(self, name: str) -> Phrase | None:
        """Return an action in words where nothing says of which procedure it is: the first that has it."""
        return next((each.actions[name] for each in self if name in each.actions), None)

    def status(self, value: str) -> Phrase | None:
        """Return a status in words where nothing says of which procedure it is: the first that has it."""
        return next((each.statuses[value] for each in self if value in each.statuses), None)


WORDS = AllWords(CERTIFICATE_WORDS)
