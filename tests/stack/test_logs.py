"""What worker and web write while a request is on its way: lines of JSON that name the request and nobody."""

import json

import pytest
from fixtures.journey import Journey, Town

from domain import ids
from embedded.demo.story import APPLICANT, DELIVERY

pytestmark = pytest.mark.stack
_PERSONAL = [str(value) for part in (APPLICANT, DELIVERY) for value in part.values() if len(str(value)) > 3]


def written(town: Town) -> dict[str, int]:
    """Return how long the logs are: what other tests of this stack made its processes say is not looked at."""
    return {name: town.stack.data.log(name).stat().st_size for name in ("worker", "web")}


def lines(town: Town, name: str, since: dict[str, int]) -> list[dict[str, object]]:
    """Return a process's log from there on; a line that is no JSON fails the test."""
    log = town.stack.data.log(name).read_bytes()[since[name] :]
    return [json.loads(line) for line in log.decode().splitlines()]


async def test_logs_are_json_and_follow_a_request(town: Town):
    """A withdrawn request whose provider failed on the way: its id stands in the worker's lines, a call's in the web's."""
    begun = written(town)
    await town.faults({"system": "registry", "kind": "status", "status": 503, "times": 5})
    journey = await (await Journey(town).apply()).reaches("awaiting_payment")
    await journey.code()
    answer = await journey.people.citizen.withdraw()
    await journey.reaches("withdrawn")
    worker, web = lines(town, "worker", begun), lines(town, "web", begun)

    failed = [line for line in worker if line.get("event") == "Completing activity as failed"]
    assert failed, "the register's failures are not told"
    assert {line["logger"] for line in failed} == {"temporalio.activity"}
    assert all(ids.is_case_id(str(line["case_id"])) for line in failed)
    assert answer.headers["X-Request-Id"] in {line.get("call") for line in web}
    ours = [line for line in worker + web if "fields" not in line]  # the SDK's native part has a form of its own
    assert all({"event", "level", "timestamp"} <= line.keys() for line in ours)


async def test_logs_name_nobody(town: Town):
    """No name, address, mail address or receipt number of the applicant, in whatever was logged on this stack."""
    journey = await (await Journey(town).apply()).reaches("awaiting_payment")

    for name in ("worker", "web"):
        text = town.stack.data.log(name).read_text(encoding="utf-8")
        assert [value for value in [*_PERSONAL, journey.receipt, await journey.code()] if value in text] == []
