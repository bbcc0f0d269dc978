"""A stranger adds a procedure: packages of its own, one line in the registry, and the whole house knows its cases.

Everything here but `fakes.dogs` is what certificates run on: counter's rows, sweeper, engine, recorder, sealer, lists,
mail room, archivist, the auditor's tools. The registry's line is `WORDS` below; no file of the house is touched.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from fakes.dogs.files import write_dog_rules
from fakes.dogs.procedure import DOGS
from fakes.dogs.rules import DogDecision, RefuseDog, RegisterDog
from fakes.dogs.status import DogRefusal, DogStatus
from fakes.dogs.words import DOG_WORDS
from fakes.dogs.workflow import DogRegistrationWorkflow
from fakes.officers import officers_by_id
from fixtures.engine import TEST_OFFICE, TEST_RING
from temporalio.client import Client, WorkflowUpdateFailedError
from temporalio.worker import Worker

from activities.recording import RecordingActivities
from adapters.keys import Keys
from adapters.policy.files import PolicyFiles
from adapters.postgres.archive import PostgresArchive
from adapters.postgres.cipher import VaultCipher
from adapters.postgres.commitments import Commitments
from adapters.postgres.intake import PostgresIntake
from adapters.postgres.outbox import PostgresOutbox
from adapters.postgres.reading import PostgresReading
from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.sealing import PostgresSealing
from adapters.postgres.session import Pool
from adapters.postgres.vault import PostgresVault
from adapters.temporal.histories import EngineHistories
from adapters.vouching import Vouching
from audit.authority import HeldRoles
from audit.explain import explain
from audit.export import Exporter
from audit.export_check import check_export
from audit.findings import FindingCode
from audit.notes import Signer
from audit.replay import replay
from audit.sources import Histories
from audit.verify import verify_ledger
from audit.words.certificates.words import CERTIFICATE_WORDS
from audit.words.registry import AllWords
from domain import ids
from domain.actors import Actor, Role
from domain.cases.submission import StartOrder, Submission
from domain.mail import Mail
from upkeep.archivist import Archivist
from upkeep.loop import repeat
from upkeep.mail_room import MailRoom
from upkeep.sealer import Sealer
from upkeep.sweeper import Sweeper
from workflows.cases.messages import DecisionReceipt

pytestmark = [pytest.mark.engine, pytest.mark.database]

WORDS = AllWords(CERTIFICATE_WORDS, DOG_WORDS)
"""The registry's one line."""
PROCEDURES = WORDS.procedures
EXAMINER = Actor(id="officer-sato", roles=(Role.EXAMINER,))
APPROVER = Actor(id="officer-suzuki", roles=(Role.APPROVER,))
OFFICERS = {each.id: each for each in (EXAMINER, APPROVER)}
MUNICIPALITIES = Path(__file__).parents[2] / "municipalities"
LEDGER = Signer("city.example/ledger", b"s" * 32)


def now() -> datetime:
    return datetime.now(UTC)


def vouched(case_id: str, command: RegisterDog | RefuseDog, by: Actor) -> DogDecision:
    """Return an officer's decision as the office sends it."""
    decision = DogDecision(decision_id=f"decision-{uuid4().hex}", actor=by, command=command)
    return Vouching(TEST_OFFICE, officers_by_id(OFFICERS), now).signed(ids.case_workflow_id(case_id), decision, by)


@dataclass(frozen=True)
class House:
    """What serves cases of any procedure, told of one more."""

    pool: Pool
    engine: Client
    queue: str
    intake: PostgresIntake
    reading: PostgresReading
    sweeper: Sweeper
    vault: PostgresVault

    async def submitted(self, breed: str = "柴犬") -> StartOrder:
        """Bring a dog to the counter, and have what waits there started."""
        form = f'{{"owner": "山田　花子", "mail": "hanako@example.jp", "breed": "{breed}"}}'
        accepted = await self.intake.accept(
            Submission(
                procedure=DOGS.name,
                municipality="999001",
                subject={"breed": breed},
                statement=uuid4().hex,
                body={"application": form.encode()},
                items={"application": form.encode()},
                idempotency_key=uuid4().hex,
            )
        )
        await self.sweeper.sweep()
        return accepted.order

    async def decide(self, case_id: str, command: RegisterDog | RefuseDog, by: Actor = EXAMINER) -> DecisionReceipt:
        """Decide as an officer, vouched for by the office."""
        handle = self.engine.get_workflow_handle(ids.case_workflow_id(case_id))
        return await handle.execute_update(DogRegistrationWorkflow.decide, vouched(case_id, command, by))

    async def decide_later(self, case_id: str, command: RegisterDog | RefuseDog, by: Actor = EXAMINER) -> None:
        """Decide and do not wait for what becomes of it."""
        handle = self.engine.get_workflow_handle(ids.case_workflow_id(case_id))
        await handle.signal(DogRegistrationWorkflow.decide_later, vouched(case_id, command, by))

    async def ended(self, case_id: str) -> None:
        """Wait until its workflow is over, and all it recorded is in the ledger."""
        await self.engine.get_workflow_handle(ids.case_workflow_id(case_id)).result()
        async with asyncio.timeout(20):
            while await self.pool.fetchval("SELECT count(*) FROM ledger.staged"):  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.02)

    def histories(self, folder: Path) -> Histories:
        """Find what is kept of a case."""
        return Histories(self.engine, PostgresArchive(self.pool), folder, PROCEDURES)


@pytest.fixture
async def house(engine: Client, pool: Pool) -> AsyncIterator[House]:
    """Run a worker and the sealer over the test's database."""
    queue = f"dogs-{uuid4().hex}"

    async def start(order: StartOrder) -> None:
        workflow_id = ids.case_workflow_id(order.case_id)
        await engine.start_workflow(DogRegistrationWorkflow.run, order, id=workflow_id, task_queue=queue)

    keys = Keys.generate()
    commitments = Commitments(keys.hash)
    vault = PostgresVault(pool, VaultCipher(keys.vault), commitments)
    intake = PostgresIntake(pool, vault, commitments, clock=now, procedures=PROCEDURES)
    recording = RecordingActivities(PostgresRecorder(pool, PROCEDURES))
    worker = Worker(engine, task_queue=queue, workflows=[DogRegistrationWorkflow], activities=[recording.record_events])
    async with worker, sealing(engine, pool):
        sweeper, reading = Sweeper(intake, {DOGS.name: start}), PostgresReading(pool, PROCEDURES)
        yield House(pool, engine, queue, intake, reading, sweeper, vault)


@pytest.fixture
def book(tmp_path: Path) -> PolicyFiles:
    """The sample city, where dogs are registered too."""
    folder = tmp_path / "municipalities"
    write_dog_rules(Path(shutil.copytree(MUNICIPALITIES / "999001", folder / "999001")))
    return PolicyFiles(folder, PROCEDURES)


class Postbox:
    """Takes the mails."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []

    async def send(self, mail: Mail) -> None:
        """Take one."""
        self.mails.append(mail)


@asynccontextmanager
async def sealing(engine: Client, pool: Pool) -> AsyncIterator[None]:
    """Seal what is durable, all the while."""
    stop = asyncio.Event()
    sealer = Sealer(PostgresSealing(pool, PROCEDURES), EngineHistories(engine))
    task = asyncio.create_task(repeat("sealer", sealer.seal, timedelta(milliseconds=20), stop))
    try:
        yield
    finally:
        stop.set()
        await task


async def test_a_dog_is_registered_and_the_whole_house_knows_it(house: House, book: PolicyFiles) -> None:
    """From the counter to the archive: each general part does for a dog what it does for a certificate."""
    case_id = (await house.submitted()).case_id
    assert case_id.startswith("dog-")
    assert (await house.decide(case_id, RegisterDog(tag=7))).status == DogStatus.REGISTERED
    await house.ended(case_id)

    row = await house.reading.row(case_id)
    assert row is not None
    assert (row.procedure, row.status, row.closed, row.subject) == (
        "dogs",
        "registered",
        True,
        {"breed": "柴犬", "tag": 7},
    )
    assert [each.case_id for each in await house.reading.worklist({"registered"}, 10)] == [case_id]

    events = await house.reading.events(case_id)
    told = explain(DOG_WORDS, case_id, events)
    assert [step.what.en for step in told.steps] == ["A 柴犬 was submitted", "Registered under tag 7"]
    assert (told.steps[1].who.en, told.steps[1].status_words.ja) == ("officer officer-sato", "登録済")

    verified = await verify_ledger(house.pool, [], [], HeldRoles(book), PROCEDURES)
    assert (verified.findings, verified.size) == ((), 2)


async def test_its_owner_is_written_to_once(house: House, book: PolicyFiles) -> None:
    """The notice lies in the outbox when its event is sealed, and goes out in the municipality's words."""
    order = await house.submitted()
    await house.decide(order.case_id, RegisterDog(tag=7))
    await house.ended(order.case_id)

    postbox = Postbox()
    outbox = PostgresOutbox(house.pool, clock=now)
    room = MailRoom(outbox, house.vault, book, postbox, "https://city.example", PROCEDURES)
    assert [await room.send_due(), await room.send_due()] == [1, 0]
    assert [(each.to, each.body) for each in postbox.mails] == [("hanako@example.jp", f"{order.case_number} 鑑札 7")]


async def test_its_case_replays_from_the_archive(house: House, book: PolicyFiles, tmp_path: Path) -> None:
    """Today's code agrees with the history, the ledger with both, and who decided might; the archivist keeps it."""
    case_id = (await house.submitted()).case_id
    await house.decide(case_id, RefuseDog(reason=DogRefusal.TOO_YOUNG))
    await house.ended(case_id)
    events = await house.reading.events(case_id)

    archivist = Archivist(
        PostgresArchive(house.pool), EngineHistories(house.engine), tmp_path, now, procedures=PROCEDURES
    )
    assert await archivist.archive_closed() == 1

    found = await house.histories(tmp_path).of(case_id)
    replayed = await replay(DOG_WORDS, case_id, found, events, TEST_RING, HeldRoles(book))
    assert replayed.agrees
    assert [each.filed for each in replayed.workflows] == ["intact"]
    said = "\n".join(step.what.en for step in replayed.workflows[0].steps)
    for words in (
        "The dog's registration began",
        "record in the ledger: up to event 2",
        "officer officer-sato, refuse",
    ):
        assert words in said


async def test_its_case_leaves_as_an_export_that_anybody_verifies(house: House, tmp_path: Path) -> None:
    """The story in it is told in the procedure's own words."""
    case_id = (await house.submitted()).case_id
    await house.decide(case_id, RegisterDog(tag=8))
    await house.ended(case_id)

    found = await house.histories(tmp_path / "archive").of(case_id)
    (tmp_path / "checkpoints").mkdir()
    exporter = Exporter(house.pool, LEDGER, tmp_path / "checkpoints")
    await exporter.export(DOG_WORDS, case_id, found, tmp_path / "case")

    assert check_export(tmp_path / "case", LEDGER.verifier, WORDS).findings == ()


async def test_its_decisions_go_through_the_same_door(house: House) -> None:
    """Who has no role is refused by its own rules: at once, where somebody waits; by an event, where nobody does."""
    case_id = (await house.submitted()).case_id

    with pytest.raises(WorkflowUpdateFailedError):
        await house.decide(case_id, RegisterDog(tag=9), by=APPROVER)
    await house.decide_later(case_id, RegisterDog(tag=9), by=APPROVER)
    await house.decide_later(case_id, RegisterDog(tag=9))
    await house.ended(case_id)

    events = await house.reading.events(case_id)
    assert [event.type for event in events] == ["dog_submitted", "decision_refused", "dog_registered"]
    assert [event.by for event in events] == ["system", APPROVER.id, EXAMINER.id]


async def test_a_house_that_does_not_know_it_names_it(house: House) -> None:
    """Another release finds a procedure it does not have: verify says whose case it is, and is no crash."""
    case_id = (await house.submitted()).case_id
    await house.decide(case_id, RegisterDog(tag=7))
    await house.ended(case_id)

    verified = await verify_ledger(house.pool, [], [])

    assert [(each.code, each.case_id) for each in verified.findings] == [(FindingCode.PROCEDURE_UNKNOWN, case_id)]
