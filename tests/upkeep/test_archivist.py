"""Closed histories become files and rows of the index, whatever dies in between."""

import asyncio
import hashlib
from datetime import UTC, datetime

import pytest
from contracts.stories import batch, case_id, closing

from adapters.postgres.archive import PostgresArchive
from adapters.postgres.recorder import PostgresRecorder
from domain import ids
from domain.cases.archive import StoredHistory
from domain.errors import PortUnavailable
from upkeep.archivist import Archivist

pytestmark = pytest.mark.database
NOW = datetime(2026, 12, 1, tzinfo=UTC)


class Engine:
    """Histories of closed workflows by id."""

    def __init__(self):
        self.histories = {}
        self.down = False
        self.fails = set()
        self.asked = []

    def close(self, number, *, paid=True):
        """Let a request and its payment have ended."""
        request = case_id(number)
        workflows = [ids.case_workflow_id(request)]
        if paid:
            workflows.append(ids.payment_workflow_id(ids.payment_id(request)))
        for workflow_id in workflows:
            run = f"run-{workflow_id.partition('/')[0]}-{number}"
            self.histories[workflow_id] = StoredHistory(workflow_id=workflow_id, run_id=run, content=run.encode() * 9)

    async def closed(self, workflow_id):
        """Return a closed workflow's history."""
        self.asked.append(workflow_id)
        if self.down or workflow_id in self.fails:
            raise PortUnavailable("temporal")
        return self.histories.get(workflow_id)


class BreakingIndex:
    """The real index, whose `add` fails at the n-th call as if the process had died there."""

    def __init__(self, index, at):
        self._index = index
        self._left = at
        self.unarchived = index.unarchived
        self.quiet = index.quiet

    async def add(self, history):
        """Note an archived run, or die."""
        self._left -= 1
        if self._left == 0:
            raise PortUnavailable("postgres")
        await self._index.add(history)


@pytest.fixture
async def index(pool, close):
    """The index, a while after two requests were closed."""
    await close(1, 2)
    return PostgresArchive(pool)


@pytest.fixture
def close(pool, sealed):
    """Let requests have been closed a while ago."""
    recorder = PostgresRecorder(pool)

    async def closed(*numbers):
        for number in numbers:
            await recorder.record(batch(number, 1, 14))
            await recorder.record(closing(number))
            await sealed(case_id(number))

    return closed


@pytest.fixture
def engine():
    return Engine()


class Ticks:
    """Seconds that pass when the test says so."""

    def __init__(self):
        self.now = 100.0

    def __call__(self):
        """Return them."""
        return self.now


@pytest.fixture
def ticks():
    return Ticks()


def archivist(index, engine, folder, ticks=None):
    return Archivist(index, engine, folder / "archive", lambda: NOW, ticks or Ticks())


def files(folder):
    return sorted(path.relative_to(folder / "archive").as_posix() for path in folder.rglob("*") if path.is_file())


async def test_a_closed_request_is_archived_after_its_payment(index, engine, tmp_path):
    """Two files and two rows; each row's hash is that of its file, and the payment's comes first."""
    engine.close(1)
    added = []

    class Noting(BreakingIndex):
        async def add(self, history):
            assert (tmp_path / "archive" / history.path).is_file(), "the row came before its file"
            added.append(history)
            await super().add(history)

    assert await archivist(Noting(index, 99), engine, tmp_path).archive_closed() == 1

    assert [each.workflow_id.partition("/")[0] for each in added] == ["fee-payment", "case"]
    assert set(await index.of_case(case_id(1))) == set(added)
    assert files(tmp_path) == sorted(each.path for each in added)
    for each in added:
        content = (tmp_path / "archive" / each.path).read_bytes()
        assert hashlib.sha256(content).hexdigest() == each.sha256
        assert each.archived_at == NOW


async def test_a_request_without_a_payment_is_archived_alone(index, engine, tmp_path):
    """Nothing was to be paid: one file."""
    engine.close(1, paid=False)

    assert await archivist(index, engine, tmp_path).archive_closed() == 1
    assert len(files(tmp_path)) == 1


async def test_what_still_runs_is_left_alone(index, engine, ticks, tmp_path):
    """Closed in the books but not yet in the engine: not touched, and taken later."""
    keeper = archivist(index, engine, tmp_path, ticks)
    assert await keeper.archive_closed() == 0
    assert files(tmp_path) == []

    engine.close(2)
    ticks.now += 60

    assert await keeper.archive_closed() == 1
    assert await index.unarchived(10) == (case_id(1),)


async def test_while_requests_are_going_on_one_is_archived_every_five_seconds(pool, index, engine, ticks, tmp_path):
    """Two are closed while another request moves: the first is archived at once, the second five seconds later."""
    keeper = archivist(index, engine, tmp_path, ticks)
    for number in (1, 2):
        engine.close(number)
    await PostgresRecorder(pool).record(batch(3, 1, 3))

    assert await keeper.archive_closed() == 1
    ticks.now += 4.9
    assert await keeper.archive_closed() == 0
    ticks.now += 0.1
    assert await keeper.archive_closed() == 1
    assert await index.unarchived(10) == ()


async def test_what_has_been_staged_for_long_is_no_reason_to_give_way(pool, index, engine, tmp_path):
    """A request that is suspended keeps its last events staged for days: it is quiet all the same."""
    for number in (1, 2):
        engine.close(number)
    await PostgresRecorder(pool).record(batch(3, 1, 3))
    await pool.execute("UPDATE ledger.staged SET staged_at = now() - interval '3 days'")

    assert await archivist(index, engine, tmp_path).archive_closed() == 2


async def test_in_the_quiet_all_are_archived_at_once(index, engine, tmp_path):
    """Nothing moves: nobody is in the way of anybody."""
    for number in (1, 2):
        engine.close(number)

    assert await archivist(index, engine, tmp_path).archive_closed() == 2


async def test_what_the_engine_lost_does_not_stand_in_the_way(close, index, engine, ticks, tmp_path):
    """Twenty-two histories the engine knows nothing of: the twenty-third is archived all the same."""
    await close(*range(3, 24))
    last = (await index.unarchived(100))[-1]
    engine.close(int(last[-12:], 16))
    keeper = archivist(index, engine, tmp_path, ticks)

    assert sum([await keeper.archive_closed() for _ in range(2)]) == 1
    assert last not in await index.unarchived(100)


async def test_what_cannot_be_had_is_asked_for_less_and_less_often(index, engine, ticks, tmp_path):
    """A minute later, then two, then four: within an hour six times, though it was looked at every five seconds."""
    engine.close(2)
    keeper = archivist(index, engine, tmp_path, ticks)
    for _ in range(720):
        await keeper.archive_closed()
        ticks.now += 5

    assert engine.asked.count(ids.case_workflow_id(case_id(1))) == 6


@pytest.mark.parametrize("broken", [1, 4])
async def test_histories_that_fail_do_not_stand_in_the_way(close, index, engine, ticks, tmp_path, broken):
    """One or several that the engine cannot give look like an outage, are told as one, and are not the next to be tried."""
    await close(*range(3, 9))
    oldest = (await index.unarchived(100))[:broken]
    for number in range(1, 9):
        engine.close(number)
    engine.fails |= {ids.case_workflow_id(each) for each in oldest}
    keeper = archivist(index, engine, tmp_path, ticks)
    told = 0
    for _ in range(4):
        try:
            await keeper.archive_closed()
        except PortUnavailable:
            told += 1

    assert await index.unarchived(100) == oldest
    assert told == -(-broken // 3)


async def test_what_others_archived_is_forgotten(index, engine, ticks, tmp_path):
    """Another worker was luckier with them: giving way is a single history again."""
    ours, theirs = archivist(index, engine, tmp_path, ticks), archivist(index, engine, tmp_path, ticks)
    await ours.archive_closed()
    for number in (1, 2):
        engine.close(number)
    await theirs.archive_closed()
    asked = len(engine.asked)
    ticks.now += 3600
    await ours.archive_closed()

    assert len(engine.asked) == asked


@pytest.mark.parametrize("call", [1, 2])
async def test_dying_between_file_and_row_is_made_good(index, engine, tmp_path, call):
    """Before the payment's row or before the request's: the next round completes the same files and rows."""
    engine.close(1)
    with pytest.raises(PortUnavailable):
        await archivist(BreakingIndex(index, call), engine, tmp_path).archive_closed()
    assert case_id(1) in await index.unarchived(10)

    assert await archivist(index, engine, tmp_path).archive_closed() == 1

    rows = await index.of_case(case_id(1))
    assert sorted(each.path for each in rows) == files(tmp_path)
    assert len(rows) == 2
    assert case_id(1) not in await index.unarchived(10)


async def test_two_archivists_at_once_keep_one_file_each(index, engine, tmp_path):
    """Two workers archive the same request: whole files, one row for each run, no litter."""
    engine.close(1)
    keepers = [archivist(index, engine, tmp_path) for _ in range(4)]
    await asyncio.gather(*(keeper.archive_closed() for keeper in keepers))

    rows = await index.of_case(case_id(1))
    assert sorted(each.path for each in rows) == files(tmp_path)


async def test_an_archive_that_cannot_be_written_is_an_outage(index, engine, tmp_path):
    """A full disk or a file where the folder should be: told as an outside system that does not answer; no row."""
    engine.close(1)
    (tmp_path / "archive").write_text("a file, no folder")

    with pytest.raises(PortUnavailable, match="archive"):
        await archivist(index, engine, tmp_path).archive_closed()
    assert await index.of_case(case_id(1)) == ()


async def test_the_folder_mended_all_go_on_at_once(index, engine, ticks, tmp_path):
    """Every round fails until then, and no request is made to wait for what was the folder's fault."""
    for number in (1, 2):
        engine.close(number)
    folder, keeper = tmp_path / "archive", archivist(index, engine, tmp_path, ticks)
    folder.write_text("a file, no folder")
    for _ in range(5):
        with pytest.raises(PortUnavailable, match="archive"):
            await keeper.archive_closed()
        ticks.now += 60
    folder.unlink()

    assert await keeper.archive_closed() == 2


@pytest.mark.parametrize("refused", [1, 4])
async def test_what_the_folder_refuses_stands_in_nobodys_way(close, index, engine, ticks, tmp_path, refused):
    """Some requests' own folders belong to somebody else: a round fails for each, and the others are archived."""
    await close(*range(3, 9))
    oldest = (await index.unarchived(100))[:refused]
    for number in range(1, 9):
        engine.close(number)
    (tmp_path / "archive").mkdir()
    for each in oldest:
        (tmp_path / "archive" / each).write_text("a file, no folder")
    keeper = archivist(index, engine, tmp_path, ticks)
    for _ in range(refused + 1):
        with pytest.raises(PortUnavailable, match="archive"):
            await keeper.archive_closed()
    assert await index.unarchived(100) == oldest

    for each in oldest:
        (tmp_path / "archive" / each).unlink()
    assert await keeper.archive_closed() == refused


async def test_a_file_that_stands_is_not_written_over(index, engine, tmp_path):
    """Another archivist, of another version, has written it in other bytes: those are kept and noted."""
    engine.close(1, paid=False)
    history = engine.histories[ids.case_workflow_id(case_id(1))]
    file = tmp_path / "archive" / case_id(1) / f"{history.run_id}.json"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"in other bytes")

    assert await archivist(index, engine, tmp_path).archive_closed() == 1
    (noted,) = await index.of_case(case_id(1))
    assert noted.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert file.read_bytes() == b"in other bytes"


async def test_a_file_changed_after_it_was_noted_ends_no_worker(index, engine, ticks, tmp_path):
    """Its payment's row stands, its own does not, and the payment's file is another: told, and tried again later."""
    engine.close(1)
    engine.close(2)
    with pytest.raises(PortUnavailable):
        await archivist(BreakingIndex(index, 2), engine, tmp_path).archive_closed()
    first = (await index.unarchived(10))[0]
    (noted,) = await index.of_case(first)
    (tmp_path / "archive" / noted.path).write_bytes(b"changed")

    assert await archivist(index, engine, tmp_path, ticks).archive_closed() == 0
    assert await index.unarchived(10) == (first,)


async def test_while_the_engine_is_down_nothing_is_written(index, engine, tmp_path):
    """The failure is told to the loop."""
    engine.down = True

    with pytest.raises(PortUnavailable, match="temporal"):
        await archivist(index, engine, tmp_path).archive_closed()
    assert files(tmp_path) == []
