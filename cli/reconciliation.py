"""What the provider captured against what the ledger knows: money that stands nowhere with us is looked into."""

from collections.abc import Callable, Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from adapters.postgres.effects import EffectRow
from adapters.postgres.store import Store
from adapters.records import Records
from cli.provider_books import ProviderBooks, ask_provider
from domain import ids
from domain.errors import DomainError
from domain.payments.charge import ChargeStatus
from domain.procedures import PROCEDURES, Procedures
from upkeep.known_captures import is_capture_known


class FoundCapture(BaseModel):
    """A capture the ledger does not know. `told`: it is looked into now; otherwise that has begun before."""

    model_config = ConfigDict(frozen=True)

    charge_id: str
    case_id: str
    amount: int
    captured_at: datetime | None
    told: bool


class Reconciliation(BaseModel):
    """`charges` codes were made, the ledger knows the capture of `known`; of the others the provider was asked."""

    model_config = ConfigDict(frozen=True)

    charges: int
    known: int
    provider: str  # known, unreachable, refused, not_configured
    found: tuple[FoundCapture, ...]


async def reconciled(
    records: Records, charges: Sequence[EffectRow], clock: Callable[[], datetime], procedures: Procedures = PROCEDURES
) -> Reconciliation:
    """Ask for every charge whose capture the ledger does not know, and have what is found looked into by the worker."""
    store = records.store
    unknown = [each for each in charges if not await _is_known(store, each, procedures)]
    books = await ask_provider(records.payment, unknown, clock) if unknown else ProviderBooks(answer="known")
    found = [
        FoundCapture(
            charge_id=each.key,
            case_id=ids.case_of_charge(each.key) or "",
            amount=each.amount or 0,
            captured_at=each.at,
            told=await store.inbox.charge_told(each.key),
        )
        for each in books.entries
        if each.status == ChargeStatus.CAPTURED
    ]
    known = len(charges) - len(unknown)
    return Reconciliation(charges=len(charges), known=known, provider=books.answer, found=tuple(found))


async def _is_known(store: Store, charge: EffectRow, procedures: Procedures) -> bool:
    try:
        return await is_capture_known(charge.key, store.reading, procedures)
    except DomainError:  # another release folded it: that the ledger knows the money is not known here
        return False
