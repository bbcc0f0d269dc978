"""Counts of refused submissions by day and field.

A field's name comes from whoever sent the submission and may itself be personal data: only names this system knows
are kept, all others count as `other`.
"""

from collections.abc import Sequence
from datetime import datetime

from adapters.postgres.session import Connection
from domain.certificates.application import Applicant, Application, Delivery
from domain.certificates.kinds import CertificateOptions
from domain.certificates.submission import Submission
from domain.japan import JAPAN
from domain.municipality.calendar import local_date

_MODELS = (Submission, Application, Applicant, Delivery, CertificateOptions)
_KNOWN = frozenset(name for model in _MODELS for name in model.model_fields) | {"body"}
_COUNT = """
    INSERT INTO intake.refusals (day, field, count) SELECT $1, field, 1 FROM unnest($2::text[]) AS field
    ON CONFLICT (day, field) DO UPDATE SET count = intake.refusals.count + 1
"""


def known_field(name: str) -> str:
    """Return a dotted field name if every part of it is one of ours, else `other`."""
    return name if all(part in _KNOWN for part in name.split(".")) else "other"


async def add_refusal(session: Connection, now: datetime, fields: Sequence[str]) -> None:
    """Count one refusal under each of its fields, on the office's calendar day (UTC+9)."""
    names = sorted({known_field(name) for name in fields} or {"other"})  # sorted: no deadlocks
    await session.execute(_COUNT, local_date(now, JAPAN), names)
