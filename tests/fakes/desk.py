"""A small city behind the web application's desk, in memory; decisions follow the domain's own rules."""

# ruff: noqa: D102 - the methods are those of web/ports.py, described there

import secrets
from base64 import b64decode
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from fakes.access import FakeAccess
from fakes.desk_stories import (
    NOW,
    POST_SECRET,
    STAFF,
    TERMS,
    case_id,
    case_number,
    code,
    receipt_number,
    stamp,
    token,
)
from fastapi import FastAPI
from pydantic import JsonValue, ValidationError

from adapters.paypay.webhook import charge_named
from adapters.post.webhook import parse_post_webhook
from counter.certificates.case_files import CaseFiles
from domain import ids
from domain.actors import APPLICANT
from domain.cases.citizen import Proof, Proven
from domain.cases.row import CaseRow
from domain.cases.submission import Receipt, StartOrder
from domain.cases.vault import Found, VaultItem
from domain.certificates import commands as c
from domain.certificates.application import Application
from domain.certificates.decide import decide
from domain.certificates.events import AnyEvent, RequestReceived
from domain.certificates.evolve import fold
from domain.certificates.holds import WaysOut
from domain.certificates.problems import FORM_CODES
from domain.certificates.procedure import CERTIFICATES
from domain.certificates.state import RequestState
from domain.certificates.status import Status
from domain.errors import DomainError, ErrorCode, PortUnavailable
from domain.identity.signature_problems import SignatureProblem
from domain.municipality.book import PolicyBook
from domain.problems import SubmissionRefused, problem, problems_of
from web.app import create_app, routers
from web.certificates.desk import CertificateDesk
from web.certificates.face import certificates
from web.desk import Site
from web.staff import StaffTokens


@dataclass(frozen=True)
class Draft:
    """A text to sign."""

    nonce: str
    text: str


@dataclass(frozen=True)
class Taken:
    """The answer to a decision."""

    decision_id: str
    status: Status
    place: int


@dataclass(frozen=True)
class Link:
    """A code to pay."""

    url: str
    expires_at: datetime | None = None


@dataclass
class City:
    """Every port of the desk at once, in memory.

    `broken` is raised by whatever is called, as a system would; `forgotten` requests are unknown to the engine alone.
    """

    orders: dict[str, StartOrder] = field(default_factory=dict)
    numbers: dict[str, tuple[str, str]] = field(default_factory=dict)
    events: dict[str, list[AnyEvent]] = field(default_factory=dict)
    keys: dict[str, tuple[object, Receipt]] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    items: dict[tuple[str, VaultItem], bytes] = field(default_factory=dict)
    hints: list[tuple[str, str]] = field(default_factory=list)
    signals: list[tuple[str, c.Decision]] = field(default_factory=list)
    broken: BaseException | None = None
    forgotten: set[str] = field(default_factory=set)
    unreached_by_mail: set[str] = field(default_factory=set)
    engine_down: bool = False
    ways: WaysOut | None = None
    access: FakeAccess = field(default_factory=FakeAccess)
    now: datetime = NOW

    def order(self, number: int = 1) -> StartOrder:
        """Acknowledge the `number`-th request."""
        order = StartOrder(
            case_id=case_id(number),
            case_number=case_number(number),
            municipality="999001",
            procedure="certificates",
            subject={"kind": "resident_record_copy", "options": {}, "copies": 1},
            received_at=NOW - timedelta(days=1),
        )
        self.numbers[receipt_number(number)] = (order.case_id, code(number))
        return self.orders.setdefault(order.case_id, order)

    def happened(self, number: int, *events: AnyEvent) -> StartOrder:
        """Acknowledge the `number`-th request, begin it and let these events happen."""
        order = self.order(number)
        about = order.model_dump(include={"case_number", "municipality", "received_at"})
        opening = RequestReceived.model_validate({**stamp(0), **about, **order.subject, "terms": TERMS})
        self.events[order.case_id] = [opening, *events]
        return order

    def _ask(self) -> None:
        if self.broken is not None:
            raise self.broken

    # the counter
    async def draft(self, form: Mapping[str, JsonValue]) -> Draft:
        self._ask()
        application = _checked({**form, "nonce": "1" * 40})
        return Draft(nonce=application.nonce, text=f"申請者の氏名: {application.applicant.name}\n")

    async def submit(self, form: Mapping[str, JsonValue], signature: str, idempotency_key: str) -> Receipt:
        self._ask()
        body = (_checked(form), _signed(signature))
        if idempotency_key in self.keys:
            before, receipt = self.keys[idempotency_key]
            if before != body:
                raise DomainError(ErrorCode.IDEMPOTENCY_CONFLICT)
            return receipt.model_copy(update={"repeated": True})
        number = len(self.orders) + 1
        taken = self.order(number).model_dump(include={"case_id", "case_number", "received_at"})
        receipt = Receipt(receipt_number=receipt_number(number), **taken)
        self.keys[idempotency_key] = (body, receipt)
        return receipt

    async def correct(
        self, whose: StartOrder | Proven, form: Mapping[str, JsonValue], signature: str, idempotency_key: str
    ) -> Taken:
        assert idempotency_key
        _checked(form)
        _signed(signature)
        proof = whose.proof if isinstance(whose, Proven) else Proof.SIGNATURE
        command = c.Correct(revision=2, resigned=True, proof=proof)
        return await self._apply(whose.case_id, "correct-00000002", command)

    async def withdraw(self, whose: Proven) -> Taken:
        return await self._apply(whose.case_id, "withdraw-1", c.Withdraw(proof=whose.proof))

    async def prove(self, number: str, shown: str) -> Proven:
        self._ask()
        known = self.numbers.get(ids.normalise_receipt_number(number) or "")
        if known is None or ids.normalise_confirmation_code(shown) != known[1]:
            raise DomainError(ErrorCode.CODE_REFUSED)
        return Proven(case_id=known[0], proof=Proof.CODE)

    async def _apply(self, request: str, decision_id: str, command: c.HumanCommand) -> Taken:
        return await self.decide(request, c.Decision(decision_id=decision_id, actor=APPLICANT, command=command))

    # decisions
    async def decide(self, request: str, decision: c.Decision) -> Taken:
        self._ask()
        state = None if request in self.forgotten else await self.state(request)
        if state is None:
            raise DomainError(ErrorCode.REQUEST_UNKNOWN)
        self.events[request] += decide(request, state, decision, self.now, self.ways)
        after = fold(self.events[request])
        assert after is not None
        return Taken(decision.decision_id, after.status, after.place)

    async def decide_later(self, request: str, decision: c.Decision) -> None:
        self._ask()
        if request not in self.events:
            raise DomainError(ErrorCode.REQUEST_UNKNOWN)
        self.signals.append((request, decision))

    # hints
    async def charge_told(self, charge_id: str) -> bool:
        self._ask()
        self.hints.append(("charge", charge_id))
        return True

    async def scan_told(self, event_id: str, tracking_number: str, case_id: str) -> bool:
        self._ask()
        self.hints.append((case_id, event_id))
        return True

    async def renew_code(self, payment_id: str) -> bool:
        if self.engine_down:
            raise PortUnavailable("temporal")
        self.hints.append((payment_id, "renew"))
        return True

    # what is read
    async def find(self, number: str) -> StartOrder | None:
        self._ask()
        request, _ = self.numbers.get(number, ("", ""))
        return self.orders.get(request)

    async def numbered(self, number: str) -> StartOrder | None:
        self._ask()
        return next((order for order in self.orders.values() if order.case_number == number), None)

    async def get(self, request: str) -> StartOrder | None:
        self._ask()
        return self.orders.get(request)

    async def state(self, request: str) -> RequestState | None:
        return fold(self.events.get(request, ()))

    async def read_events(self, request: str) -> Sequence[AnyEvent]:
        return tuple(self.events.get(request, ()))

    async def bearer(self, tracking_number: str, at: datetime) -> str | None:
        self._ask()
        for request, events in self.events.items():
            state = fold(events)
            if (
                state is not None
                and state.post.tracking_number == tracking_number
                and at >= (state.post.accepted_at or at)
            ):
                return request
        return None

    async def unreached(self, request: str) -> bool:
        return request in self.unreached_by_mail

    async def payment_link(self, request: str) -> Link | None:
        return self.links.get(request)


class Reading:
    """The city's read tables."""

    def __init__(self, city: City) -> None:
        self._city = city
        self.state = city.state
        self.events = city.read_events

    async def row(self, request: str) -> CaseRow | None:
        return next((case for case in await self._cases() if case.case_id == request), None)

    async def worklist(
        self, statuses: Collection[str], limit: int, after: str | None, procedure: str | None
    ) -> Sequence[CaseRow]:
        assert procedure == CERTIFICATES.name
        self._city._ask()
        cases = [each for each in await self._cases() if each.status in statuses]
        return [each for each in cases if after is None or each.case_id > after][:limit]

    async def _cases(self) -> list[CaseRow]:
        states = {request: await self._city.state(request) for request in sorted(self._city.orders)}
        return [CERTIFICATES.row(request, state, NOW) for request, state in states.items() if state is not None]


class Safe:
    """The city's vault."""

    def __init__(self, city: City) -> None:
        self._city = city

    async def get(self, request: str, item: VaultItem) -> bytes:
        return (await self.find(request, item)).need(item)

    async def find(self, request: str, *items: VaultItem) -> Found:
        return Found(
            request, {item: self._city.items[request, item] for item in items if (request, item) in self._city.items}
        )


def _checked(form: Mapping[str, JsonValue]) -> Application:
    try:
        return Application.model_validate(form)
    except ValidationError as error:
        raise SubmissionRefused(problems_of(error, FORM_CODES)) from None


def _signed(signature: str) -> bytes:
    try:
        return b64decode(signature, validate=True)
    except ValueError:
        raise SubmissionRefused((problem("signature", SignatureProblem.SIGNATURE_MALFORMED),)) from None


ROUTERS = tuple(routers([certificates(None)]))  # type: ignore[arg-type]
"""Every route there is."""


def desk_of(city: City, book: PolicyBook) -> CertificateDesk:
    """Return the desk before a city."""
    return CertificateDesk(
        counter=city,
        decisions=city,
        inbox=city,
        renewing=city,
        receipts=city,
        citizen_keys=city,
        reading=Reading(city),
        letters=city,
        mails=city,
        links=city,
        files=CaseFiles(Safe(city), city.access, city, lambda: city.now, secrets.token_hex),  # type: ignore[arg-type]
        openings=city.access,
        book=book,
        staff=StaffTokens(
            {token(role): actor.id for role, actor in STAFF.items()},
            {actor.id: actor for actor in STAFF.values()}.__getitem__,
        ),
        charge_readers={"paypay": charge_named},
        read_post=lambda body, signature: parse_post_webhook(body, signature, POST_SECRET, city.now),
        clock=lambda: city.now,
    )


def application(desk: CertificateDesk, site: Site) -> FastAPI:
    """Return the whole application: every procedure there is, both desks."""
    return create_app(desk, site, [certificates(desk)])
