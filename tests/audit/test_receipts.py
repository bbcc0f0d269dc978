"""受付コード: a case's first entry proved against a checkpoint, offline; every way to change it is found."""

import asyncio
from pathlib import Path

import pytest
from contracts.stories import batch, batches, case_id, completed
from fixtures.sealed_ledger import seal_batches

from adapters.postgres.checkpoints import PostgresCheckpoints
from adapters.postgres.session import Pool
from audit.checkpoint import Checkpoint, file_name, publish, read_checkpoint
from audit.notes import Signer
from audit.receipts import LedgerReceipts, ReceiptFault, check_receipt
from audit.words.registry import WORDS
from domain.cases.receipt_code import ReceiptCode
from domain.errors import DomainError, ErrorCode

pytestmark = pytest.mark.database


def held(folder: Path, size: int, signer: Signer) -> Checkpoint:
    """Return a checkpoint as somebody holds it."""
    return read_checkpoint(folder / file_name(size), [signer.verifier])


async def code(pool: Pool, number: int) -> ReceiptCode:
    """Return the code of the `number`-th case, which a checkpoint covers."""
    found = await LedgerReceipts(pool).code_of(case_id(number))
    assert found is not None
    return found


async def test_a_receipt_verifies_against_the_checkpoint_that_covers_it(pool: Pool, folder: Path, signer: Signer):
    """Each case under the first checkpoint behind its first entry; it says which case, when and for what."""
    for number, size in ((1, 14), (2, 28)):
        result = check_receipt(str(await code(pool, number)), held(folder, size, signer), WORDS)

        first = completed(number)[0]
        assert (result.ok, result.case_id, result.needed) == (True, case_id(number), size)
        assert (result.case_number, result.received_at) == (first.case_number, first.received_at.isoformat())
        assert result.said is not None
        assert "申請が到達しました" in result.said.ja


async def test_before_the_first_checkpoint_covers_it_there_is_no_code(pool: Pool, folder: Path, signer: Signer):
    """The third case came after the newest checkpoint; with the next one it has its code."""
    assert await LedgerReceipts(pool).code_of(case_id(3)) is None
    assert await LedgerReceipts(pool).code_of(case_id(4)) is None, "nobody has heard of it"

    await publish(pool, signer, folder)

    assert check_receipt(str(await code(pool, 3)), held(folder, 31, signer), WORDS).ok


async def test_a_code_stays_the_same_while_the_ledger_grows(pool: Pool, folder: Path, signer: Signer):
    """A receipt printed twice is one receipt."""
    before = str(await code(pool, 2))
    await seal_batches(pool, (*batches(4), batch(5, 1, 3)))
    await publish(pool, signer, folder)

    assert str(await code(pool, 2)) == before


async def test_line_breaks_and_words_around_a_code_do_no_harm(pool: Pool, folder: Path, signer: Signer):
    """As somebody copies it out of a mail."""
    written = str(await code(pool, 1))
    folded = "\n  ".join(written[at : at + 60] for at in range(0, len(written), 60))

    assert check_receipt(f"RECEIPT {folded} THANK YOU", held(folder, 14, signer), WORDS).ok


async def test_each_changed_part_of_a_code_is_found(pool: Pool, folder: Path, signer: Signer):
    """Another entry, place or proof does not lead to the root; another checkpoint is named."""
    good, checkpoint = await code(pool, 2), held(folder, 28, signer)
    changed = {
        "entry": good._replace(entry=good.entry.replace(b'"copies":1', b'"copies":2')),
        "place": good._replace(position=good.position + 1),
        "proof": good._replace(proof=(bytes(32), *good.proof[1:])),
        "shorter proof": good._replace(proof=good.proof[:-1]),
    }
    for part, code_ in changed.items():
        assert code_ != good, part
        assert check_receipt(str(code_), checkpoint, WORDS).fault is ReceiptFault.NOT_INCLUDED, part
    other = check_receipt(str(good), held(folder, 14, signer), WORDS)
    assert (other.fault, other.needed) == (ReceiptFault.CHECKPOINT_OTHER, 28)


async def test_an_entry_that_is_not_the_first_of_its_case_is_no_receipt(pool: Pool, folder: Path, signer: Signer):
    """A true proof of another event says nothing of when the request came."""
    rows = await pool.fetch("SELECT entry, leaf FROM ledger.entries WHERE position < 14 ORDER BY position")
    from audit.merkle import inclusion_proof

    second = ReceiptCode(1, 14, inclusion_proof([row["leaf"] for row in rows], 1), rows[1]["entry"])

    assert check_receipt(str(second), held(folder, 14, signer), WORDS).fault is ReceiptFault.NOT_THE_FIRST


@pytest.mark.parametrize(
    "written", ["", "MADOGUCHI:1:.", "MADOGUCHI:1:A.", "MADOGUCHI:1:AAAAAAAA.", "hello", "A" * 9000]
)
async def test_what_is_no_code_is_said_to_be_none(folder: Path, signer: Signer, written: str):
    """However little or much of it there is."""
    assert check_receipt(written, held(folder, 14, signer), WORDS).fault is ReceiptFault.CODE_UNREADABLE


async def test_every_letter_of_a_code_counts(pool: Pool, folder: Path, signer: Signer):
    """Whichever one is another, the receipt does not verify (the last may hold bits that say nothing)."""
    written, checkpoint = str(await code(pool, 1)), held(folder, 14, signer)
    for at in range(len("MADOGUCHI:1:"), len(written) - 2, 7):
        letter = "B" if written[at] != "B" else "C"
        assert not check_receipt(written[:at] + letter + written[at + 1 :], checkpoint, WORDS).ok, at


async def test_a_rewritten_ledger_gives_no_code(pool: Pool, folder: Path, tamper):
    """What contradicts the checkpoint is never printed on a receipt."""
    await tamper("UPDATE ledger.entries SET leaf = sha256('x') WHERE position = 15")

    with pytest.raises(DomainError) as refused:
        await LedgerReceipts(pool).code_of(case_id(2))
    assert refused.value.code is ErrorCode.LEDGER_CONFLICT


async def test_the_database_keeps_each_checkpoint_as_its_file_is(pool: Pool, folder: Path, signer: Signer):
    """Anybody can take it away; it cannot be changed; publishing again at once adds none."""
    await asyncio.gather(*(publish(pool, signer, folder) for _ in range(4)))

    kept = PostgresCheckpoints(pool)
    for size in (14, 28, 31):
        assert await kept.note(size) == (folder / file_name(size)).read_text()
    assert await kept.note(15) is None
    assert await pool.fetchval("SELECT count(*) FROM ledger.checkpoints") == 3
    with pytest.raises(Exception, match="append-only"):
        await pool.execute("UPDATE ledger.checkpoints SET note = ''")


async def test_a_code_is_short_enough_for_a_picture(pool: Pool, folder: Path):
    """A QR code holds 4,296 such letters; ours leave room for a ledger of a million entries."""
    written = str(await code(pool, 2))

    assert set(written) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:.")
    assert len(written) + 2 * 32 * 8 // 5 * 10 < 2500
