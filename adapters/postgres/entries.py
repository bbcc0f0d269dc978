"""The ledger's entries: one event as canonical bytes. The format is kept for ever: leaf hashes are made of it.

JSON with sorted keys, no spaces, UTF-8: `{"event":{…},"place":n,"case_id":"…"}`. A later optional field of an event
does not change stored bytes; two spellings of one event are compared as events, not as bytes. What an event's JSON
means, the procedure of its case knows.
"""

import hashlib
import json
from typing import Any

from pydantic import BaseModel, ConfigDict

from domain.cases.access import Opening
from domain.cases.batch import EventJson
from domain.procedures import Procedures


class Entry(BaseModel):
    """One event at its place (from 1) in its case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_id: str
    place: int
    event: EventJson


# Openings of a case stand in a stream of their own: its name is never a case's.
ACCESS_STREAM = "access/"


class OpeningEntry(BaseModel):
    """One opening at its place (from 1) among those of its case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_id: str
    place: int
    opening: Opening


def encode_opening(place: int, opening: Opening) -> bytes:
    """Return an opening's canonical bytes."""
    stream = ACCESS_STREAM + opening.case_id
    return canonical({"case_id": stream, "place": place, "opening": opening.model_dump(mode="json")})


def decode_opening(entry: bytes) -> OpeningEntry:
    """Return an opening from its bytes. Raises pydantic.ValidationError."""
    return OpeningEntry.model_validate_json(entry)


def encode(case_id: str, place: int, event: EventJson) -> bytes:
    """Return an entry's canonical bytes."""
    return canonical({"case_id": case_id, "place": place, "event": event})


def canonical(content: object) -> bytes:
    """Return JSON in its one canonical spelling."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def decode(entry: bytes) -> Entry:
    """Return an entry from its bytes. Raises pydantic.ValidationError."""
    return Entry.model_validate_json(entry)


def event_of(entry: bytes, procedures: Procedures) -> Any:
    """Return an entry's event as its procedure has it.

    Raises DomainError(PROCEDURE_UNKNOWN), pydantic.ValidationError for an event that is unknown there.
    """
    decoded = decode(entry)
    return procedures.of(decoded.case_id).read(decoded.event)


def leaf_hash(entry: bytes) -> bytes:
    """Return the leaf of an entry in the Merkle tree (RFC 6962 §2.1)."""
    return hashlib.sha256(b"\x00" + entry).digest()
