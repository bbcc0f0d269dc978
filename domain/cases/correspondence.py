"""How a procedure writes to people about a case: what general code needs in order to fill a notice's words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from domain.cases.state import CaseState
from domain.cases.vault import Found, VaultItem
from domain.municipality.texts import CaseTexts, Language

State = TypeVar("State", bound=CaseState)


class Paper(NamedTuple):
    """What a letter is written on: in which language, with the words of the procedure in it, and where our pages are.

    `base` is the address of our web pages, without a slash at its end.
    """

    language: Language
    texts: CaseTexts
    base: str

    def page(self, path: str) -> str:
        """Return the address of a page in the letter's language."""
        return f"{self.base}/{self.language.value}{path}"


def _japanese(_state: CaseState, _found: Found) -> Language:
    return Language.JA


@dataclass(frozen=True)
class Correspondence(Generic[State]):
    """Who is written to about a case, and what stands in place of the placeholders of a notice.

    `items` are what is needed of the vault; `address` is the mail address it goes to; `values` are by name of placeholder,
    from the state, the vault and what it is written on. `language` is the one the person asked for.
    """

    items: Callable[[State], tuple[VaultItem, ...]]
    address: Callable[[State, Found], str]
    values: Callable[[State, Found, Paper], Mapping[str, str]]
    language: Callable[[State, Found], Language] = _japanese
