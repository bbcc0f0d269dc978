"""Ledger = history = read tables: the auditor's own tools, over the books of a running stack."""

from collections.abc import Sequence
from pathlib import Path

from temporalio.client import Client

from adapters.keys import Keys
from adapters.policy.files import PolicyFiles
from adapters.postgres.session import connect_pool
from adapters.postgres.store import open_store
from adapters.records import utc_now
from adapters.temporal.connection import connect
from audit.authority import HeldRoles
from audit.checkpoint import publish
from audit.ledger_key import ledger_signer
from audit.rebuild import rebuild
from audit.replay import replay
from audit.sources import Histories
from audit.verify import verify_ledger
from audit.words.registry import WORDS
from chaos.citizens import NotReached, until
from chaos.town import Town

_SEALED_WITHIN = 60.0  # seconds


class Auditor:
    """Looks at one town. Whoever audits is not hurried: everything that can be sealed is sealed first."""

    def __init__(self, town: Town) -> None:
        self._town = town
        environment = town.environment
        self._dsn = environment["MADOGUCHI_DATABASE_URL"]
        self._client: Client | None = None
        self._keys = Keys.load(Path(environment["MADOGUCHI_KEYS_FILE"]))
        self._signer = ledger_signer(self._keys, environment["MADOGUCHI_MUNICIPALITY"])
        self._checkpoints = Path(environment["MADOGUCHI_CHECKPOINT_DIR"])
        self._archive = Path(environment["MADOGUCHI_ARCHIVE_DIR"])
        self._roles = HeldRoles(PolicyFiles(Path(environment["MADOGUCHI_MUNICIPALITIES_DIR"])))

    async def findings(self, requests: Sequence[str]) -> list[str]:
        """Return what is wrong with the ledger, the read tables and these requests' histories."""
        try:
            await until(self._sealed, "the sealing of all events", _SEALED_WITHIN)
        except NotReached as error:
            return [str(error)]
        return [*await self._verified(), *await self._replayed(requests)]

    async def _sealed(self) -> bool:
        return await self._town.books.staged() == 0

    async def _verified(self) -> list[str]:
        """Verify the whole ledger against every checkpoint so far, and sign one more."""
        pool = await connect_pool(self._dsn)
        try:
            result = await verify_ledger(pool, [self._checkpoints], [self._signer.verifier], self._roles)
            if result.ok and result.size > max(result.checkpoints, default=0):
                await publish(pool, self._signer, self._checkpoints)
        finally:
            pool.terminate()
        return [f"ledger: {each.code.value} {each.case_id or ''} {each.where}" for each in result.findings]

    async def _replayed(self, requests: Sequence[str]) -> list[str]:
        client = await self._engine()
        wrong = []
        async with open_store(self._dsn, self._keys, utc_now) as store:
            histories = Histories(client, store.archive, self._archive)
            for case_id in requests:
                found = await histories.of(case_id)
                events = await store.reading.events(case_id)
                result = await replay(WORDS.of(case_id), case_id, found, events, self._keys.engine, roles=self._roles)
                if not result.agrees:
                    wrong.append(f"request {case_id}: code, history and ledger do not agree (audit replay)")
        return wrong

    async def _engine(self) -> Client:
        if self._client is None:
            environment = self._town.environment
            address, namespace = environment["MADOGUCHI_TEMPORAL_ADDRESS"], environment["MADOGUCHI_TEMPORAL_NAMESPACE"]
            self._client = await connect(address, namespace, self._keys.engine)
        return self._client

    async def rebuilt(self) -> list[str]:
        """Make the read tables anew from the ledger; they must be what they were."""
        before = await self._town.books.read_tables()
        pool = await connect_pool(self._dsn)
        try:
            await rebuild(pool)
        finally:
            pool.terminate()
        same = before == await self._town.books.read_tables()
        return [] if same else ["the read tables made anew from the ledger are not what they were"]
