"""割り振り on the pages: to whom a case may be given today, why, and how that is read from a form."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from domain.actors import Role
from domain.certificates.status import AssignReason
from domain.municipality.officers import Officers
from domain.office.absences import Absence, away
from web.certificates.desk import CertificateDesk
from web.front.forms import Fields
from web.front.mistakes import Mistakes
from web.office.desk import Office
from web.office.page import StaffPage

TO, REASON = "to", "reason"
ANYBODY = "-"
"""Among those to whom a case may be given: whoever takes it. No officer's id is spelled so."""


class Colleagues(NamedTuple):
    """Officers as they are today. `absences`: those under way and to come; `absent`: who is away today, by id."""

    officers: Officers
    absences: Sequence[Absence]
    absent: Mapping[str, Absence]
    examiners: Mapping[str, str]

    @property
    def able(self) -> dict[str, str]:
        """Names of the examiners who are there, by id: to them a case may be given."""
        return {officer: name for officer, name in self.examiners.items() if officer not in self.absent}


class Wanted(NamedTuple):
    """To whom, None for whoever takes it, and why."""

    officer: str | None
    reason: AssignReason


async def colleagues(page: StaffPage, desk: CertificateDesk, office: Office) -> Colleagues:
    """Return who works here today."""
    officers = await office.people.officers()
    absences = await office.absences.standing(desk.municipality, page.today)
    found = [each for each in officers.officer if Role.EXAMINER in each.roles and each.serves(page.today)]
    examiners = {each.id: each.name for each in sorted(found, key=lambda each: each.id)}
    return Colleagues(officers, absences, away(absences, page.today), examiners)


def read_wanted(page: StaffPage, fields: Fields, able: Mapping[str, str], without: str | None) -> Wanted | Mistakes:
    """Return what a form wants, or what is wrong with it; `without` is who has the case already."""
    to, reason = fields.get(TO), fields.get(REASON)
    wrong = dict[str, str]()
    if (to not in able and to != ANYBODY) or to == without:
        wrong[TO] = page.plain("sharing.to_missing")
    if reason not in {each.value for each in AssignReason}:
        wrong[REASON] = page.plain("sharing.reason_missing")
    if wrong:
        return Mistakes(wrong)
    return Wanted(None if to == ANYBODY else to, AssignReason(reason))


def choices(
    page: StaffPage, desk: CertificateDesk, able: Mapping[str, str], without: str | None
) -> dict[str, list[tuple[str, str]]]:
    """Return the options of both questions, an empty one first; `without` is left out: who has the case already."""
    nothing = ("", page.plain("sharing.choose"))
    others = [(officer, name) for officer, name in able.items() if officer != without]
    anybody = [] if without == ANYBODY else [(ANYBODY, page.plain("sharing.anybody"))]
    return {
        TO: [nothing, *others, *anybody],
        REASON: [nothing, *((each.value, desk.words.code(each)) for each in AssignReason)],
    }
