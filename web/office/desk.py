"""What the office's pages work with, beside what all routes have. The citizens' process has none of it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from domain.cases.ports import CaseQueries
from domain.office.ports import Absences, People, StaffSessions


@dataclass(frozen=True)
class Office:
    """The office behind the desk."""

    sessions: StaffSessions
    people: People
    queries: CaseQueries
    absences: Absences


def _office(request: Request) -> Office:
    office: Office = request.app.state.desk.back
    return office


TheOffice = Annotated[Office, Depends(_office)]
