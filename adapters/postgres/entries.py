"""The ledger's entries: one event as canonical bytes. The format is kept for ever: leaf hashes are made of it.

JSON with sorted keys, no spaces, UTF-8: `{"event":{…},"place":n,"case_id":"…"}`. A later optional field of an event
does not change stored bytes; two spellings of one event are compared as events, not as bytes. What an event's JSON
means, the procedure of its case knows.
"""

import hashlib
import json
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from domain.cases.access import Opening
from domain.cases.batch import EventJson
from domain.cases.procedure import AnyEvent, Procedure
from domain.errors import DomainError, ErrorCode
from domain.office.people import PeopleEvent
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


# Changes of a municipality's officers stand in a stream of their own, too.
PEOPLE_STREAM = "people/"


class ChangeEntry(BaseModel):
    """One step of a change of officers at its place (from 1); `case_id` is the stream."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    case_id: str
    place: int
    change: PeopleEvent


def encode_change(municipality: str, place: int, change: PeopleEvent) -> bytes:
    """Return a change's canonical bytes."""
    stream = PEOPLE_STREAM + municipality
    return canonical({"case_id": stream, "place": place, "change": change.model_dump(mode="json")})


def decode_change(entry: bytes) -> ChangeEntry:
    """Return a change from its bytes. Raises pydantic.ValidationError."""
    return ChangeEntry.model_validate_json(entry)


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
    """Return an entry's event as the procedure of its case has it. Raises DomainError(PROCEDURE_UNKNOWN), as `event_in`."""
    return event_in(entry, procedures.of(decode(entry).case_id))


def event_in(entry: bytes, procedure: Procedure[Any, AnyEvent]) -> AnyEvent:
    """Return an entry's event as this procedure has it.

    Raises DomainError(EVENT_UNKNOWN), with its place and type, for one of no type or version known there.
    """
    decoded = decode(entry)
    try:
        return procedure.read(decoded.event)
    except ValidationError:
        raise DomainError(
            ErrorCode.EVENT_UNKNOWN, procedure=procedure.name, place=decoded.place, type=type_of(decoded.event)
        ) from None


def type_of(event: EventJson) -> str:
    """Return what an event calls itself, cut to what can be shown: nobody knows who wrote it."""
    return str(event.get("type", ""))[:40]


def leaf_hash(entry: bytes) -> bytes:
    """Return the leaf of an entry in the Merkle tree (RFC 6962 §2.1)."""
    return hashlib.sha256(b"\x00" + entry).digest()
