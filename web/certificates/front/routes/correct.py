"""補正: only what is remarked upon, with what stood there before; signed anew only where what was signed changes."""

from collections.abc import Mapping

from fastapi import APIRouter, Response
from markupsafe import Markup

from domain.certificates.application import Application
from domain.certificates.draft import Corrects, Filling, Typed
from domain.certificates.state import RequestState
from domain.certificates.status import Status
from domain.certificates.submission import NAME
from domain.errors import DomainError, PortUnavailable
from domain.problems import Problem, SubmissionRefused, problem
from web.certificates.front.cases import OpenedCase, TheOpenedCase
from web.certificates.front.corrections import FieldToCorrect, corrected, fields_of, too_late
from web.certificates.front.draft_at_hand import DraftRoute, Elsewhere, find_begun, find_draft
from web.certificates.front.typed import NAMES, read_typed
from web.certificates.front.unanswered import unanswered
from web.front.forms import Fields
from web.front.mistakes import Mistakes
from web.front.paths import CASE

router = APIRouter(prefix=CASE + "/correct", route_class=DraftRoute, include_in_schema=False)


@router.get("")
async def ask(case: TheOpenedCase) -> Response:
    """Ask for the fields; one that is signed already and not sent goes on where it was."""
    state, before = await _to_correct(case)
    begun = await find_begun(case.page, case.desk, _about(case, state))
    if begun is not None and begun.filling.signature:
        return begun.go_on()
    after = begun.filling if begun else Filling.like(before, is_mail_theirs=True)
    return _page(case, state, fields_of(case.page, before, state, after), Mistakes())


@router.post("")
async def answer(case: TheOpenedCase) -> Response:
    """Send what is not signed; lead on to be signed what is."""
    sent = await case.page.fields()
    state, before = await _to_correct(case, sent.get("revision"))
    fields = fields_of(case.page, before, state, Filling.like(before, is_mail_theirs=True))
    asked = [each for each in fields if each.is_asked]
    read, wrong = read_typed({each.name: sent.get(each.name) for each in asked})
    after = corrected(before, read)
    shown = fields_of(case.page, before, state, after)
    if wrong:
        return _page(case, state, shown, _not_read(case, asked, sent, wrong))
    signs = len(asked) < len(fields)
    mistakes, stays = _left_as_they_were(case, shown, sent)
    if mistakes:
        return _page(case, state, shown, mistakes, stays=stays)
    try:
        if not signs and await _sent_unsigned(case, after, state.revision):
            return case.page.go(case.path, banner="banner.corrected")
        await case.desk.counter.write_statement(after.form(case.desk.municipality))
    except SubmissionRefused as error:
        return _page(case, state, shown, _mistakes(case, fields, error), stays=stays)
    except PortUnavailable as error:
        state, _ = await _to_correct(case, sent.get("revision"))
        return unanswered(_page(case, state, shown, Mistakes(), warning="correct.unanswered", stays=stays), error)
    return await _to_sign(case, state, after)


def _left_as_they_were(case: OpenedCase, shown: list[FieldToCorrect], sent: Fields) -> tuple[Mistakes, dict[str, bool]]:
    """Return what is wrong with fields that stayed, and whether each was said to be right; all of them cannot be."""
    same = [each for each in shown if each.is_asked and each.value == each.before]
    if len(same) == len(shown):
        return Mistakes({shown[0].name: case.page.say("correct.unchanged", before=shown[0].before)}), {}
    stays = {each.name: sent.has(f"{each.name}-stays") for each in same}
    words = case.page.say("correct.same")
    told = {each.name: Markup("{}: {}").format(each.label, words) for each in same if not stays[each.name]}
    return Mistakes(told), stays


async def _sent_unsigned(case: OpenedCase, after: Filling, revision: int) -> bool:
    """Send a correction with the signature of before; False when it is to be signed anew. Pressed twice it is one."""
    form = after.form(case.desk.municipality)
    try:
        return await case.desk.counter.correct_unsigned(case.proof, form) is not None
    except SubmissionRefused:
        raise
    except DomainError as error:
        raise await too_late(case.page, case.desk, _corrects(case), error, revision) from error


async def _to_sign(case: OpenedCase, state: RequestState, after: Filling) -> Response:
    """Keep it as a draft that corrects, and lead to where it is looked over and signed."""
    content = after.model_copy(update={"corrects": _corrects(case)})
    draft = await case.desk.drafts.begin(case.page.visit.key, NAME, _about(case, state), content.content)
    at_hand = await find_draft(case.page, case.desk, draft.draft_id)
    return (await at_hand.change(lambda f: f if f.signature else content)).go_on()


async def _to_correct(case: OpenedCase, revision: str = "") -> tuple[RequestState, Application]:
    """Return where it stands, and what was asked for. Raises Elsewhere when no correction is asked for.

    `revision` is the one a form was about: a correction of it that stands is told as taken, whoever pressed how often.
    """
    state = await case.state()
    if state is not None and revision not in {"", str(state.revision)}:
        raise Elsewhere(case.page.go(case.path, banner="banner.corrected"))
    if state is None or state.status is not Status.RETURNED:
        raise Elsewhere(case.page.go(case.path, banner="banner.not_now"))
    return state, await case.desk.counter.written(case.proof, state.revision)


def _about(case: OpenedCase, state: RequestState) -> str:
    return f"correction/{case.proof.case_id}/{state.revision}"


def _corrects(case: OpenedCase) -> Corrects:
    return Corrects(case_id=case.proof.case_id, receipt_number=case.about.receipt_number)


def _not_read(case: OpenedCase, asked: list[FieldToCorrect], sent: Fields, wrong: list[Problem]) -> Mistakes:
    """Return what cannot be read, with an example where nothing was written."""
    page = case.page
    say = page.set.words[page.language].say
    empty = {
        each.name: say(f"apply.typed.{each.name}_hint")
        for each in asked
        if each.name in Typed.model_fields and not sent.get(each.name).strip()
    }
    return Mistakes.of(wrong, page.problem_language).followed_by(empty)


def _mistakes(case: OpenedCase, fields: list[FieldToCorrect], error: SubmissionRefused) -> Mistakes:
    """Return what is wrong by the names of this page, with the field's own; anything else stands at its first field."""
    here = {each.name: each.label for each in fields}
    found = dict[str, Markup]()
    for each in error.problems:
        name = NAMES.get(each.field, "") if NAMES.get(each.field) in here else fields[0].name
        words = Mistakes.of([problem(each.field, each.code, "ja", **each.facts)], case.page.problem_language)
        told = case.page.read(words.at(each.field))
        found.setdefault(name, Markup("{}: {}").format(here[name], told))
    return Mistakes(found)


def _page(
    case: OpenedCase,
    state: RequestState,
    fields: list[FieldToCorrect],
    mistakes: Mistakes,
    *,
    warning: str | None = None,
    stays: Mapping[str, bool] | None = None,
) -> Response:
    """Ask for the fields. `stays` are those to be changed or said to be right as they are, and whether that was said."""
    return case.page.show(
        "certificates/correct.html",
        mistakes=mistakes,
        case=case,
        revision=state.revision,
        warning=warning,
        stays=stays or {},
        fields=fields,
        due_at=state.next_due,
        days=case.days,
        signs=any(not each.is_asked for each in fields),
    )
