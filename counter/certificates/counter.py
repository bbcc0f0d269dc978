"""窓口 of certificates: what happens between a citizen's form and a running request.

Check everything that can be told at once, then acknowledge, by a signed form; what follows is every procedure's
(`counter/acceptance.py`).
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar

from counter.acceptance import START_WITHIN, Acceptance
from counter.certificates.form import Form, application_of, changed_fields, signed_application_of
from domain.actors import APPLICANT
from domain.cases.citizen import Proof, Proven
from domain.cases.ports import Intake, Vault
from domain.cases.submission import Acknowledged, Correction, Receipt, StartOrder, Statement
from domain.cases.vault import VaultItem, VaultKind
from domain.certificates.application import Application
from domain.certificates.commands import Correct, Decision, Withdraw
from domain.certificates.offered import age_problems, offer_problems
from domain.certificates.printed import print_problems
from domain.certificates.state import RequestState
from domain.certificates.statement import signed_fields_differ, statement
from domain.certificates.status import Status
from domain.certificates.submission import NAME, SignedApplication
from domain.errors import DomainError, ErrorCode
from domain.form_problems import FormProblem
from domain.identity.nonce import ENTROPY_BYTES, check_nonce, make_nonce
from domain.identity.signature_problems import SignatureProblem
from domain.municipality.book import PolicyBook
from domain.municipality.calendar import local_date
from domain.ports import Clock, IdentityVerifier, Typeface
from domain.problem_codes import ProblemCode
from domain.problems import Problem, SubmissionRefused, problem
from workflows.cases.messages import DecisionReceipt
from workflows.certificates.client import CertificateRequestClient

Answer = TypeVar("Answer")

# By what the verifier says; anything else cannot be confirmed.
_SIGNATURE_PROBLEMS = {
    "text_differs": SignatureProblem.SIGNED_TEXT_DIFFERS,
    "not_der": SignatureProblem.SIGNATURE_NOT_DER,
    "armoured": SignatureProblem.SIGNATURE_ARMOURED,
    "attached": SignatureProblem.SIGNATURE_ATTACHED,
    "several_signers": SignatureProblem.SIGNATURE_OF_SEVERAL,
    "no_certificate": SignatureProblem.SIGNATURE_WITHOUT_CERTIFICATE,
}


class _Signed(NamedTuple):
    """What was signed, and the signature."""

    application: Application
    signature: bytes


@dataclass(frozen=True)
class CounterTools:
    """What the counter works with. `municipality` is the only one it takes requests to: its officers decide them.

    `entropy(n)` gives n unguessable bytes. `patience`, in seconds, is how long a citizen waits for the engine.
    """

    municipality: str
    intake: Intake
    vault: Vault
    verifier: IdentityVerifier
    book: PolicyBook
    statement_secret: bytes
    clock: Clock
    entropy: Callable[[int], bytes]
    typeface: Typeface
    patience: float = START_WITHIN


class Counter:
    """Takes forms in. Every refusal is a SubmissionRefused with one problem per field, counted by field alone."""

    def __init__(self, tools: CounterTools, requests: CertificateRequestClient) -> None:
        self._tools = tools
        self._requests = requests
        self._acceptance = Acceptance(NAME, tools.intake, self._start, tools.patience)

    async def _start(self, order: StartOrder) -> None:
        """Start a request's workflow, by the client as it is then: who tries the counter may watch it (ADR 25)."""
        await self._requests.start(order)

    async def write_statement(self, form: Form) -> Statement:
        """Return the text to sign for a form without signature. Raises SubmissionRefused."""
        nonce = make_nonce(self._tools.statement_secret, self._tools.clock(), self._tools.entropy(ENTROPY_BYTES))
        async with self._acceptance.counting():
            application = application_of({**form, "nonce": nonce}, self._today())
            self._check_offers(application)
            self._check_print(application)
        return Statement(nonce=nonce, text=self._statement(application))

    async def submit(self, form: Form, signature: str, idempotency_key: str) -> Receipt:
        """Acknowledge a signed form; the same key and body return the same receipt, however much later.

        Raises SubmissionRefused (nothing is stored), DomainError IDEMPOTENCY_CONFLICT, or PortUnavailable("postgres")
        (nothing is acknowledged).
        """
        async with self._acceptance.counting():
            signed = signed_application_of(form, signature, idempotency_key, self._today())
            acknowledged = await self._tools.intake.standing(signed.submission) or await self._opened(signed)
        if not acknowledged.answers(None):  # the key of a correction
            raise DomainError(ErrorCode.IDEMPOTENCY_CONFLICT)
        if not acknowledged.has_workflow:
            await self._acceptance.begin(acknowledged.order)
        return acknowledged.receipt

    async def _opened(self, signed: SignedApplication) -> Acknowledged:
        self._check_offers(signed.application)
        self._check_print(signed.application)
        self._check_nonce(signed.application)
        self._check_signature(signed)
        return await self._accepted(self._tools.intake.accept(signed.submission))

    async def correct(
        self, whose: StartOrder | Proven, form: Form, signature: str, idempotency_key: str
    ) -> DecisionReceipt:
        """補正: take a corrected form for a returned request; only the fields remarked upon may change.

        It is the citizen's by a signature made for it with the card that signed before; where another card signs, or the
        signature comes again, by the code. The same key and body are one correction.

        Raises SubmissionRefused, or DomainError NOT_ALLOWED_NOW, CODE_MISSING, IDEMPOTENCY_CONFLICT, REQUEST_CLOSED.
        """
        case_id = whose.case_id
        async with self._acceptance.counting():
            signed = signed_application_of(form, signature, idempotency_key, self._today())
            standing = await self._tools.intake.standing(signed.submission)
            if standing is not None and not standing.answers(case_id):
                raise DomainError(ErrorCode.IDEMPOTENCY_CONFLICT)
            state = await self._requests.state(case_id)
            before = await self._before(case_id, state.revision)
            proof = self._proof(whose, before, signed)
            if standing is None:
                self._check_correction(state, before.application, signed)
                if proof is None:
                    raise DomainError(ErrorCode.CODE_MISSING)
            stored = standing.place if standing else await self._corrected(case_id, signed)
        command = Correct(
            revision=stored.revision,
            resigned=signed_fields_differ(before.application, signed.application),
            signature_arrived_at=None if signed.signature == before.signature else stored.received_at,
            proof=proof,
        )
        decision = Decision(decision_id=f"correct-{stored.revision:08d}", actor=APPLICANT, command=command)
        return await self._requests.decide(case_id, decision)

    async def _corrected(self, case_id: str, signed: SignedApplication) -> Correction:
        return await self._accepted(self._tools.intake.correct(case_id, signed.submission))

    async def withdraw(self, whose: Proven) -> DecisionReceipt:
        """取下げ; a second withdrawal is the first. Raises DomainError NOT_ALLOWED_NOW, REQUEST_CLOSED, REQUEST_UNKNOWN."""
        decision = Decision(decision_id="withdraw-1", actor=APPLICANT, command=Withdraw(proof=whose.proof))
        return await self._requests.decide(whose.case_id, decision)

    def _today(self) -> date:
        return local_date(self._tools.clock())

    def _check_correction(self, state: RequestState, before: Application, signed: SignedApplication) -> None:
        if state.status is not Status.RETURNED:
            raise DomainError(ErrorCode.NOT_ALLOWED_NOW, action="correct", status=state.status.value)
        after = signed.application
        open_fields = {remark.field.value for remark in state.examination.remarks}
        closed = sorted(changed_fields(before, after) - open_fields)
        self._refuse_if([self._problem(field, FormProblem.NOT_CORRECTABLE) for field in closed])
        self._refuse_if(list(age_problems(after, self._today())))
        self._check_print(after)
        if after.nonce != before.nonce:  # what was signed once stays signed while it stays as it was
            self._check_nonce(after)
        self._check_signature(signed)

    def _proof(self, whose: StartOrder | Proven, before: _Signed, after: SignedApplication) -> Proof | None:
        """Say how it is known that the citizen corrects; None when it is not, or the correction stands already.

        A signature proves it when the card is the one that signed before: anybody can make a key and sign with it. The
        signature of the request itself proves nothing: it lies in the vault, and may be sent again by whoever has it.
        """
        if isinstance(whose, Proven):
            return whose.proof
        if after.application.nonce == before.application.nonce:
            return None
        with suppress(DomainError):  # of the one before: its algorithm may have been given up since
            if self._signer(*before) == self._signer(after.application, after.signature):
                return Proof.SIGNATURE
        return None

    def _signer(self, application: Application, signature: bytes) -> str:
        return self._tools.verifier.check_signature(self._statement(application).encode(), signature)

    def _check_offers(self, application: Application) -> None:
        if application.municipality != self._tools.municipality:
            self._refuse_if([self._problem("municipality", FormProblem.MUNICIPALITY_UNKNOWN)])
        self._refuse_if(list(offer_problems(application, self._tools.book, self._today())))

    def _check_print(self, application: Application) -> None:
        self._refuse_if(list(print_problems(application, self._tools.typeface)))

    def _check_nonce(self, application: Application) -> None:
        try:
            check_nonce(self._tools.statement_secret, application.nonce, self._tools.clock())
        except DomainError as error:
            expired = error.code is ErrorCode.STATEMENT_EXPIRED
            code = SignatureProblem.STATEMENT_EXPIRED if expired else SignatureProblem.MALFORMED_NONCE
            self._refuse_if([self._problem("nonce", code)])

    def _check_signature(self, signed: SignedApplication) -> None:
        try:
            self._signer(signed.application, signed.signature)
        except DomainError as error:
            code = _SIGNATURE_PROBLEMS.get(str(error.facts.get("why")), SignatureProblem.SIGNATURE_REFUSED)
            self._refuse_if([self._problem("signature", code)])

    async def _accepted(self, storing: Awaitable[Answer]) -> Answer:
        try:
            return await storing
        except DomainError as error:
            if error.code is ErrorCode.STATEMENT_USED:
                self._refuse_if([self._problem("nonce", SignatureProblem.STATEMENT_USED)])
            raise

    @staticmethod
    def _refuse_if(problems: list[Problem]) -> None:
        if problems:
            raise SubmissionRefused(tuple(problems))

    def _problem(self, field: str, code: ProblemCode) -> Problem:
        return problem(field, code)

    def _statement(self, application: Application) -> str:
        return statement(application, self._tools.book.policy(application.municipality).municipality.name)

    async def _before(self, case_id: str, revision: int) -> _Signed:
        """Return what was signed before. Raises DomainError VAULT_ITEM_MISSING, VAULT_KEY_DESTROYED."""
        kinds = (VaultKind.APPLICATION, VaultKind.SIGNATURE)
        application, signature = (VaultItem(kind=kind, revision=revision) for kind in kinds)
        found = await self._tools.vault.find(case_id, application, signature)
        return _Signed(Application.model_validate_json(found.need(application)), found.need(signature))
