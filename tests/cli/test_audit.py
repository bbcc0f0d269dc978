"""`madoguchi audit` as an auditor runs it: answers, documents, exit codes."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from contracts.stories import batch, batches, case_id, completed
from fixtures.captured_case import CapturedCase, capture
from fixtures.command import madoguchi
from fixtures.installation import Installation
from fixtures.sealed_ledger import seal_batches
from temporalio.client import Client

from adapters.postgres.archive import PostgresArchive
from audit.receipts import LedgerReceipts
from domain.cases.archive import ArchivedHistory
from domain.certificates.events import RequestReceived
from domain.certificates.procedure import CERTIFICATES

pytestmark = [pytest.mark.database, pytest.mark.engine]


@pytest.fixture(scope="module")
async def case(engine: Client) -> CapturedCase:
    """One case, run once for this file."""
    return await capture(engine)


@pytest.fixture
async def audited(installation: Installation, case: CapturedCase) -> Installation:
    """The installation with the case in its ledger and two others around it."""
    own = CERTIFICATES.batch(case.case_id, 1, case.events)
    await seal_batches(installation.pool, (*batches(1), own, batch(2)))
    for number, events in ((case_id(1), completed(1)), (case.case_id, case.events)):
        received = events[0]
        assert isinstance(received, RequestReceived)
        await installation.take_in(number, received)
    return installation


@pytest.fixture
async def archived(audited: Installation, case: CapturedCase) -> Installation:
    """The same, its histories archived and gone from the engine (which does not answer)."""
    index = PostgresArchive(audited.pool)
    for history in case.closed.values():
        content, path = history.to_json().encode(), Path(case.case_id) / f"{history.run_id}.json"
        (audited.folder / "archive" / path).parent.mkdir(exist_ok=True)
        (audited.folder / "archive" / path).write_bytes(content)
        await index.add(
            ArchivedHistory(
                case_id=case.case_id,
                workflow_id=history.workflow_id,
                run_id=history.run_id,
                sha256=hashlib.sha256(content).hexdigest(),
                path=path.as_posix(),
                archived_at=datetime.now(UTC),
            )
        )
    return audited


async def alter(installation: Installation, statement: str) -> None:
    """Change the database as its superuser can."""
    async with installation.pool.acquire() as session, session.transaction():
        await session.execute("SET LOCAL session_replication_role = replica")
        await session.execute(statement)


# the ledger


async def test_a_checkpoint_is_signed_and_the_ledger_verifies_against_it(audited: Installation) -> None:
    """Size and root are printed; the verification finds the checkpoint and nothing wrong."""
    signed = await audited.run("audit", "checkpoint")
    verified = await audited.run("audit", "verify")

    assert (verified["ok"], verified["findings"], verified["checkpoints"]) == (True, [], [signed["size"]])
    assert (verified["size"], verified["root"]) == (signed["size"], signed["root"])
    assert (audited.folder / "checkpoints" / f"checkpoint-{signed['size']}.txt").is_file()


async def test_a_changed_ledger_is_exit_1_and_the_finding_is_named(audited: Installation) -> None:
    """Even with the hash mended, the checkpoint tells."""
    await audited.run("audit", "checkpoint")
    await alter(audited, "UPDATE ledger.entries SET entry = entry || ' ' WHERE position = 3")
    await alter(audited, "UPDATE ledger.entries SET leaf = sha256('\\x00'::bytea || entry) WHERE position = 3")

    verified = await audited.run("audit", "verify", expect=1)

    assert "ledger_rewritten" in {finding["code"] for finding in verified["findings"]}


async def test_a_checkpoint_is_not_signed_over_a_shorter_ledger(audited: Installation) -> None:
    """A database restored from a backup does not get a fresh signature."""
    await audited.run("audit", "checkpoint")
    await alter(audited, "UPDATE ledger.tree SET size = size - 1")

    refused = await audited.run("audit", "checkpoint", expect=1)

    assert refused["error"]["code"] == "ledger_rolled_back"


async def test_an_auditor_verifies_with_own_checkpoints_and_public_key(audited: Installation) -> None:
    """Neither key file nor worker's settings are needed."""
    key = (await audited.run("audit", "checkpoint"))["key"]
    for name in ("KEYS_FILE", "CHECKPOINT_DIR", "MUNICIPALITY"):
        audited.environment.pop(f"MADOGUCHI_{name}")

    held = str(audited.folder / "checkpoints")
    assert (await audited.run("audit", "verify", "--checkpoints", held, "--key", key))["ok"]
    refused = await audited.run("audit", "verify", "--checkpoints", held, "--key", "a+b+c", expect=2)
    assert refused["error"]["details"][0]["field"] == "--key"


async def test_read_tables_are_rebuilt_from_the_ledger(audited: Installation) -> None:
    """A read table that drifted is found, rebuilt and right again."""
    await alter(audited, "UPDATE reading.cases SET subject = '{}'")
    assert not (await audited.run("audit", "verify", expect=1))["ok"]

    assert await audited.run("audit", "rebuild") == {"cases": 3}

    assert (await audited.run("audit", "verify"))["ok"]


# a case


async def test_a_case_is_explained_by_case_number(audited: Installation, case: CapturedCase) -> None:
    """People have receipt numbers; the document carries every step."""
    told = await audited.run("audit", "explain", case.events[0].case_number.lower())
    out = (await audited.say("audit", "explain", case.case_id)).out

    assert (told["case_id"], told["status"]) == (case.case_id, "completed")
    assert [step["type"] for step in told["steps"]] == [event.type for event in case.events]
    assert "職員 officer-suzuki" in out
    assert "交付を決裁しました" in out


async def test_nothing_is_cut_off_on_a_narrow_screen(audited: Installation, case: CapturedCase) -> None:
    """Tables fold: each character of each sentence is there, whatever the width."""
    audited.environment["COLUMNS"] = "60"
    out = (await audited.say("audit", "explain", case.case_id)).out

    assert "…" not in out
    assert str(case.events[0].model_dump()["terms"]["policy_version"])[:6] in out


async def test_an_unknown_case_is_exit_1(installation: Installation) -> None:
    """Not found is an answer, not a fault."""
    refused = await installation.run("audit", "explain", case_id(404), expect=1)

    assert refused["error"]["code"] == "request_unknown"


@pytest.mark.parametrize("command", [["explain"], ["replay"], ["export", "--out", "nowhere"]], ids=lambda each: each[0])
async def test_a_case_of_no_procedure_known_here_is_exit_1(installation: Installation, command: list[str]) -> None:
    """A newer release took it in: a sentence, and whose prefix it bears."""
    dog = case_id(1).replace("cert-", "dog-")
    await installation.pool.execute(
        "INSERT INTO intake.cases (case_id, procedure, case_number, receipt_hash, code_hash, municipality, subject,"
        " received_at) VALUES ($1, 'dogs', '2026-000001-Q', '', '', '999001', '{}', now())",
        dog,
    )

    refused = await installation.run("audit", command[0], dog, *command[1:], expect=1)

    assert refused["error"]["code"] == "procedure_unknown"
    assert "dog" in refused["error"]["message"]


async def test_a_case_in_the_engine_replays(audited: Installation, case: CapturedCase, engine_address: str) -> None:
    """From the live engine: code, ledger and history agree."""
    audited.environment["MADOGUCHI_TEMPORAL_ADDRESS"] = engine_address

    replayed = await audited.run("audit", "replay", case.case_id)

    assert (replayed["agrees"], replayed["code_agrees"], replayed["same_state"]) == (True, True, True)
    assert [each["source"] for each in replayed["workflows"]] == ["engine", "engine"]


async def test_an_archived_case_replays_in_words(archived: Installation, case: CapturedCase) -> None:
    """Without the engine, from checked files; the story and the verdicts are printed."""
    replayed = await archived.run("audit", "replay", case.case_id)
    out = (await archived.say("audit", "replay", case.case_id)).out
    english = (await archived.say("audit", "replay", case.case_id, "--en")).out

    assert [(each["source"], each["filed"]) for each in replayed["workflows"]] == [("archive", "intact")] * 2
    for words in ("署名で本人を確かめる: 本人と確認", "今のコードは、この履歴と一致します", "同じ状態になります"):
        assert words in out
    assert "Today's code agrees with this history" in english


async def test_a_ledger_that_parts_from_the_history_is_exit_1(archived: Installation, case: CapturedCase) -> None:
    """Somebody wrote another approver into the ledger: the place is named."""
    await alter(
        archived,
        "UPDATE ledger.entries"
        " SET entry = convert_to(replace(convert_from(entry, 'UTF8'), 'officer-suzuki', 'officer-tanaka'), 'UTF8')",
    )

    replayed = await archived.run("audit", "replay", case.case_id, expect=1)
    out = (await archived.say("audit", "replay", case.case_id, expect=1)).out

    place = next(place for place, event in enumerate(case.events, 1) if event.type == "approved")
    assert (replayed["code_agrees"], replayed["same_state"]) == (True, False)
    assert replayed["ledger"]["parted_at"] == place
    assert f"第{place}件で分かれます" in out


async def test_a_case_without_history_is_exit_1(archived: Installation, engine_address: str) -> None:
    """Neither engine nor archive knows it: said in words, not taken for agreement."""
    archived.environment["MADOGUCHI_TEMPORAL_ADDRESS"] = engine_address

    replayed = await archived.run("audit", "replay", case_id(1), expect=1)

    assert replayed["missing"] == [f"case/{case_id(1)}"]
    assert replayed["same_state"] is False


async def test_a_silent_engine_is_exit_3(audited: Installation, case: CapturedCase) -> None:
    """Not archived and the engine down: nothing can be said, and which system is missing is."""
    refused = await audited.run("audit", "replay", case.case_id, expect=3)

    assert refused["error"]["code"] == "system_unavailable"
    assert "temporal" in refused["error"]["message"]


async def test_a_silent_database_is_exit_3(installation: Installation) -> None:
    """Every command says so."""
    installation.environment["MADOGUCHI_DATABASE_URL"] = "postgresql://postgres@127.0.0.1:1/none"

    for command in (["verify"], ["explain", case_id(1)], ["rebuild"]):
        assert "postgres" in (await installation.run("audit", *command, expect=3))["error"]["message"]


# an export


async def test_an_export_verifies_with_the_public_key_alone(archived: Installation, case: CapturedCase) -> None:
    """The folder is whole, and verifying it needs no setting at all."""
    out = archived.folder / "out" / "case"
    made = await archived.run("audit", "export", case.case_id, "--out", str(out))
    key = (await archived.run("audit", "checkpoint"))["key"]
    for name in [name for name in archived.environment if name.startswith("MADOGUCHI_")]:
        del archived.environment[name]
    archived.environment["MADOGUCHI_DATABASE_URL"] = "postgresql://nowhere"

    checked = await archived.run("audit", "verify", "--export", str(out), "--key", key)

    assert (made["events"], made["histories"]) == (len(case.events), 2)
    assert (checked["ok"], checked["events"], checked["root"]) == (True, len(case.events), made["root"])
    (out / "story.json").write_text("{}")
    assert not (await archived.run("audit", "verify", "--export", str(out), "--key", key, expect=1))["ok"]


async def test_nothing_is_exported_over_something(archived: Installation, case: CapturedCase) -> None:
    """An existing folder is wrong input."""
    refused = await archived.run("audit", "export", case.case_id, "--out", str(archived.folder), expect=2)

    assert refused["error"]["details"][0]["field"] == "--out"


@pytest.mark.parametrize(("name", "said"), [("nowhere", "does not exist"), ("file", "is no folder")])
def test_an_export_that_is_none_is_wrong_input(tmp_path: Path, name: str, said: str):
    """A slip in the path is no answer "it does not verify": status 2."""
    (tmp_path / "file").touch()
    ended = madoguchi("audit", "verify", "--export", tmp_path / name)

    assert ended.status == 2
    assert said in ended.errors


# a receipt


async def test_a_receipt_is_verified_with_nothing_but_a_checkpoint_and_the_public_key(audited: Installation) -> None:
    """No database, no key file, no settings: who holds the checkpoint asks."""
    key = (await audited.run("audit", "checkpoint"))["key"]
    code = await LedgerReceipts(audited.pool).code_of(case_id(1))
    assert code is not None
    text = audited.folder / "receipt.txt"
    text.write_text(f"受付コード\n{code}\n", encoding="utf-8")
    held = str(audited.folder / "checkpoints" / f"checkpoint-{code.size}.txt")
    audited.environment = {name: value for name, value in audited.environment.items() if "MADOGUCHI" not in name}

    for what in (str(text), str(code)):
        told = await audited.run("audit", "receipt", what, "--checkpoint", held, "--key", key)
        assert (told["ok"], told["case_id"], told["checkpoint"]) == (True, case_id(1), code.size)
    said = (await audited.say("audit", "receipt", str(code), "--checkpoint", held, "--key", key)).out
    assert "正しい受付です" in said
    assert completed(1)[0].case_number in said


async def test_a_forged_receipt_or_checkpoint_is_exit_1(audited: Installation) -> None:
    """With the reason: not in the ledger, no code, or a checkpoint of somebody else's."""
    key = (await audited.run("audit", "checkpoint"))["key"]
    code = await LedgerReceipts(audited.pool).code_of(case_id(1))
    assert code is not None
    held = audited.folder / "checkpoints" / f"checkpoint-{code.size}.txt"
    forged = code._replace(entry=code.entry.replace(b"resident", b"RESIDENT"))

    told = await audited.run("audit", "receipt", str(forged), "--checkpoint", str(held), "--key", key, expect=1)
    assert told["fault"] == "not_included"
    told = await audited.run("audit", "receipt", "nothing", "--checkpoint", str(held), "--key", key, expect=1)
    assert told["fault"] == "code_unreadable"
    held.write_text(held.read_text(encoding="utf-8").replace("at 2", "at 3", 1), encoding="utf-8")
    told = await audited.run("audit", "receipt", str(code), "--checkpoint", str(held), "--key", key, expect=1)
    assert told["fault"] == "checkpoint_forged"
