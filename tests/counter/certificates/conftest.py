"""A counter with a real database, real cards and a real verifier; only the engine is a stand-in."""

import asyncio
import secrets
from base64 import b64encode
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from contracts.stories import case_id as story_id
from contracts.stories import completed
from fakes.postcodes import FakePostcodes
from fixtures.retelling import retold

from adapters.documents.typeface import PressTypeface
from adapters.jpki.verifier import JpkiVerifier
from adapters.keys import Keys
from adapters.policy.files import PolicyFiles
from adapters.postgres.cipher import VaultCipher
from adapters.postgres.commitments import Commitments
from adapters.postgres.intake import PostgresIntake
from adapters.postgres.session import Pool
from adapters.postgres.vault import PostgresVault
from counter.certificates.counter import Counter
from counter.certificates.tools import CounterTools
from domain.cases.submission import Receipt, StartOrder
from domain.certificates.commands import Decision
from domain.certificates.decide import decide
from domain.certificates.events import AnyEvent
from domain.certificates.evolve import fold
from domain.certificates.examination_events import Remark, ReturnedToApplicant
from domain.certificates.identity_events import EligibilityConfirmed, IdentityVerified
from domain.certificates.state import RequestState
from domain.certificates.status import CorrectableField, RemarkCode
from domain.errors import DomainError, ErrorCode, PortUnavailable
from domain.identity.attributes import Sex
from sandbox.jpki.chip import sign
from sandbox.jpki.pki import SandboxPki
from sandbox.residents import Card, Resident
from workflows.cases.messages import DecisionReceipt

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
NAME, ADDRESS = "窓口\u3000花子", "架空県みなも市水面町一丁目２番３号"
PIN = "ABC123"
TYPEFACE = PressTypeface()  # reading the fonts takes a moment: once
FORM: dict[str, Any] = {
    "municipality": "999001",
    "kind": "resident_record_copy",
    "options": {"scope": "applicant"},
    "copies": 1,
    "applicant": {"name": NAME, "birth_date": "1985-04-12", "mail": "hanako@citizen.example"},
    "delivery": {"postcode": "9990001", "address": ADDRESS},
}
_HANAKO = Resident(
    id="r-1",
    household_id="h-1",
    name=NAME,
    kana="マドグチ　ハナコ",
    birth_date=date(1985, 4, 12),
    sex=Sex.FEMALE,
    postcode="9990001",
    address=ADDRESS,
    relationship="世帯主",
    became_resident_on=date(2012, 3, 28),
    mail="hanako@citizen.example",
    card=Card(id="card-1", pin=PIN),
)
_STRANGER = _HANAKO.model_copy(update={"id": "r-2", "name": "窓口\u3000他人", "card": Card(id="card-2", pin=PIN)})
_TABLES = """
    SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema') AND tablename <> 'refusals'
"""


class NoCrl:
    """The counter never looks at revocation."""

    async def fetch(self) -> bytes:
        """Fail the test."""
        raise AssertionError("the counter asked for the revocation list")


@dataclass
class Engine:
    """Stands for the engine: keeps what was started, decides by the domain's own rules.

    `down` refuses the connection, `silent` takes it and never answers.
    """

    started: list[str] = field(default_factory=list)
    events: dict[str, list[AnyEvent]] = field(default_factory=dict)
    receipts: dict[str, DecisionReceipt] = field(default_factory=dict)
    down: bool = False
    silent: bool = False

    async def start(self, order: StartOrder) -> None:
        """Start a workflow."""
        self._answer()
        if self.silent:
            await asyncio.Event().wait()
        self.started.append(order.case_id)

    async def state(self, case_id: str) -> RequestState:
        """Return where a request stands."""
        self._answer()
        state = fold(self.events.get(case_id, ()))
        if state is None:
            raise DomainError(ErrorCode.REQUEST_UNKNOWN)
        return state

    async def decide(self, case_id: str, decision: Decision) -> DecisionReceipt:
        """Take a decision; the same id twice is one."""
        if decision.decision_id not in self.receipts:
            self.events[case_id] += decide(case_id, await self.state(case_id), decision, NOW)
            state = await self.state(case_id)
            self.receipts[decision.decision_id] = DecisionReceipt(
                case_id=case_id, decision_id=decision.decision_id, status=state.status, place=state.place
            )
        return self.receipts[decision.decision_id]

    def returned(self, case_id: str, *fields: CorrectableField) -> None:
        """Let an officer have returned a request for these fields."""
        remarks = tuple(Remark(field=each, code=RemarkCode.INCOMPLETE) for each in fields)
        asked = ReturnedToApplicant(at=NOW, by="officer-sato", decision_id="return-1", remarks=remarks)
        self.events[case_id] = retold(story_id(1), [*completed(1)[:7], asked])

    def returned_again(self, case_id: str, *fields: CorrectableField) -> None:
        """Let the checks pass once more, and an officer return the corrected request for these fields."""
        remarks = tuple(Remark(field=each, code=RemarkCode.INCOMPLETE) for each in fields)
        asked = ReturnedToApplicant(at=NOW, by="officer-sato", decision_id="return-2", remarks=remarks)
        checked = [event for event in completed(1)[:7] if isinstance(event, IdentityVerified | EligibilityConfirmed)]
        self.events[case_id] = retold(story_id(1), [*self.events[case_id], *checked, asked])

    def _answer(self) -> None:
        if self.down:
            raise PortUnavailable("temporal")


@dataclass
class World:
    """One counter and everything around it."""

    counter: Counter
    tools: CounterTools
    engine: Engine
    intake: PostgresIntake
    vault: PostgresVault
    pool: Pool
    pki: SandboxPki
    postcodes: FakePostcodes
    now: datetime = NOW

    def later(self, span: timedelta) -> None:
        """Let time pass."""
        self.now += span

    def signed(self, text: str, card: str = "card-1") -> str:
        """Have a card sign a text; return the signature as it is sent."""
        return b64encode(sign(self.pki, card, PIN, text.encode())).decode()

    async def drafted(self, form: dict[str, Any] = FORM, card: str = "card-1") -> tuple[dict[str, Any], str]:
        """Return a form with its number and its signature."""
        draft = await self.counter.write_statement(form)
        return {**form, "nonce": draft.nonce}, self.signed(draft.text, card)

    async def submitted(self, form: dict[str, Any] = FORM, key: str = "key-000001") -> Receipt:
        """Draft, sign, submit."""
        signed, signature = await self.drafted(form)
        return await self.counter.submit(signed, signature, key)

    async def rows(self) -> dict[str, int]:
        """Count what is stored, refusals apart."""
        names = [row[0] for row in await self.pool.fetch(_TABLES)]
        return {name: await self.pool.fetchval(f"SELECT count(*) FROM {name}") for name in names}  # noqa: S608

    async def refusals(self) -> dict[str, int]:
        """Return the counts of refusals by field."""
        return {row["field"]: row["count"] for row in await self.pool.fetch("SELECT field, count FROM intake.refusals")}


@pytest.fixture(scope="session")
def pki(tmp_path_factory) -> SandboxPki:
    return SandboxPki(tmp_path_factory.mktemp("counter-pki"), (_HANAKO, _STRANGER), clock=lambda: NOW)


@pytest.fixture(scope="session")
def book() -> PolicyFiles:
    return PolicyFiles(Path(__file__).parents[3] / "municipalities")


@pytest.fixture
def world(pool: Pool, pki: SandboxPki, book: PolicyFiles) -> World:
    """A counter at ten in the morning."""
    keys, engine, postcodes = Keys.generate(), Engine(), FakePostcodes()
    commitments = Commitments(keys.hash)
    vault = PostgresVault(pool, VaultCipher(keys.vault), commitments)

    def clock() -> datetime:
        return made.now

    intake = PostgresIntake(pool, vault, commitments, clock=clock)
    root = pki.root_file.read_bytes()
    tools = CounterTools(
        municipality=FORM["municipality"],
        intake=intake,
        vault=vault,
        verifier=JpkiVerifier([root], frozenset({"1.2.392.200149.8.5.1.0.20"}), NoCrl(), clock=clock),
        postcodes=postcodes,
        book=book,
        statement_secret=keys.statement,
        clock=clock,
        entropy=secrets.token_bytes,
        typeface=TYPEFACE,
    )
    counter = Counter(tools, engine)
    made = World(
        counter=counter,
        tools=tools,
        engine=engine,
        intake=intake,
        vault=vault,
        pool=pool,
        pki=pki,
        postcodes=postcodes,
    )
    return made


@pytest.fixture
def form() -> dict[str, Any]:
    """A form that is accepted, to be spoilt."""
    return deepcopy(FORM)
