"""What is kept, opened from the environment: database, keys, the municipality's rules. No engine, card or network beside."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from adapters.keys import Keys
from adapters.policy.files import PolicyFiles
from adapters.postgres.cipher import VaultCipher
from adapters.postgres.key_check import check_keys, take_keys
from adapters.postgres.migrate import check_schema
from adapters.postgres.people import PostgresPeople
from adapters.postgres.people_changes import PostgresPeopleChanges
from adapters.postgres.store import Store, open_store
from adapters.settings import CitySettings, SettingsError, StoreSettings, require
from domain.municipality.payment import PaymentSettings

RECORDS_SETTINGS = (StoreSettings, CitySettings)


def utc_now() -> datetime:
    """Return the present instant, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Records:
    """Enough to look something up: a command that asks no engine starts three times as fast without it."""

    store: Store
    keys: Keys
    book: PolicyFiles
    municipality: str
    people: PostgresPeople
    people_changes: PostgresPeopleChanges

    @property
    def payment(self) -> PaymentSettings:
        """How the municipality collects today."""
        return self.book.policy(self.municipality).payment


@asynccontextmanager
async def open_records(*, lasting: bool = False) -> AsyncIterator[Records]:
    """Open what is kept. A `lasting` process leaves the proof of its keys in the database.

    Raises SettingsError (everything wrong at once), KeyFileError, PolicyFilesRefused, PortUnavailable("postgres"),
    SchemaError, KeysForeign, PortRejected (a database that is not there).
    """
    require(*RECORDS_SETTINGS)
    stores, city = StoreSettings.from_environment(), CitySettings.from_environment()
    keys = Keys.load(stores.keys_file)
    book = _book(city)
    async with open_store(stores.database_url.get_secret_value(), keys, utc_now) as store:
        await check_schema(store.pool)
        await (take_keys if lasting else check_keys)(store.pool, keys)
        cipher = VaultCipher(keys.vault)
        people = PostgresPeople(store.pool, cipher, store.vault, book, city.municipality, utc_now)
        changes = PostgresPeopleChanges(store.pool, cipher, people, city.municipality, utc_now)
        yield Records(
            store=store, keys=keys, book=book, municipality=city.municipality, people=people, people_changes=changes
        )


def _book(city: CitySettings) -> PolicyFiles:
    """Return the policies, the installation's own municipality among them. Raises SettingsError, PolicyFilesRefused."""
    book = PolicyFiles(city.municipalities_dir)
    if city.municipality not in book.codes:
        raise SettingsError((f"MADOGUCHI_MUNICIPALITY is wrong: {city.municipalities_dir} has no {city.municipality}",))
    return book
