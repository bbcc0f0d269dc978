"""Takes one request of ours from its start to its end, acting as soon as the procedure waits for somebody."""

import itertools
import secrets
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from temporalio.client import Client

from adapters.keys import Keys, VoucherKey
from adapters.postgres.store import Store, open_store
from adapters.records import utc_now
from adapters.temporal.connection import connect
from adapters.vouching import Vouching
from bench.measuring.history import Follower
from bench.measuring.script import SCRIPT, Act
from bench.request.environment import MUNICIPALITY, OFFICE_KEY
from bench.request.instant import CARD
from domain import ids
from domain.actors import Actor, Role
from domain.cases.submission import StartOrder
from domain.certificates.application import Applicant, Application, Delivery
from domain.certificates.commands import Approve, ConfirmDispatch, Decision, HumanCommand, ProposeApproval, Take
from domain.certificates.kinds import CertificateKind
from domain.certificates.status import Status
from domain.certificates.submission import SignedForm
from workflows.certificates.client import CertificateRequestClient
from workflows.certificates.messages import PostalHint
from workflows.fee_payment.client import FeePaymentClient

_EXAMINER = Actor(id="officer-sato", roles=(Role.EXAMINER,))
_APPROVER = Actor(id="officer-suzuki", roles=(Role.APPROVER,))
_DISPATCHER = Actor(id="officer-takahashi", roles=(Role.DISPATCHER,))
_NUMBERS = itertools.count(int(time.time()) % 1_000_000 * 1000)


@dataclass(frozen=True)
class RequestDriver:
    """Everything a caller of ours has, and nothing else."""

    engine: Client
    store: Store
    requests: CertificateRequestClient
    payments: FeePaymentClient

    async def prepare(self) -> StartOrder:
        """Acknowledge a request at the counter (到達); its workflow is not started."""
        application = Application(
            municipality=MUNICIPALITY,
            kind=CertificateKind.RESIDENT_RECORD_COPY,
            applicant=Applicant(name=CARD.name, birth_date=CARD.birth_date, mail="hanako@example.jp"),
            delivery=Delivery(postcode="0990001", address=CARD.address),
            nonce=f"{secrets.randbelow(10**26):026d}",
        )
        signed = SignedForm(
            form=application, signature=secrets.token_bytes(2000), idempotency_key=secrets.token_hex(16)
        )
        order = (await self.store.intake.accept(signed.submission(application))).order
        await self.store.intake.started(order.case_id)  # or the sweeper would be quicker than we
        return order

    async def run(self, order: StartOrder) -> str:
        """Drive it from start to its end and return its workflow id. Raises RuntimeError unless it is COMPLETED.

        Its workflow waits on, for the letter may come back (ADR 16): the measure ends where it waits for that alone.
        """
        await self.requests.start(order)
        case = Follower(self.engine, ids.case_workflow_id(order.case_id))
        await case.until_it_has_a_child()
        payment_id = ids.payment_id(order.case_id)
        followers = {"request": case, "payment": Follower(self.engine, ids.payment_workflow_id(payment_id))}
        for act in SCRIPT:
            if act.waits:
                await followers[act.role].until_it_waits()
            await self._do(act, order.case_id, payment_id)
        await case.until_it_waits()
        state = await self.requests.state(order.case_id)
        if state.status is not Status.COMPLETED:
            raise RuntimeError(f"the request stands at {state.status}")
        return case.workflow_id

    async def _do(self, act: Act, case_id: str, payment_id: str) -> None:
        match act.name:
            case "payment hint":
                await self.payments.hint(payment_id, payment_id)
            case "postal hint":
                await self.requests.postal_hint(case_id, PostalHint(event_id="delivered"))
            case "take":
                await self._decide(case_id, _EXAMINER, Take())
            case "propose":
                await self._decide(case_id, _EXAMINER, ProposeApproval())
            case "approve":
                await self._decide(case_id, _APPROVER, Approve())
            case "confirm dispatch":
                await self._decide(case_id, _DISPATCHER, ConfirmDispatch(tracking_number=_tracking_number()))
            case _:
                raise AssertionError(act.name)

    async def _decide(self, case_id: str, actor: Actor, command: HumanCommand) -> None:
        decision = Decision(decision_id=f"bench-{command.action}", actor=actor, command=command)
        await self.requests.decide(case_id, decision)


def _tracking_number() -> str:
    first = 1_000_000_000 + next(_NUMBERS)
    return f"{first}{first % 7}"


async def _officer(officer: str) -> Actor | None:
    return {each.id: each for each in (_EXAMINER, _APPROVER, _DISPATCHER)}.get(officer)


@asynccontextmanager
async def request_driver(environment: Mapping[str, str]) -> AsyncIterator[RequestDriver]:
    """Connect a driver by the settings of the worker."""
    keys = Keys.load(Path(environment["MADOGUCHI_KEYS_FILE"]))
    engine = await connect(
        environment["MADOGUCHI_TEMPORAL_ADDRESS"], environment["MADOGUCHI_TEMPORAL_NAMESPACE"], keys.engine
    )
    office = VoucherKey.load(Path(environment["MADOGUCHI_KEYS_FILE"]).with_name(OFFICE_KEY))
    vouching = Vouching(office, _officer, utc_now)
    async with open_store(environment["MADOGUCHI_DATABASE_URL"], keys, utc_now) as store:
        requests = CertificateRequestClient(engine, store.numbers, vouching)
        yield RequestDriver(engine, store, requests, FeePaymentClient(engine))
