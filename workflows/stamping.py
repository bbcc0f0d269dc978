"""When, and by whom: what every event says that a step of a workflow found."""

from datetime import datetime
from typing import TypedDict

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain.actors import SYSTEM


class Stamp(TypedDict):
    """The part of an event that is the same whatever happened."""

    at: datetime
    by: str


def stamp() -> Stamp:
    """Return now, by the workflow's clock, and the system: to be called where the event is made."""
    return Stamp(at=workflow.now(), by=SYSTEM.id)
