"""`madoguchi staff show` and `audit access`: what is personal is asked for with a ground, and listed afterwards."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from contracts.stories import case_id, completed
from contracts.submissions import submission
from fixtures.command import madoguchi

from adapters.keys import Keys
from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.store import open_store
from domain.cases.vault import VaultItem, VaultKind
from domain.certificates.application import Application
from domain.certificates.identity_events import Held
from domain.certificates.procedure import CERTIFICATES
from domain.certificates.status import HoldStage
from domain.certificates.vault import RequestItem
from domain.identity.residents import RegisteredPerson, RegistryFinding, ResidencyStatus
from domain.japan import JAPAN

pytestmark = pytest.mark.database
ID = case_id(1)
FORM = Application.model_validate_json(submission(1).items[VaultKind.APPLICATION])
ADDRESS, REGISTERED = FORM.delivery.address, "若葉五丁目6番7号"


async def _case(installation, *, held: bool):
    """Record a case under examination, or held, with what the citizen and the register said in the vault."""
    received, *story = completed(1)[:6]
    received = received.model_copy(update={"municipality": "999001"})
    hold = Held(at=received.at, by="system", stage=HoldStage.ELIGIBILITY, evidence="22" * 32)
    events = (received, *((hold,) if held else story))
    await PostgresRecorder(installation.pool).record(CERTIFICATES.batch(ID, 1, events))
    await installation.take_in(ID, received)
    installation.environment["MADOGUCHI_ENV"] = "dev"  # anybody of this machine acts as anybody
    keys = Keys.load(Path(installation.environment["MADOGUCHI_KEYS_FILE"]))
    person = RegisteredPerson(name="髙﨑 花子", birth_date="1980-02-29", sex="女", address=REGISTERED)
    finding = RegistryFinding(status=ResidencyStatus.RESIDENT, resident_id="r-1", suppressed=held, people=(person,))
    async with open_store(installation.environment["MADOGUCHI_DATABASE_URL"], keys, lambda: datetime.now(UTC)) as store:
        application = FORM.model_copy(update={"municipality": "999001"})
        for kind, content in ((VaultKind.APPLICATION, application), (RequestItem.ELIGIBILITY, finding)):
            await store.vault.put(ID, VaultItem(kind=kind), content.model_dump_json().encode())
    return installation


@pytest.fixture
async def examined(installation):
    """A case under examination; the engine does not answer."""
    return await _case(installation, held=False)


@pytest.fixture
async def held(installation):
    """The same, held for a 支援措置."""
    return await _case(installation, held=True)


def show(place, officer: str, *words: str):
    return madoguchi("staff", "show", ID, "--as", officer, *words, environment=place.environment)


def openings(place, *words: str):
    ended = madoguchi("audit", "access", "--json", *words, environment=place.environment)
    assert ended.status == 0, ended.errors
    return [(each["officer"], each["part"], each["ground"]) for each in json.loads(ended.out)]


def test_without_a_ground_nothing_personal_is_shown_and_nothing_recorded(examined):
    """History in sentences, papers, what may be done; and how to open what is personal."""
    shown = show(examined, "officer-sato")

    assert shown.status == 0
    assert "署名で本人と確かめました" in shown.out
    assert "交付の起案 (propose)" in shown.out
    assert "--ground" in shown.out
    assert "--finding" not in shown.out  # nothing holds the case
    assert ADDRESS not in shown.out
    assert openings(examined) == []


def test_form_and_register_stand_side_by_side_with_differences_marked(examined):
    """And the opening is listed: who, which case, which part, on which ground, that day."""
    shown = show(examined, "officer-sato", "--ground", "examination", "--json")
    lines = {line["field"]: line for line in json.loads(shown.out)["sheet"]["lines"]}

    assert (lines["address"]["form"], lines["address"]["registered"]) == (ADDRESS, [REGISTERED])
    assert {name for name, line in lines.items() if line["differs"]} == {"address"}
    assert "≠" in show(examined, "officer-suzuki", "--ground", "approval").out
    expected = [("officer-suzuki", "application", "approval"), ("officer-sato", "application", "examination")]
    assert openings(examined) == expected
    assert openings(examined, "--officer", "officer-sato") == expected[1:]
    assert openings(examined, "--case", ID, "--day", f"{datetime.now(JAPAN):%Y-%m-%d}") == expected
    assert openings(examined, "--day", "2020-01-01") == []
    assert madoguchi("audit", "verify", environment=examined.environment).status == 0


@pytest.mark.parametrize(
    ("officer", "words", "status", "said"),
    [
        ("officer-sato", ("--ground", "curiosity"), 2, "--ground"),
        ("officer-sato", ("--finding",), 2, "--ground"),
        ("officer-sato", ("--ground", "hold", "--finding"), 1, "今の状態では"),
        ("officer-takahashi", ("--ground", "dispatch"), 1, "役割がありません"),
        ("officer-kimura", (), 1, "役割がありません"),
        ("auditor-ito", ("--ground", "complaint"), 1, "役割がありません"),
        ("officer-nobody", (), 2, "--as"),
    ],
)
def test_who_may_not_is_told_and_sees_nothing(examined, officer, words, status, said):
    """A wrong ground lists the right ones; what is refused is no opening."""
    ended = show(examined, officer, *words)

    assert ended.status == status
    assert said in ended.out + ended.errors
    assert ADDRESS not in ended.out
    assert openings(examined) == []


def test_of_a_held_case_others_see_no_address_of_any_source(held):
    """Examiner and approver without the finding; the closed desk sees what is protected, and it is on record."""
    for officer in ("officer-sato", "officer-suzuki", "officer-tanaka"):
        shown = show(held, officer, "--ground", "examination")
        assert shown.status == 0
        assert not {ADDRESS, REGISTERED} & set(shown.out.split())
        assert "(見られません)" in shown.out
    assert REGISTERED in show(held, "officer-watanabe", "--ground", "hold").out.replace("\n", "")
    assert len(openings(held)) == 4


def test_a_finding_is_not_opened_while_the_procedure_cannot_note_it(held):
    """The rule that checks releases would not know: no engine, no finding, and no entry of what was not seen."""
    ended = show(held, "officer-watanabe", "--ground", "hold", "--finding")

    assert ended.status == 3
    assert "支援措置" not in ended.out
    assert openings(held) == []


def test_what_the_citizen_may_ask_does_not_tell_of_a_hold(held):
    """The command for applicants says of a held case what it says of any."""
    shown = madoguchi("request", "show", ID, environment=held.environment)
    document = madoguchi("request", "show", ID, "--json", environment=held.environment)

    assert "状態 審査中" in shown.out
    assert "held" not in shown.out + document.out
