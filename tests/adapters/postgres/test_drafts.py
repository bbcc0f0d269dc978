"""Drafts, codes by mail and opened cases in Postgres: the contract, and what the tables hold."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from contracts.drafts import START, DraftsContract, Told

from adapters.keys import Keys
from adapters.postgres.cipher import VaultCipher
from adapters.postgres.code_mails import PostgresCodeMails
from adapters.postgres.commitments import Commitments
from adapters.postgres.drafts import PostgresDrafts
from adapters.postgres.mail_codes import PostgresMailCodes
from adapters.postgres.opened_cases import PostgresOpenedCases
from adapters.postgres.session import Pool

pytestmark = pytest.mark.database


@dataclass
class PostgresOffice:
    """The adapters on one database, with a clock that the test moves."""

    pool: Pool
    keys: Keys
    now: datetime = START

    def __post_init__(self) -> None:
        self._made_with(self.keys)

    def _made_with(self, keys: Keys) -> None:
        cipher, commitments = VaultCipher(keys.vault), Commitments(keys.hash)

        def clock() -> datetime:
            return self.now

        self.drafts = PostgresDrafts(self.pool, cipher, commitments, clock=clock)
        self.codes = PostgresMailCodes(self.pool, cipher, commitments, clock=clock)
        self.mails = PostgresCodeMails(self.pool, cipher, commitments, clock=clock)
        self.opened = PostgresOpenedCases(self.pool, clock=clock)

    async def told(self, mail: str) -> Told:
        """Hand over the mails that wait and return what the one to this address tells."""
        waiting = await self.mails.claim(10, timedelta(minutes=1))
        for each in waiting:
            await self.mails.done(each)
        (found,) = (each for each in waiting if each.mail == mail)
        return Told(found.code, found.link)


class TestPostgresDrafts(DraftsContract):
    """The contract."""

    @pytest.fixture
    def office(self, pool: Pool, keys: Keys) -> PostgresOffice:
        """An office with an empty database."""
        return PostgresOffice(pool, keys)
