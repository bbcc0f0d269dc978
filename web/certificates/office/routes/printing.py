"""印刷: all letters that are ready in one PDF, each once; once more for a reason. Every letter of a PDF is an opening."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from domain.certificates.print_batches import OPEN_FOR, PrintBatch, ReprintReason
from domain.errors import DomainError, ErrorCode
from domain.japan import to_the_minute
from web.certificates.desk import CertificateDesk, TheDesk
from web.certificates.office.envelopes import Letter, find_letter
from web.front.mistakes import Mistakes
from web.office.acts import Act, new_decision_id, read_act
from web.office.page import PREFIX, Dispatcher, StaffPage

router = APIRouter(prefix=f"{PREFIX}/print", include_in_schema=False)
_MOST_COUNTED, _SHOWN = 1000, 20
_REASONS = frozenset(each.value for each in ReprintReason)
Number = Annotated[int, Path(ge=1, le=10**12)]


@router.get("")
async def show(page: Dispatcher, desk: TheDesk) -> Response:
    """Say how many letters wait to be printed, and what was printed."""
    return await _shown(page, desk, Mistakes())


@router.post("")
async def print_ready(page: Dispatcher, desk: TheDesk) -> Response:
    """Make a batch of the letters that wait. Pressed twice it is one."""
    act = await read_act(page)
    return _made(page, await desk.printing.print_ready(act.decision_id, page.actor))


@router.post("/again")
async def print_one_again(page: Dispatcher, desk: TheDesk) -> Response:
    """Print one letter once more, for a reason."""
    act = await read_act(page)
    written = act.fields.get("code")
    found = await find_letter(page, desk, written)
    wrong = {} if isinstance(found, Letter) else {"code": found}
    reason, no_reason = _reason(page, act)
    if not isinstance(found, Letter) or reason is None:
        return await _shown(page, desk, Mistakes({**wrong, **no_reason}), act)
    return _made(page, await desk.printing.print_again(act.decision_id, page.actor, [found.order.case_id], reason))


@router.get("/batches/{number}")
async def show_batch(number: Number, page: Dispatcher, desk: TheDesk) -> Response:
    """Show what is in a batch, and its file to who made it a moment ago."""
    return await _shown_batch(page, desk, await _batch(desk, number), Mistakes())


@router.post("/batches/{number}/again")
async def print_batch_again(number: Number, page: Dispatcher, desk: TheDesk) -> Response:
    """Print what is still there of a batch once more, for a reason."""
    act, batch = await read_act(page), await _batch(desk, number)
    reason, no_reason = _reason(page, act)
    if reason is None:
        return await _shown_batch(page, desk, batch, Mistakes(no_reason))
    made = await desk.printing.print_again(act.decision_id, page.actor, batch.case_ids, reason)
    return _made(page, made)


@router.get("/batches/{number}/letters.pdf")
async def open_file(number: Number, page: Dispatcher, desk: TheDesk) -> Response:
    """Give the letters as one PDF to who made the batch, for a quarter of an hour; later it is a reprint."""
    batch = await _batch(desk, number)
    if not batch.is_open_to(page.actor.id, page.now):
        return page.go(f"/print/batches/{number}")
    content = await desk.printing.file(batch, page.actor)
    headers = {"Content-Disposition": f'inline; filename="letters-{number}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)


async def _batch(desk: CertificateDesk, number: int) -> PrintBatch:
    found = await desk.printing.batch(number)
    if found is None:
        raise DomainError(ErrorCode.REQUEST_UNKNOWN)
    return found


def _made(page: StaffPage, batch: PrintBatch | None) -> Response:
    if batch is None:
        return page.go("/print", banner="banner.nothing_to_print")
    return page.go(f"/print/batches/{batch.number}", banner="banner.printed")


def _reason(page: StaffPage, act: Act) -> tuple[ReprintReason | None, dict[str, str]]:
    written = act.fields.get("reason")
    if written in _REASONS:
        return ReprintReason(written), {}
    return None, {"reason": page.say("print.reason_missing")}


def _reasons(page: StaffPage) -> list[tuple[str, str, None]]:
    return [(each.value, page.say(f"print.reason.{each.value}"), None) for each in ReprintReason]


async def _shown(page: StaffPage, desk: CertificateDesk, wrong: Mistakes, act: Act | None = None) -> Response:
    batches = await desk.printing.newest(_SHOWN)
    return page.show(
        "letters/print.html",
        mistakes=wrong,
        waiting=await desk.printing.waiting(page.actor, _MOST_COUNTED),
        most=_MOST_COUNTED,
        decision_id=new_decision_id(),
        again_id=new_decision_id(),
        code=act.fields.get("code") if act else "",
        reason=act.fields.get("reason") if act else "",
        reasons=_reasons(page),
        batches=[(each, to_the_minute(each.printed_at)) for each in batches],
    )


async def _shown_batch(page: StaffPage, desk: CertificateDesk, batch: PrintBatch, wrong: Mistakes) -> Response:
    rows = [await desk.reading.row(each) for each in batch.case_ids]
    return page.show(
        "letters/batch.html",
        mistakes=wrong,
        batch=batch,
        printed_at=to_the_minute(batch.printed_at),
        is_open=batch.is_open_to(page.actor.id, page.now),
        open_until=to_the_minute(batch.printed_at + OPEN_FOR)[-5:],
        numbers=[row.case_number for row in rows if row is not None],
        decision_id=new_decision_id(),
        reasons=_reasons(page),
    )
