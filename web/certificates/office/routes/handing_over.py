"""What one officer has in hand, and its way to another's: some cases, or all of somebody who is away."""

from typing import NamedTuple

from fastapi import APIRouter, Response

from domain.cases.queues import NOBODY
from domain.certificates.commands import Assign, Decision
from domain.certificates.workload import in_hand
from web.certificates.desk import CertificateDesk, TheDesk
from web.certificates.office.case_rows import rows_of
from web.certificates.office.handing_over import handed_over, recorded
from web.certificates.office.sharing import ANYBODY, REASON, TO, Colleagues, choices, colleagues, read_wanted
from web.front.mistakes import Mistakes
from web.http_codes import HttpCode, HttpRefusal
from web.office.acts import new_decision_id, read_act
from web.office.desk import Office, TheOffice
from web.office.page import PREFIX, StaffPage, Supervisor

router = APIRouter(prefix=f"{PREFIX}/lead/officers/{{officer_id}}", include_in_schema=False)
_SHOWN, _MOST = 50, 500
_CASES = "cases"


class _Sent(NamedTuple):
    """What a form sent, shown again with its mistakes."""

    to: str
    reason: str = ""
    ticked: frozenset[str] = frozenset()
    mistakes: Mistakes | None = None


@router.get("")
async def show(page: Supervisor, desk: TheDesk, office: TheOffice, officer_id: str, after: str = "") -> Response:
    """Show what an officer has in hand, `-`: what nobody has; those behind `after`."""
    found = await _known(page, desk, office, officer_id)
    absence = found.absent.get(officer_id)
    proposed = absence.substitute if absence and absence.substitute in found.able else ""
    return await _show(page, desk, office, officer_id, _Sent(proposed or ""), after)


@router.post("")
async def hand_over(page: Supervisor, desk: TheDesk, office: TheOffice, officer_id: str) -> Response:
    """Give ticked cases, or all, to another examiner or to whoever takes them; pressed twice it is once."""
    act = await read_act(page)
    found = await _known(page, desk, office, officer_id)
    ticked = frozenset(name for name in act.fields.texts if desk.serves(name))
    wanted = read_wanted(page, act.fields, found.able, officer_id)
    wrong = dict(wanted) if isinstance(wanted, Mistakes) else {}
    if not ticked and not act.fields.has("all"):
        wrong[_CASES] = page.plain("sharing.none_ticked")
    if wrong or isinstance(wanted, Mistakes):
        again = _Sent(act.fields.get(TO), act.fields.get(REASON), ticked, Mistakes(wrong))
        return await _show(page, desk, office, officer_id, again)
    hand = _hand(officer_id)
    chosen = await _all_in(office, hand) if act.fields.has("all") else ticked
    command = Assign(officer=wanted.officer, reason=wanted.reason)
    decision = Decision(decision_id=act.decision_id, actor=page.actor, command=command)
    done = await handed_over(desk, decision, hand, chosen)
    await recorded(desk, done)
    whole = len(done) == len(chosen)
    return page.go(f"/lead/officers/{officer_id}", banner=f"banner.handed_over{'' if whole else '_partly'}")


async def _known(page: StaffPage, desk: CertificateDesk, office: Office, officer_id: str) -> Colleagues:
    found = await colleagues(page, desk, office)
    if officer_id != ANYBODY and not found.officers.knows(officer_id):
        raise HttpRefusal(HttpCode.NOT_FOUND)
    return found


def _hand(officer_id: str) -> str:
    return NOBODY if officer_id == ANYBODY else officer_id


async def _all_in(office: Office, hand: str) -> frozenset[str]:
    return frozenset(row.case_id for row in (await office.queries.page(in_hand(hand), _MOST)).rows)


async def _show(
    page: StaffPage, desk: CertificateDesk, office: Office, officer_id: str, sent: _Sent, after: str = ""
) -> Response:
    found = await colleagues(page, desk, office)
    query = in_hand(_hand(officer_id))
    cases = await office.queries.page(query, _SHOWN, after or None)
    (count,) = await office.queries.counts([query], _MOST)
    absence = found.absent.get(officer_id)
    return page.show(
        "lead/officer.html",
        mistakes=sent.mistakes,
        officer_id=officer_id,
        name="" if officer_id == ANYBODY else found.officers.name(officer_id, page.today),
        absence=absence,
        rows=rows_of(page, desk, found.officers, cases.rows),
        count=count,
        most=_MOST,
        next=cases.next,
        options=choices(page, desk, found.able, officer_id),
        sent=sent,
        decision_id=new_decision_id(),
    )
