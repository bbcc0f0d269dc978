"""Tamper cases T1 to T12 of the threat model, done as superuser: each is found."""

import json
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest
from contracts.stories import batch, case_id, completed
from fixtures.postgres import database_of
from fixtures.sealed_ledger import seal_batches

from adapters.postgres.entries import encode
from adapters.postgres.session import Pool, connect_pool
from audit.checkpoint import LedgerRolledBack, file_name, publish
from audit.findings import FindingCode as F
from audit.notes import Signer
from audit.verify import verify_ledger
from domain.certificates.examination_events import CaseTaken
from domain.certificates.procedure import CERTIFICATES

pytestmark = pytest.mark.database
OTHER_EXAMINER = encode(case_id(1), 7, CERTIFICATES.write(completed(1)[6].model_copy(update={"by": "examiner-9"})))


async def test_an_untouched_ledger_verifies(pool: Pool, folder: Path, signer: Signer):
    """No findings, all entries, both checkpoints compared."""
    result = await verify_ledger(pool, [folder], [signer.verifier])

    assert result.ok, result.findings
    assert (result.size, result.checkpoints) == (31, (14, 28))


async def test_an_empty_ledger_verifies_and_can_be_signed(pool: Pool, tmp_path: Path, signer: Signer):
    """The first checkpoint may be of nothing."""
    assert (await publish(pool, signer, tmp_path)).name == file_name(0)

    assert (await verify_ledger(pool, [tmp_path], [signer.verifier])).ok


async def test_t1_an_edited_row(codes, tamper):
    """The entry no longer has its leaf hash, the ledger not its root, the read table not its fold."""
    await tamper("UPDATE ledger.entries SET entry = $1 WHERE position = 6", args=[OTHER_EXAMINER])

    assert await codes() == {F.LEAF_DIFFERS, F.LEDGER_REWRITTEN, F.TREE_DIFFERS, F.PROJECTION_DIFFERS}


async def test_t1_an_edited_row_with_its_leaf_mended(codes, tamper):
    """Mending the hash hides the leaf, not the tree."""
    await tamper(
        "UPDATE ledger.entries SET entry = $1, leaf = sha256('\\x00'::bytea || $1) WHERE position = 6",
        args=[OTHER_EXAMINER],
    )

    assert await codes() == {F.LEDGER_REWRITTEN, F.TREE_DIFFERS, F.PROJECTION_DIFFERS}


async def test_t1_an_entry_in_another_spelling(codes, tamper):
    """The same JSON with a space more is not what was recorded."""
    await tamper("UPDATE ledger.entries SET entry = entry || ' '::bytea WHERE position = 30")

    assert await codes() == {F.ENTRY_UNREADABLE, F.LEAF_DIFFERS, F.TREE_DIFFERS}


async def test_t1_an_entry_made_unreadable(codes, tamper):
    """Bytes that are no event are told as such, and nothing else of the verification fails over them."""
    await tamper("UPDATE ledger.entries SET entry = '\\xff' WHERE position = 30")

    assert await codes() >= {F.ENTRY_UNREADABLE, F.LEAF_DIFFERS, F.TREE_DIFFERS}


async def test_t2_a_row_deleted_from_the_middle(codes, tamper):
    """A position and a place are missing."""
    await tamper("DELETE FROM ledger.entries WHERE position = 6")

    assert await codes() >= {F.POSITION_GAP, F.PLACE_GAP, F.LEDGER_REWRITTEN, F.TREE_DIFFERS}


async def test_t3_the_tail_cut_off(codes, tamper):
    """Even rows after the last checkpoint are missed, by the frontier and the read table."""
    await tamper("DELETE FROM ledger.entries WHERE position >= 30")

    assert await codes() == {F.TREE_DIFFERS, F.PROJECTION_DIFFERS}


async def test_t3_the_tail_cut_off_thoroughly(codes, tamper, mend_everything):
    """With everything mended the checkpoint still knows how long the ledger was."""
    await tamper("DELETE FROM ledger.entries WHERE position >= 20")
    await mend_everything()

    assert await codes() == {F.LEDGER_SHORTER}


async def test_t4_a_row_inserted(codes, tamper):
    """A row more than the tree has leaves."""
    await tamper(
        "INSERT INTO ledger.entries SELECT 31, case_id, 4, entry, leaf, recorded_at FROM ledger.entries"
        " WHERE position = 30"
    )

    assert await codes() >= {F.ENTRY_MISPLACED, F.TREE_DIFFERS}


async def test_t5_two_rows_exchanged(codes, tamper):
    """The same entries in another order are another ledger."""
    await tamper(
        "UPDATE ledger.entries SET position = position + 1000 WHERE position IN (13, 14)",
        "UPDATE ledger.entries SET position = 1027 - position WHERE position IN (1013, 1014)",
    )

    assert await codes() >= {F.LEDGER_REWRITTEN}


async def test_t6_an_entry_moved_to_another_request(codes, tamper):
    """The row names another request than the entry in it."""
    await tamper("UPDATE ledger.entries SET case_id = $1, place = 4 WHERE position = 27", args=[case_id(3)])

    assert await codes() >= {F.ENTRY_MISPLACED, F.PROJECTION_DIFFERS}


async def test_t7_everything_rewritten_thoroughly(codes, tamper, mend_everything, pool: Pool, signer: Signer):
    """Nothing inside the database tells; the checkpoints outside do."""
    await tamper("UPDATE ledger.entries SET entry = $1 WHERE position = 6", args=[OTHER_EXAMINER])
    await mend_everything()

    assert (await verify_ledger(pool, [], [signer.verifier])).ok
    assert await codes() == {F.LEDGER_REWRITTEN}


async def test_t7_a_rewritten_ledger_of_the_same_size_is_not_signed_over(
    tamper, mend_everything, pool: Pool, folder: Path, signer: Signer
):
    """Who signs looks at the newest checkpoint first."""
    await publish(pool, signer, folder)
    await tamper("UPDATE ledger.entries SET entry = $1 WHERE position = 6", args=[OTHER_EXAMINER])
    await mend_everything()

    with pytest.raises(LedgerRolledBack):
        await publish(pool, signer, folder)


async def test_t8_t10_a_restored_backup_and_the_fork_it_grows_into(
    postgres_dsn: str, pool: Pool, folder: Path, tmp_path_factory, signer: Signer
):
    """A database from yesterday is shorter than its checkpoints; grown on, it is another; both signed, it is a fork."""
    await pool.close()
    backup = f"test_{secrets.token_hex(6)}"
    admin = await asyncpg.connect(database_of(postgres_dsn, "postgres"))
    await admin.execute(f"CREATE DATABASE {backup} TEMPLATE {urlsplit(postgres_dsn).path[1:]}")
    live, restored = await connect_pool(postgres_dsn), await connect_pool(database_of(postgres_dsn, backup))
    await seal_batches(live, [batch(3, 4, 6)])
    await publish(live, signer, folder)

    found = await verify_ledger(restored, [folder], [signer.verifier])
    assert {finding.code for finding in found.findings} == {F.LEDGER_SHORTER}
    with pytest.raises(LedgerRolledBack):
        await publish(restored, signer, folder)

    await seal_batches(restored, [batch(4, 1, 3)])
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    await publish(restored, signer, elsewhere)
    found = await verify_ledger(restored, [folder], [signer.verifier])
    assert {finding.code for finding in found.findings} == {F.LEDGER_REWRITTEN, F.TIME_BACKWARD}
    found = await verify_ledger(live, [folder, elsewhere], [signer.verifier])
    assert {finding.code for finding in found.findings} == {F.CHECKPOINT_FORK, F.LEDGER_REWRITTEN}

    await live.close()
    await restored.close()
    await admin.execute(f"DROP DATABASE {backup} WITH (FORCE)")
    await admin.close()


async def test_t9_an_old_checkpoint_in_the_place_of_a_newer(codes, folder: Path):
    """A genuine checkpoint under another's name is told."""
    (folder / file_name(28)).write_text((folder / file_name(14)).read_text())

    assert await codes() == {F.CHECKPOINT_REPLAYED}


async def test_t11_a_checkpoint_of_a_foreign_or_retired_key(codes, pool: Pool, folder: Path, tmp_path_factory):
    """Only the keys the auditor knows count, whatever name a signer gives itself."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    await publish(pool, Signer("city.example/ledger", b"x" * 32), elsewhere)

    assert await codes(elsewhere) == {F.CHECKPOINT_FOREIGN}


async def test_t11_a_forged_checkpoint(codes, folder: Path):
    """A size altered by hand breaks the signature."""
    path = folder / file_name(28)
    path.write_text(path.read_text().replace("\n28\n", "\n29\n"))

    assert await codes() == {F.CHECKPOINT_FORGED}


async def test_t12_a_backdated_event(codes, pool: Pool):
    """An event older than the one before it in its request is told, though it was recorded properly."""
    early = CaseTaken(at=completed(3)[0].at, by="officer-sato", decision_id="d")
    await seal_batches(pool, [CERTIFICATES.batch(case_id(3), 4, (early,))])

    assert await codes() == {F.TIME_BACKWARD}


@pytest.mark.parametrize("years", [-1, 1])
async def test_t12_a_recording_time_moved(codes, tamper, years: int):
    """A time of recording moved back or forward does not fit its neighbours or the checkpoint."""
    change = "UPDATE ledger.entries SET recorded_at = recorded_at + make_interval(years => $1) WHERE position = 27"
    await tamper(change, args=[years])

    assert await codes() == {F.TIME_BACKWARD}


async def test_a_disabled_guard_is_told(codes, pool: Pool):
    """A ledger whose trigger is off may still be whole, but not for long."""
    await pool.execute("ALTER TABLE ledger.entries DISABLE TRIGGER append_only")

    assert await codes() == {F.GUARD_OFF}


async def test_a_removed_frontier_is_told(codes, tamper):
    """Without its frontier the ledger cannot grow; the entries are judged all the same."""
    await tamper("DELETE FROM ledger.tree")

    assert await codes() == {F.TREE_DIFFERS}


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE reading.cases SET status = 'rejected' WHERE place = 3", F.PROJECTION_DIFFERS),
        ("UPDATE reading.cases SET due_at = now() WHERE place = 3", F.PROJECTION_DIFFERS),
        ("UPDATE reading.cases SET state = jsonb_set(state, '{copies}', '9') WHERE place = 3", F.PROJECTION_DIFFERS),
        ("UPDATE reading.cases SET state = '{}' WHERE place = 3", F.PROJECTION_DIFFERS),
        ("DELETE FROM reading.cases WHERE place = 3", F.PROJECTION_MISSING),
        (
            """INSERT INTO reading.cases SELECT 'stray', procedure, 'stray', municipality, status, received_at,
            updated_at, due_at, assignee, closed, place, subject, likeness, state FROM reading.cases WHERE place = 3""",
            F.PROJECTION_STRAY,
        ),
    ],
)
async def test_a_read_table_that_is_not_the_fold(codes, pool: Pool, statement: str, code: F):
    """A row changed, lost or made up is told."""
    await pool.execute(statement)

    assert await codes() == {code}


async def test_findings_name_places_and_no_content(pool: Pool, folder: Path, tamper, signer: Signer):
    """A finding says where, as plain JSON, and quotes nothing of what stands there."""
    await tamper("UPDATE ledger.entries SET entry = 'canary'::bytea WHERE position = 30")
    result = await verify_ledger(pool, [folder], [signer.verifier])

    assert "canary" not in json.dumps(result.model_dump(mode="json"))
    assert any(finding.where == "position 30" for finding in result.findings)
