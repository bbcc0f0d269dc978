"""Everything on one page before it is signed: answers, money, and the text that is signed, in full."""

from collections.abc import Iterator

from fastapi import APIRouter, Response

from domain.certificates.draft import Step
from domain.problems import SubmissionRefused
from web.certificates.front.check_rows import Row, contents_rows
from web.certificates.front.corrections import written
from web.certificates.front.draft_at_hand import DraftAtHand, DraftRoute, Elsewhere, TheDraft
from web.certificates.front.money_words import MoneyWords
from web.certificates.front.sending import keep_refusals
from web.certificates.front.typed import in_both_calendars
from web.front.paths import PREFIX

router = APIRouter(prefix=f"{PREFIX}/apply/{{draft}}", route_class=DraftRoute, include_in_schema=False)


@router.get("/check")
async def show(held: TheDraft) -> Response:
    """Show it. What is shown is kept: this very text is the one that is signed."""
    held.reach(Step.CHECK)
    held = await held.change(lambda f: f.again())
    try:
        held = await with_statement(held)
    except SubmissionRefused as error:
        return (await keep_refusals(held, error)).go(Step.SIGN)
    filling, page = held.filling, held.page
    if filling.corrects:
        corrected = await written(held, filling.corrects)
        return page.show(
            "certificates/check_correction.html",
            draft=held,
            back=corrected.path,
            rows=corrected.rows,
            statement=filling.statement,
            has_app=held.desk.card_app is not None,
        )
    return page.show(
        "certificates/check.html",
        draft=held,
        rows=list(_rows(held)),
        bill=MoneyWords(page, held.desk.clock()).bill(filling.kind, filling.options, filling.copies),
        statement=filling.statement,
        has_app=held.desk.card_app is not None,
    )


async def with_statement(held: DraftAtHand) -> DraftAtHand:
    """Return a draft with a text that can be signed, the one shown before if it still can. Raises SubmissionRefused."""
    now = held.desk.clock()
    if held.filling.has_statement(now):
        return held
    municipality = held.desk.municipality
    form = held.filling.form(municipality)
    statement = await held.desk.counter.write_statement(form)
    held = await held.change(
        lambda f: f if f.has_statement(now) or f.form(municipality) != form else f.writing(statement, now)
    )
    if not held.filling.has_statement(now):  # something was changed in another window at this moment
        raise Elsewhere(held.go(Step.CHECK))
    return held


def _rows(held: DraftAtHand) -> Iterator[Row]:
    page, filling = held.page, held.filling
    yield from contents_rows(page, filling.kind, filling.options, filling.copies, held.path(Step.CONTENTS))
    yield page.say("apply.mail.question"), filling.mail or "", held.path(Step.MAIL)
    typed = held.path("typed")
    if filling.typed is None:
        yield page.say("apply.check.who"), page.say("apply.check.as_card"), None
        return
    yield page.say("apply.typed.name"), filling.typed.name, typed
    yield page.say("apply.typed.birth_date"), in_both_calendars(filling.typed.birth_date), typed
    yield page.say("apply.typed.postcode"), filling.typed.postcode, typed
    yield page.say("apply.typed.address"), filling.typed.address, typed
