"""What the counter of certificates works with."""

from collections.abc import Callable
from dataclasses import dataclass

from counter.acceptance import START_WITHIN
from domain.cases.ports import Intake, Vault
from domain.municipality.book import PolicyBook
from domain.ports import Clock, IdentityVerifier, Postcodes, Typeface


@dataclass(frozen=True)
class CounterTools:
    """Ports and secrets. `municipality` is the only one it takes requests to: its officers decide them.

    `entropy(n)` gives n unguessable bytes. `patience`, in seconds, is how long a citizen waits for the engine.
    """

    municipality: str
    intake: Intake
    vault: Vault
    verifier: IdentityVerifier
    postcodes: Postcodes
    book: PolicyBook
    statement_secret: bytes
    clock: Clock
    entropy: Callable[[int], bytes]
    typeface: Typeface
    patience: float = START_WITHIN
