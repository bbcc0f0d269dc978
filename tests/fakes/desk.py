"""A small city behind the web application's desk, in memory: the real counter, and decisions by the domain's rules."""

# ruff: noqa: D102 - the methods are those of web/ports.py, described there

import json
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from fakes.access import FakeAccess
from fakes.audit_room import FakeAuditRoom
from fakes.card_app import FakeCardApp
from fakes.city import CARD
from fakes.desk_stories import (
    ARRIVED,
    FORM,
    NOW,
    POST_SECRET,
    STAFF,
    STATEMENT_SECRET,
    TERMS,
    case_id,
    stamp,
    token,
)
from fakes.drafts import FakeDrafts, FakeOpenedCases
from fakes.health import FakeHealth
from fakes.intake import FakeCitizenKeys, FakeIntake
from fakes.office import FakeOffice
from fakes.office_sessions import FakeAbsences, FakePeople, FakeQueries, FakeSessions
from fakes.office_sign_in import FakeSignIn, FakeTrips
from fakes.opinions import FakeOpinions
from fakes.papers import FakeCheckpoints, FakePaperPress
from fakes.people_changes import FakePeopleChanges
from fakes.portals import FakeEndpoints, FakePortals
from fakes.postcodes import FakePostcodes
from fakes.printing import FakeLetterPress, FakePrintBatches
from fakes.vault import FakeVault
from fakes.verifier import FakeVerifier
from fakes.workload import FakeWorkload
from fastapi import FastAPI
from fixtures.retelling import retold
from pydantic import JsonValue

from adapters.documents.glyphs import FontGlyphs
from adapters.paypay.webhook import charge_named
from adapters.post.webhook import parse_post_webhook
from audit.words.certificates.telling import OfficersWords
from counter.certificates.case_files import CaseFiles
from counter.certificates.counter import Counter
from counter.certificates.papers import CitizenPapers
from counter.certificates.printing import Printing
from counter.certificates.tools import CounterTools
from domain.cases.row import CaseRow
from domain.cases.submission import StartOrder
from domain.certificates import commands as c
from domain.certificates.application import Application
from domain.certificates.decide import decide
from domain.certificates.events import AnyEvent, RequestReceived
from domain.certificates.evolve import fold
from domain.certificates.holds import WaysOut
from domain.certificates.paper_events import DispatchConfirmed
from domain.certificates.procedure import CERTIFICATES
from domain.certificates.state import RequestState
from domain.certificates.submission import SignedForm
from domain.errors import DomainError, ErrorCode, PortUnavailable
from domain.identity.nonce import make_nonce
from domain.municipality.book import PolicyBook
from domain.portals.keys import Mode
from domain.postal.tracking import parse_tracking_number
from domain.procedures import PROCEDURES
from web.app import create_app, routers
from web.certificates.desk import CertificateDesk
from web.certificates.face import certificates
from web.desk import Site
from web.office.desk import Office
from web.staff import StaffTokens
from workflows.cases.messages import DecisionReceipt


@dataclass(frozen=True)
class Link:
    """A code to pay."""

    url: str
    expires_at: datetime | None = None


class _Engine:
    """The engine's requests as the counter knows them: decided by the domain's rules."""

    def __init__(self, city: "City") -> None:
        self.start, self.decide = city.start, city.decide
        self._city = city

    async def state(self, request: str) -> RequestState:
        self._city.ask_engine()
        state = None if request in self._city.forgotten else await self._city.state(request)
        if state is None:
            raise DomainError(ErrorCode.REQUEST_UNKNOWN)
        return state


class _AnyLetter:
    """A press that has every character."""

    def first_unprintable(self, text: str) -> int | None:
        return None


@dataclass
class City:
    """Every port of the desk at once, in memory; the counter is the real one, over the intake and the vault in memory.

    `broken` is raised by whatever is called, as a system would; `forgotten` requests are unknown to the engine alone.
    `engine_down`: it does nothing and answers nothing; `engine_mute`: it decides, and its answer is lost.
    """

    vault: FakeVault = field(default_factory=FakeVault)
    events: dict[str, list[AnyEvent]] = field(default_factory=dict)
    links: dict[str, Link] = field(default_factory=dict)
    hints: list[tuple[str, str]] = field(default_factory=list)
    signals: list[tuple[str, c.Decision]] = field(default_factory=list)
    forgotten: set[str] = field(default_factory=set)
    unreached_by_mail: set[str] = field(default_factory=set)
    engine_down: bool = False
    engine_mute: bool = False
    ways: WaysOut | None = None
    access: FakeAccess = field(default_factory=FakeAccess)
    press: FakePaperPress = field(default_factory=FakePaperPress)
    checkpoints: FakeCheckpoints = field(default_factory=FakeCheckpoints)
    office: FakeOffice = field(default_factory=FakeOffice)
    now: datetime = NOW

    def __post_init__(self) -> None:
        self.intake = FakeIntake(self.vault, lambda: self.now, self._entropy)
        self.drafts = FakeDrafts(lambda: self.now)
        self.card_app = FakeCardApp(lambda: self.now)
        self.opened = FakeOpenedCases(lambda: self.now)
        self.opinions = FakeOpinions()
        self.people = FakePeople()
        self.portals, self.webhooks = FakePortals(lambda: self.now), FakeEndpoints(lambda: self.now)
        self.sessions = FakeSessions(lambda: self.now)
        self.workload = FakeWorkload(self)
        self.trips, self.sign_in = FakeTrips(lambda: self.now), FakeSignIn(lambda: self.now)
        self.changes = FakePeopleChanges(self.people, lambda: self.now)
        self.back = Office(
            sessions=self.sessions,
            people=self.people,
            changes=self.changes,
            health=FakeHealth(lambda: self.now),
            queries=FakeQueries(self.rows, self.fact),
            absences=FakeAbsences(),
            trips=self.trips,
            sign_in=self.sign_in,
            audit=FakeAuditRoom(self.read_events),
        )
        self.letter_press = FakeLetterPress()
        self.batches = FakePrintBatches(self.rows, self.state, self._confirmed_at)
        self.postcodes = FakePostcodes()
        self.keys = FakeCitizenKeys(self.intake, lambda: self.now)
        self.orders = self.intake.cases
        self.items = self.vault.items

    @property
    def broken(self) -> Exception | None:
        """What whatever is called raises."""
        return self.intake.faults.broken

    @broken.setter
    def broken(self, error: Exception | None) -> None:
        self.intake.faults.broken = error

    def counter(self, book: PolicyBook) -> Counter:
        """Return the counter of the city."""
        tools = CounterTools(
            municipality="999001",
            intake=self.intake,
            vault=self.vault,
            verifier=FakeVerifier(CARD),
            postcodes=self.postcodes,
            book=book,
            statement_secret=STATEMENT_SECRET,
            clock=lambda: self.now,
            entropy=self._entropy,
            typeface=_AnyLetter(),
        )
        return Counter(tools, _Engine(self))  # type: ignore[arg-type]

    def _entropy(self, size: int) -> bytes:
        """Number the cases: what would be chance says which one it is."""
        self._ask()
        return (len(self.intake.cases) + 1).to_bytes(size)

    def order(self, number: int = 1) -> StartOrder:
        """Acknowledge the `number`-th request, a day ago."""
        if case_id(number) not in self.orders:
            nonce = make_nonce(STATEMENT_SECRET, ARRIVED, number.to_bytes(10))
            application = Application.model_validate({**FORM, "nonce": nonce})
            signed = SignedForm(form=application, signature=b"0", idempotency_key=f"order-{number:06}")
            self.intake.open(signed.submission(application), ARRIVED, number.to_bytes, number)
        return self.orders[case_id(number)]

    def happened(self, number: int, *events: AnyEvent) -> StartOrder:
        """Acknowledge the `number`-th request, begin it and let these events happen, as the rules allow."""
        order = self.order(number)
        self.events[order.case_id] = retold(order.case_id, (self.opening(order), *events))
        return order

    @staticmethod
    def opening(order: StartOrder) -> RequestReceived:
        """Return how a request begins."""
        about = order.model_dump(include={"case_number", "municipality", "received_at"})
        return RequestReceived.model_validate({**stamp(0), **about, **order.subject, "terms": TERMS})

    def _ask(self) -> None:
        with self.intake.faults.around("asked"):
            return

    # decisions
    def ask_engine(self) -> None:
        if self.engine_down:
            raise PortUnavailable("temporal")

    async def start(self, order: StartOrder) -> None:
        self.ask_engine()

    async def decide(self, request: str, decision: c.Decision) -> DecisionReceipt:
        self._ask()
        self.ask_engine()
        state = None if request in self.forgotten else await self.state(request)
        if state is None:
            raise DomainError(ErrorCode.REQUEST_UNKNOWN)
        if isinstance(decision.command, c.ConfirmDispatch):
            await self._claim(request, decision.command)
        officer = decision.command.named_officer
        named = None if officer is None else await self.people.actor(officer)
        vouched = decision.model_copy(update={"named": named})
        self.events[request] += decide(request, state, vouched, self.now, self.ways)
        after = fold(self.events[request])
        assert after is not None
        if self.engine_mute:
            raise PortUnavailable("temporal")
        return DecisionReceipt(
            case_id=request, decision_id=decision.decision_id, status=after.status, place=after.place
        )

    async def _claim(self, request: str, command: c.ConfirmDispatch) -> None:
        bearer = await self.bearer(parse_tracking_number(command.tracking_number), self.now)
        if bearer not in (None, request):
            raise DomainError(ErrorCode.TRACKING_NUMBER_IN_USE, case_id=bearer)

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
        self.ask_engine()
        self.hints.append((payment_id, "renew"))
        return True

    # what is read
    async def state(self, request: str) -> RequestState | None:
        return fold(self.events.get(request, ()))

    async def rows(self) -> list[CaseRow]:
        states = {request: await self.state(request) for request in sorted(self.orders)}
        return [CERTIFICATES.row(request, state, NOW) for request, state in states.items() if state is not None]

    def fact(self, request: str, path: str) -> str | None:
        """Return what stands at a path of a case's state, as Postgres writes JSON's values."""
        state = fold(self.events.get(request, ()))
        value: JsonValue = None if state is None else state.model_dump(mode="json")
        for name in path.split("."):
            value = value.get(name) if isinstance(value, dict) else None
        return value if isinstance(value, str) or value is None else json.dumps(value)

    def _confirmed_at(self, request: str) -> datetime | None:
        return next((each.at for each in self.events[request] if isinstance(each, DispatchConfirmed)), None)

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
        return next((case for case in await self._city.rows() if case.case_id == request), None)

    async def worklist(
        self, statuses: Collection[str], limit: int, after: str | None, procedure: str | None, *, with_secluded: bool
    ) -> Sequence[CaseRow]:
        assert procedure == CERTIFICATES.name
        self._city._ask()
        cases = [
            each for each in await self._city.rows() if each.status in statuses and (with_secluded or not each.secluded)
        ]
        return [each for each in cases if after is None or each.case_id > after][:limit]


_FACE = certificates(None)  # type: ignore[arg-type]
ROUTERS = (*routers([_FACE]), *_FACE.cases)
"""Every route there is."""


def desk_of(city: City, book: PolicyBook) -> CertificateDesk:
    """Return the desk before a city."""
    files = CaseFiles(city.vault, city.access, city, lambda: city.now, secrets.token_hex)  # type: ignore[arg-type]
    return CertificateDesk(
        counter=city.counter(book),
        decisions=city,
        municipality="999001",
        drafts=city.drafts,
        mail_codes=city.drafts,
        opened=city.opened,
        opinions=city.opinions,
        card_app=city.card_app,
        procedures=PROCEDURES,
        inbox=city,
        renewing=city,
        words=OfficersWords(),
        glyphs=FontGlyphs(),
        receipts=city.intake,
        citizen_keys=city.keys,
        reading=Reading(city),
        cases=Reading(city),
        letters=city,
        mails=city,
        links=city,
        files=files,
        printing=Printing("999001", files, city.intake, city, city.batches, city.letter_press, book, lambda: city.now),
        papers=CitizenPapers(city.vault, city.press, book, city.checkpoints, lambda: city.now, "https://city.example"),
        checkpoints=city.checkpoints,
        figures=city.office,
        workload=city.workload,
        statistics=city.workload,
        back=city.back,
        portals=city.portals,
        webhooks=city.webhooks,
        portal_mode=Mode.TEST,
        openings=city.access,
        book=book,
        staff=StaffTokens(
            {token(role): actor.id for role, actor in STAFF.items()},
            city.people.actor,
        ),
        charge_readers={"paypay": charge_named},
        read_post=lambda body, signature: parse_post_webhook(body, signature, POST_SECRET, city.now),
        clock=lambda: city.now,
    )


def application(desk: CertificateDesk, site: Site) -> FastAPI:
    """Return the whole application: every procedure there is, both desks."""
    return create_app(desk, site, [certificates(desk)])
