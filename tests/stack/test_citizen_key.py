"""The citizen's key on the running stack: who works here sees neither half, and nobody acts with one half alone."""

import json
from pathlib import Path

import pytest
from fixtures.journey import Journey, Town
from fixtures.night import Night

from embedded.demo.people import Officer, until

pytestmark = pytest.mark.stack
_READ = (
    "staff list --json",
    "request list --json",
    'request show "$ID" --json',
    'payment show "$ID" --json',
    'audit explain "$ID" --json',
    'audit replay "$ID" --json',
    'audit export "$ID" --out {folder}',
    "notice list --json",
)


def tokens_of(night: Night) -> dict[str, str]:
    """Return the officers' tokens."""
    tokens: dict[str, str] = json.loads(
        Path(night.environment["MADOGUCHI_STAFF_TOKENS_FILE"]).read_text(encoding="utf-8")
    )
    return tokens


def read(files: list[Path]) -> dict[str, str]:
    """Return what stands in files, by their names."""
    return {file.name: file.read_bytes().decode("utf-8", "replace") for file in files if file.is_file()}


async def test_no_one_who_works_here_can_read_the_key(town: Town, night: Night, tmp_path: Path):
    """Not in the interface of any role, what any command prints, the exported ledger, a mail's key, metrics or logs."""
    journey = await (await Journey(town).apply()).pay()
    secrets = (journey.receipt, journey.receipt.replace("-", ""), await journey.code())
    shown = {}
    for officer, token in tokens_of(night).items():
        case = Officer(town.client, town.office, token)
        shown[officer] = f"{await case.case(journey.case_id)} {await case.find(journey.case_number)}"
    for line in _READ:
        words = line.replace("{folder}", str(tmp_path / "export"))
        typed = await night.types(f".venv/bin/madoguchi {words}", ID=journey.case_number)
        assert typed.status == 0, typed.out
        shown[line] = typed.out
    logs = [town.stack.data.log(name) for name in ("worker", "web", "office")]
    shown |= read([*(tmp_path / "export").rglob("*"), *logs])

    assert journey.case_number in shown["staff list --json"]
    assert journey.case_id in shown['audit replay "$ID" --json']
    assert [place for place, text in shown.items() if any(secret in text for secret in secrets)] == []


async def test_half_a_key_withdraws_nothing_and_the_whole_one_does(town: Town, night: Night):
    """What an auditor knows of a case, and an officer's token: refused. With the mail in hand: withdrawn, and by whom."""
    journey = await (await Journey(town).apply()).reaches("awaiting_payment")
    code = await journey.code()
    withdraw = '.venv/bin/madoguchi request withdraw "$ID" --code "$CODE" --json'

    for number, shown in ((journey.case_number, code), (journey.receipt, "0000-0000"), ("0000-0000-0000-0009", code)):
        refused = await night.types(withdraw, ID=number, CODE=shown)
        assert (refused.status, json.loads(refused.out)["error"]["code"]) == (1, "code_refused")
    address = f"{town.web}/api/v1/requests/{journey.receipt}/withdrawal"
    for token in tokens_of(night).values():
        headers = {"Authorization": f"Bearer {token}", "Confirmation-Code": code}
        refused_as_officer = await town.client.post(address, headers=headers)  # citizens' process knows no officer
        assert refused_as_officer.json()["code"] == "unauthenticated"
    assert (await town.client.post(address)).json()["code"] == "code_missing"
    assert (await journey.people.citizen.status())["status"] == "awaiting_payment"

    written = journey.receipt.lower().replace("-", "ー")
    assert (await night.types(withdraw, ID=written, CODE=code.lower().replace("-", ""))).status == 0
    await journey.reaches("withdrawn")
    explain = '.venv/bin/madoguchi audit explain "$ID"'

    async def told() -> bool:
        return "確認コードによる" in (await night.types(explain, ID=journey.case_number)).out

    await until(told, "the withdrawal in the ledger")


async def test_the_link_in_the_mail_leads_to_the_payment(town: Town):
    """As the citizen clicks it: to the page, the code behind # where no server sees it. A program's address needs the code."""
    journey = await (await Journey(town).apply()).reaches("awaiting_payment")
    page, code = await journey.link(), await journey.code()
    mailed_link = f"{town.web}/ja/r/{journey.receipt}/pay#code={code}"
    called = f"{town.web}/api/v1/requests/{journey.receipt}/payment"

    async def mailed() -> bool:
        mails = await town.sandbox("GET", f"/mail/messages?naming={journey.receipt}")
        return any(mailed_link in mail["body"] for mail in mails)

    await until(mailed, "the mail with the link")
    shown = await town.client.get(mailed_link.partition("#")[0], headers={"Accept": "text/html"})
    assert (shown.status_code, 'name="code"' in shown.text) == (200, True)
    assert (await town.client.get(f"{called}?code={code}")).headers["location"] == page
    assert (await town.client.get(called)).status_code == 403
