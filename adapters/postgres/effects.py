"""Journal of side effects (domain.ports.Effects): the intent is committed before the call, the outcome after it.

An effect begun and not finished is in doubt: whoever begins it again asks the outside system by key first.
"""

import json
from collections.abc import Sequence
from datetime import datetime

from pydantic import BaseModel, ConfigDict, JsonValue

from adapters.postgres.session import Pool, connection
from domain.errors import DomainError, ErrorCode

_BEGIN = """
    INSERT INTO effects.journal (key, kind, case_id, intent) VALUES ($1, $2, $3, $4)
    ON CONFLICT (key) DO UPDATE SET attempts = effects.journal.attempts + 1
    RETURNING kind, case_id, outcome
"""
_LATEST = """
    SELECT outcome FROM effects.journal WHERE kind = $1 AND case_id = $2 AND outcome IS NOT NULL
    ORDER BY finished_at DESC LIMIT 1
"""
_FINISH = """
    UPDATE effects.journal
    SET outcome = coalesce(outcome, $2), finished_at = coalesce(finished_at, now()) WHERE key = $1
    RETURNING key
"""
_OF = """
    SELECT key, kind, case_id, intent, outcome, attempts, begun_at, finished_at FROM effects.journal
    WHERE case_id = $1 ORDER BY begun_at, key
"""
_CHARGES = """
    SELECT key, kind, case_id, intent, outcome, attempts, begun_at, finished_at FROM effects.journal
    WHERE kind = 'charge' AND begun_at >= $1 ORDER BY begun_at, key
"""


class EffectRow(BaseModel):
    """One effect as it stands; `outcome` and `finished_at` are None while it is in doubt. Instants are UTC."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    kind: str
    case_id: str
    intent: JsonValue
    outcome: JsonValue
    attempts: int
    begun_at: datetime
    finished_at: datetime | None


class PostgresEffects:
    """Intents and outcomes by business key. A method may raise PortUnavailable or PortRejected("postgres")."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def begin(self, key: str, kind: str, case_id: str, intent: JsonValue) -> JsonValue | None:
        """Write the intent unless one stands already; return the outcome if the effect is known to be done.

        The first intent stands. Raises DomainError(IDEMPOTENCY_CONFLICT) when the key names another effect.
        """
        async with connection(self._pool) as session:
            row = await session.fetchrow(_BEGIN, key, kind, case_id, json.dumps(intent))
        if row is None or (row["kind"], row["case_id"]) != (kind, case_id):
            raise DomainError(ErrorCode.IDEMPOTENCY_CONFLICT, key=key)
        outcome: JsonValue | None = None if row["outcome"] is None else json.loads(row["outcome"])
        return outcome

    async def latest(self, kind: str, case_id: str) -> JsonValue | None:
        """Return the outcome of the latest finished effect of a kind; None when there is none."""
        async with connection(self._pool) as session:
            stored = await session.fetchval(_LATEST, kind, case_id)
        outcome: JsonValue | None = None if stored is None else json.loads(stored)
        return outcome

    async def finish(self, key: str, outcome: JsonValue) -> None:
        """Write the outcome, not None; the first one stands. Raises LookupError when the effect was never begun."""
        if outcome is None:
            raise ValueError("an outcome says something")
        async with connection(self._pool) as session:
            if await session.fetchval(_FINISH, key, json.dumps(outcome)) is None:
                raise LookupError(f"effect {key} was never begun")

    async def of(self, case_id: str) -> Sequence[EffectRow]:
        """Return the effects begun for a case, or for a payment by its id, oldest first."""
        async with connection(self._pool) as session:
            rows = await session.fetch(_OF, case_id)
        return tuple(_effect(dict(row)) for row in rows)

    async def charges_since(self, since: datetime) -> Sequence[EffectRow]:
        """Return the charges begun from an instant on, oldest first."""
        async with connection(self._pool) as session:
            rows = await session.fetch(_CHARGES, since)
        return tuple(_effect(dict(row)) for row in rows)


def _effect(row: dict[str, object]) -> EffectRow:
    read = {name: json.loads(str(row[name])) for name in ("intent", "outcome") if row[name] is not None}
    return EffectRow.model_validate({**row, **read})
