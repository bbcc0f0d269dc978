"""`madoguchi notice` and the lists an operator asks for: what has not gone out, what is late, what has not begun."""

import json
from datetime import timedelta

import pytest
from contracts.stories import batch, batches, case_id, completed
from fixtures.command import madoguchi
from fixtures.sealed_ledger import seal_batches

from adapters.postgres.outbox import PostgresOutbox
from adapters.postgres.recorder import PostgresRecorder
from domain.cases.notices import Channel

pytestmark = pytest.mark.database
ID = case_id(1)


@pytest.fixture
async def given_up(installation):
    """An installation where one of the six mails of a request was given up."""
    await seal_batches(installation.pool, batches(1))
    await installation.take_in(ID, completed(1)[0])
    now = await installation.pool.fetchval("SELECT now() + interval '1 second'")
    outbox = PostgresOutbox(installation.pool, clock=lambda: now)
    await outbox.give_up((await outbox.claim(Channel.MAIL, 1, timedelta(minutes=1)))[0], "address_invalid")
    return installation


@pytest.fixture
def told(given_up):
    """Run a command there and return its one document; its exit status must be the expected one."""

    def run(*words, expect=0):
        ended = madoguchi(*words, "--json", environment=given_up.environment)
        assert ended.status == expect, ended
        return json.loads(ended.out)

    return run


def test_mails_that_were_given_up_are_listed_with_their_reason(told, given_up):
    """Which mail of which request, and a code for why; without the option, also those still to be sent."""
    (notice,) = told("notice", "list", "--given-up")

    assert (notice["case_id"], notice["notice"], notice["error"]) == (ID, "received", "address_invalid")
    assert len(told("notice", "list")) == 6
    assert "address_invalid" in madoguchi("notice", "list", environment=given_up.environment).out


def test_mails_are_sent_again_once(told):
    """The second time there is none to send again, and the answer is no."""
    assert told("notice", "again", ID)["notices"] == 1
    assert told("notice", "again", ID, expect=1)["notices"] == 0
    assert told("notice", "list", "--given-up") == []
    assert len(told("notice", "list")) == 6


def test_a_settled_mail_leaves_the_list(told):
    """By receipt number as well as by request id."""
    assert told("notice", "settle", completed(1)[0].case_number)["notices"] == 1
    assert len(told("notice", "list")) == 5
    assert told("notice", "settle", ID, expect=1)["notices"] == 0


def test_a_request_nobody_knows_is_told_as_such(told):
    """Exit status 1, as everywhere."""
    assert told("notice", "again", case_id(9), expect=1)["error"]["code"] == "request_unknown"


async def test_requests_that_are_late_or_have_not_begun_are_listed(installation):
    """Each list names the request it is about, and no other."""
    recorder = PostgresRecorder(installation.pool)
    await recorder.record(batch(1, 1, 3))
    await recorder.record(batch(2, 1, 3))
    await installation.take_in(case_id(3), completed(3)[0])
    async with installation.pool.acquire() as session:
        await session.execute("UPDATE reading.cases SET due_at = now() + interval '1 hour'")
        await session.execute("UPDATE reading.cases SET due_at = now() - interval '1 hour' WHERE case_id = $1", ID)

    late = await installation.run("request", "list", "--overdue")
    waiting = await installation.run("request", "list", "--not-started")
    both = await installation.say("request", "list", "--overdue")

    assert [each["case_id"] for each in late] == [ID]
    assert [each["case_id"] for each in waiting] == [case_id(3)]
    assert completed(1)[0].case_number in both.out
