"""How a procedure writes to people about a case: what general code needs in order to fill a notice's words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.cases.state import CaseState
from domain.cases.vault import Found, VaultItem

State = TypeVar("State", bound=CaseState)


@dataclass(frozen=True)
class Correspondence(Generic[State]):
    """Who is written to about a case, and what stands in place of the placeholders of a notice.

    `items` are what is needed of the vault; `address` is the mail address it goes to; `values` are by name of placeholder,
    from the state, the vault and the address of our web pages (without a slash at its end).
    """

    items: Callable[[State], tuple[VaultItem, ...]]
    address: Callable[[State, Found], str]
    values: Callable[[State, Found, str], Mapping[str, str]]
