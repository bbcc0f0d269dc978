"""Why the counter did not take a signed form, in words, each with the page on which it is mended."""

from typing import NamedTuple

from domain.certificates.draft import Step, Typed
from domain.certificates.problems import CertificateProblem
from domain.form_problems import FormProblem
from domain.identity.signature_problems import SignatureProblem
from domain.problems import problem
from web.certificates.front.draft_at_hand import DraftAtHand
from web.certificates.front.typed import NAMES
from web.front.mistakes import Mistakes

_CODES = {code.value: code for codes in (FormProblem, SignatureProblem, CertificateProblem) for code in codes}


class ToldRefusal(NamedTuple):
    """One reason, and where to mend it; None where only signing again helps."""

    words: str
    path: str | None


def refusals_in(at_hand: DraftAtHand) -> list[ToldRefusal]:
    """Return all reasons, in the language of the page."""
    told = list[ToldRefusal]()
    for each in at_hand.filling.refusals:
        mistake = problem(each.field, _CODES[each.code], "ja", **each.facts)
        words = Mistakes.of([mistake], at_hand.page.problem_language).at(each.field)
        told.append(ToldRefusal(words, _where(at_hand, each.field)))
    return told


def _where(at_hand: DraftAtHand, field: str) -> str | None:
    if at_hand.filling.corrects:
        return f"/r/{at_hand.filling.corrects.receipt_number}/correct"
    if field == "applicant.mail":
        return at_hand.path(Step.MAIL)
    if field.startswith("options") or field == "copies":
        return at_hand.path(Step.CONTENTS)
    return at_hand.path("typed") if at_hand.filling.typed and NAMES.get(field) in Typed.model_fields else None
