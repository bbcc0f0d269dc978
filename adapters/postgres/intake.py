"""The counter (domain.ports.Intake) in Postgres: 到達 is the commit of one transaction here.

Row and personal data are one transaction, or neither is there. The signed statement's number is consumed in it.
"""

import json
import secrets
from collections.abc import Callable, Collection, Sequence

from adapters.postgres.commitments import Commitments
from adapters.postgres.orders import ORDERS, order_of
from adapters.postgres.refusals import add_refusal
from adapters.postgres.session import Connection, Pool, connection, transaction
from adapters.postgres.vault import PostgresVault
from domain import ids
from domain.cases.citizen import CitizenKey
from domain.cases.submission import Acknowledged, Correction, Sent, StartOrder, Submission
from domain.cases.vault import VaultItem, VaultKind
from domain.errors import DomainError, ErrorCode
from domain.japan import fiscal_year
from domain.ports import Clock
from domain.procedures import PROCEDURES, Procedures

_ENTROPY_BYTES = 10
_CODE_BYTES = 5
_STANDING = """
    SELECT case_id, procedure, case_number, cases.municipality, cases.received_at, subject,
           workflow_started_at IS NOT NULL AS has_workflow,
           revision, submissions.received_at AS revision_received_at, body_hash
    FROM intake.submissions JOIN intake.cases USING (case_id)
    WHERE submissions.municipality = $1 AND key_hash = $2
"""
_NEW_CASE = """
    INSERT INTO intake.cases
        (case_id, procedure, case_number, receipt_hash, code_hash, municipality, subject, received_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
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
_WAITING = f"""
    {ORDERS} WHERE workflow_started_at IS NULL AND ($1::text[] IS NULL OR procedure = ANY($1))
    ORDER BY received_at, case_id LIMIT $2
"""


class _Repeated(Exception):  # noqa: N818 - control flow inside this module: roll back and answer what stands
    """The idempotency key was used by a submission that is committed."""


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
        procedures: Procedures = PROCEDURES,
    ) -> None:
        self._pool = pool
        self._vault = vault
        self._commitments = commitments
        self._clock = clock
        self._entropy = entropy
        self._procedures = procedures

    async def standing(self, sent: Sent) -> Acknowledged | None:
        """Return what this very sending, key and body, was acknowledged as; None when it was not.

        Raises DomainError IDEMPOTENCY_CONFLICT (same key, other body) or VAULT_KEY_DESTROYED (all was erased since).
        """
        async with connection(self._pool) as session:
            row = await session.fetchrow(_STANDING, sent.municipality, self._key_hash(sent))
        if row is None:
            return None
        if row["body_hash"] != self._commitments.of_body(sent.body):
            raise DomainError(ErrorCode.IDEMPOTENCY_CONFLICT)
        kept = await self._vault.get(row["case_id"], _KEY_ITEM)
        return Acknowledged(
            order=order_of(row),
            receipt_number=CitizenKey.model_validate_json(kept).receipt_number,
            revision=row["revision"],
            received_at=row["revision_received_at"],
            has_workflow=row["has_workflow"],
            repeated=True,
        )

    async def accept(self, submission: Submission) -> Acknowledged:
        """Store row and items; the same key and body are answered by what stands, `repeated`.

        Raises DomainError IDEMPOTENCY_CONFLICT (same key, other body), STATEMENT_USED (text signed and used before) or
        VAULT_KEY_DESTROYED (repeated when all was erased).
        """
        try:
            async with transaction(self._pool) as session:
                return await self._open(session, submission)
        except _Repeated:
            return await self._again(submission)

    async def correct(self, case_id: str, submission: Submission) -> Correction:
        """Store a corrected submission (補正) and return its place; the same key and body return the same one.

        A statement signed before may be sent again with its own case. Raises DomainError REQUEST_UNKNOWN,
        IDEMPOTENCY_CONFLICT, STATEMENT_USED (by another case) or VAULT_KEY_DESTROYED.
        """
        try:
            async with transaction(self._pool) as session:
                if await session.fetchval(_LOCKED, case_id) is None:
                    raise DomainError(ErrorCode.REQUEST_UNKNOWN, case_id=case_id)
                revision: int = await session.fetchval(_NEXT_REVISION, case_id)
                place = Correction(revision=revision, received_at=self._clock())
                await self._store(session, case_id, place, submission)
                return place
        except _Repeated:
            return (await self._again(submission, case_id)).place

    async def _again(self, submission: Submission, corrected: str | None = None) -> Acknowledged:
        """Return what was committed under the same key: what opened a case, or a correction of the one that is named."""
        standing = await self.standing(submission)
        if standing is None or not standing.answers(corrected):
            raise DomainError(ErrorCode.IDEMPOTENCY_CONFLICT)
        return standing

    async def _open(self, session: Connection, submission: Submission) -> Acknowledged:
        now = self._clock()
        prefix = self._procedures.by_name(submission.procedure).prefix
        order = StartOrder(
            case_id=ids.case_id(prefix, int(now.timestamp() * 1000), self._entropy(_ENTROPY_BYTES)),
            procedure=submission.procedure,
            case_number=ids.case_number(fiscal_year(now), await session.fetchval(_NEXT_SERIAL)),
            municipality=submission.municipality,
            received_at=now,
            subject=submission.subject,
        )
        key = CitizenKey(
            receipt_number=ids.receipt_number(self._entropy(_ENTROPY_BYTES)),
            code=ids.confirmation_code(self._entropy(_CODE_BYTES)),
        )
        await self._insert(session, order, key)
        await self._store(session, order.case_id, Correction(revision=1, received_at=now), submission)
        await self._vault.put_within(session, order.case_id, _KEY_ITEM, key.model_dump_json().encode())
        return Acknowledged(order=order, receipt_number=key.receipt_number, revision=1, received_at=now)

    async def _insert(self, session: Connection, order: StartOrder, key: CitizenKey) -> None:
        await session.execute(
            _NEW_CASE,
            order.case_id,
            order.procedure,
            order.case_number,
            self._commitments.of_receipt_number(key.receipt_number),
            self._commitments.of_code(key.receipt_number, key.code),
            order.municipality,
            json.dumps(order.subject),
            order.received_at,
        )

    async def _store(self, session: Connection, case_id: str, place: Correction, submission: Submission) -> None:
        """Store one revision. Raises _Repeated, or DomainError(STATEMENT_USED)."""
        revision, now = place.revision, place.received_at
        hashes = (self._key_hash(submission), self._commitments.of_body(submission.body))
        if await session.fetchval(_NEW_SUBMISSION, case_id, revision, submission.municipality, *hashes, now) is None:
            raise _Repeated
        if await session.fetchval(_USE_STATEMENT, submission.statement, case_id, now) != case_id:
            raise DomainError(ErrorCode.STATEMENT_USED)
        for kind, content in submission.items.items():
            await self._vault.put_within(session, case_id, VaultItem(kind=kind, revision=revision), content)

    def _key_hash(self, sent: Sent) -> str:
        return self._commitments.of_idempotency_key(sent.municipality, sent.idempotency_key)

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
        """Return the row of a case id."""
        async with connection(self._pool) as session:
            row = await session.fetchrow(f"{ORDERS} WHERE case_id = $1", case_id)
        return None if row is None else order_of(row)

    async def waiting(self, limit: int, of: Collection[str] | None = None) -> Sequence[StartOrder]:
        """Return acknowledged cases that have no workflow yet, oldest first; `of` these procedures if given."""
        async with connection(self._pool) as session:
            rows = await session.fetch(_WAITING, None if of is None else sorted(of), limit)
        return tuple(order_of(row) for row in rows)

    async def started(self, case_id: str) -> None:
        """Note that the case's workflow exists; the first time counts."""
        async with connection(self._pool) as session:
            await session.execute(_STARTED, case_id, self._clock())

    async def count_refusal(self, procedure: str, fields: Sequence[str]) -> None:
        """Count one refused submission of a procedure by the fields at fault. Nothing else of it is kept."""
        async with transaction(self._pool) as session:
            await add_refusal(session, self._clock(), self._procedures.by_name(procedure), fields)
