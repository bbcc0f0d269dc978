"""The inbox: each scan once, a bounded number of looks at a charge, and a genuine notice seen within a second."""

from datetime import timedelta

import pytest
from contracts.stories import case_id

from adapters.postgres.effects import PostgresEffects
from adapters.postgres.inbox import PostgresInbox
from adapters.postgres.session import Pool
from domain import ids

pytestmark = pytest.mark.database
PAYMENT = ids.payment_id(case_id(1))
NUMBER = "12345678903"


@pytest.fixture
def inbox(pool: Pool) -> PostgresInbox:
    """The inbox."""
    return PostgresInbox(pool)


@pytest.fixture
async def charge(pool: Pool) -> str:
    """A charge whose intent stands in the journal."""
    await PostgresEffects(pool).begin(PAYMENT, "charge", PAYMENT, {})
    return PAYMENT


async def passes(pool: Pool, span: timedelta) -> None:
    """Let time pass: everything that was or is to be moves into the past by it."""
    await pool.execute(
        "UPDATE inbox.charges SET told_at = told_at - $1::interval, looked_at = looked_at - $1::interval, free_at = free_at - $1::interval,"
        " due_at = due_at - $1::interval",
        span,
    )
    await pool.execute(
        "UPDATE inbox.scans SET heard_at = heard_at - $1::interval, due_at = due_at - $1::interval", span
    )


async def test_a_scan_is_passed_on_once(pool: Pool, inbox: PostgresInbox):
    """Two hundred repeats of a genuine notification are one hint, before it is passed on and after."""
    kept = [await inbox.scan_told("scan-1", NUMBER, case_id(1)) for _ in range(100)]
    assert [(scan.event_id, scan.case_id) for scan in await inbox.scans(20)] == [("scan-1", case_id(1))]
    assert await inbox.scans(20) == ()
    await inbox.scan_passed_on("scan-1")
    kept += [await inbox.scan_told("scan-1", NUMBER, case_id(1)) for _ in range(100)]
    await passes(pool, timedelta(days=1))
    assert (kept.count(True), await inbox.scans(20)) == (1, ())


async def test_a_letter_has_a_budget_of_its_own(inbox: PostgresInbox):
    """A thousand scans of one letter are twenty hints; another letter's are not touched."""
    kept = [await inbox.scan_told(f"scan-{number}", NUMBER, case_id(1)) for number in range(1_000)]
    assert kept.count(True) == 20
    assert await inbox.scan_told("scan-other", "12345678914", case_id(2))


async def test_a_scan_that_was_taken_and_not_passed_on_comes_again(pool: Pool, inbox: PostgresInbox):
    """Whoever took it died: after a while another does; one that could not be passed on comes after a moment."""
    await inbox.scan_told("scan-1", NUMBER, case_id(1))
    assert len(await inbox.scans(20)) == 1
    await passes(pool, timedelta(minutes=1))
    assert len(await inbox.scans(20)) == 1
    await inbox.scan_later("scan-1")
    await passes(pool, timedelta(seconds=3))
    assert len(await inbox.scans(20)) == 1


async def test_what_was_heard_long_ago_is_forgotten(pool: Pool, inbox: PostgresInbox):
    """A month later the row goes: a signature of that time is refused for its age."""
    for number in range(3):
        await inbox.scan_told(f"scan-{number}", NUMBER, case_id(1))
    await inbox.scan_passed_on("scan-0")
    await passes(pool, timedelta(days=31))
    await inbox.sweep()
    rows = await pool.fetch("SELECT event_id FROM inbox.scans ORDER BY event_id")
    assert [row["event_id"] for row in rows] == ["scan-1", "scan-2"]


@pytest.mark.parametrize("told", ["pay-nonsense", f"{PAYMENT}-2", "", f"refund-{PAYMENT}", f"close-{PAYMENT}"])
async def test_only_charges_of_ours_are_kept(pool: Pool, inbox: PostgresInbox, charge: str, told: str):
    """Whoever guesses leaves no row and causes no question."""
    await PostgresEffects(pool).begin(f"close-{charge}", "close", charge, {})
    assert not await inbox.charge_told(told)
    assert await inbox.charges(8) == ()


async def test_a_genuine_notice_amid_a_thousand_forged_is_seen_within_a_second(
    pool: Pool, inbox: PostgresInbox, charge: str
):
    """Ten forged notices a second for a hundred seconds: some hundred looks, and each notice is followed by one at once."""
    step, looks, unseen, longest = timedelta(milliseconds=100), 0, timedelta(), timedelta()
    for _ in range(1_000):
        await inbox.charge_told(charge)
        unseen += step
        await passes(pool, step)
        for told in await inbox.charges(8):
            looks, longest, unseen = looks + 1, max(longest, unseen), timedelta()
            await inbox.unpaid(told)
    assert 80 <= looks <= 130
    assert longest <= timedelta(seconds=1.1)


async def test_who_never_stops_forging_is_slowed_down(pool: Pool, inbox: PostgresInbox, charge: str):
    """A notice each second for half an hour: far fewer looks than notices, and a genuine one waits ten seconds at most."""
    looks, unseen, longest = 0, 0, 0
    for _ in range(1_800):
        await inbox.charge_told(charge)
        unseen += 1
        await passes(pool, timedelta(seconds=1))
        for told in await inbox.charges(8):
            looks, longest, unseen = looks + 1, max(longest, unseen), 0
            await inbox.unpaid(told)
    assert looks <= 320
    assert longest <= 11


async def test_a_charge_shown_unpaid_is_looked_at_again_a_few_times(pool: Pool, inbox: PostgresInbox, charge: str):
    """What the provider shows may lag: after 2, 8 and 30 seconds, then when somebody says something again."""
    await inbox.charge_told(charge)
    waits = []
    for second in range(3_600):
        for told in await inbox.charges(8):
            waits.append(second)
            await inbox.unpaid(told)
        await passes(pool, timedelta(seconds=1))
    assert waits == [0, 2, 10, 40]
    await inbox.charge_told(charge)
    assert len(await inbox.charges(8)) == 1


async def test_a_notice_while_we_look_is_followed_by_another_look(pool: Pool, inbox: PostgresInbox, charge: str):
    """It may be the genuine one, of what happened just after we asked."""
    await inbox.charge_told(charge)
    (told,) = await inbox.charges(8)
    await inbox.charge_told(charge)
    await inbox.unpaid(told)
    assert await inbox.charges(8) == ()
    await passes(pool, timedelta(seconds=1))
    assert len(await inbox.charges(8)) == 1


async def test_nothing_new_can_be_said_of_a_captured_charge(pool: Pool, inbox: PostgresInbox, charge: str):
    """It is looked at later and later until the ledger knows it; a thousand notices change nothing."""
    await inbox.charge_told(charge)
    looked = []
    for second in range(4 * 3_600):
        if second % 10 == 0:
            assert await inbox.charge_told(charge) is (second == 0)
        for told in await inbox.charges(8):
            looked.append(second)
            await inbox.captured(told)
        await passes(pool, timedelta(seconds=1))
        if second == 130:
            break
    assert looked == [0, 2, 6, 14, 30, 62, 126]
    await inbox.settled(charge)
    await passes(pool, timedelta(days=30))
    assert await inbox.charges(8) == ()
    assert not await inbox.charge_told(charge)
