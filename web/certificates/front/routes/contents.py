"""What stands on the certificate and how many copies: the first page of a draft."""

from fastapi import APIRouter, Response

from domain.certificates.draft import Filling, Step
from domain.certificates.fees import offer_of
from domain.certificates.kinds import MOST_COPIES, CertificateOption, CertificateOptions, RecordScope
from domain.certificates.offers import CertificateOffer
from domain.certificates.problems import CertificateProblem
from domain.certificates.rules import texts_of
from domain.form_problems import FormProblem
from domain.problem_codes import ProblemCode
from domain.problems import problem
from domain.typed_fields import NotReadError, read_number
from web.certificates.front.draft_at_hand import DraftAtHand, DraftRoute, TheDraft
from web.front.mistakes import Mistakes
from web.front.paths import PREFIX

router = APIRouter(prefix=f"{PREFIX}/apply/{{draft}}", route_class=DraftRoute, include_in_schema=False)


@router.get("/contents")
async def ask(at_hand: TheDraft) -> Response:
    """Ask for it, as it was answered before."""
    at_hand.reach(Step.CONTENTS)
    filling = at_hand.filling
    wanted = {option for option in CertificateOption if getattr(filling.options, option)}
    scope = filling.options.scope if filling.is_chosen else offer_of(at_hand.page.policy, filling.kind).scopes[0]
    return _page(at_hand, scope, wanted, str(filling.copies), Mistakes())


@router.post("/contents")
async def answer(at_hand: TheDraft) -> Response:
    """Keep the answer."""
    fields = await at_hand.page.fields()
    at_hand.reach(Step.CONTENTS)
    offer = offer_of(at_hand.page.policy, at_hand.filling.kind)
    wrong = dict[str, ProblemCode]()
    scope = _scope(offer, fields.get("scope"))
    if scope is None:
        wrong["scope"] = FormProblem.UNKNOWN_OPTION
    copies = None
    try:
        copies = read_copies(fields.get("copies"))
    except NotReadError as error:
        wrong["copies"] = error.code
    wanted = {option for option in offer.options if fields.has(option)}
    if scope is None or copies is None:
        say = at_hand.page.set.words[at_hand.page.language].say
        told = Mistakes.of((problem(field, code) for field, code in wrong.items()), at_hand.page.problem_language)
        mistakes = told.named({field: say(f"apply.contents.{field}") for field in wrong})
        return _page(at_hand, scope, wanted, fields.texts.get("copies", ""), mistakes)
    options = CertificateOptions(scope=scope, **{option.value: True for option in wanted})
    language = at_hand.page.language
    at_hand = await at_hand.change(lambda f: _speaking(f.choosing(options, copies), language))
    return at_hand.go_on()


def read_copies(written: str) -> int:
    """Return how many copies somebody wrote, with a counter or without (「２通」). Raises NotReadError."""
    return read_number(written, CertificateProblem.COPIES_OUT_OF_RANGE, least=1, most=MOST_COPIES)


def _scope(offer: CertificateOffer, written: str) -> RecordScope | None:
    if len(offer.scopes) == 1:
        return offer.scopes[0]
    return next((scope for scope in offer.scopes if scope == written), None)


def _speaking(filling: Filling, language: str) -> Filling:
    return filling.model_copy(update={"language": language})


def _page(
    at_hand: DraftAtHand, scope: RecordScope | None, wanted: set[CertificateOption], copies: str, mistakes: Mistakes
) -> Response:
    page, filling = at_hand.page, at_hand.filling
    offer, texts = offer_of(page.policy, filling.kind), texts_of(page.policy, page.language)
    return page.show(
        "certificates/contents.html",
        mistakes=mistakes,
        draft=at_hand,
        name=page.read(texts.certificate[filling.kind]),
        scope=scope or "",
        scopes=[(each.value, page.read(texts.scope[each]), None) for each in offer.scopes],
        options=[(each.value, page.read(texts.option[each]), each in wanted, None) for each in offer.options],
        copies=copies,
    )
