"""What happened to a request, in sentences for officers: when, who, what."""

from collections.abc import Sequence
from typing import NamedTuple

from domain.actors import APPLICANT, SYSTEM
from domain.certificates.events import AnyEvent
from domain.municipality.calendar import local_date
from domain.municipality.days_in_words import minute_in_words
from domain.municipality.texts import Language
from web.certificates.office.cases import OfficeCase


class Happened(NamedTuple):
    """One sentence: its place among the events, when and who in words."""

    place: int
    when: str
    who: str
    what: str


def happened(case: OfficeCase, events: Sequence[AnyEvent], since: int = 0) -> list[Happened]:
    """Return what happened after the `since`-th event, oldest first."""
    told = enumerate(events, start=1)
    return [_sentence(case, place, event) for place, event in told if place > since]


def _sentence(case: OfficeCase, place: int, event: AnyEvent) -> Happened:
    when = minute_in_words(event.at, Language.JA)
    return Happened(place, when, who(case, event), f"{case.desk.words.event(event)}。")


def who(case: OfficeCase, event: AnyEvent) -> str:
    """Return who acted, an officer by the name of that day."""
    if event.by in {SYSTEM.id, APPLICANT.id}:
        return case.page.set.words[Language.JA].say(f"case.who.{event.by}")
    return case.page.policy.officers.name(event.by, local_date(event.at))
