"""Every page of the office in every state that looks different: empty, filled, with mistakes; those of cases stand in `of_cases`."""

from datetime import date

from browser.officer import Officer
from browser.rows import of_cases
from browser.rows.desk_row import DeskRow, Prepare, nothing, presses
from browser.rows.of_cases import at_desk, examined, taken_thrice
from browser.rows.row import MISTAKEN
from fakes.desk import City
from fakes.desk_stories import case_id, case_number, delivered, issued, paid, sent, stamp
from fakes.portals import portal_named

from domain.actors import Actor, Role
from domain.certificates.paper_events import MailReturned
from domain.certificates.status import Status
from domain.office.absences import Absence
from domain.office.stories import FoundEvent, SignedSize, Told
from domain.postal.letters import ReturnReason

_QUEUE, _PEOPLE, _AUDIT = "/queue/{name}", "/admin/people", "/audit/cases/{case_id}"
_STORY = f"/audit/cases/{case_id(1)}"
_CHANGE = f"{_PEOPLE}/changes/{{change_id}}"
_SATO = f"{_PEOPLE}/officers/officer-sato"


def _many(city: City) -> None:
    for number in range(1, 53):
        city.happened(number, *paid(number))


def _letters(city: City) -> None:
    for number in (1, 2):
        city.happened(number, *issued(number))


def _posted(city: City) -> None:
    city.happened(1, *sent())
    city.happened(2, *issued(2))


def _came_back(city: City) -> None:
    city.happened(1, *sent(), MailReturned(**stamp(11), reason=ReturnReason.MOVED, event_id="scan-1"))


def _delivered(city: City) -> None:
    city.happened(1, *delivered())


def _away(city: City) -> None:
    taken_thrice(city)
    about = {"absence_id": "absence-1", "officer": "officer-sato", "substitute": "officer-tanaka"}
    days = {"first": date(2026, 11, 20), "last": date(2026, 11, 30)}
    city.back.absences.noted["absence-1"] = Absence.model_validate({**about, **days})


def _audited(city: City) -> None:
    examined(city)
    city.back.audit.signed = (SignedSize(42, city.now, "ab" * 32), SignedSize(7, city.now, "cd" * 32))
    told = Told(1, city.now, "officer-sato", "案件を担当した", "審査中", None)
    city.back.audit.found = (FoundEvent(case_id(1), case_number(1), told),)


def _faulty(city: City) -> None:
    _audited(city)
    city.back.audit.faults = ("第2件が違う",)


def _portal(city: City) -> None:
    city.portals.key_of(portal_named("myna"))


async def _opens_data(officer: Officer) -> None:
    await officer.window.page.locator("[name='ground']").first.check()
    await officer.window.press("main form button.main")


async def _printed(officer: Officer) -> None:
    await officer.window.press()


async def _printed_no_reason(officer: Officer) -> None:
    await officer.window.press()
    await officer.window.press("main form[action$='/again'] button")


async def _proposed(officer: Officer) -> None:
    """Propose another role for an officer."""
    await officer.window.page.locator("[name='role_approver']").check()
    await officer.window.choose(ground="transfer")
    await officer.window.press()


async def _second_admin(officer: Officer) -> None:
    await _proposed(officer)
    officer.city.people.actors["admin-kato"] = Actor(id="admin-kato", roles=(Role.ADMIN,))
    await officer.signs_in("admin-kato")
    await officer.window.page.reload()


async def _confirming(officer: Officer) -> None:
    await _second_admin(officer)
    await officer.window.page.goto(f"{officer.window.page.url}/confirm")


async def _told(officer: Officer) -> None:
    await _confirming(officer)
    await officer.window.press()
    await officer.go(f"{_PEOPLE}/history")


def _queues(who: str, prepare: Prepare, *names: str) -> tuple[DeskRow, ...]:
    return tuple(
        DeskRow(_QUEUE, f"{name} {state}".strip(), who, f"/queue/{name}", each)
        for name in names
        for state, each in (("empty", nothing), ("filled", prepare))
    )


_SIGN_IN = (
    DeskRow("/sign-in", "lost on the way", "", "/sign-in?lost=1"),
    DeskRow("/return", "without a way", "", status=400),
    DeskRow("/signed-out", "", ""),
)
_LISTS = (
    *(DeskRow("", "empty", who) for who in ("examiner", "approver", "closed", "dispatcher", "supervisor", "nobody")),
    DeskRow("", "filled", "examiner", prepare=taken_thrice),
    *_queues("examiner", taken_thrice, "examination", "unanswered", "releases"),
    *_queues("approver", at_desk(Status.AWAITING_APPROVAL), "approval"),
    *_queues("closed", at_desk(Status.HELD), "holds"),
    *_queues("dispatcher", _letters, "posting"),
    DeskRow(_QUEUE, "long", "examiner", "/queue/examination", _many),
    DeskRow(_QUEUE, "nothing chosen", "examiner", "/queue/examination?due=over", taken_thrice),
    DeskRow(_QUEUE, "no number", "examiner", "/queue/examination?number=abc", taken_thrice, status=MISTAKEN),
    DeskRow("/search", "", "examiner"),
    DeskRow("/search", "not found", "examiner", act=presses(number="99"), status=MISTAKEN),
)
_LETTERS = (
    DeskRow("/print", "nothing waits", "dispatcher"),
    DeskRow("/print", "two wait", "dispatcher", prepare=_letters),
    DeskRow(
        "/print", "again, nothing typed", "dispatcher", act=presses("form[action$='/again'] button"), status=MISTAKEN
    ),
    DeskRow("/print/batches/{number}", "", "dispatcher", "/print", _letters, _printed),
    DeskRow("/print/batches/{number}", "no reason", "dispatcher", "/print", _letters, _printed_no_reason, MISTAKEN),
    DeskRow("/dispatch", "empty", "dispatcher"),
    DeskRow("/dispatch", "one posted", "dispatcher", prepare=_posted),
    DeskRow("/dispatch", "number", "dispatcher", f"/dispatch?case={case_number(1)}", _letters),
    DeskRow("/dispatch", "nothing typed", "dispatcher", act=presses(), status=MISTAKEN),
    DeskRow(
        "/dispatch",
        "wrong number",
        "dispatcher",
        f"/dispatch?case={case_number(1)}",
        _letters,
        presses(tracking_number="12"),
        MISTAKEN,
    ),
    DeskRow("/returned", "empty", "dispatcher"),
    DeskRow("/returned", "one kept", "dispatcher", prepare=_came_back),
    DeskRow("/returned", "unknown", "dispatcher", act=presses(code="1"), status=MISTAKEN),
    DeskRow("/returned/{case_id}", "to record", "dispatcher", f"/returned/{case_id(1)}", _delivered),
    DeskRow(
        "/returned/{case_id}", "no reason", "dispatcher", f"/returned/{case_id(1)}", _delivered, presses(), MISTAKEN
    ),
    DeskRow("/returned/{case_id}", "kept", "dispatcher", f"/returned/{case_id(1)}", _came_back),
    DeskRow("/returned/{case_id}/destroy", "", "dispatcher", f"/returned/{case_id(1)}/destroy", _came_back),
)
_LEAD = (
    *(
        DeskRow(f"/lead{page}", state, "supervisor", prepare=prepare)
        for page in ("", "/overdue", "/stopped", "/unanswered", "/money", "/stuck", "/statistics")
        for state, prepare in (("empty", nothing), ("filled", _away))
    ),
    DeskRow(
        "/lead/statistics",
        "ends before",
        "supervisor",
        "/lead/statistics?from=2026-11-20&to=2026-11-10",
        status=MISTAKEN,
    ),
    *(
        DeskRow("/lead/officers/{officer_id}", state, "supervisor", f"/lead/officers/{who}", _away)
        for state, who in (("away", "officer-sato"), ("nothing", "officer-tanaka"), ("nobody", "-"))
    ),
    DeskRow(
        "/lead/officers/{officer_id}",
        "nothing chosen",
        "supervisor",
        "/lead/officers/officer-sato",
        taken_thrice,
        presses(),
        MISTAKEN,
    ),
    DeskRow("/lead/absences/new", "", "supervisor"),
    DeskRow("/lead/absences/new", "nothing typed", "supervisor", act=presses(), status=MISTAKEN),
)
_AUDITORS = (
    DeskRow("/audit", "empty", "auditor"),
    DeskRow("/audit", "found", "auditor", "/audit?by=officer-sato", _audited),
    DeskRow("/audit", "nothing found", "auditor", "/audit?by=officer-sato"),
    DeskRow("/audit", "misread", "auditor", "/audit?by=Officer+Sato&day=x", status=MISTAKEN),
    DeskRow("/audit/case", "unknown", "auditor", "/audit/case?number=none", status=MISTAKEN),
    DeskRow(_AUDIT, "", "auditor", _STORY, _audited),
    DeskRow(_AUDIT, "proved", "auditor", f"{_STORY}?verify=true", _audited),
    DeskRow(_AUDIT, "not proved", "auditor", f"{_STORY}?verify=true", _faulty),
    DeskRow("/audit/access", "", "auditor"),
    DeskRow("/audit/access", "misread", "auditor", "/audit/access?officer=Officer+Sato", status=MISTAKEN),
    DeskRow("/audit/ledger", "empty", "auditor"),
    DeskRow("/audit/ledger", "signed", "auditor", prepare=_audited),
    DeskRow(f"{_AUDIT}/personal", "", "auditor", f"{_STORY}/personal", _audited),
    DeskRow(f"{_AUDIT}/personal", "no ground", "auditor", f"{_STORY}/personal", _audited, presses(), MISTAKEN),
    # Personal data is shown for a quarter of an hour, with or without scripts, and then taken off the screen (issue 15; WCAG 2.2.1, essential).
    DeskRow(
        f"{_AUDIT}/personal",
        "opened",
        "auditor",
        f"{_STORY}/personal",
        _audited,
        _opens_data,
        intended="meta-refresh",
    ),
)
_ADMINS = (
    *(DeskRow(path, "", "admin") for path in ("/admin", "/admin/rules", "/admin/texts", "/admin/system", _PEOPLE)),
    DeskRow("/admin/portals", "empty", "admin"),
    DeskRow("/admin/portals", "filled", "admin", prepare=_portal),
    DeskRow(f"{_PEOPLE}/history", "empty", "admin"),
    DeskRow(f"{_PEOPLE}/history", "told", "admin", _SATO, act=_told),
    DeskRow(f"{_PEOPLE}/new", "", "admin"),
    DeskRow(f"{_PEOPLE}/new", "nothing typed", "admin", act=presses(), status=MISTAKEN),
    DeskRow(f"{_PEOPLE}/officers/{{officer_id}}", "", "admin", _SATO),
    DeskRow(f"{_PEOPLE}/officers/{{officer_id}}", "nothing typed", "admin", _SATO, act=presses(), status=MISTAKEN),
    DeskRow(_CHANGE, "own", "admin", _SATO, act=_proposed),
    DeskRow(_CHANGE, "of another", "admin", _SATO, act=_second_admin),
    DeskRow(f"{_CHANGE}/confirm", "", "admin", _SATO, act=_confirming),
    DeskRow("/admin/texts/{owner}/{part}/{key}", "", "admin", "/admin/texts/certificates/notice/received"),
    DeskRow("/admin/texts/{owner}/{part}", "names", "admin", "/admin/texts/certificates/certificate"),
)
_REFUSALS = (
    DeskRow("(not their page)", "", "examiner", "/audit", status=403),
    DeskRow("(no page)", "", "examiner", "/queue/nothing", status=404),
)
ROWS = (*_SIGN_IN, *_LISTS, *of_cases.ROWS, *_LETTERS, *_LEAD, *_AUDITORS, *_ADMINS, *_REFUSALS)
