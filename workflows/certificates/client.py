"""The procedure as callers see it: typed calls, the domain's errors."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from temporalio.client import (
    Client,
    RPCTimeoutOrCancelledError,
    WorkflowHandle,
    WorkflowQueryFailedError,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError

from domain import ids
from domain.actors import APPLICANT
from domain.cases.submission import StartOrder
from domain.certificates.commands import Decision
from domain.certificates.procedure import CERTIFICATES
from domain.certificates.state import RequestState
from domain.errors import DomainError, ErrorCode, PortUnavailable
from domain.payments.overpayment import MoneyNotice
from domain.ports import TrackingNumbers
from workflows.cases.messages import DecisionReceipt
from workflows.certificates.claiming import claimed
from workflows.certificates.messages import PostalHint, RequestOutcome
from workflows.certificates.workflow import CertificateRequestWorkflow
from workflows.engine_answers import engine_answers

# A citizen or an officer waits for the answer; the engine's own retries end before their patience does.
_ANSWER_WITHIN = timedelta(seconds=10)
# What a worker held that ended, or died, goes to another after the engine's ten seconds: a decision outlasts them twice.
_DECIDED_WITHIN = timedelta(seconds=25)


Vouch = Callable[[str, Decision], Awaitable[Decision]]
"""Puts the office's voucher on a decision, for one workflow."""


async def nobodys_voucher(_workflow_id: str, _decision: Decision) -> Decision:
    """Vouch for nobody: this process is not given the office's key. Raises DomainError(ROLE_MISSING)."""
    raise DomainError(ErrorCode.ROLE_MISSING)


class CertificateRequestClient:
    """Starts requests, decides in them, tells them what happened, asks where they stand.

    Officers' decisions go out with a voucher; without one no workflow believes them (ADR 13).
    """

    def __init__(self, client: Client, numbers: TrackingNumbers, vouch: Vouch = nobodys_voucher) -> None:
        self._client = client
        self._numbers = numbers
        self._vouch = vouch

    async def start(self, order: StartOrder) -> None:
        """Start a request's workflow; starting twice is once. Raises PortUnavailable("temporal")."""
        async with _engine():
            try:
                await self._client.start_workflow(
                    CertificateRequestWorkflow.run,
                    order,
                    id=ids.case_workflow_id(order.case_id),
                    task_queue=CERTIFICATES.name,
                    id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                    id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                    rpc_timeout=_ANSWER_WITHIN,
                )
            except WorkflowAlreadyStartedError:
                return  # and finished since

    async def decide(self, case_id: str, decision: Decision) -> DecisionReceipt:
        """Take a decision and wait for the answer; the same decision id twice is one decision.

        A tracking number is claimed first. Raises DomainError with the domain's code, REQUEST_UNKNOWN, REQUEST_CLOSED,
        TRACKING_NUMBER_IN_USE (with the other case's request id), or PortUnavailable.
        """
        message = await self._vouched(case_id, decision)
        async with claimed(self._numbers, case_id, decision), _engine():
            return await self._handle(case_id).execute_update(
                CertificateRequestWorkflow.decide,
                message,
                id=f"{decision.key}:{decision.command.action}",
                rpc_timeout=_DECIDED_WITHIN,
            )

    async def decide_later(self, case_id: str, decision: Decision) -> None:
        """Send a decision without waiting; one that cannot be taken is recorded as refused.

        A tracking number is claimed first: raises as `decide`.
        """
        message = await self._vouched(case_id, decision)
        async with claimed(self._numbers, case_id, decision), _engine():
            await self._handle(case_id).signal(CertificateRequestWorkflow.decide_later, message)

    async def postal_hint(self, case_id: str, hint: PostalHint) -> None:
        """Tell that the carrier has news of the request's letter."""
        async with _engine():
            await self._handle(case_id).signal(CertificateRequestWorkflow.postal_hint, hint)

    async def note_money(self, case_id: str, notice: MoneyNotice) -> None:
        """Tell what the provider was found to hold, or gave back, beside the fee.

        Raises DomainError REQUEST_CLOSED or REQUEST_UNKNOWN when the engine has no such request under way.
        """
        async with _engine():
            await self._handle(case_id).signal(CertificateRequestWorkflow.note_money, notice)

    async def state(self, case_id: str) -> RequestState:
        """Return where the request stands, from its workflow."""
        async with _engine():
            return await self._handle(case_id).query(CertificateRequestWorkflow.state, rpc_timeout=_ANSWER_WITHIN)

    async def ended(self, case_id: str) -> RequestOutcome:
        """Wait for the request's end and return it."""
        async with _engine():
            return await self._handle(case_id).result()

    async def _vouched(self, case_id: str, decision: Decision) -> Decision:
        if decision.actor == APPLICANT:
            return decision
        return await self._vouch(ids.case_workflow_id(case_id), decision)

    def _handle(self, case_id: str) -> WorkflowHandle[CertificateRequestWorkflow, RequestOutcome]:
        """Return a request's workflow. Raises DomainError(REQUEST_UNKNOWN) for a case of any other procedure."""
        if not CERTIFICATES.has(case_id):
            raise DomainError(ErrorCode.REQUEST_UNKNOWN)
        return self._client.get_workflow_handle_for(CertificateRequestWorkflow.run, ids.case_workflow_id(case_id))


@asynccontextmanager
async def _engine() -> AsyncIterator[None]:
    """Turn the engine's errors into the domain's."""
    try:
        with engine_answers():
            yield
    except WorkflowUpdateFailedError as error:
        raise _refused(error.cause) from None
    except WorkflowQueryFailedError as error:
        raise DomainError(ErrorCode.NOT_ALLOWED_NOW, status="received") from error
    except (WorkflowUpdateRPCTimeoutOrCancelledError, RPCTimeoutOrCancelledError) as error:
        raise PortUnavailable("temporal") from error


def _refused(cause: BaseException | None) -> DomainError:
    if isinstance(cause, ApplicationError) and cause.type in set(ErrorCode):
        facts = cause.details[0] if cause.details and isinstance(cause.details[0], dict) else {}
        return DomainError(ErrorCode(cause.type), **facts)
    return DomainError(ErrorCode.NOT_ALLOWED_NOW)
