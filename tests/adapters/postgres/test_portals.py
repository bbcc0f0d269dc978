"""Portals in Postgres: keys, limits exact under parallel callers, and news told once."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from contracts.stories import batch, batches, case_id
from fakes.portals import portal_named
from fixtures.sealed_ledger import seal_batches

from adapters.postgres.commitments import Commitments
from adapters.postgres.portal_news import PostgresPortalNews
from adapters.postgres.portals import PostgresPortals, TooManyKeysError
from adapters.postgres.session import Pool
from adapters.postgres.webhook_endpoints import PostgresWebhookEndpoints
from domain.portals.keys import digest_of
from domain.portals.webhooks import PAUSES

pytestmark = pytest.mark.database
START = datetime(2026, 11, 30, 1, 0, 30, tzinfo=UTC)
PORTAL = portal_named("town-portal", per_minute=40)


class _Clock:
    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> _Clock:
    """A clock that stands."""
    return _Clock()


@pytest.fixture
async def portals(pool: Pool, clock: _Clock) -> PostgresPortals:
    """Portals, one of them there."""
    made = PostgresPortals(pool, clock=clock)
    assert await made.create(PORTAL)
    return made


@pytest.fixture
def endpoints(pool: Pool, clock: _Clock) -> PostgresWebhookEndpoints:
    """Endpoints."""
    return PostgresWebhookEndpoints(pool, Commitments(b"k" * 32), clock=clock)


@pytest.fixture
def news(pool: Pool, clock: _Clock) -> PostgresPortalNews:
    """The news."""
    return PostgresPortalNews(pool, clock=clock)


async def test_a_key_opens_until_it_is_revoked(portals: PostgresPortals):
    key = await portals.new_key(PORTAL.portal_id)
    assert key
    assert await portals.holder(digest_of(key)) == PORTAL
    ((listed,),) = [each.keys for each in await portals.listed()]
    assert (listed.used_at, key.startswith(listed.begins), key == listed.begins) == (START, True, False)

    assert await portals.revoke(PORTAL.portal_id, listed.key_id)

    assert await portals.holder(digest_of(key)) is None
    assert not await portals.revoke(PORTAL.portal_id, listed.key_id)


async def test_two_keys_are_good_at_the_same_time_and_no_third(portals: PostgresPortals):
    made = await asyncio.gather(*(portals.new_key(PORTAL.portal_id) for _ in range(4)), return_exceptions=True)

    assert sum(isinstance(each, str) for each in made) == 2
    assert sum(isinstance(each, TooManyKeysError) for each in made) == 2
    assert await portals.new_key("nobody") is None


async def test_the_limit_is_exact_under_eight_callers(portals: PostgresPortals, clock: _Clock):
    async def caller() -> int:
        return sum([await portals.count_call(PORTAL) is None for _ in range(10)])

    allowed = await asyncio.gather(*(caller() for _ in range(8)))

    assert sum(allowed) == PORTAL.per_minute
    assert await portals.count_call(PORTAL) == 30
    clock.now += timedelta(seconds=30)
    assert await portals.count_call(PORTAL) is None


async def test_a_case_is_one_portals_for_ever(portals: PostgresPortals):
    await portals.create(portal_named("other"))
    await portals.adopt(PORTAL.portal_id, case_id(1))
    await portals.adopt("other", case_id(1))

    assert await portals.owns(PORTAL.portal_id, case_id(1))
    assert not await portals.owns("other", case_id(1))


async def test_each_change_is_told_once_also_what_came_before_the_adoption(
    pool: Pool, portals: PostgresPortals, endpoints: PostgresWebhookEndpoints, news: PostgresPortalNews
):
    """The office's own statuses show in nothing; what another portal's case does is no news."""
    endpoint = await endpoints.add(PORTAL.portal_id, "https://portal.example/in")
    assert endpoint
    await seal_batches(pool, [batch(1, 1, 3), *batches(2)])
    await news.collect()
    await portals.adopt(PORTAL.portal_id, case_id(1))
    for _ in range(3):
        await news.collect()
    early = [each.type for each in await endpoints.log(endpoint.endpoint_id, 50)]

    await seal_batches(pool, [batch(1, 4)])
    for _ in range(3):
        await news.collect()

    due = await news.claim(50, timedelta(minutes=1))
    told = [
        json.loads(each.body)["data"] for each in sorted(due, key=lambda each: json.loads(each.body)["data"]["place"])
    ]
    assert {each["case_id"] for each in told} == {case_id(1)}
    assert [each["place"] for each in told] == sorted({each["place"] for each in told})
    assert len(early) < len(told)
    statuses = [each["status"] for each in told]
    assert "held" not in statuses
    assert "awaiting_approval" not in statuses
    assert all(before != after for before, after in pairwise(statuses))


async def test_a_delivery_is_tried_for_three_days_then_given_up_and_sent_anew_on_request(
    portals: PostgresPortals, endpoints: PostgresWebhookEndpoints, news: PostgresPortalNews, clock: _Clock
):
    endpoint = await endpoints.add(PORTAL.portal_id, "https://portal.example/in")
    assert endpoint
    message = await endpoints.tell(endpoint.endpoint_id, "test", {})
    for pause in PAUSES:
        (due,) = await news.claim(5, timedelta(minutes=1))
        assert await news.claim(5, timedelta(minutes=1)) == ()
        await news.failed(due, 500)
        clock.now += pause
    (due,) = await news.claim(5, timedelta(minutes=1))
    await news.failed(due, 0)

    clock.now += timedelta(days=30)
    assert await news.claim(5, timedelta(minutes=1)) == ()
    (logged,) = await endpoints.log(endpoint.endpoint_id, 5)
    assert (logged.attempts, logged.answer, logged.next_at) == (len(PAUSES) + 1, 0, None)

    assert await endpoints.again(endpoint.endpoint_id, message)
    (due,) = await news.claim(5, timedelta(minutes=1))
    await news.delivered(due, 204)
    (logged,) = await endpoints.log(endpoint.endpoint_id, 5)
    assert (logged.answer, logged.delivered_at) == (204, clock.now)


async def test_an_endpoint_that_is_removed_is_told_nothing_more(
    portals: PostgresPortals, endpoints: PostgresWebhookEndpoints, news: PostgresPortalNews
):
    endpoint = await endpoints.add(PORTAL.portal_id, "https://portal.example/in")
    assert endpoint
    await endpoints.tell(endpoint.endpoint_id, "test", {})

    assert not await endpoints.remove("other", endpoint.endpoint_id)
    assert await endpoints.remove(PORTAL.portal_id, endpoint.endpoint_id)

    assert await news.claim(5, timedelta(minutes=1)) == ()
    assert await endpoints.of(PORTAL.portal_id) == ()
