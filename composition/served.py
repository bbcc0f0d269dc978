"""What a worker serves: one procedure, or what procedures share, as its composition root takes it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from adapters.outside import Ports
from adapters.policy.files import PolicyFiles
from adapters.postgres.store import Store
from domain.cases.submission import StartOrder
from domain.payments.overpayment import MoneyBooks
from domain.ports import IdentityVerifier

Step = Callable[..., Any]


class Tools(NamedTuple):
    """What activities are made of."""

    store: Store
    book: PolicyFiles
    verifier: IdentityVerifier
    ports: Ports


class QueueWork(NamedTuple):
    """What one task queue runs."""

    queue: str
    workflows: tuple[type, ...]
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Served:
    """A procedure as a worker serves it.

    `name` is the procedure's, and its task queue's. `start` begins a case's workflow. `money_books` tell its cases of
    money beside the fee; None: it collects none. `tell_scan` tells a case (by its id) of a scan (by its id) of its letter; None: it posts none.
    """

    name: str
    workflows: tuple[type, ...]
    steps: tuple[Step, ...]
    start: Callable[[StartOrder], Awaitable[None]]
    money_books: MoneyBooks | None = None
    tell_scan: Callable[[str, str], Awaitable[None]] | None = None

    @property
    def work(self) -> QueueWork:
        """What its own task queue runs."""
        return QueueWork(self.name, self.workflows, self.steps)
