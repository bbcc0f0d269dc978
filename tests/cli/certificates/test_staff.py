"""`madoguchi staff`: what is written wrongly is told by its field; what does not answer is named."""

import json

import pytest
from contracts.stories import START, batch, case_id, completed
from fixtures.command import madoguchi
from rich.cells import cell_len

from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.tracking_numbers import PostgresTrackingNumbers
from domain import ids
from domain.certificates.paper_events import HandOverRefused
from domain.certificates.procedure import CERTIFICATES
from domain.certificates.status import CorrectableField, RemarkCode
from domain.japan import legal_day

pytestmark = pytest.mark.database
ID = case_id(1)


@pytest.fixture
async def office(installation):
    """An installation with one case under examination, of the sample city; its engine does not answer."""
    received, *story = completed(1)[:6]
    received = received.model_copy(update={"municipality": "999001"})
    await PostgresRecorder(installation.pool).record(CERTIFICATES.batch(ID, 1, (received, *story)))
    await installation.take_in(ID, received)
    installation.environment["MADOGUCHI_ENV"] = "dev"  # anybody of this machine acts as anybody
    return installation


@pytest.fixture
def staff(office):
    """Run `madoguchi staff …` there."""
    return lambda *words: madoguchi("staff", *words, environment=office.environment)


def test_the_worklist_names_the_case(staff):
    """One row for the case that waits for an examiner; as JSON, its receipt number and status."""
    told, listed = staff("list"), staff("list", "--json")

    (case,) = json.loads(listed.out)
    number = completed(1)[0].case_number
    assert (told.status, listed.status) == (0, 0)
    assert (case["case_number"], case["status"]) == (number, "under_examination")
    assert number in told.out
    assert f"{START:%Y-%m-%d}" in told.out


async def test_the_worklist_is_in_japanese_and_fits_eighty_columns(office):
    """Status and kind in words, the 処理期限 as a day, the officer by name."""
    await PostgresRecorder(office.pool).record(batch(1, 7, 7))
    office.environment["COLUMNS"] = "80"
    told = (await office.say("staff", "list")).out
    received = completed(1)[0]
    for words in ("審査中", "住民票の写し", legal_day(received.terms.processing_due_at), "佐藤"):
        assert words in told
    assert "under_examination" not in told
    assert "officer-sato" not in told
    assert max(cell_len(line) for line in told.splitlines()) <= 80


def test_an_officer_nobody_knows_is_wrong_input(staff):
    """The officers there are, by id; nobody is mistaken for somebody without the role."""
    ended = staff("take", ID, "--as", "officer-nobody")

    assert (ended.status, ended.out) == (2, "")
    assert ended.errors.startswith("--as: その職員はいません (is no officer of this municipality)")
    assert "officer-sato" in ended.errors


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (("reject", ID, "--reason", "dislike"), "--reason"),
        (("propose", ID, "--reason", "dislike"), "--reason"),
        (("return", ID, "--field", "delivery.address"), "--field"),
        (("return", ID, "--field", "copies=incomplete"), "--field"),
        (("dispatch", ID, "1" * 41), "tracking_number"),
        (("resend", ID, "1" * 41), "tracking_number"),
        (("mail-returned", ID, "--reason", "eaten"), "--reason"),
        (("take", ID, "--decision-id", "short"), "--decision-id"),
        (("take", ID, "--decision-id", "x" * 81), "--decision-id"),
        (("take", ID, "--decision-id", "窓口窓口窓口窓口"), "--decision-id"),
    ],
)
def test_what_cannot_be_decided_with_is_told_by_its_field(staff, words, field):
    """Field, reason and what to write instead; exit status 2."""
    ended = staff(*words, "--as", "officer-sato", "--json")

    error = json.loads(ended.out)["error"]
    assert (ended.status, error["code"]) == (2, "wrong_input")
    assert error["details"][0]["field"] == field
    assert error["details"][0]["fix"]


async def test_the_worklist_shows_what_the_post_refused(office, staff):
    """The dispatcher sees at a glance why the letter is still there; as JSON by its code."""
    number = 2
    story = completed(number)
    received = story[0].model_copy(update={"municipality": "999001"})
    refused = HandOverRefused(
        at=START, by="system", letter_id=ids.letter_id(case_id(number), 1), code="tracking_number_in_use"
    )
    events = (received, *story[1:12], refused)
    await PostgresRecorder(office.pool).record(CERTIFICATES.batch(case_id(number), 1, events))

    cases = json.loads((await office.say("staff", "list", "--json")).out)
    told = (await office.say("staff", "list")).out

    assert {each["status"]: each["refusal"] for each in cases}["ready_to_dispatch"] == "tracking_number_in_use"
    assert "引受拒否: 追跡番号は使用済み" in told


@pytest.mark.parametrize(
    "words",
    [
        ("mail-returned", ID),
        ("destroy-mail",),
        ("resend", ID),
        ("take", ID),
        ("return", ID, "--as", "officer-sato"),
        ("dispatch", ID),
    ],
)
def test_who_decides_and_what_about_must_be_said(staff, words):
    """Wrong usage is told by the command itself."""
    assert staff(*words).status == 2


def test_a_decision_while_the_engine_is_down_is_no_answer(staff):
    """Nothing was decided, and the system that does not answer is named."""
    ended = staff("take", ID, "--as", "officer-sato", "--json")

    error = json.loads(ended.out)["error"]
    assert (ended.status, error["code"]) == (3, "system_unavailable")
    assert "temporal" in error["message"]


@pytest.mark.parametrize("verb", ["dispatch", "resend"])
@pytest.mark.parametrize("written", ["12345678903", "123-4567 8903", "１２３４５６７８９０３"])
async def test_a_number_on_another_case_is_a_no_that_names_it(office, verb, written):
    """Told at typing, whatever else is down: nothing was asked of the engine or the post."""
    await PostgresTrackingNumbers(office.pool).claim("12345678903", case_id(7))
    ended = await office.say("staff", verb, ID, written, "--as", "officer-takahashi", expect=1)
    assert f"already on case): {case_id(7)}" in ended.out


def test_an_unknown_request_is_a_no(staff):
    """Not found."""
    assert staff("take", case_id(9), "--as", "officer-sato").status == 1


def test_a_database_that_is_down_is_no_answer(office):
    """Exit status 3 for every command that needs it."""
    environment = {**office.environment, "MADOGUCHI_DATABASE_URL": "postgresql://127.0.0.1:1/none"}
    for words in (("staff", "list"), ("request", "list"), ("request", "show", ID), ("migrate",), ("audit", "verify")):
        ended = madoguchi(*words, environment=environment)
        assert (ended.status, ended.out) == (3, "")
        assert "postgres" in ended.errors


def test_a_database_without_our_tables_says_which_command_makes_them(office, empty_dsn):
    """A forgotten migration is told, and mended by the command that is named."""
    environment = {**office.environment, "MADOGUCHI_DATABASE_URL": empty_dsn}
    ended = madoguchi("staff", "list", environment=environment)
    assert (ended.status, ended.out) == (3, "")
    assert "madoguchi migrate" in ended.errors

    waiting = json.loads(madoguchi("migrate", "--dry-run", "--json", environment=environment).out)
    done = json.loads(madoguchi("migrate", "--json", environment=environment).out)
    again = json.loads(madoguchi("migrate", "--json", environment=environment).out)

    assert waiting["applied"] == done["applied"] != []
    assert again["applied"] == []
    assert madoguchi("staff", "list", "--json", environment=environment).out == "[]\n"


def test_an_option_of_the_database_address_that_is_none_is_told(office):
    """The driver's own objection, which may quote the address, stays unsaid."""
    address = "postgresql://u:geheim@127.0.0.1:1/none?sslmode=sometimes"
    ended = madoguchi("staff", "list", environment={**office.environment, "MADOGUCHI_DATABASE_URL": address})

    assert ended.status == 2
    assert "MADOGUCHI_DATABASE_URL" in ended.errors
    assert "geheim" not in ended.errors


def test_a_broken_installation_is_told(office, tmp_path):
    """No root to trust, no key file, no municipality: one sentence each, exit status 2."""
    empty = tmp_path / "empty"
    empty.mkdir()
    for variable, path in (("JPKI_ROOTS_DIR", empty), ("KEYS_FILE", empty / "keys"), ("MUNICIPALITIES_DIR", empty)):
        environment = {**office.environment, f"MADOGUCHI_{variable}": str(path)}
        ended = madoguchi("staff", "take", ID, "--as", "officer-sato", environment=environment)
        assert (ended.status, ended.out) == (2, "")
        assert str(path) in ended.errors or f"MADOGUCHI_{variable}" in ended.errors


@pytest.mark.parametrize("written", ["nonsense", "delivery.address", "copies=incomplete", "delivery.address=ugly", "="])
def test_a_field_that_cannot_be_returned_is_answered_with_those_that_can(staff, written):
    """All fields and codes are in the fix: nobody has to look them up."""
    ended = staff("return", ID, "--field", written, "--as", "officer-sato")

    assert all(name in ended.errors for name in (*CorrectableField, *RemarkCode))
