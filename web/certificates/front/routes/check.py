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
from web.certificates.front.typed import in_both_calendars, with_hyphen
from web.front.paths import PREFIX

router = APIRouter(prefix=f"{PREFIX}/apply/{{draft}}", route_class=DraftRoute, include_in_schema=False)


@router.get("/check")
async def show(at_hand: TheDraft) -> Response:
    """Show it. What is shown is kept: this very text is the one that is signed."""
    at_hand.reach(Step.CHECK)
    at_hand = await at_hand.change(lambda f: f.again())
    try:
        at_hand = await with_statement(at_hand)
    except SubmissionRefused as error:
        return (await keep_refusals(at_hand, error)).go(Step.SIGN)
    filling, page = at_hand.filling, at_hand.page
    if filling.corrects:
        corrected = await written(at_hand, filling.corrects)
        return page.show(
            "certificates/check_correction.html",
            draft=at_hand,
            back=corrected.path,
            rows=corrected.rows,
            statement=filling.statement,
            has_app=at_hand.desk.card_app is not None,
        )
    return page.show(
        "certificates/check.html",
        draft=at_hand,
        rows=list(_rows(at_hand)),
        bill=MoneyWords(page, at_hand.desk.clock()).bill(filling.kind, filling.options, filling.copies),
        statement=filling.statement,
        has_app=at_hand.desk.card_app is not None,
    )


async def with_statement(at_hand: DraftAtHand) -> DraftAtHand:
    """Return a draft with a text that can be signed, the one shown before if it still can. Raises SubmissionRefused."""
    now = at_hand.desk.clock()
    if at_hand.filling.has_statement(now):
        return at_hand
    municipality = at_hand.desk.municipality
    form = at_hand.filling.form(municipality)
    statement = await at_hand.desk.counter.write_statement(form)
    at_hand = await at_hand.change(
        lambda f: f if f.has_statement(now) or f.form(municipality) != form else f.writing(statement, now)
    )
    if not at_hand.filling.has_statement(now):  # something was changed in another window at this moment
        raise Elsewhere(at_hand.go(Step.CHECK))
    return at_hand


def _rows(at_hand: DraftAtHand) -> Iterator[Row]:
    page, filling = at_hand.page, at_hand.filling
    yield from contents_rows(page, filling.kind, filling.options, filling.copies, at_hand.path(Step.CONTENTS))
    yield page.say("apply.mail.question"), filling.mail or "", at_hand.path(Step.MAIL)
    typed = at_hand.path("typed")
    if filling.typed is None:
        yield page.say("apply.check.who"), page.say("apply.check.as_card"), None
        return
    yield page.say("apply.typed.name"), filling.typed.name, typed
    yield page.say("apply.typed.birth_date"), in_both_calendars(filling.typed.birth_date), typed
    yield page.say("apply.typed.postcode"), with_hyphen(filling.typed.postcode), typed
    yield page.say("apply.typed.address"), filling.typed.address, typed
