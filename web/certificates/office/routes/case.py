"""The page of a case."""

from datetime import datetime
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Query, Response

from domain.actors import Role
from domain.cases.access import AccessGround
from domain.certificates.authority import require_stranger
from domain.certificates.commands import Approve, CheckAgain, ProposeApproval, Take
from domain.certificates.disclosure import ground_at_hand
from domain.certificates.identity_events import IdentityVerified
from domain.certificates.kinds import asked
from domain.certificates.rules import texts_of
from domain.certificates.sheet import Sheet
from domain.certificates.state import RequestState
from domain.certificates.texts import CertificateTexts
from domain.errors import DomainError, ErrorCode
from domain.municipality.days_in_words import minute_in_words
from web.certificates.office.cases import OfficeCase, TheCase, take
from web.certificates.office.compared import compared, is_by_card
from web.certificates.office.examined import examined
from web.certificates.office.history import happened, notes_in, status_told
from web.front.days import Days
from web.office.acts import new_decision_id
from web.office.page import PREFIX

router = APIRouter(prefix=f"{PREFIX}/cases/{{case_id}}", include_in_schema=False)
_READERS = (Role.EXAMINER, Role.APPROVER, Role.CLOSED_DESK)
_GONE = frozenset({ErrorCode.VAULT_KEY_DESTROYED, ErrorCode.VAULT_ITEM_MISSING})


class _Opened(NamedTuple):
    """The sheet, or the key of the words for why there is none; `may_ask`: another ground may be given."""

    sheet: Sheet | None = None
    note: str = ""
    may_ask: bool = False


@router.get("")
async def show(case: TheCase, ground: Annotated[AccessGround | None, Query()] = None) -> Response:
    """Show where a case stands and, for who has it to decide or gives a ground, what was applied for; that is recorded."""
    texts = texts_of(case.page.policy, case.page.language)
    opened = await _opened(case, ground or ground_at_hand(case.state, case.page.actor))
    events = await case.events()
    row = await case.desk.reading.row(case.case_id)
    notes = await notes_in(case, events) if opened.sheet else {}
    at_approval = ground_at_hand(case.state, case.page.actor) is AccessGround.APPROVAL
    verified = next((each for each in reversed(events) if isinstance(each, IdentityVerified)), None)
    return case.page.show(
        "certificates_office/case.html",
        case=case,
        trail=case.trail,
        beside=await case.trail.beside(case.case_id),
        state=case.state,
        stands=status_told(case, events),
        texts=texts,
        contents=_contents(texts, case.state),
        code=case.desk.words.code,
        days=Days(case.page, case.desk.book, case.page.now),
        steps=case.offered,
        decision_id=new_decision_id(),
        opened=opened,
        lines=await compared(opened.sheet, case.page, case.desk.glyphs) if opened.sheet else [],
        by_card=opened.sheet is not None and is_by_card(opened.sheet),
        verified=verified is not None,
        revocation=_revocation(case, verified.revocation_source) if verified else "",
        history=happened(case, events, notes=notes),
        examined=await examined(case, events, notes) if at_approval else None,
        twin=row and row.twin,
    )


def _revocation(case: OfficeCase, source: str) -> str:
    """Return in words what was asked whether the certificate was revoked; what a source says in no known form, as it says it."""
    kind, _, rest = source.partition(" ")
    issued, _, number = rest.partition(" ")
    try:
        at = datetime.fromisoformat(issued)
    except ValueError:
        return source
    if kind != "crl" or at.tzinfo is None:
        return source
    return case.page.say("case.revocation_list", at=minute_in_words(at, case.page.language), number=number)


def _contents(texts: CertificateTexts, state: RequestState) -> list[str]:
    """Return what the copy is to show, where its kind leaves a choice."""
    scopes = [texts.scope[state.options.scope]] if len(state.kind.entry.scopes) > 1 else []
    return [*scopes, *(texts.option[each] for each in asked(state.options))]


async def _opened(case: OfficeCase, ground: AccessGround | None) -> _Opened:
    actor = case.page.actor
    if not case.page.has(*_READERS):
        return _Opened(note="case.not_for_your_role")
    try:
        require_stranger(case.state, "open_application", actor)
    except DomainError:
        return _Opened(note="case.own_request")
    if ground is None:
        return _Opened(note="case.ask_ground", may_ask=True)
    try:
        return _Opened(await case.desk.files.sheet(case.case_id, case.state, actor, ground))
    except DomainError as error:
        if error.code in _GONE:
            return _Opened(note="case.erased")
        raise


@router.post("/take")
async def take_case(case: TheCase) -> Response:
    """An examiner takes the case."""
    return await take(case, Take(), "banner.case_taken")


@router.post("/propose")
async def propose(case: TheCase) -> Response:
    """起案: to issue."""
    return await take(case, ProposeApproval(), "banner.proposed")


@router.post("/approve")
async def approve(case: TheCase) -> Response:
    """決裁."""
    return await take(case, Approve(), "banner.approved")


@router.post("/check-again")
async def check_again(case: TheCase) -> Response:
    """再照会."""
    return await take(case, CheckAgain(), "banner.checked_again")
