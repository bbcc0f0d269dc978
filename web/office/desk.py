"""What the office's pages work with, beside what all routes have. The citizens' process has none of it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from domain.cases.ports import CaseQueries
from domain.office.ports import Absences, HealthView, People, PeopleChanges, SignIn, SignInTrips, StaffSessions
from web.office.ports import AuditRoom


@dataclass(frozen=True)
class Office:
    """The office behind the desk. Without `sign_in` nobody signs in: programs alone work here, by tokens."""

    sessions: StaffSessions
    people: People
    changes: PeopleChanges
    health: HealthView
    queries: CaseQueries
    absences: Absences
    trips: SignInTrips
    sign_in: SignIn | None
    audit: AuditRoom


def _office(request: Request) -> Office:
    office: Office = request.app.state.desk.back
    return office


TheOffice = Annotated[Office, Depends(_office)]
