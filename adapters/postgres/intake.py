"""The counter (domain.ports.Intake) in Postgres: 到達 is the commit of one transaction here.

Row and personal data are one transaction, or neither is there. The signed statement's number is consumed in it.
"""

import secrets
from collections.abc import Callable, Sequence

from asyncpg import Record

from adapters.postgres.commitments import Commitments
from adapters.postgres.orders import ORDERS, order_of
from adapters.postgres.refusals import add_refusal
from adapters.postgres.session import Connection, Pool, connection, transaction
from adapters.postgres.vault import PostgresVault
from domain import ids
from domain.cases.vault import VaultItem, VaultKind
from domain.certificates.submission import CitizenKey, Correction, Receipt, StartOrder, Submission
from domain.errors import DomainError, ErrorCode
from domain.japan import fiscal_year
from domain.ports import Clock

_ENTROPY_BYTES = 10
_CODE_BYTES = 5
_STANDING = """
    SELECT case_id, case_number, submissions.received_at, revision, body_hash
    FROM intake.submissions JOIN intake.cases USING (case_id)
    WHERE submissions.municipality = $1 AND key_hash = $2
"""
_NEW_REQUEST = """
    INSERT INTO intake.cases
        (case_id, case_number, receipt_hash, code_hash, municipality, kind, options, copies, received_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
_NEW_SUBMISSION = """
    INSERT INTO intake.submissions (case_id, revision, municipality, key_hash, body_hash, received_at)
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (municipality, key_hash) DO NOTHING RETURNING revision
"""
_USE_STATEMENT = """
    INSERT INTO intake.statements (nonce, case_id, used_at) VALUES ($1, $2, $3)
    ON CONFLICT (nonce) DO UPDATE SET used_at = intake.statements.used_at
    RETURNING case_id
"""
_NEXT_REVISION = "SELECT max(revision) + 1 FROM intake.submissions WHERE case_id = $1"
_LOCKED = "SELECT case_id FROM intake.cases WHERE case_id = $1 FOR UPDATE"
_NEXT_SERIAL = "SELECT nextval('intake.case_serial')"
_KEY_ITEM = VaultItem(kind=VaultKind.CITIZEN_KEY)
_STARTED = "UPDATE intake.cases SET workflow_started_at = $2 WHERE case_id = $1 AND workflow_started_at IS NULL"


class _Repeated(Exception):  # noqa: N818 - control flow inside this module: roll back and answer what stands
    """The idempotency key was used by a submission committed in the meantime."""


class PostgresIntake:
    """Acknowledged submissions. A method may raise PortUnavailable or PortRejected("postgres").

    `clock` gives aware UTC; `entropy(n)` n unguessable bytes.
    """

    def __init__(
        self,
        pool: Pool,
        vault: PostgresVault,
        commitments: Commitments,
        *,
        clock: Clock,
        entropy: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        self._pool = pool
        self._vault = vault
        self._commitments = commitments
        self._clock = clock
        self._entropy = entropy

    async def repeated(self, submission: Submission) -> bool:
        """Say whether this very submission, key and body, is acknowledged already.

        Raises DomainError(IDEMPOTENCY_CONFLICT) for the same key with another body.
        """
        async with connection(self._pool) as session:
            return await self._standing(session, submission) is not None

    async def accept(self, submission: Submission) -> Receipt:
        """Store row and application; the same key and body return the same receipt, `repeated`.

        Raises DomainError IDEMPOTENCY_CONFLICT (same key, other body), STATEMENT_USED (text signed and used before) or
        VAULT_KEY_DESTROYED (repeated when all was erased).
        """
        try:
            async with transaction(self._pool) as session:
                standing = await self._standing(session, submission)
                if standing is None:
                    return await self._open(session, submission)
        except _Repeated:
            async with connection(self._pool) as session:
                standing = await self._standing(session, submission)
        if standing is None or standing["revision"] != 1:  # the key of a correction
            raise DomainError(ErrorCode.IDEMPOTENCY_CONFLICT)
        return await self._receipt_again(standing)

    async def _receipt_again(self, standing: Record) -> Receipt:
        kept = await self._vault.get(standing["case_id"], _KEY_ITEM)
        return Receipt(
            case_id=standing["case_id"],
            receipt_number=CitizenKey.model_validate_json(kept).receipt_number,
            case_number=standing["case_number"],
            received_at=standing["received_at"],
            repeated=True,
        )

    async def _standing(self, session: Connection, submission: Submission) -> Record | None:
        """Return the committed submission of this key. Raises DomainError(IDEMPOTENCY_CONFLICT) on another body."""
        row = await session.fetchrow(_STANDING, submission.application.municipality, self._key_hash(submission))
        if row is not None and row["body_hash"] != self._body_hash(submission):
            raise DomainError(ErrorCode.IDEMPOTENCY_CONFLICT)
        return row

    async def _open(self, session: Connection, submission: Submission) -> Receipt:
        application, now = submission.application, self._clock()
        case_id = ids.case_id("cert", int(now.timestamp() * 1000), self._entropy(_ENTROPY_BYTES))
        key = CitizenKey(
            receipt_number=ids.receipt_number(self._entropy(_ENTROPY_BYTES)),
            code=ids.confirmation_code(self._entropy(_CODE_BYTES)),
        )
        case_number = ids.case_number(fiscal_year(now), await session.fetchval(_NEXT_SERIAL))
        await session.execute(
            _NEW_REQUEST,
            case_id,
            case_number,
            self._commitments.of_receipt_number(key.receipt_number),
            self._commitments.of_code(key.receipt_number, key.code),
            application.municipality,
            application.kind.value,
            application.options.model_dump_json(),
            application.copies,
            now,
        )
        await self._store(session, case_id, Correction(revision=1, received_at=now), submission)
        await self._vault.put_within(session, case_id, _KEY_ITEM, key.model_dump_json().encode())
        return Receipt(case_id=case_id, receipt_number=key.receipt_number, case_number=case_number, received_at=now)

    async def _store(self, session: Connection, case_id: str, place: Correction, submission: Submission) -> None:
        """Store one revision. Raises _Repeated, or DomainError(STATEMENT_USED)."""
        municipality, revision, now = submission.application.municipality, place.revision, place.received_at
        hashes = (self._key_hash(submission), self._body_hash(submission))
        if await session.fetchval(_NEW_SUBMISSION, case_id, revision, municipality, *hashes, now) is None:
            raise _Repeated
        if await session.fetchval(_USE_STATEMENT, submission.application.nonce, case_id, now) != case_id:
            raise DomainError(ErrorCode.STATEMENT_USED)
        items = ((VaultKind.APPLICATION, _content(submission)), (VaultKind.SIGNATURE, submission.signature))
        for kind, content in items:
            await self._vault.put_within(session, case_id, VaultItem(kind=kind, revision=revision), content)

    async def correct(self, case_id: str, submission: Submission) -> Correction:
        """Store a corrected application (補正) and return its place; the same key and body return the same one.

        A statement signed before may be sent again with its own request. Raises DomainError REQUEST_UNKNOWN,
        IDEMPOTENCY_CONFLICT, STATEMENT_USED (by another request) or VAULT_KEY_DESTROYED.
        """
        async with transaction(self._pool) as session:
            if await session.fetchval(_LOCKED, case_id) is None:
                raise DomainError(ErrorCode.REQUEST_UNKNOWN, case_id=case_id)
            standing = await self._standing(session, submission)
            if standing is not None:
                return self._same_request(standing, case_id)
            revision: int = await session.fetchval(_NEXT_REVISION, case_id)
            place = Correction(revision=revision, received_at=self._clock())
            try:
                await self._store(session, case_id, place, submission)
            except _Repeated:
                raise DomainError(ErrorCode.IDEMPOTENCY_CONFLICT) from None
            return place

    @staticmethod
    def _same_request(standing: Record, case_id: str) -> Correction:
        if standing["case_id"] != case_id:
            raise DomainError(ErrorCode.IDEMPOTENCY_CONFLICT)
        return Correction(revision=standing["revision"], received_at=standing["received_at"])

    def _key_hash(self, submission: Submission) -> str:
        return self._commitments.of_idempotency_key(submission.application.municipality, submission.idempotency_key)

    def _body_hash(self, submission: Submission) -> str:
        return self._commitments.of_body(_content(submission), submission.signature)

    async def find(self, receipt_number: str) -> StartOrder | None:
        """Return the row of a receipt number, as `ids.normalise_receipt_number` writes it."""
        async with connection(self._pool) as session:
            row = await session.fetchrow(
                f"{ORDERS} WHERE receipt_hash = $1", self._commitments.of_receipt_number(receipt_number)
            )
        return None if row is None else order_of(row)

    async def numbered(self, case_number: str) -> StartOrder | None:
        """Return the row of a case number, as `ids.normalise_case_number` writes it."""
        async with connection(self._pool) as session:
            row = await session.fetchrow(f"{ORDERS} WHERE case_number = $1", case_number)
        return None if row is None else order_of(row)

    async def get(self, case_id: str) -> StartOrder | None:
        """Return the row of a request id."""
        async with connection(self._pool) as session:
            row = await session.fetchrow(f"{ORDERS} WHERE case_id = $1", case_id)
        return None if row is None else order_of(row)

    async def waiting(self, limit: int) -> Sequence[StartOrder]:
        """Return acknowledged submissions that have no workflow yet, oldest first."""
        query = f"{ORDERS} WHERE workflow_started_at IS NULL ORDER BY received_at, case_id LIMIT $1"
        async with connection(self._pool) as session:
            return tuple(order_of(row) for row in await session.fetch(query, limit))

    async def started(self, case_id: str) -> None:
        """Note that the request's workflow exists; the first time counts."""
        async with connection(self._pool) as session:
            await session.execute(_STARTED, case_id, self._clock())

    async def count_refusal(self, fields: Sequence[str]) -> None:
        """Count one refused submission by the fields at fault. Nothing else of it is kept."""
        async with transaction(self._pool) as session:
            await add_refusal(session, self._clock(), fields)


def _content(submission: Submission) -> bytes:
    return submission.application.model_dump_json().encode()
