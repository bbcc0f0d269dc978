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
        problems: list[Problem] = []
        application = self._application_in({**form, "nonce": nonce}, problems)
        await self._refuse_if(problems)
        if application is None:
            raise ValueError("an application that cannot be read has problems")
        await self._check_offers(application)
        return Draft(nonce=nonce, text=self._statement(application))

    async def submit(self, form: Form, signature: str, idempotency_key: str) -> Receipt:
        """Acknowledge a signed form; the same key and body return the same receipt, however much later.

        Raises SubmissionRefused (nothing is stored), DomainError IDEMPOTENCY_CONFLICT, or PortUnavailable("postgres")
        (nothing is acknowledged).
        """
        submission = await self._read(form, signature, idempotency_key)
        if not await self._tools.intake.repeated(submission):
            await self._check_offers(submission.application)
            await self._check_nonce(submission.application)
            await self._check_signature(submission)
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
        submission = await self._read(form, signature, idempotency_key)
        repeated = await self._tools.intake.repeated(submission)
        state = await self._requests.state(order.request_id)
        before = await self._application(order.request_id, state.revision)
        if not repeated:
            await self._check_correction(state, before, submission)
        revision = await self._accepted(self._tools.intake.correct(order.request_id, submission))
        if revision == 1:  # the very submission that opened the request
            raise DomainError(ErrorCode.IDEMPOTENCY_CONFLICT)
        command = Correct(revision=revision, resigned=signed_fields_differ(before, submission.application))
        decision = Decision(decision_id=f"correct-{revision:08d}", actor=APPLICANT, command=command)
        return await self._requests.decide(order.request_id, decision)

    async def _check_correction(self, state: RequestState, before: Application, submission: Submission) -> None:
        if state.status is not Status.RETURNED:
            raise DomainError(ErrorCode.NOT_ALLOWED_NOW, action="correct", status=state.status.value)
        after = submission.application
        open_fields = {remark.field.value for remark in state.examination.remarks}
        closed = sorted(_changed(before, after) - open_fields)
        await self._refuse_if([self._problem(field, ProblemCode.NOT_CORRECTABLE) for field in closed])
        if after.nonce != before.nonce:  # what was signed once needs no new signature while it stays as it was
            await self._check_nonce(after)
        await self._check_signature(submission)

    async def withdraw(self, request_id: str) -> DecisionReceipt:
        """取下げ; a second withdrawal is the first. Raises DomainError NOT_ALLOWED_NOW, REQUEST_CLOSED, REQUEST_UNKNOWN."""
        decision = Decision(decision_id="withdraw-1", actor=APPLICANT, command=Withdraw())
        return await self._requests.decide(request_id, decision)

    async def _read(self, form: Form, signature: str, idempotency_key: str) -> Submission:
        """Return what was sent if it can be read at all; everything that cannot is told at once."""
        problems: list[Problem] = []
        application, cms = self._application_in(form, problems), self._signature_in(signature, problems)
        if not _KEY.fullmatch(idempotency_key):
            problems.append(self._problem("idempotency_key", ProblemCode.IDEMPOTENCY_KEY_MALFORMED))
        await self._refuse_if(problems)
        if application is None:
            raise ValueError("an application that cannot be read has problems")
        return Submission(application=application, signature=cms, idempotency_key=idempotency_key)

    def _application_in(self, form: Form, problems: list[Problem]) -> Application | None:
        try:
            return Application.model_validate(form)
        except ValidationError as error:
            problems.extend(problems_of(error, self._language))
            return None

    def _signature_in(self, written: str, problems: list[Problem]) -> bytes:
        code = ProblemCode.SIGNATURE_MALFORMED if written else ProblemCode.MISSING
        try:
            if cms := b64decode(written, validate=True):
                return cms
        except ValueError:
            pass
        problems.append(self._problem("signature", code))
        return b""

    async def _check_offers(self, application: Application) -> None:
        await self._refuse_if(list(offer_problems(application, self._tools.book, self._language)))

    async def _check_nonce(self, application: Application) -> None:
        try:
            check_nonce(self._tools.statement_secret, application.nonce, self._tools.clock())
        except DomainError as error:
            expired = error.code is ErrorCode.STATEMENT_EXPIRED
            code = ProblemCode.STATEMENT_EXPIRED if expired else ProblemCode.MALFORMED_NONCE
            await self._refuse_if([self._problem("nonce", code)])

    async def _check_signature(self, submission: Submission) -> None:
        try:
            self._tools.verifier.check_signature(self._statement(submission.application).encode(), submission.signature)
        except DomainError as error:
            differs = error.facts.get("why") == "text_differs"
            code = ProblemCode.SIGNED_TEXT_DIFFERS if differs else ProblemCode.SIGNATURE_REFUSED
            await self._refuse_if([self._problem("signature", code)])

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

    async def _application(self, request_id: str, revision: int) -> Application:
        item = VaultItem(kind=VaultKind.APPLICATION, revision=revision)
        return Application.model_validate_json(await self._tools.vault.get(request_id, item))


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
