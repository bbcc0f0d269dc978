"""What the counter asks of a form before it takes it, and how a form by card becomes a whole application.

Every refusal is a SubmissionRefused with one problem per field.
"""

from collections.abc import Sequence
from datetime import date
from typing import NoReturn

from counter.certificates.form import changed_fields
from counter.certificates.tools import CounterTools
from domain.certificates.application import Application, Asked, IdentityFrom
from domain.certificates.by_card import CardForm, CardFormRefusedError, application_by_card, postcode_of
from domain.certificates.offered import age_problems, offer_problems
from domain.certificates.printed import print_problems
from domain.certificates.problems import CertificateProblem
from domain.certificates.state import RequestState
from domain.certificates.statement import statement
from domain.certificates.status import CorrectableField, Status
from domain.certificates.submission import SignedForm
from domain.errors import DomainError, ErrorCode
from domain.form_problems import FormProblem
from domain.identity.attributes import BasicFourAttributes, Signer
from domain.identity.nonce import check_nonce
from domain.identity.signature_problems import SignatureProblem
from domain.municipality.calendar import local_date
from domain.postal.postcode_areas import PostcodeArea
from domain.problem_codes import ProblemCode
from domain.problems import Problem, SubmissionRefused, problem

# By what the verifier says; anything else cannot be confirmed.
_SIGNATURE_PROBLEMS = {
    "text_differs": SignatureProblem.SIGNED_TEXT_DIFFERS,
    "not_der": SignatureProblem.SIGNATURE_NOT_DER,
    "armoured": SignatureProblem.SIGNATURE_ARMOURED,
    "attached": SignatureProblem.SIGNATURE_ATTACHED,
    "several_signers": SignatureProblem.SIGNATURE_OF_SEVERAL,
    "no_certificate": SignatureProblem.SIGNATURE_WITHOUT_CERTIFICATE,
}


class Checks:
    """Refuses what cannot be taken; nothing is stored here."""

    def __init__(self, tools: CounterTools) -> None:
        self._tools = tools

    def today(self) -> date:
        """Return the day where the office is."""
        return local_date(self._tools.clock())

    def text(self, form: Asked) -> str:
        """Return the text to sign for a form."""
        return statement(form, self._tools.book.policy(form.municipality).municipality.name)

    def can_be_asked(self, form: Application | CardForm) -> None:
        """Ask whether it is offered here, and can be printed as far as it is known what."""
        if form.municipality != self._tools.municipality:
            refuse("municipality", FormProblem.MUNICIPALITY_UNKNOWN)
        _refuse_if(list(offer_problems(form, self._tools.book, self.today())))
        if isinstance(form, Application):
            self._can_be_printed(form)

    def number_is_ours(self, form: Asked) -> None:
        """Ask whether the statement's number is one of ours, and not too old."""
        try:
            check_nonce(self._tools.statement_secret, form.nonce, self._tools.clock())
        except DomainError as error:
            expired = error.code is ErrorCode.STATEMENT_EXPIRED
            refuse("nonce", SignatureProblem.STATEMENT_EXPIRED if expired else SignatureProblem.MALFORMED_NONCE)

    def signer(self, form: Asked, signature: bytes) -> Signer:
        """Return whose signature it is over the text of a form. Raises DomainError(SIGNATURE_REFUSED)."""
        return self._tools.verifier.check_signature(self.text(form).encode(), signature)

    async def completed(self, signed: SignedForm, before: Application | None = None) -> Application:
        """Check the signature and return the application: a typed form as it is, one by card with what the card says.

        `before` is what a correction corrects: while the address stays, its postcode does. Raises PortUnavailable.
        """
        try:
            signer = self.signer(signed.form, signed.signature)
        except DomainError as error:
            refuse(
                "signature",
                _SIGNATURE_PROBLEMS.get(str(error.facts.get("why")), SignatureProblem.SIGNATURE_REFUSED),
            )
        if isinstance(signed.form, Application):
            return signed.form
        application = await self._by_card(signed.form, signer.claims, before)
        _refuse_if(list(age_problems(application, self.today())))
        self._can_be_printed(application)
        return application

    async def areas(self, signed: SignedForm) -> Sequence[PostcodeArea]:
        """Return the areas in which the address of the card may lie, for somebody to choose. Raises PortUnavailable."""
        claims = self.signer(signed.form, signed.signature).claims
        return () if claims is None else await self._tools.postcodes.of_address(claims.address)

    def may_be_corrected(self, state: RequestState) -> None:
        """Raise DomainError(NOT_ALLOWED_NOW) unless a correction is asked for."""
        if state.status is not Status.RETURNED:
            raise DomainError(ErrorCode.NOT_ALLOWED_NOW, action="correct", status=state.status.value)

    def changes_what_is_asked(self, state: RequestState, before: Application, after: Application) -> None:
        """Ask whether only remarked fields changed; a card that says another address has another postcode."""
        remarked = {remark.field for remark in state.examination.remarks}
        if after.identity_from is IdentityFrom.CARD and CorrectableField.DELIVERY_ADDRESS in remarked:
            remarked |= {CorrectableField.DELIVERY_POSTCODE}
        closed = sorted(changed_fields(before, after) - {field.value for field in remarked})
        _refuse_if([problem(field, FormProblem.NOT_CORRECTABLE) for field in closed])

    def can_be_had(self, application: Application) -> None:
        """Ask whether the applicant has the age, and the press the characters, of a corrected form."""
        _refuse_if(list(age_problems(application, self.today())))
        self._can_be_printed(application)

    async def _by_card(
        self, form: CardForm, card: BasicFourAttributes | None, before: Application | None
    ) -> Application:
        if card is None:
            refuse("signature", CertificateProblem.CARD_WITHOUT_PERSON)
        try:
            postcode = await self._postcode(form, card.address, before)
            return application_by_card(form, card, postcode)
        except CardFormRefusedError as error:
            refuse(error.field, error.code)

    async def _postcode(self, form: CardForm, address: str, before: Application | None) -> str:
        if before is not None and form.delivery.postcode is None and before.delivery.address == address.strip():
            return before.delivery.postcode
        return postcode_of(form, await self._tools.postcodes.of_address(address))

    def _can_be_printed(self, application: Application) -> None:
        _refuse_if(list(print_problems(application, self._tools.typeface)))


def refuse(field: str, code: ProblemCode) -> NoReturn:
    """Raise SubmissionRefused with one problem."""
    raise SubmissionRefused((problem(field, code),)) from None


def _refuse_if(problems: list[Problem]) -> None:
    if problems:
        raise SubmissionRefused(tuple(problems))
