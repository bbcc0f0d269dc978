"""A resident without a registered seal asks for its certificate: told with the ground and what to do, and never asked to pay."""

import asyncio
import json
from typing import Any

import pytest
from fixtures.command import Ended, madoguchi
from fixtures.journey import Town

from embedded.demo.people import until
from embedded.demo.story import FORM, SEAL
from sandbox.residents import holder

pytestmark = pytest.mark.stack
EXAMINER, APPROVER = "officer-sato", "officer-suzuki"


async def test_who_has_no_seal_registered_is_told_so_before_paying(town: Town) -> None:
    """Held like any check; nobody releases it; two officers reject, in the ground that the opened finding names."""
    citizen = town.people().citizen
    resident = holder("card-1002")
    assert resident is not None
    assert resident.card is not None
    born = resident.birth_date.isoformat()
    form = {
        **FORM,
        "kind": SEAL,
        "options": {},
        "applicant": {"name": resident.name, "birth_date": born, "mail": resident.mail},
        "delivery": {"postcode": resident.postcode, "address": resident.address},
    }
    draft = await citizen.draft(form)
    signature = await citizen.sign("card-1002", resident.card.pin, draft["text"])
    await citizen.submit({**form, "nonce": draft["nonce"]}, signature)

    async def staff(verb: str, officer: str, *words: str) -> Ended:
        command = ("staff", verb, (await citizen.status())["case_number"], "--as", officer, *words)
        return await asyncio.to_thread(madoguchi, *command, environment=town.stack.environment())

    async def held() -> bool:
        shown = await staff("show", EXAMINER, "--json")
        return bool(json.loads(shown.out).get("story", {}).get("status") == "held")

    async def told() -> Any:
        status = await citizen.status()
        return status if status["status"] == "rejected" else None

    await until(held, "the hold")
    looked = await staff("show", EXAMINER, "--ground", "hold", "--finding")
    assert "seal_not_registered" in "".join(looked.out.split())
    assert (await staff("release", EXAMINER)).status == 1
    assert (await staff("propose", EXAMINER, "--reason", "seal_not_registered")).status == 0
    assert (await staff("reject", APPROVER)).status == 0
    rejected = await until(told, "the rejection")
    (ground,) = rejected["grounds"]
    assert (ground["code"], "窓口で印鑑登録をしてから" in json.dumps(ground, ensure_ascii=False)) == (
        "seal_not_registered",
        True,
    )
    assert not rejected["payment"]
