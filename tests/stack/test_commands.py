"""Short commands come and go, two at once: each ends with the status that is documented for what it is asked.

`make commands` runs each fifty times and writes docs/reliability.md (MADOGUCHI_TEST_RUNS and --write-commands).
"""

import asyncio
import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from fixtures.journey import Journey, Town
from fixtures.processor_time import processor_table, processor_times
from fixtures.short_commands import ROOT, Ran, Short, run_each, table

from bench.report.machine import commit, described, machine
from bench.report.marked import write_between
from embedded.demo.people import until
from embedded.demo.story import FORM
from sandbox.residents import holder

pytestmark = pytest.mark.stack
PAGE, MAKER = ROOT / "docs" / "reliability.md", "make commands"
SHORTLY = {True: 4, False: 1}  # runs by whether it uses the engine, when nobody says how many
PROTECTED = "card-1008"
HELD = "SELECT status FROM reading.cases WHERE case_number = $1"


async def test_every_short_command_ends_as_documented(town: Town, tmp_path: Path, request: pytest.FixtureRequest):
    """Whatever its number of runs, it has one status: no abort of the library's, no answer that differs by chance."""
    given = os.environ.get("MADOGUCHI_TEST_RUNS")
    here = machine()

    def runs(short: Short) -> int:
        return int(given) if given else SHORTLY[short.engine]

    ended = await run_each(town.stack.environment(), await names(town, tmp_path), runs, print)

    print(f"\n{table(ended)}")
    if request.config.getoption("--write-commands"):
        times = await processor_times(town.stack.environment(), (await Journey(town).apply()).receipt)
        write_between(PAGE, MAKER, f"{page(ended, here)}\n\n{processor_table(times)}")
    assert [each for each in ended if not each.documented] == []


def page(ended: list[Ran], here: dict[str, object]) -> str:
    """Return what the page says of the runs."""
    right = sum(each.documented for each in ended)
    return (
        f"Run of {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit(ROOT)}. Machine: {described(here)}, "
        f"load {here['load_at_start']:g} before the run, Python {platform.python_version()}. {len(ended)} commands, {right} "
        f"as documented in all of {sum(each.statuses.total() for each in ended)} runs.\n\n{table(ended)}"
    )


async def names(town: Town, folder: Path) -> dict[str, str]:
    """Bring requests to where the commands find them, and return what they are called."""
    paid, leaving, proposed, incomplete, doomed, printed = (Journey(town) for _ in range(6))
    await asyncio.gather(*(_paid(each) for each in (paid, leaving, incomplete)), _proposed(proposed), _doomed(doomed))
    await _printed(printed)
    (folder / "form.json").write_text(json.dumps(_form("card-1001")), encoding="utf-8")
    form, signature = await Journey(town).signed()
    signed = {"form": form, "signature": signature, "idempotency_key": "k" * 32}
    (folder / "request.json").write_text(json.dumps(signed), encoding="utf-8")
    return {
        "folder": str(folder),
        "form": str(folder / "form.json"),
        "file": str(folder / "request.json"),
        "paid": paid.case_number,
        "leaving": leaving.receipt,
        "code": await leaving.code(),
        "proposed": proposed.case_number,
        "incomplete": incomplete.case_number,
        "doomed": doomed.case_number,
        "held": await _held(town),
        "printed": printed.case_number,
        "number": await printed.people.post.sticker("specified_record"),
    }


async def _paid(journey: Journey) -> Journey:
    await journey.apply()
    return await journey.pay()


async def _proposed(journey: Journey) -> Journey:
    return await (await _paid(journey)).propose()


async def _doomed(journey: Journey) -> None:
    await _paid(journey)
    examiner = journey.people.examiner
    await examiner.decide(journey.case_id, action="take")
    await examiner.decide(journey.case_id, action="propose_rejection", reasons=["duplicate"])


async def _printed(journey: Journey) -> None:
    await (await _proposed(journey)).approve()
    await journey.printed()


async def _held(town: Town) -> str:
    """Have a request wait for an officer before anything is paid, because its applicant is protected."""
    people, resident, form = town.people(), holder(PROTECTED), _form(PROTECTED)
    assert resident is not None
    assert resident.card is not None
    draft = await people.citizen.draft(form)
    signature = await people.citizen.sign(PROTECTED, resident.card.pin, draft["text"])
    await people.citizen.submit({**form, "nonce": draft["nonce"]}, signature)
    await until(lambda: _is_held(town, people.citizen.case_number), "the hold")
    return people.citizen.case_number


async def _is_held(town: Town, case_number: str) -> bool:
    """Ask the database: in no list but the closed desk's, which has no token here."""
    session = await asyncpg.connect(town.stack.environment()["MADOGUCHI_DATABASE_URL"])
    try:
        return await session.fetchval(HELD, case_number) == "held"
    finally:
        await session.close()


def _form(card: str) -> dict[str, Any]:
    resident = holder(card)
    assert resident is not None
    applicant = {"name": resident.name, "birth_date": resident.birth_date.isoformat(), "mail": resident.mail}
    return {
        **FORM,
        "applicant": applicant,
        "delivery": {"postcode": resident.postcode.replace("-", ""), "address": resident.address},
    }
