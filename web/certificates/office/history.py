"""What happened to a request, in sentences for officers: when, who, what."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from domain.actors import APPLICANT, SYSTEM
from domain.certificates.events import AnyEvent
from domain.certificates.evolve import fold
from domain.certificates.examination_events import RemandedToExaminer
from domain.certificates.status import Status
from domain.ids import decision_key
from domain.municipality.calendar import local_date
from domain.municipality.days_in_words import minute_in_words
from domain.municipality.texts import Language
from web.certificates.office.cases import OfficeCase


class Happened(NamedTuple):
    """One sentence: its place among the events, when and who in words; `note`: what was written with it."""

    place: int
    when: str
    who: str
    what: str
    note: str = ""


Notes = Mapping[str, str]
"""What was written with decisions, by their keys."""


def happened(
    case: OfficeCase, events: Sequence[AnyEvent], since: int = 0, notes: Notes = MappingProxyType({})
) -> list[Happened]:
    """Return what happened after the `since`-th event, oldest first."""
    told = enumerate(events, start=1)
    return [_sentence(case, place, event, notes) for place, event in told if place > since]


def status_told(case: OfficeCase, events: Sequence[AnyEvent]) -> Status:
    """Return where the case stands; to who may not know of a hold, where it was before (`events` are what they may know)."""
    before = None if case.is_told_of_hold else fold(events)
    return case.state.status if before is None else before.status


async def notes_in(case: OfficeCase, events: Sequence[AnyEvent]) -> Notes:
    """Return what was written with decisions: for a page on which the application is open, and recorded."""
    keys = [_key(each) for each in events if isinstance(each, RemandedToExaminer) and each.note]
    return await case.desk.files.notes(case.case_id, keys) if keys else {}


def _key(event: RemandedToExaminer) -> str:
    return decision_key(event.by, event.decision_id)


def _sentence(case: OfficeCase, place: int, event: AnyEvent, notes: Notes) -> Happened:
    when, what = minute_in_words(event.at, Language.JA), f"{case.desk.words.event(event)}。"
    note = notes.get(_key(event), "") if isinstance(event, RemandedToExaminer) else ""
    return Happened(place, when, who(case, event), what, note)


def who(case: OfficeCase, event: AnyEvent) -> str:
    """Return who acted, an officer by the name of that day."""
    if event.by in {SYSTEM.id, APPLICANT.id}:
        return case.page.set.words[Language.JA].say(f"case.who.{event.by}")
    return case.page.policy.officers.name(event.by, local_date(event.at))
