"""Each entry of the runbook, followed on the running stack in the state it is about: its commands, as they stand there."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest
from fixtures.journey import Journey, Town
from fixtures.night import Night, commands, metric
from fixtures.services import free_port, started

from adapters.keys import Keys
from audit.checkpoint import Checkpoint, file_name
from audit.ledger_key import ledger_signer
from embedded.demo.people import until
from embedded.stack import Stack

pytestmark = pytest.mark.stack
UNAVAILABLE = {"kind": "status", "status": 503}


@pytest.fixture
def night(town: Town) -> Night:
    """The operator of the stack."""
    return Night(town)


async def measured(night: Night, least: float, name: str, **labels: str) -> None:
    """Wait until a metric has reached a value; it is asked for at most every ten seconds."""

    async def seen() -> bool:
        return ((await night.metric(name, **labels)) or 0) >= least

    await until(seen, name)


async def test_engine_down(town: Town, night: Night):
    """The page says which system is away, the list what waits for it; started again, the list becomes empty."""
    health, waiting = commands("Engine down")
    journey = Journey(town)
    form = await journey.signed()
    town.stack.process("temporal").kill()
    await town.stack.process("temporal").exited

    journey.receipt = await journey.people.citizen.submit(*form)
    checks = json.loads((await night.types(health)).out)["checks"]
    assert checks == {"postgres": True, "temporal": False}
    assert journey.receipt in (await night.types(waiting)).out
    assert await night.metric("madoguchi_reachable", system="temporal") == 0

    await town.stack.supervisor.restart("temporal")
    await journey.reaches("awaiting_payment")
    assert journey.receipt not in (await night.types(waiting)).out


async def test_database_down(town: Town, night: Night):
    """Commands end with 3 and name the database; started again, the ledger verifies and requests go on."""
    health, asked, verified = commands("Database down")
    journey = await (await Journey(town).apply()).reaches("awaiting_payment")
    town.stack.process("postgres").kill()
    await town.stack.process("postgres").exited

    answer = json.loads((await night.types(health)).out)
    assert (answer["ready"], answer["checks"]["postgres"]) == (False, False)
    refused = await night.types(asked)
    assert refused.status == 3
    assert "postgres" in refused.out

    async def unreachable() -> bool:
        return await night.metric("madoguchi_reachable", system="postgres") == 0

    await until(unreachable, "the metric")
    await town.stack.supervisor.restart("postgres")
    assert (await night.types(verified)).status == 0
    await journey.pay()


async def test_provider_down(town: Town, night: Night):
    """The register is away: the request waits and is listed, the metric names the system, and it goes on by itself."""
    listed, metrics = commands("Provider down")
    await town.faults({"system": "registry", **UNAVAILABLE})
    before = await night.metric("madoguchi_outside_calls_total", system="registry", outcome="unavailable") or 0
    journey = await Journey(town).apply()

    await measured(night, before + 1, "madoguchi_outside_calls_total", system="registry", outcome="unavailable")
    assert journey.receipt in (await night.types(listed)).out
    assert 'outcome="unavailable",system="registry"' in (await night.types(metrics)).out

    async def told() -> bool:
        return any(
            line.get("event") == "Completing activity as failed"
            and line["chain"][0].get("code") == "system_unavailable"
            for line in night.logged()
        )

    await until(told, "the log line")
    await town.faults()
    await journey.reaches("awaiting_payment")


async def test_stuck_request(town: Town, night: Night):
    """A read table that says otherwise than the ledger: found by its deadline, told by verify, mended by rebuild."""
    overdue, not_started, show, explain, replay, verify, rebuild, again = commands("Stuck request")
    journey = await (await Journey(town).apply()).reaches("awaiting_payment")
    assert (await night.types(verify)).status == 0
    session = await asyncpg.connect(night.environment["MADOGUCHI_DATABASE_URL"])
    try:
        await session.execute(
            "UPDATE reading.requests SET due_at = now() - interval '1 hour' WHERE receipt_number = $1", journey.receipt
        )
    finally:
        await session.close()

    lines = (overdue, not_started, show, explain, replay, verify)
    late, unstarted, *others = await asyncio.gather(*(night.types(line, ID=journey.receipt) for line in lines))
    assert journey.receipt in late.out
    assert journey.receipt not in unstarted.out
    assert [each.status for each in others] == [0, 0, 0, 1]
    await measured(night, 1, "madoguchi_requests_overdue", status="awaiting_payment")

    assert (await night.types(rebuild)).status == 0
    assert (await night.types(again)).status == 0
    assert journey.receipt not in (await night.types(overdue)).out


async def test_key_lost(town: Town, tmp_path: Path):
    """Without the file, or with another, the check and a worker end with 2 and one sentence; the copy mends it."""
    (checked,) = commands("Key lost")
    kept = Path(town.stack.environment()["MADOGUCHI_KEYS_FILE"])
    file = tmp_path / "keys.json"
    night = Night(town, {"MADOGUCHI_KEYS_FILE": str(file), "MADOGUCHI_WORKER_HEALTH_PORT": str(free_port())})

    missing = await night.types(checked)
    assert missing.status == 2
    assert str(file) in missing.out
    worker = await night.types(".venv/bin/madoguchi worker")
    assert worker.status == 2
    assert str(file) in worker.out.splitlines()[-1]

    Keys.generate().save_new(file)
    assert (await night.types(checked)).status == 2
    file.unlink()
    file.touch(mode=0o600)
    shutil.copyfile(kept, file)
    assert (await night.types(checked)).status == 0


async def test_no_worker(town: Town, night: Night):
    """Nobody answers behind the port; requests wait as received; started again, it says ready and they go on."""
    (health,) = commands("No worker")
    town.stack.process("worker").kill()
    await town.stack.process("worker").exited

    journey = await Journey(town).apply()
    assert (await night.types(health)).status != 0
    assert (await journey.people.citizen.status())["status"] == "received"

    await town.stack.supervisor.restart("worker")
    assert "200 OK" in (await night.types(health)).out
    await journey.reaches("awaiting_payment")


async def test_no_web(town: Town, night: Night):
    """Nobody answers; requests go on without it, and it answers as soon as it is started again."""
    (alive,) = commands("No web")
    journey = await (await Journey(town).apply()).reaches("awaiting_payment")
    town.stack.process("web").kill()
    await town.stack.process("web").exited
    assert (await night.types(alive)).status != 0

    await town.stack.supervisor.restart("web")
    assert "204 No Content" in (await night.types(alive)).out
    await journey.reaches("awaiting_payment")


async def test_crash_loop(town: Town, tmp_path: Path):
    """A worker that cannot begin says in its last line what is wrong; the two checks say that it is nothing else."""
    (tmp_path / "file").touch()
    night = Night(town, {"MADOGUCHI_ARCHIVE_DIR": str(tmp_path / "file"), "MADOGUCHI_WORKER_HEALTH_PORT": ""})

    ended = await night.types(".venv/bin/madoguchi worker")
    assert ended.status == 2
    assert "MADOGUCHI_ARCHIVE_DIR is wrong" in ended.out
    for line in commands("Crash loop"):
        assert (await night.types(line)).status == 0, line


async def test_mails_given_up(town: Town, night: Night):
    """The mail server refuses everything: both lists and metric say so; one is sent again, one told otherwise."""
    listed, again, settle = commands("Mails given up")
    await town.faults({"system": "mail", "kind": "status", "status": 550})
    one, other = await Journey(town).apply(), await Journey(town).apply()

    async def refused() -> bool:
        return await night.counts("SELECT count(*) FROM outbox.notices WHERE last_error = '550'") >= 4

    await until(refused, "two mails each")
    assert "550" in (await night.types(listed)).out
    await measured(night, 4, "madoguchi_waiting", kind="mails_given_up")
    await town.faults()
    both = await asyncio.gather(night.types(again, ID=one.receipt), night.types(settle, ID=other.receipt))
    assert [each.status for each in both] == [0, 0]

    assert json.loads((await night.types(f"{listed} --json")).out) == []

    async def sent() -> bool:
        mails = await town.sandbox("GET", "/mail/messages")
        return sum(one.receipt in str(mail) for mail in mails) >= 2

    await until(sent, "the mails sent again")


async def test_mails_late(town: Town, night: Night):
    """The mail server is away: the mail is still tried, and the list says why and when next."""
    (listed,) = commands("Mails late")
    await town.faults({"system": "mail", "kind": "status", "status": 451})
    await Journey(town).apply()

    async def tried() -> bool:
        return (
            await night.counts("SELECT count(*) FROM outbox.notices WHERE sent_at IS NULL AND last_error = 'mail'") > 0
        )

    await until(tried, "a mail that was not taken")
    notices = json.loads((await night.types(f"{listed} --json")).out)
    assert {(each["error"], each["given_up_at"]) for each in notices} >= {("mail", None)}


@dataclass
class Signing:
    """A second worker, which signs a checkpoint every second into a folder of its own, and its operator."""

    folder: Path
    night: Night
    port: str

    def mended(self) -> None:
        """Put a folder in its place."""
        if self.folder.is_file():
            self.folder.unlink()
        self.folder.mkdir(exist_ok=True)

    async def metric(self, name: str) -> float:
        """Return one of its metrics."""
        found = await metric(self.night.town, self.port, name)
        assert found is not None
        return found


@pytest.fixture(scope="module")
async def signing(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Signing]:
    """Begun while its folder cannot be made: a file stands in its place."""
    folder, port = tmp_path_factory.mktemp("signing") / "checkpoints", str(free_port())
    folder.touch()
    town = Town(stack)
    night = Night(
        town,
        {
            "MADOGUCHI_CHECKPOINT_DIR": str(folder),
            "MADOGUCHI_CHECKPOINT_SECONDS": "1",
            "MADOGUCHI_WORKER_HEALTH_PORT": port,
        },
    )
    async with town, started(night.environment, "-m", "cli.main", "worker") as worker:
        assert worker.stderr is not None
        async for line in worker.stderr:
            if json.loads(line).get("system") == "checkpoints":
                break
        else:
            raise AssertionError("the worker ended without the line of its log")
        yield Signing(folder, night, port)


async def test_checkpoint_too_old(signing: Signing):
    """While the folder cannot be written no checkpoint is signed, by hand neither; mended, the worker signs by itself."""
    (by_hand,) = commands("Checkpoint too old")
    begun = await signing.metric("madoguchi_checkpoint_timestamp_seconds")
    assert (await signing.night.types(by_hand)).status != 0

    signing.mended()

    async def signed() -> bool:
        return await signing.metric("madoguchi_checkpoint_timestamp_seconds") > begun

    await until(signed, "a checkpoint")
    assert list(signing.folder.glob("checkpoint-*.txt"))
    assert (await signing.night.types(by_hand)).status == 0


async def test_ledger_contradicted(stack: Stack, signing: Signing):
    """A checkpoint of a longer ledger: the alert's metric says 1, verify says no; moved away, signing goes on."""
    (verify,) = commands("Ledger contradicted")
    keys = Keys.load(Path(stack.environment()["MADOGUCHI_KEYS_FILE"]))
    signer = ledger_signer(keys, stack.environment()["MADOGUCHI_MUNICIPALITY"])
    longer = Checkpoint(origin=signer.verifier.name, size=10**6, root=b"r" * 32, at="2026-11-23T00:00:00Z")
    signing.mended()
    strange = signing.folder / file_name(longer.size)
    strange.write_text(signer.sign(longer.text), encoding="utf-8")

    async def told(value: float) -> None:
        async def seen() -> bool:
            return await signing.metric("madoguchi_checkpoint_contradicted") == value

        await until(seen, f"contradicted {value}")

    await told(1)
    answer = await signing.night.types(verify)
    assert answer.status == 1
    assert "ledger_shorter" in answer.out

    strange.unlink()
    await told(0)
    assert (await signing.night.types(verify)).status == 0
