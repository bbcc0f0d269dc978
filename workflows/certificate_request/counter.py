"""窓口: what happens between a citizen's form and a running request.

Check everything that can be told at once, acknowledge by a committed row (到達), only then start the workflow. While the
engine is down the counter stays open: the sweeper starts what waits.
"""

from base64 import b64decode
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from domain.actors import APPLICANT
from domain.certificates.application import Application
from domain.certificates.statement import signed_fields_differ, statement
from domain.errors import DomainError, ErrorCode, PortUnavailable
from domain.identity.nonce import ENTROPY_BYTES, check_nonce, make_nonce
from domain.policy.book import PolicyBook
from domain.policy.offered import offer_problems
from domain.ports import Clock, IdentityVerifier, Intake, Vault
from domain.problem_codes import ProblemCode
from domain.problems import Problem, ProblemLanguage, SubmissionRefused, problem, problems_of
from domain.requests.commands import Correct, Decision, Withdraw
from domain.requests.submission import Receipt, StartOrder, Submission
from domain.vault import VaultItem, VaultKind
from workflows.certificate_request.client import CertificateRequestClient
from workflows.certificate_request.messages import DecisionReceipt

Form = Mapping[str, JsonValue]
Answer = TypeVar("Answer")


class Draft(BaseModel):
    """The text to sign, byte for byte, and its number, which goes back with the form as `nonce`."""

    model_config = ConfigDict(frozen=True)

    nonce: str
    text: str


@dataclass(frozen=True)
class CounterTools:
    """What the counter works with. `entropy(n)` gives n unguessable bytes."""

    intake: Intake
    vault: Vault
    verifier: IdentityVerifier
    book: PolicyBook
    statement_secret: bytes
    clock: Clock
    entropy: Callable[[int], bytes]


class Counter:
    """Takes forms in. Every refusal is a SubmissionRefused with one problem per field, counted by field alone."""

    def __init__(
        self, tools: CounterTools, requests: CertificateRequestClient, language: ProblemLanguage = "ja"
    ) -> None:
        self._tools = tools
        self._requests = requests
        self._language = language

    def speaking(self, language: ProblemLanguage) -> "Counter":
        """Return the same counter, telling problems in another language."""
        return Counter(self._tools, self._requests, language)

    async def draft(self, form: Form) -> Draft:
        """Return the text to sign for a form without signature. Raises SubmissionRefused."""
        nonce = make_nonce(self._tools.statement_secret, self._tools.clock(), self._tools.entropy(ENTROPY_BYTES))
        application = await self._checked({**form, "nonce": nonce})
        return Draft(nonce=nonce, text=self._statement(application))

    async def submit(self, form: Form, signature: str, idempotency_key: str) -> Receipt:
        """Acknowledge a signed form; the same key and body return the same receipt.

        Raises SubmissionRefused (nothing is stored), DomainError IDEMPOTENCY_CONFLICT, or PortUnavailable("postgres")
        (nothing is acknowledged).
        """
        submission = await self._submission(form, signature, idempotency_key)
        receipt = await self._accepted(self._tools.intake.accept(submission))
        order = await self._tools.intake.get(receipt.request_id)
        if order is not None and not order.has_workflow:
            await self.start(order)
        return receipt

    async def start(self, order: StartOrder) -> bool:
        """Start the workflow of an acknowledged request; False when the engine does not answer (it is started later)."""
        try:
            await self._requests.start(order)
            await self._tools.intake.started(order.request_id)
        except PortUnavailable:
            return False
        return True

    async def correct(self, order: StartOrder, form: Form, signature: str, idempotency_key: str) -> DecisionReceipt:
        """補正: take a corrected form for a returned request; only the fields remarked upon may change.

        Raises SubmissionRefused, or DomainError NOT_ALLOWED_NOW, IDEMPOTENCY_CONFLICT, REQUEST_CLOSED.
        """
        submission = await self._submission(form, signature, idempotency_key)
        before = await self._standing(order)
        state = await self._requests.state(order.request_id)
        if state.status != "returned":
            raise DomainError(ErrorCode.NOT_ALLOWED_NOW, action="correct", status=state.status.value)
        open_fields = {remark.field.value for remark in state.examination.remarks}
        closed = sorted(_changed(before, submission.application) - open_fields)
        await self._refuse_if([self._problem(field, ProblemCode.NOT_CORRECTABLE) for field in closed])
        revision = await self._accepted(self._tools.intake.correct(order.request_id, submission))
        command = Correct(revision=revision, resigned=signed_fields_differ(before, submission.application))
        decision = Decision(decision_id=f"correct-{revision:08d}", actor=APPLICANT, command=command)
        return await self._requests.decide(order.request_id, decision)

    async def withdraw(self, request_id: str) -> DecisionReceipt:
        """取下げ; a second withdrawal is the first. Raises DomainError NOT_ALLOWED_NOW, REQUEST_CLOSED, REQUEST_UNKNOWN."""
        decision = Decision(decision_id="withdraw-1", actor=APPLICANT, command=Withdraw())
        return await self._requests.decide(request_id, decision)

    async def _submission(self, form: Form, signature: str, idempotency_key: str) -> Submission:
        application = await self._checked(form)
        try:
            check_nonce(self._tools.statement_secret, application.nonce, self._tools.clock())
        except DomainError as error:
            await self._refuse_if([self._problem("nonce", _nonce_problem(error))])
        cms = await self._signature(application, signature)
        return Submission(application=application, signature=cms, idempotency_key=idempotency_key)

    async def _checked(self, form: Form) -> Application:
        try:
            application = Application.model_validate(form)
        except ValidationError as error:
            await self._refuse_if(list(problems_of(error, self._language)))
            raise
        await self._refuse_if(list(offer_problems(application, self._tools.book, self._language)))
        return application

    async def _signature(self, application: Application, written: str) -> bytes:
        try:
            cms = b64decode(written, validate=True)
        except ValueError:
            await self._refuse_if([self._problem("signature", ProblemCode.SIGNATURE_MALFORMED)])
            raise
        try:
            self._tools.verifier.check_signature(self._statement(application).encode(), cms)
        except DomainError as error:
            differs = error.facts.get("why") == "text_differs"
            code = ProblemCode.SIGNED_TEXT_DIFFERS if differs else ProblemCode.SIGNATURE_REFUSED
            await self._refuse_if([self._problem("signature", code)])
            raise
        return cms

    async def _accepted(self, storing: Awaitable[Answer]) -> Answer:
        try:
            return await storing
        except DomainError as error:
            if error.code is ErrorCode.STATEMENT_USED:
                await self._refuse_if([self._problem("nonce", ProblemCode.STATEMENT_USED)])
            raise

    async def _refuse_if(self, problems: list[Problem]) -> None:
        if problems:
            await self._tools.intake.count_refusal([each.field for each in problems])
            raise SubmissionRefused(tuple(problems))

    def _problem(self, field: str, code: ProblemCode) -> Problem:
        return problem(field, code, self._language)

    def _statement(self, application: Application) -> str:
        return statement(application, self._tools.book.policy(application.municipality).municipality.name)

    async def _standing(self, order: StartOrder) -> Application:
        state = await self._requests.state(order.request_id)
        item = VaultItem(kind=VaultKind.APPLICATION, revision=state.revision)
        return Application.model_validate_json(await self._tools.vault.get(order.request_id, item))


def _nonce_problem(error: DomainError) -> ProblemCode:
    expired = error.code is ErrorCode.STATEMENT_EXPIRED
    return ProblemCode.STATEMENT_EXPIRED if expired else ProblemCode.MALFORMED_NONCE


def _changed(before: Application, after: Application) -> set[str]:
    """Return the paths of the fields that differ, the statement's number apart."""
    old, new = _flat(before.model_dump(mode="json")), _flat(after.model_dump(mode="json"))
    return {field for field in new if old.get(field) != new[field]} - {"nonce"}


def _flat(value: Mapping[str, object], prefix: str = "") -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, part in value.items():
        if isinstance(part, Mapping):
            flat |= _flat(part, f"{prefix}{name}.")
        else:
            flat[f"{prefix}{name}"] = part
    return flat
