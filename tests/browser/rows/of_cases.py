"""The page of a case as each role sees it in each status, and the pages that ask more before a decision."""

from browser.officer import Officer
from browser.rows.desk_row import DeskRow, Prepare, presses
from browser.rows.row import MISTAKEN
from fakes.desk import City
from fakes.desk_stories import STAFF, case_id, held, paid, stamp
from fixtures.desk import REACHABLE, desk_at

from domain.certificates.examination_events import ApprovalProposed, CaseTaken, RejectionProposed
from domain.certificates.status import RejectionReason, Status

CASE, PAGE = "/cases/{case_id}", f"/cases/{case_id(1)}"
_SATO = STAFF["examiner"].id


def at_desk(status: Status) -> Prepare:
    """Return how the first request comes to a status, by the rules."""

    def prepare(city: City) -> None:
        city.events[city.order().case_id] = desk_at(status).events

    return prepare


def examined(city: City) -> None:
    """Let an examiner have the first case."""
    city.happened(1, *paid(), CaseTaken(**stamp(5, _SATO), decision_id="take-0001"))


def taken_thrice(city: City) -> None:
    """Let one case wait, one be examined, one wait for its approver."""
    city.happened(2, *paid(2))
    city.happened(3, *paid(3), *_proposal())
    examined(city)


def proposed(city: City) -> None:
    """Let the first case wait for its approver."""
    city.happened(1, *paid(), *_proposal())


def _proposal() -> tuple[CaseTaken, ApprovalProposed]:
    return (
        CaseTaken(**stamp(5, _SATO), decision_id="take-0001"),
        ApprovalProposed(**stamp(6, _SATO), decision_id="propose-0001"),
    )


def _rejection_proposed(city: City) -> None:
    about = {"decision_id": "refuse-0001", "reasons": (RejectionReason.DUPLICATE,)}
    city.happened(1, *paid(), RejectionProposed(**stamp(6, _SATO), **about))


def _held(city: City) -> None:
    city.happened(1, *held())


async def _stale(officer: Officer) -> None:
    """Propose on a page of before a colleague did so."""
    proposed(officer.city)
    await officer.window.press("form[action*='/propose'] button")


ROWS = (
    *(DeskRow(CASE, status.value, "both", PAGE, at_desk(status)) for status in REACHABLE if status is not Status.HELD),
    *(DeskRow(CASE, f"asks a ground, {who}", who, PAGE, examined) for who in ("approver", "supervisor", "dispatcher")),
    DeskRow(CASE, "to approve", "approver", PAGE, proposed),
    DeskRow(CASE, "rejection to approve", "approver", PAGE, _rejection_proposed),
    DeskRow(CASE, "held", "closed", PAGE, _held),
    DeskRow(CASE, "gone on meanwhile", "examiner", PAGE, examined, _stale, 409),
    DeskRow(CASE, "unknown", "examiner", "/cases/cert-x", status=404),
    DeskRow(f"{CASE}/return", "", "examiner", f"{PAGE}/return", examined),
    DeskRow(f"{CASE}/return", "nothing chosen", "examiner", f"{PAGE}/return", examined, presses(), MISTAKEN),
    DeskRow(f"{CASE}/propose-rejection", "", "examiner", f"{PAGE}/propose-rejection", examined),
    DeskRow(
        f"{CASE}/propose-rejection",
        "nothing chosen",
        "examiner",
        f"{PAGE}/propose-rejection",
        examined,
        presses("[name='look']"),
        MISTAKEN,
    ),
    DeskRow(
        f"{CASE}/propose-rejection",
        "letter",
        "examiner",
        f"{PAGE}/propose-rejection?reason=duplicate&look=1",
        examined,
    ),
    DeskRow(f"{CASE}/reject", "", "approver", f"{PAGE}/reject", _rejection_proposed),
    DeskRow(
        f"{CASE}/reject", "nothing chosen", "approver", f"{PAGE}/reject?look=1", _rejection_proposed, status=MISTAKEN
    ),
    DeskRow(f"{CASE}/hold", "not opened", "closed", f"{PAGE}/hold", _held),
    DeskRow(f"{CASE}/remand", "", "approver", f"{PAGE}/remand", proposed),
    DeskRow(f"{CASE}/remand", "nothing typed", "approver", f"{PAGE}/remand", proposed, presses(), MISTAKEN),
    DeskRow(f"{CASE}/assign", "", "supervisor", f"{PAGE}/assign", examined),
    DeskRow(f"{CASE}/assign", "nothing chosen", "supervisor", f"{PAGE}/assign", examined, presses(), MISTAKEN),
    DeskRow("/approvals", "empty", "approver"),
    DeskRow("/approvals", "nothing without a warning", "approver", prepare=proposed),
)
