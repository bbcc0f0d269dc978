"""The story of issue 12 with the sandbox's protected resident, by the officers' own commands, on the whole stack."""

import asyncio
import json
from typing import Any

import pytest
from fixtures.command import Ended, madoguchi
from fixtures.journey import Town

from embedded.demo.people import Citizen, until
from embedded.demo.story import FORM
from sandbox.residents import holder

pytestmark = pytest.mark.stack
PROTECTED = "card-1008"
EXAMINER, APPROVER, CLOSED_DESK = "officer-sato", "officer-suzuki", "officer-watanabe"


class Case:
    """One request of the protected resident, and the officers' command line."""

    def __init__(self, town: Town, citizen: Citizen) -> None:
        self._environment = town.stack.environment()
        self.town, self.citizen = town, citizen

    async def run(self, *words: str) -> Ended:
        """Run a command."""
        return await asyncio.to_thread(madoguchi, *words, environment=self._environment)

    async def staff(self, verb: str, officer: str, *words: str) -> Ended:
        """Run an officer's command on the case."""
        return await self.run("staff", verb, self.citizen.case_number, "--as", officer, *words)

    async def waits(self, status: str) -> dict[str, Any]:
        """Wait until the case stands there, and return it."""

        async def there() -> Any:
            case = json.loads((await self.staff("show", EXAMINER, "--json")).out)
            return case if case.get("story", {}).get("status") == status else None

        return dict(await until(there, status))


async def applied(town: Town) -> Case:
    resident = holder(PROTECTED)
    assert resident is not None
    assert resident.card is not None
    people = town.people()
    form = {
        **FORM,
        "applicant": {
            "name": resident.name,
            "birth_date": resident.birth_date.isoformat(),
            "mail": resident.mail,
        },
        "delivery": {"postcode": resident.postcode.replace("-", ""), "address": resident.address},
    }
    draft = await people.citizen.draft(form)
    signature = await people.citizen.sign(PROTECTED, resident.card.pin, draft["text"])
    await people.citizen.submit({**form, "nonce": draft["nonce"]}, signature)
    return Case(town, people.citizen)


async def test_a_protected_persons_certificate_is_not_issued_blind(town: Town) -> None:
    """Released by one: refused, twice. By two who looked: paid, proposed, approved, held again, and one alone ends there."""
    case = await applied(town)
    address = holder(PROTECTED)
    assert address is not None
    await case.waits("held")
    assert (await case.staff("release", EXAMINER)).status == 1
    looked = await case.staff("show", EXAMINER, "--ground", "hold", "--finding")
    assert (looked.status, "支援措置あり" in looked.out) == (0, True)
    assert address.address not in looked.out
    assert (await case.staff("release", EXAMINER)).status == 0
    assert (await case.staff("release", EXAMINER)).status == 1
    await case.waits("held")
    closed = await case.staff("show", CLOSED_DESK, "--ground", "hold", "--finding", "--json")
    assert address.address in closed.out
    assert (await case.staff("release", CLOSED_DESK)).status == 0

    await until(lambda: _paid(case), "the payment")
    for verb in ("take", "propose"):
        assert (await case.staff(verb, EXAMINER)).status == 0
    seen = await case.staff("show", APPROVER, "--ground", "approval")
    assert seen.status == 0
    assert "支援措置あり" not in seen.out
    assert address.address not in seen.out
    assert (await case.staff("show", APPROVER, "--ground", "approval", "--finding")).status == 1
    assert (await case.staff("approve", APPROVER)).status == 0

    held = await case.waits("held")
    assert [step["type"] for step in held["story"]["steps"]].count("held") == 2
    assert (await case.staff("release", EXAMINER)).status == 1
    assert (await case.staff("show", EXAMINER, "--ground", "hold", "--finding")).status == 0
    assert (await case.staff("release", EXAMINER)).status == 0
    assert (await case.staff("release", EXAMINER)).status == 1
    assert (await case.staff("release", APPROVER)).status == 1
    last = await case.waits("held")
    assert "certificate_issued" not in [step["type"] for step in last["story"]["steps"]]
    await _openings_stand_in_the_ledger(case)


async def _paid(case: Case) -> bool:
    """Pay as soon as there is a code, and wait for the office."""
    payment = (await case.citizen.status())["payment"]
    if payment and payment["url"]:
        await case.citizen.pay(payment["url"])
        await case.waits("under_examination")
        return True
    return False


async def _openings_stand_in_the_ledger(case: Case) -> None:
    listed = await case.run("audit", "access", "--case", case.citizen.case_number, "--json")
    openings = [(each["officer"], each["part"], each["ground"]) for each in json.loads(listed.out)][::-1]
    assert openings == [
        (EXAMINER, "finding", "hold"),
        (EXAMINER, "application", "hold"),
        (CLOSED_DESK, "finding", "hold"),
        (CLOSED_DESK, "application", "hold"),
        (APPROVER, "application", "approval"),
        (EXAMINER, "finding", "hold"),
        (EXAMINER, "application", "hold"),
    ]

    async def verified() -> bool:
        return (await case.run("audit", "verify")).status == 0

    await until(verified, "a ledger that verifies")
