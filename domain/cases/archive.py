"""Closed histories: as the engine gives them, and as the index knows them. Always ciphertext."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict


class StoredHistory(BaseModel):
    """One run's history as the engine gives it (JSON, payloads encrypted)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    workflow_id: str
    run_id: str
    content: bytes


class ArchivedHistory(BaseModel):
    """One archived run: SHA-256 (hex) of its file, and the file's path inside the archive."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_id: str
    workflow_id: str
    run_id: str
    sha256: str
    path: str
    archived_at: datetime
