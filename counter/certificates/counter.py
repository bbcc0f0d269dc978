"""窓口 of certificates: what happens between a citizen's form and a running request.

Check everything that can be told at once, then acknowledge, by a signed form; what follows is every procedure's
(`counter/acceptance.py`).
"""

import hashlib
import json
from base64 import b64encode
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from typing import NamedTuple, TypeVar

from counter.acceptance import Acceptance
from counter.certificates.checks import Checks, refuse
from counter.certificates.form import Form, read_form, read_signed_form
from counter.certificates.tools import CounterTools
from domain.actors import APPLICANT
from domain.cases.citizen import Proof, Proven
from domain.cases.submission import Acknowledged, Receipt, StartOrder, Statement
from domain.cases.vault import VaultItem, VaultKind
from domain.certificates.application import Application
from domain.certificates.commands import Correct, Decision, Withdraw
from domain.certificates.state import RequestState
from domain.certificates.statement import signed_fields_differ
from domain.certificates.submission import NAME, SignedForm
from domain.errors import DomainError, ErrorCode
from domain.identity.nonce import ENTROPY_BYTES, make_nonce
from domain.identity.signature_problems import SignatureProblem
from domain.postal.postcode_areas import PostcodeArea
from workflows.cases.messages import DecisionReceipt
from workflows.certificates.client import CertificateRequestClient

Answer = TypeVar("Answer")


class _Signed(NamedTuple):
    """What was signed, and the signature."""

    application: Application
    signature: bytes


class Counter:
    """Takes forms in. Every refusal is a SubmissionRefused with one problem per field, counted by field alone."""

    def __init__(self, tools: CounterTools, requests: CertificateRequestClient) -> None:
        self._tools = tools
        self._checks = Checks(tools)
        self._requests = requests
        self._acceptance = Acceptance(NAME, tools.intake, self._start, tools.patience)

    async def _start(self, order: StartOrder) -> None:
        """Start a request's workflow, by the client as it is then: who tries the counter may watch it (ADR 25)."""
        await self._requests.start(order)

    async def write_statement(self, form: Form) -> Statement:
        """Return the text to sign for a form without signature. Raises SubmissionRefused."""
        nonce = make_nonce(self._tools.statement_secret, self._tools.clock(), self._tools.entropy(ENTROPY_BYTES))
        async with self._acceptance.counting():
            read = read_form({**form, "nonce": nonce}, self._checks.today())
            self._checks.can_be_asked(read)
        return Statement(nonce=nonce, text=self._checks.text(read))

    async def submit(self, form: Form, signature: str, idempotency_key: str) -> Receipt:
        """Acknowledge a signed form; the same key and body return the same receipt, however much later.

        Raises SubmissionRefused (nothing is stored), DomainError IDEMPOTENCY_CONFLICT, or PortUnavailable("postgres")
        (nothing is acknowledged).
        """
        async with self._acceptance.counting():
            signed = read_signed_form(form, signature, idempotency_key, self._checks.today())
            acknowledged = await self._tools.intake.standing(signed.sent) or await self._opened(signed)
        if not acknowledged.answers(None):  # the key of a correction
            raise DomainError(ErrorCode.IDEMPOTENCY_CONFLICT)
        if not acknowledged.has_workflow:
            await self._acceptance.begin(acknowledged.order)
        return acknowledged.receipt

    async def _opened(self, signed: SignedForm) -> Acknowledged:
        self._checks.can_be_asked(signed.form)
        self._checks.number_is_ours(signed.form)
        application = await self._checks.completed(signed)
        return await self._accepted(self._tools.intake.accept(signed.submission(application)))

    async def postcode_areas(self, form: Form, signature: str) -> Sequence[PostcodeArea]:
        """Return what a citizen may choose of where the address of the card has several postcodes.

        Raises SubmissionRefused, DomainError(SIGNATURE_REFUSED) or PortUnavailable.
        """
        return await self._checks.areas(read_signed_form(form, signature, "not-sent", self._checks.today()))

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
            signed = read_signed_form(form, signature, idempotency_key, self._checks.today())
            standing = await self._tools.intake.standing(signed.sent)
            if standing is not None and not standing.answers(case_id):
                raise DomainError(ErrorCode.IDEMPOTENCY_CONFLICT)
            state = await self._requests.state(case_id)
            before = await self._before(case_id, state.revision)
            proof = self._proof(whose, before, signed)
            if standing is None:
                application = await self._corrected(state, before.application, signed)
                if proof is None:
                    raise DomainError(ErrorCode.CODE_MISSING)
                submission = signed.submission(application)
                stored = await self._accepted(self._tools.intake.correct(case_id, submission))
            else:
                stored = standing.place
        command = Correct(
            revision=stored.revision,
            resigned=signed_fields_differ(before.application, signed.form),
            signature_arrived_at=None if signed.signature == before.signature else stored.received_at,
            proof=proof,
        )
        decision = Decision(decision_id=f"correct-{stored.revision:08d}", actor=APPLICANT, command=command)
        return await self._requests.decide(case_id, decision)

    async def _corrected(self, state: RequestState, before: Application, signed: SignedForm) -> Application:
        """Return the corrected application. Raises SubmissionRefused, DomainError(NOT_ALLOWED_NOW)."""
        form = signed.form
        self._checks.may_be_corrected(state)
        if isinstance(form, Application):
            self._checks.changes_what_is_asked(state, before, form)
            self._checks.can_be_had(form)
        if form.nonce != before.nonce:  # what was signed once stays signed while it stays as it was
            self._checks.number_is_ours(form)
        application = await self._checks.completed(signed, before)
        self._checks.changes_what_is_asked(state, before, application)
        return application

    async def correct_unsigned(self, whose: Proven, form: Form) -> DecisionReceipt | None:
        """補正 of what is not signed: the signature of before goes with it once more. None: the form is to be signed anew.

        The same form twice is one correction. Raises as `correct`.
        """
        revision = (await self._requests.state(whose.case_id)).revision
        before = await self._before(whose.case_id, revision)
        again = {**form, "nonce": before.application.nonce}
        if signed_fields_differ(before.application, read_form(again, self._checks.today())):
            return None
        digest = hashlib.sha256(json.dumps(again, sort_keys=True).encode()).hexdigest()[:32]
        key = f"correct-{whose.case_id}-{revision}-{digest}"
        return await self.correct(whose, again, b64encode(before.signature).decode(), key)

    async def written(self, whose: Proven, revision: int) -> Application:
        """Return what its citizen asked for in a revision. Raises DomainError VAULT_ITEM_MISSING, VAULT_KEY_DESTROYED."""
        return (await self._before(whose.case_id, revision)).application

    async def withdraw(self, whose: Proven) -> DecisionReceipt:
        """取下げ; a second withdrawal is the first. Raises DomainError NOT_ALLOWED_NOW, REQUEST_CLOSED, REQUEST_UNKNOWN."""
        decision = Decision(decision_id="withdraw-1", actor=APPLICANT, command=Withdraw(proof=whose.proof))
        return await self._requests.decide(whose.case_id, decision)

    def _proof(self, whose: StartOrder | Proven, before: _Signed, after: SignedForm) -> Proof | None:
        """Say how it is known that the citizen corrects; None when it is not, or the correction stands already.

        A signature proves it when the card is the one that signed before: anybody can make a key and sign with it. The
        signature of the request itself proves nothing: it lies in the vault, and may be sent again by whoever has it.
        """
        if isinstance(whose, Proven):
            return whose.proof
        if after.form.nonce == before.application.nonce:
            return None
        with suppress(DomainError):  # of the one before: its algorithm may have been given up since
            signers = (self._checks.signer(*before), self._checks.signer(after.form, after.signature))
            if signers[0].certificate == signers[1].certificate:
                return Proof.SIGNATURE
        return None

    async def _accepted(self, storing: Awaitable[Answer]) -> Answer:
        try:
            return await storing
        except DomainError as error:
            if error.code is ErrorCode.STATEMENT_USED:
                refuse("nonce", SignatureProblem.STATEMENT_USED)
            raise

    async def _before(self, case_id: str, revision: int) -> _Signed:
        """Return what was signed before. Raises DomainError VAULT_ITEM_MISSING, VAULT_KEY_DESTROYED."""
        kinds = (VaultKind.APPLICATION, VaultKind.SIGNATURE)
        application, signature = (VaultItem(kind=kind, revision=revision) for kind in kinds)
        found = await self._tools.vault.find(case_id, application, signature)
        return _Signed(Application.model_validate_json(found.need(application)), found.need(signature))
