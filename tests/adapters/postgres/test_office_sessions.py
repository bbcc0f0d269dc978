"""Who has signed in, and who is on the way, in Postgres."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from adapters.postgres.office_sessions import PostgresSignInTrips, PostgresStaffSessions
from adapters.postgres.session import Pool
from domain.office.sign_in import IDLE, LONGEST, ON_THE_WAY, SignedIn, SignInTrip

pytestmark = pytest.mark.database
BEGIN = datetime(2026, 12, 1, tzinfo=UTC)
ISSUER = "https://sign-in.example"


class Clock:
    """A clock that a test sets forward."""

    def __init__(self) -> None:
        self.now = BEGIN

    def __call__(self) -> datetime:
        """Return what it says."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(pool: Pool, clock: Clock) -> PostgresStaffSessions:
    return PostgresStaffSessions(pool, clock=clock)


@pytest.fixture
def trips(pool: Pool, clock: Clock) -> PostgresSignInTrips:
    return PostgresSignInTrips(pool, clock=clock)


def said(subject: str = "sub-1", session: str | None = "sid-1") -> SignedIn:
    return SignedIn(issuer=ISSUER, subject=subject, auth_time=BEGIN, strong=True, provider_session=session)


def trip(state: str = "state") -> SignInTrip:
    return SignInTrip(state=state, nonce="nonce", verifier="verifier", begun_at=BEGIN, to="/queue/x", fresh=True)


async def test_a_session_is_found_as_it_was_begun(sessions: PostgresStaffSessions):
    begun = await sessions.begin("key", said(), "officer-sato")

    assert await sessions.find("key") == begun
    assert (begun.officer, begun.signed_in, begun.ends_at) == ("officer-sato", said(), BEGIN + LONGEST)
    assert await sessions.find("another") is None


async def test_a_session_idles_out_and_use_keeps_it(sessions: PostgresStaffSessions, clock: Clock):
    await sessions.begin("key", said(), "officer-sato")
    clock.now += IDLE - timedelta(seconds=1)
    assert await sessions.find("key")
    clock.now += IDLE - timedelta(seconds=1)
    assert await sessions.find("key")
    clock.now += IDLE
    assert await sessions.find("key") is None


async def test_a_busy_session_ends_after_its_time(sessions: PostgresStaffSessions, clock: Clock):
    await sessions.begin("key", said(), "officer-sato")
    while clock.now < BEGIN + LONGEST:
        assert await sessions.find("key")
        clock.now += timedelta(minutes=29)
    assert await sessions.find("key") is None


async def test_an_end_ends_one_and_a_second_is_none(sessions: PostgresStaffSessions):
    await sessions.begin("one", said(), "officer-sato")
    await sessions.begin("two", said(), "officer-sato")
    await sessions.end("one")
    await sessions.end("one")
    assert (await sessions.find("one"), (await sessions.find("two")) is not None) == (None, True)


@pytest.mark.parametrize(
    ("whom", "left"),
    [
        ({"subject": "sub-1"}, ["c"]),
        ({"provider_session": "sid-1"}, ["b", "c"]),
        ({"subject": "sub-1", "provider_session": "sid-2"}, ["a", "c"]),
        ({"subject": "sub-2", "provider_session": "sid-1"}, ["a", "b", "c"]),
        ({}, ["a", "b", "c"]),
    ],
    ids=str,
)
async def test_a_notice_ends_whom_it_names(sessions: PostgresStaffSessions, whom: dict[str, str], left: list[str]):
    for key, subject, session in (("a", "sub-1", "sid-1"), ("b", "sub-1", "sid-2"), ("c", "sub-3", None)):
        await sessions.begin(key, said(subject, session), "officer-sato")

    assert await sessions.end_of("https://another.example", **whom) == 0
    assert await sessions.end_of(ISSUER, **whom) == 3 - len(left)
    assert [key for key in "abc" if await sessions.find(key)] == left


async def test_what_has_ended_is_erased_by_the_next_sign_in(
    pool: Pool, sessions: PostgresStaffSessions, trips: PostgresSignInTrips, clock: Clock
):
    await sessions.begin("old", said(), "officer-sato")
    await trips.keep("visit", trip())
    clock.now += LONGEST
    await sessions.begin("new", said(), "officer-sato")
    await trips.keep("visit", trip("new"))

    assert [row["key"] for row in await pool.fetch("SELECT key FROM office.sessions")] == ["new"]
    assert [row["state"] for row in await pool.fetch("SELECT state FROM office.sign_ins")] == ["new"]


async def test_a_trip_is_taken_once_however_many_ask_at_once(trips: PostgresSignInTrips):
    await trips.keep("visit", trip())
    taken = await asyncio.gather(*(trips.take("visit", "state") for _ in range(5)))

    assert [each for each in taken if each] == [trip()]


async def test_a_trip_is_the_browsers_that_set_out(trips: PostgresSignInTrips, clock: Clock):
    await trips.keep("visit", trip())

    assert await trips.take("another", "state") is None
    assert await trips.take("visit", "another") is None
    clock.now += ON_THE_WAY
    assert await trips.take("visit", "state") is None
