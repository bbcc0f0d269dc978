"""補正 in the browser: what is remarked upon, what stood there before, and what is sent instead.

What is not signed goes with the signature of before. Anything else is signed anew, as a draft that corrects.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from fastapi import Response
from markupsafe import Markup
from pydantic import JsonValue

from domain.cases.citizen import Proven
from domain.cases.drafting import Draft
from domain.certificates.application import Application, is_typed
from domain.certificates.draft import Corrects, Filling
from domain.certificates.examination_events import Remark
from domain.certificates.rules import texts_of
from domain.certificates.state import RequestState
from domain.certificates.status import CorrectableField, Status
from domain.errors import DomainError, ErrorCode
from domain.problems import SubmissionRefused
from web.certificates.desk import CertificateDesk
from web.certificates.front.check_rows import Row
from web.certificates.front.draft_at_hand import DraftAtHand, Elsewhere
from web.certificates.front.typed import NAMES, with_hyphen
from web.certificates.refusals import explained, is_over
from web.front.opened import CodeNeeded, proof_of
from web.front.page import Page

_OFF_THE_CARD = frozenset({CorrectableField.APPLICANT_MAIL, CorrectableField.DELIVERY_POSTCODE})
_SEND = "/correct"


class FieldToCorrect(NamedTuple):
    """A field that is remarked upon. `is_asked`: it is typed; otherwise the card says it, and is to sign again."""

    name: str
    label: Markup
    reason: Markup
    before: str
    value: str
    is_asked: bool

    @property
    def stood(self) -> str:
        """What stood there before, as people write it."""
        return self._written(self.before)

    @property
    def stands(self) -> str:
        """What is to stand there, as people write it."""
        return self._written(self.value)

    def _written(self, text: str) -> str:
        return with_hyphen(text) if self.name == NAMES[CorrectableField.DELIVERY_POSTCODE] else text


class ToLookOver(NamedTuple):
    """What is to be looked over before a correction is signed: the case's path, and rows of a check list."""

    path: str
    rows: Sequence[Row]


def fields_of(page: Page, before: Application, state: RequestState, after: Filling) -> list[FieldToCorrect]:
    """Return what is asked for, once for each field."""
    texts = texts_of(page.policy, page.language)
    remarks: dict[CorrectableField, Remark] = {}
    for remark in state.examination.remarks:
        remarks.setdefault(remark.field, remark)
    return [
        FieldToCorrect(
            name=NAMES[field],
            label=page.read(texts.field[field]),
            reason=page.read(texts.remark[remark.code]),
            before=_stood(before)[field],
            value=_stands(after).get(field, ""),
            is_asked=is_typed(before) or field in _OFF_THE_CARD,
        )
        for field, remark in remarks.items()
    ]


def corrected(before: Application, given: Mapping[str, str]) -> Filling:
    """Return the application with these fields (`NAMES`) as they were given; all others as they stood."""
    filling = Filling.like(before, is_mail_theirs=True)
    changes: dict[str, object] = {name: given[name] for name in ("mail",) if name in given}
    if filling.typed is None:
        return filling.model_copy(update=changes | {name: given[name] for name in ("postcode",) if name in given})
    typed = {name: value for name, value in given.items() if name != "mail"}
    return filling.model_copy(update={**changes, "typed": filling.typed.model_copy(update=typed)})


async def send_correction(at_hand: DraftAtHand, about: Corrects, form: Mapping[str, JsonValue]) -> Response:
    """Hand a signed correction in and lead to the case. Raises SubmissionRefused, CodeNeeded, Elsewhere, PortUnavailable.

    The signature alone proves who corrects, if the card is the one that signed before.
    """
    desk, draft = at_hand.desk, at_hand.draft
    whose = await proof_of(at_hand.page, desk, about.case_id) or await desk.receipts.get(about.case_id)
    if whose is None:
        raise DomainError(ErrorCode.REQUEST_UNKNOWN)
    try:
        await desk.counter.correct(whose, form, at_hand.filling.signature, draft.idempotency_key)
    except SubmissionRefused:
        raise
    except DomainError as error:
        if error.code is ErrorCode.CODE_MISSING:
            raise CodeNeeded(about.receipt_number, _SEND) from None
        raise await too_late(at_hand.page, desk, about, error, _revision(draft)) from None
    await desk.drafts.sent(draft, about.case_id, about.receipt_number)
    return at_hand.page.go(f"/r/{about.receipt_number}", banner="banner.corrected")


async def too_late(page: Page, desk: CertificateDesk, about: Corrects, error: DomainError, revision: int) -> Exception:
    """Return what to raise when a correction of a revision was not taken: the way to the case, when its time is over.

    One that stands in the record was taken, whatever is answered to who sends it once more.
    """
    told, state = await explained(desk, about.case_id, error), await desk.reading.state(about.case_id)
    is_taken = state is not None and state.revision > revision
    if is_taken or is_over(told):
        banner = "banner.corrected" if is_taken else "banner.not_now"
        return Elsewhere(page.go(f"/r/{about.receipt_number}", banner=banner))
    return told


async def written(at_hand: DraftAtHand, about: Corrects) -> ToLookOver:
    """Return what changes, to look it over. Raises CodeNeeded, Elsewhere."""
    page, desk = at_hand.page, at_hand.desk
    proof: Proven | None = await proof_of(page, desk, about.case_id)
    if proof is None:
        raise CodeNeeded(about.receipt_number, _SEND)
    path, state = f"/r/{about.receipt_number}", await desk.reading.state(about.case_id)
    if state is None or state.status is not Status.RETURNED:
        raise Elsewhere(page.go(path, banner="banner.not_now"))
    fields = fields_of(page, await desk.counter.written(proof, state.revision), state, at_hand.filling)
    as_card = page.say("correct.as_card")
    rows: list[Row] = [(each.label, each.stands if each.is_asked else as_card, path + _SEND) for each in fields]
    return ToLookOver(path + _SEND, rows)


def _revision(draft: Draft) -> int:
    """Return which revision a draft corrects: its `about` ends with it."""
    return int(draft.about.rpartition("/")[2])


def _stood(before: Application) -> Mapping[CorrectableField, str]:
    applicant, delivery = before.applicant, before.delivery
    return {
        CorrectableField.APPLICANT_NAME: applicant.name,
        CorrectableField.APPLICANT_BIRTH_DATE: applicant.birth_date.isoformat() if applicant.birth_date else "",
        CorrectableField.APPLICANT_MAIL: applicant.mail,
        CorrectableField.DELIVERY_POSTCODE: delivery.postcode,
        CorrectableField.DELIVERY_ADDRESS: delivery.address,
    }


def _stands(after: Filling) -> Mapping[CorrectableField, str]:
    typed = after.typed
    if typed is None:
        return {
            CorrectableField.APPLICANT_MAIL: after.mail or "",
            CorrectableField.DELIVERY_POSTCODE: after.postcode,
        }
    return {
        CorrectableField.APPLICANT_NAME: typed.name,
        CorrectableField.APPLICANT_BIRTH_DATE: typed.birth_date,
        CorrectableField.APPLICANT_MAIL: after.mail or "",
        CorrectableField.DELIVERY_POSTCODE: typed.postcode,
        CorrectableField.DELIVERY_ADDRESS: typed.address,
    }
