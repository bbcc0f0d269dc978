"""The registry's books: the residents of the file, with the changes a trainer has made."""

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from domain.identity.comparison import Likeness
from domain.identity.register_date import RegisterDate
from domain.identity.residents import ResidencyStatus
from sandbox.registry.search import search_key
from sandbox.residents import Resident, SealStatus, residents
from sandbox.store import open_store

_SCHEMA = "CREATE TABLE IF NOT EXISTS change (resident_id TEXT PRIMARY KEY, content TEXT NOT NULL)"


class Change(BaseModel):
    """What a trainer may change of a resident; None leaves it as it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    status: ResidencyStatus | None = None
    suppressed: bool | None = None
    name: str | None = None
    address: str | None = None
    postcode: str | None = None
    recorded_birth_date: str | None = None
    seal_status: SealStatus | None = None


class RegistryBooks:
    """Residents as they stand now. Changes outlive the process."""

    def __init__(self, folder: Path) -> None:
        self._store = open_store(folder / "registry.sqlite", _SCHEMA)

    def residents(self) -> tuple[Resident, ...]:
        """Return everybody as they stand now."""
        changes = {row["resident_id"]: row["content"] for row in self._store.execute("SELECT * FROM change")}
        return tuple(_changed(each, changes.get(each.id)) for each in residents())

    def find(self, resident_id: str) -> Resident | None:
        """Return one person as they stand now."""
        return next((each for each in self.residents() if each.id == resident_id), None)

    def search(self, name: str, birth_date: date | None) -> list[Resident]:
        """Return whoever bears that name, was born on that day or may have been: the caller compares."""
        key = search_key(name)
        return [each for each in self.residents() if search_key(each.name) == key or _may_be_born_on(each, birth_date)]

    def household(self, person: Resident) -> list[Resident]:
        """Return the people who live in a person's household now, its head first."""
        together = [each for each in self.residents() if each.household_id == person.household_id]
        living = [each for each in together if each.status is ResidencyStatus.RESIDENT]
        return sorted(living, key=lambda each: each.relationship != "世帯主")

    def change(self, resident_id: str, change: Change) -> None:
        """Add a change to the ones that stand."""
        row = self._store.execute("SELECT content FROM change WHERE resident_id = ?", (resident_id,)).fetchone()
        standing = Change.model_validate_json(row["content"]) if row else Change()
        both = standing.model_copy(update=change.model_dump(exclude_none=True))
        with self._store as store:
            store.execute("INSERT OR REPLACE INTO change VALUES (?, ?)", (resident_id, both.model_dump_json()))

    def restore(self, resident_id: str) -> None:
        """Undo all changes of one person."""
        with self._store as store:
            store.execute("DELETE FROM change WHERE resident_id = ?", (resident_id,))

    def close(self) -> None:
        """Close the file."""
        self._store.close()


def _may_be_born_on(person: Resident, day: date | None) -> bool:
    recorded = RegisterDate(person.registered_birth_date or "")
    return day is not None and recorded.compared(day) is not Likeness.DIFFERS


def _changed(resident: Resident, content: str | None) -> Resident:
    if content is None:
        return resident
    change = Change.model_validate_json(content)
    seal = resident.seal
    if seal is not None and change.seal_status is not None:
        seal = seal.model_copy(update={"status": change.seal_status})
    return resident.model_copy(update=change.model_dump(exclude_none=True, exclude={"seal_status"}) | {"seal": seal})
