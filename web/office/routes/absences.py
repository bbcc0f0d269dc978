"""不在: noted by a supervisor, with who stands in; taken back when the officer is there again."""

from datetime import date

from fastapi import APIRouter, Response
from pydantic import ValidationError

from domain.actors import Role
from domain.municipality.officers import Officer
from domain.office.absences import Absence, AbsenceFault, absence_fault
from web.front.mistakes import Mistakes
from web.office.acts import Act, new_decision_id, read_act
from web.office.desk import Office, TheOffice
from web.office.page import PREFIX, StaffPage, Supervisor

router = APIRouter(prefix=f"{PREFIX}/lead/absences", include_in_schema=False)
_FIELDS = ("officer", "first", "last", "substitute")
_AT = {
    AbsenceFault.ENDS_BEFORE: "last",
    AbsenceFault.OVER: "last",
    AbsenceFault.TOO_LONG: "last",
    AbsenceFault.NOTED_ALREADY: "officer",
    AbsenceFault.SUBSTITUTE_SELF: "substitute",
    AbsenceFault.SUBSTITUTE_AWAY: "substitute",
}


@router.get("/new")
async def ask(page: Supervisor, office: TheOffice, officer: str = "") -> Response:
    """Ask who is away, from when until when, and who stands in."""
    return await _ask(page, office, {"officer": officer})


@router.post("/new")
async def note(page: Supervisor, office: TheOffice) -> Response:
    """Note an absence, and lead on to what the officer has in hand. The same form twice is one."""
    act = await read_act(page)
    sent = {name: act.fields.get(name) for name in _FIELDS}
    read = await _read(page, office, act, sent)
    if isinstance(read, Mistakes):
        return await _ask(page, office, sent, read)
    await office.absences.note(page.policy.municipality.code, read, page.actor.id)
    return page.go(f"/lead/officers/{read.officer}", banner="banner.absence_noted")


@router.post("/{absence_id}/drop")
async def drop(page: Supervisor, office: TheOffice, absence_id: str) -> Response:
    """Take an absence back."""
    await page.fields()
    await office.absences.drop(page.policy.municipality.code, absence_id, page.actor.id)
    return page.go("/lead", banner="banner.absence_dropped")


async def _read(page: StaffPage, office: Office, act: Act, sent: dict[str, str]) -> Absence | Mistakes:
    """Return what a form says, or what is wrong with it."""
    wrong = dict[str, str]()
    days = {name: _day(sent[name]) for name in ("first", "last")}
    wrong |= {name: page.plain("absences.day_missing") for name, day in days.items() if day is None}
    known = {each.id for each in await _colleagues(page, office)}
    if sent["officer"] not in known:
        wrong["officer"] = page.plain("absences.officer_missing")
    if sent["substitute"] not in {"", *known}:
        wrong["substitute"] = page.plain("absences.officer_missing")
    if wrong:
        return Mistakes({name: wrong[name] for name in _FIELDS if name in wrong})
    try:
        about = {**sent, **days, "absence_id": act.decision_id, "substitute": sent["substitute"] or None}
        absence = Absence.model_validate(about)
    except ValidationError:
        return Mistakes({"officer": page.plain("absences.officer_missing")})
    standing = await office.absences.standing(page.policy.municipality.code, page.today)
    fault = absence_fault(absence, standing, page.today)
    return absence if fault is None else Mistakes({_AT[fault]: page.plain(f"absences.fault.{fault.value}")})


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if len(written) == 10 else None  # noqa: PLR2004 - 2026-11-30
    except ValueError:
        return None


async def _colleagues(page: StaffPage, office: Office) -> list[Officer]:
    """Return who works on cases here today."""
    officers = (await office.people.officers()).officer
    decides = {Role.EXAMINER, Role.APPROVER, Role.DISPATCHER, Role.CLOSED_DESK, Role.SUPERVISOR}
    return sorted(
        (each for each in officers if each.serves(page.today) and decides & set(each.roles)), key=lambda each: each.id
    )


async def _ask(page: StaffPage, office: Office, sent: dict[str, str], mistakes: Mistakes | None = None) -> Response:
    names = [(each.id, f"{each.name}（{each.section}）") for each in await _colleagues(page, office)]
    return page.show(
        "office/absence.html",
        mistakes=mistakes,
        sent={name: sent.get(name, "") for name in _FIELDS},
        officers=[("", page.plain("absences.choose")), *names],
        substitutes=[("", page.plain("absences.nobody")), *names],
        decision_id=new_decision_id(),
    )
