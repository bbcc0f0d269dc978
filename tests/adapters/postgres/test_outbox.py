"""The outbox: claims are exclusive for their lease, failures wait longer each time, nothing is lost."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from contracts.recorder import Sealed
from contracts.stories import batches, case_id, completed

from adapters.postgres.outbox import PostgresOutbox
from adapters.postgres.recorder import PostgresRecorder
from adapters.postgres.session import Pool
from audit.rebuild import rebuild
from domain.cases.notices import Channel
from domain.certificates.evolve import fold
from domain.certificates.notices import NoticeKind
from domain.certificates.state import RequestState

pytestmark = pytest.mark.database
LEASE = timedelta(minutes=1)
MAIL = Channel.MAIL


class Wall:
    """A clock that stands until it is moved; it starts at the database's time."""

    def __init__(self, now):
        self.now = now

    def __call__(self):
        """Return the time shown."""
        return self.now


@pytest.fixture
async def wall(pool: Pool, recorder: PostgresRecorder, sealed: Sealed) -> Wall:
    """A clock a second after a whole request (six notices) was sealed."""
    for part in batches(1):
        await recorder.record(part)
    await sealed(case_id(1))
    return Wall(await pool.fetchval("SELECT now() + interval '1 second'"))


@pytest.fixture
def outbox(pool: Pool, wall: Wall) -> PostgresOutbox:
    """The outbox at that time."""
    return PostgresOutbox(pool, clock=wall)


async def test_senders_at_once_never_share_a_notice(outbox: PostgresOutbox):
    """Three senders claim six notices: each goes to one of them."""
    claims = await asyncio.gather(*(outbox.claim(MAIL, 3, LEASE) for _ in range(3)))

    keys = [due.key for claim in claims for due in claim]
    assert len(keys) == len(set(keys)) == 6


async def test_a_claim_keeps_its_limit_whatever_the_planner_believes(
    pool: Pool, recorder: PostgresRecorder, sealed: Sealed, wall: Wall
):
    """Statistics of a table with one notice, then a burst: not one more than asked for."""
    await pool.execute("DELETE FROM outbox.notices WHERE occasion > 1")
    await pool.execute("VACUUM ANALYZE outbox.notices, reading.cases")
    for number in range(2, 8):
        for part in batches(number):
            await recorder.record(part)
        await sealed(case_id(number))
    wall.now += timedelta(minutes=1)

    assert len(await PostgresOutbox(pool, clock=wall).claim(MAIL, 6, LEASE)) == 6


async def test_a_notice_is_claimed_with_the_case_as_it_stands(outbox: PostgresOutbox):
    """What its procedure needs to write it; no part of it is read here."""
    for due in await outbox.claim(MAIL, 10, LEASE):
        assert RequestState.model_validate_json(due.state) == fold(completed(1))


async def test_each_channel_has_its_own_notices(pool: Pool, outbox: PostgresOutbox):
    """A notice that goes out on two channels is sent on one, and still due on the other."""
    await pool.execute(
        "INSERT INTO outbox.notices (case_id, notice, occasion, channel)"
        " SELECT case_id, notice, occasion, 'letter' FROM outbox.notices"
    )
    due = await outbox.claim(MAIL, 20, LEASE)
    for each in due:
        await outbox.sent(each)

    left = await pool.fetch("SELECT DISTINCT channel FROM outbox.notices WHERE sent_at IS NULL")
    assert (len(due), [row["channel"] for row in left]) == (6, ["letter"])


async def test_while_read_tables_are_made_anew_nobody_is_written_to(pool: Pool, outbox: PostgresOutbox):
    """A request without its row is not claimed, and is as soon as the row is there again."""
    await pool.execute("DELETE FROM reading.cases")
    assert await outbox.claim(MAIL, 10, LEASE) == []

    await rebuild(pool)

    assert {due.attempt for due in await outbox.claim(MAIL, 10, LEASE)} == {1}


async def test_a_claim_runs_out(outbox: PostgresOutbox, wall: Wall):
    """A sender that dies leaves its notices to the next, who sees the second attempt of the same mail."""
    first = await outbox.claim(MAIL, 10, LEASE)
    assert await outbox.claim(MAIL, 10, LEASE) == []

    wall.now += LEASE
    again = await outbox.claim(MAIL, 10, LEASE)

    assert [due.key for due in again] == [due.key for due in first]
    assert {due.attempt for due in again} == {2}


async def test_what_was_sent_is_not_sent_again(outbox: PostgresOutbox, wall: Wall):
    """A sent notice is neither due nor among the unsent."""
    for due in await outbox.claim(MAIL, 10, LEASE):
        await outbox.sent(due)
    wall.now += timedelta(days=1)

    assert await outbox.claim(MAIL, 10, LEASE) == []
    assert await outbox.unsent(10) == ()


async def test_failures_wait_longer_each_time(pool: Pool, outbox: PostgresOutbox, wall: Wall):
    """15 s, 30 s, 60 s … and never more than an hour; a notice is due then and not before."""
    await pool.execute("UPDATE outbox.notices SET sent_at = now() WHERE notice <> 'received'")
    for seconds in (15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600):
        due = (await outbox.claim(MAIL, 1, LEASE))[0]
        await outbox.later(due, "system_unavailable")
        wall.now += timedelta(seconds=seconds - 1)
        assert await outbox.claim(MAIL, 1, LEASE) == []
        wall.now += timedelta(seconds=1)

    assert len(await outbox.claim(MAIL, 1, LEASE)) == 1


async def test_a_late_failure_does_not_disturb_the_claim_after_it(outbox: PostgresOutbox, wall: Wall):
    """A sender whose lease has run out cannot make the notice due while another holds it."""
    late = (await outbox.claim(MAIL, 1, LEASE))[0]
    wall.now += LEASE
    assert late.key in {due.key for due in await outbox.claim(MAIL, 10, timedelta(hours=1))}
    await outbox.later(late, "system_unavailable")
    wall.now += timedelta(minutes=30)

    assert await outbox.claim(MAIL, 10, LEASE) == []


async def test_what_was_given_up_is_still_shown(outbox: PostgresOutbox, wall: Wall):
    """A notice refused for good is not tried again and stays visible."""
    due = (await outbox.claim(MAIL, 1, LEASE))[0]
    assert due.notice == NoticeKind.RECEIVED
    await outbox.give_up(due, "system_rejected")
    wall.now += timedelta(days=1)

    assert due.key not in {other.key for other in await outbox.claim(MAIL, 10, LEASE)}
    (shown,) = await outbox.unsent(10, given_up=True)
    assert (shown.case_id, shown.notice, shown.attempts) == (case_id(1), NoticeKind.RECEIVED, 1)
    assert (shown.given_up_at, shown.error) == (wall.now - timedelta(days=1), "system_rejected")
    assert len(await outbox.unsent(10)) == 6


async def test_what_was_given_up_is_tried_again_when_somebody_says_so(outbox: PostgresOutbox, wall: Wall):
    """It is due at once, as if for the first time; notices that were not given up are left alone."""
    due = (await outbox.claim(MAIL, 1, LEASE))[0]
    await outbox.give_up(due, "address_invalid")

    assert await outbox.again(case_id(1)) == 1
    assert await outbox.again(case_id(1)) == 0
    assert await outbox.unsent(10, given_up=True) == ()
    assert (due.key, 1) in {(other.key, other.attempt) for other in await outbox.claim(MAIL, 10, LEASE)}


async def test_what_was_settled_leaves_the_list_and_is_never_sent(outbox: PostgresOutbox, wall: Wall):
    """The citizen was told otherwise: neither trying again nor time brings the notice back."""
    due = (await outbox.claim(MAIL, 1, LEASE))[0]
    await outbox.give_up(due, "address_invalid")

    assert await outbox.settle(case_id(1)) == 1
    assert await outbox.settle(case_id(1)) == await outbox.again(case_id(1)) == 0
    wall.now += timedelta(days=1)
    assert due.key not in {other.key for other in await outbox.claim(MAIL, 10, LEASE)}
    assert len(await outbox.unsent(10)) == 5


async def test_a_citizen_is_unreached_by_what_was_given_up_until_it_is_settled(outbox: PostgresOutbox):
    """The status page says so while no officer has seen to it; nobody else's does."""
    due = (await outbox.claim(MAIL, 1, LEASE))[0]
    assert not await outbox.unreached(case_id(1))
    await outbox.give_up(due, "550")

    assert await outbox.unreached(case_id(1))
    assert not await outbox.unreached(case_id(2))
    await outbox.settle(case_id(1))
    assert not await outbox.unreached(case_id(1))


async def test_a_citizen_is_unreached_by_what_has_waited_for_a_day(outbox: PostgresOutbox, wall: Wall):
    """A mail server that is away for an hour is no news; one that is away for a day is."""
    wall.now = datetime.now(UTC) + timedelta(hours=23)
    assert not await outbox.unreached(case_id(1))
    wall.now += timedelta(hours=2)
    assert await outbox.unreached(case_id(1))
    for due in await outbox.claim(MAIL, 10, LEASE):
        await outbox.sent(due)
    assert not await outbox.unreached(case_id(1))
