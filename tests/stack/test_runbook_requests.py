"""Entries of the runbook about requests that stand still and word that does not come, each followed on the running stack."""

import asyncio
import json
import shutil
from pathlib import Path

import pytest
from fixtures.journey import Journey, Town
from fixtures.lost_history import forget
from fixtures.night import Night, instead_of_the_worker
from fixtures.runbook import ROOT, entry
from fixtures.services import free_port

from embedded.demo.people import until

pytestmark = pytest.mark.stack
OVERDUE = "UPDATE reading.cases SET due_at = now() - interval '1 hour' WHERE case_number = $1"
OF = "SELECT case_id FROM intake.cases WHERE case_number = $1"
PROCEDURE = Path("workflows", "certificates", "workflow.py")
_CODE = (
    "activities",
    "adapters",
    "audit",
    "cli",
    "composition",
    "counter",
    "domain",
    "hosting",
    "upkeep",
    "web",
    "workflows",
    "starter.py",
    "worker.py",
    "web_process.py",
)


async def test_read_tables_that_say_otherwise(town: Town, night: Night):
    """A request is found by its deadline, the error told by verify, mended by rebuild."""
    overdue, not_started, show, explain, replay, verify, rebuild, again = entry("Stuck request").commands
    journey = await (await Journey(town).apply()).reaches("awaiting_payment")
    assert (await night.types(verify)).status == 0
    await night.asks(OVERDUE, journey.case_number)

    lines = (overdue, not_started, show, explain, replay, verify)
    late, unstarted, *others = await asyncio.gather(*(night.types(line, ID=journey.case_number) for line in lines))
    assert journey.case_number in late.out
    assert journey.case_number not in unstarted.out
    assert [each.status for each in others] == [0, 0, 0, 1]
    await night.measures("madoguchi_cases_overdue", status="awaiting_payment", least=1)

    assert (await night.types(rebuild)).status == 0
    assert (await night.types(again)).status == 0
    assert journey.case_number not in (await night.types(overdue)).out


def next_version(folder: Path) -> Path:
    """Make a copy of the code in which the procedure waits before it begins."""
    for name in _CODE:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, folder / name)
    text, run = (folder / PROCEDURE).read_text(encoding="utf-8"), "        case = self._case\n        case.open("
    assert text.count(run) == 1
    (folder / PROCEDURE).write_text(text.replace(run, f"        await workflow.sleep(1)\n{run}"), encoding="utf-8")
    return folder


async def test_a_new_version_that_does_not_go_with_a_history(town: Town, tmp_path: Path):
    """The request is suspended, refused by nobody; replay names the step; the version before it goes on by itself."""
    overdue, not_started, show, explain, replay, *_ = entry("Stuck request").commands
    night = Night(town)
    journey = await (await Journey(town).apply()).reaches("awaiting_payment")
    code = next_version(tmp_path)
    changes = {"PYTHONPATH": str(code), "MADOGUCHI_WORKER_HEALTH_PORT": str(free_port())}
    new = Night(town, changes, tmp_path / "worker.log")
    async with instead_of_the_worker(new, code):
        await journey.people.citizen.pay(await journey.link())
        failures = {"name": "temporal_workflow_task_execution_failed_total", "workflow_type": "certificate-request"}
        await new.measures(**failures, least=1)
        lines = (overdue, not_started, show, explain, replay)
        late, unstarted, *others, parted = await asyncio.gather(
            *(new.types(each, ID=journey.case_number) for each in lines)
        )
        assert journey.case_number not in late.out + unstarted.out
        assert [each.status for each in (*others, parted)] == [0, 0, 1]
        assert "一致しません: イベント" in parted.out
        await journey.reaches("awaiting_payment")

    await journey.paid()
    assert (await night.types(replay, ID=journey.case_number)).status == 0


async def test_a_history_that_the_engine_has_lost(town: Town, night: Night):
    """Our books know the request and show it; replay finds no history of it; the ledger verifies without it."""
    _, _, show, explain, replay, verify, *_ = entry("Stuck request").commands
    journey = await (await Journey(town).apply()).reaches("awaiting_payment")
    case_id = await night.asks(OF, journey.case_number)
    await until(lambda: _sealed(night, case_id), "the ledger")
    await forget(night, case_id)

    lines = (show, explain, replay, verify)
    shown, told, replayed, verified = await asyncio.gather(
        *(night.types(line, ID=journey.case_number) for line in lines)
    )
    assert [each.status for each in (shown, told, replayed, verified)] == [0, 0, 1, 0]
    assert "申請の履歴がありません" in replayed.out


async def _sealed(night: Night, case_id: str) -> bool:
    return await night.counts("SELECT count(*) FROM ledger.staged WHERE case_id = $1", case_id) == 0


async def test_mails_given_up(town: Town, night: Night):
    """The mail server refuses everything: lists, metric and log say so; one is sent again, one told otherwise."""
    page = entry("Mails given up")
    listed, again, settle = page.commands
    await town.faults({"system": "mail", "kind": "status", "status": 550})
    one, other = await Journey(town).apply(), await Journey(town).apply()

    async def refused() -> bool:
        return await night.counts("SELECT count(*) FROM outbox.notices WHERE last_error = '550'") >= 4

    await until(refused, "two mails each")
    assert "550" in (await night.types(listed)).out
    await night.reads(page)
    await night.measures("madoguchi_waiting", kind="mails_given_up", least=4)
    await town.faults()
    both = await asyncio.gather(night.types(again, ID=one.case_number), night.types(settle, ID=other.case_number))
    assert [each.status for each in both] == [0, 0]

    assert json.loads((await night.types(f"{listed} --json")).out) == []
    await until(lambda: _mailed(town, one, 2), "the mails sent again")


async def _mailed(town: Town, journey: Journey, least: int) -> bool:
    mails = await town.sandbox("GET", "/mail/messages")
    return sum(journey.receipt in str(mail) for mail in mails) >= least


async def test_mails_late(town: Town, night: Night):
    """The mail server is away: list and metric say what waits and why; when it is back the mail comes by itself."""
    (listed,) = entry("Mails late").commands
    await town.faults({"system": "mail", "kind": "status", "status": 451})
    calls = await night.metric("madoguchi_outside_calls_total", system="mail", outcome="unavailable") or 0
    journey = await Journey(town).apply()

    await night.measures("madoguchi_outside_calls_total", system="mail", outcome="unavailable", least=calls + 1)
    notices = json.loads((await night.types(f"{listed} --json")).out)
    assert {(each["error"], each["given_up_at"]) for each in notices} >= {("mail", None)}
    await town.faults()
    await night.measures("madoguchi_waiting_seconds", kind="mails", least=1)
    await until(lambda: _mailed(town, journey, 1), "the mail")


async def test_webhooks_silent(town: Town):
    """The provider has a wrong address: paying works, the count stands still; with the right one it is told again."""
    (metrics,) = entry("Webhooks silent").commands
    night = Night(town, log=town.stack.data.log("sandbox"))
    taken = {"name": "madoguchi_webhooks_total", "sender": "payment", "outcome": "taken"}
    refused = {**taken, "outcome": "refused"}
    right = (await town.sandbox("POST", "/paypay/sandbox/webhooks", {}))["url"]
    wrong = right.replace("/api/v1/webhooks/paypay", "/moved")
    journey = await Journey(town).apply()
    before = {outcome["outcome"]: await night.metric_of_the_web(**outcome) or 0 for outcome in (taken, refused)}
    try:
        await town.sandbox("POST", "/paypay/sandbox/webhooks", {"url": wrong})
        await journey.people.citizen.pay(await journey.link())

        await until(lambda: _untaken(night), "a notification that nobody took")
        await town.client.post(right, content=b"nonsense")
        assert 'madoguchi_webhooks_total{outcome="taken",sender="payment"}' in (await night.types(metrics)).out
        assert await night.metric_of_the_web(**taken) == before["taken"]
        assert await night.metric_of_the_web(**refused) == before["refused"] + 1
        await journey.reaches("awaiting_payment")
    finally:
        await town.sandbox("POST", "/paypay/sandbox/webhooks", {"url": right})
    await journey.paid()
    assert (await night.metric_of_the_web(**taken) or 0) > before["taken"]


async def _untaken(night: Night) -> bool:
    return any(line["event"] == "notification not taken" for line in night.logged())
