"""Entries of the runbook about systems that are away, each followed on the running stack in that state."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from contracts.loopback import loopback
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from fastapi import FastAPI, Response
from fixtures.journey import Journey, Town
from fixtures.night import Night, instead_of_the_worker
from fixtures.runbook import entry
from fixtures.services import free_port

from embedded.demo.people import until
from embedded.errors import StackError
from sandbox.jpki.authority import Authority

pytestmark = pytest.mark.stack
OF = "SELECT case_id FROM intake.cases WHERE case_number = $1"
DAY = timedelta(hours=24)  # for which a list of the sandbox's authority is in force


async def test_engine_down(town: Town, night: Night):
    """Officers get 503 and new requests wait; page, list, metric and log say so; started again, the list becomes empty."""
    page = entry("Engine down")
    health, waiting = page.commands
    case = await (await Journey(town).apply()).pay()
    journey = Journey(town)
    form = await journey.signed()
    town.stack.process("temporal").kill()
    await town.stack.process("temporal").exited

    journey.receipt = await journey.people.citizen.submit(*form)
    with pytest.raises(StackError, match="answered 503"):
        await case.propose()
    checks = json.loads((await night.types(health)).out)["checks"]
    assert checks == {"postgres": True, "temporal": False}
    assert journey.case_number in (await night.types(waiting)).out
    await night.measures("madoguchi_reachable", system="temporal", most=0)
    await night.measures("madoguchi_waiting_seconds", kind="not_started", least=0.1)
    await night.reads(page, system="temporal")

    await town.stack.supervisor.restart("temporal")
    await journey.reaches("awaiting_payment")
    assert journey.case_number not in (await night.types(waiting)).out
    await case.propose()


async def test_database_down(town: Town, night: Night):
    """Everybody gets 503, commands end with 3 and name the database; started again, the ledger verifies, requests go on."""
    page = entry("Database down")
    health, asked, verified = page.commands
    journey = await (await Journey(town).apply()).reaches("awaiting_payment")
    town.stack.process("postgres").kill()
    await town.stack.process("postgres").exited

    answer = json.loads((await night.types(health)).out)
    assert (answer["ready"], answer["checks"]["postgres"]) == (False, False)
    shown = await town.client.get(f"{town.web}/api/v1/requests/{journey.receipt}")
    assert (shown.status_code, int(shown.headers["Retry-After"]) >= 1) == (503, True)
    refused = await night.types(asked)
    assert refused.status == 3
    assert "postgres" in refused.out
    await night.reads(page, system="postgres")
    await night.measures("madoguchi_worker_ready", most=0)
    await night.measures("madoguchi_reachable", system="postgres", most=0)

    await town.stack.supervisor.restart("postgres")
    assert (await night.types(verified)).status == 0
    await journey.pay()


@pytest.mark.parametrize(("system", "broken"), [("registry", "registry"), ("payment", "paypay")])
async def test_provider_down(town: Town, night: Night, system: str, broken: str):
    """The request waits and is listed, metric and log name the system while others answer, and it goes on by itself."""
    page = entry("Provider down")
    listed, metrics = page.commands
    await town.faults({"system": broken, "kind": "status", "status": 503})
    calls = {"name": "madoguchi_outside_calls_total", "outcome": "unavailable", "system": system}
    before = await night.metric(**calls) or 0
    mails = await night.metric("madoguchi_outside_calls_total", outcome="ok", system="mail") or 0
    journey = await Journey(town).apply()

    await night.measures(**calls, least=before + 1)
    await night.measures("madoguchi_outside_calls_total", outcome="ok", system="mail", least=mails + 1)
    assert journey.case_number in (await night.types(listed)).out
    assert f'outcome="unavailable",system="{system}"' in (await night.types(metrics)).out
    await night.reads(page, code="system_unavailable", case_id=str(await night.asks(OF, journey.case_number)))

    await town.faults()
    assert await journey.link()


async def test_a_token_that_has_run_out(town: Town, night: Night):
    """The register's 401 is counted as its refusal, not as its absence; the request is held, and goes on when the check is made again."""
    calls = {"name": "madoguchi_outside_calls_total", "outcome": "rejected", "system": "registry"}
    before = await night.metric(**calls) or 0
    await town.faults({"system": "registry", "kind": "status", "status": 401})
    journey = await Journey(town).apply()
    officer = journey.people.examiner

    async def held() -> bool:
        case = await officer.find(journey.case_number)
        return case is not None and (await officer.case(case))["status"] == "held"

    await until(held, "the officers' list")
    await night.measures(**calls, least=before + 1)
    await town.faults()
    await officer.decide(await officer.find(journey.case_number), action="check_again")
    await journey.reaches("awaiting_payment")


class ListSource:
    """The operator of the revocation list: what he serves is what the test gives him; nothing is 503."""

    def __init__(self, folder: Path) -> None:
        key = load_pem_private_key((folder / "root.key.pem").read_bytes(), password=None)
        root = x509.load_der_x509_certificate((folder / "roots" / "sandbox-root.der").read_bytes())
        self._authority = Authority(key, root)
        self.served: bytes | None = None
        self.application = FastAPI()
        self.application.add_api_route("/crl", self.answer)

    def answer(self) -> Response:
        """Serve."""
        return Response(self.served or b"", status_code=200 if self.served else 503)

    def serve(self, ends_in: timedelta) -> None:
        """Serve a list that is in force until then."""
        now = datetime.now(UTC).replace(microsecond=0)
        self.served = self._authority.crl({}, now + ends_in - DAY)


@pytest.fixture
async def source(town: Town) -> AsyncIterator[tuple[ListSource, str]]:
    """A source of lists, and its address."""
    made = ListSource(town.stack.data.path / "sandbox" / "jpki")
    async with loopback(made.application) as address:
        yield made, f"{address}/crl"


async def test_revocation_list_stale(town: Town, source: tuple[ListSource, str], tmp_path: Path):
    """The list at hand runs out and none follows, or one of another time: requests stay; the next is used at once."""
    page, (operator, address) = entry("Revocation list stale"), source
    changes = {"MADOGUCHI_JPKI_CRL_URL": address, "MADOGUCHI_WORKER_HEALTH_PORT": str(free_port())}
    night = Night(town, changes, tmp_path / "worker.log")
    async with instead_of_the_worker(night):
        operator.serve(ends_in=timedelta(seconds=3))
        await (await Journey(town).apply()).reaches("awaiting_payment")
        until_when = await night.metric("madoguchi_revocation_list_until_timestamp_seconds")
        assert until_when

        operator.served = None
        await until(lambda: _past(until_when), "the end of the list")
        journey = await Journey(town).apply()
        await night.reads(page, "revocation list not renewed")
        operator.serve(ends_in=DAY + timedelta(hours=1))
        await night.reads(page, "revocation list from another time refused")
        await night.measures("madoguchi_revocation_list_until_timestamp_seconds", most=datetime.now(UTC).timestamp())
        await night.measures("madoguchi_outside_calls_total", outcome="unavailable", system="jpki_crl", least=1)
        await journey.reaches("under_examination")

        operator.serve(ends_in=DAY)
        await journey.reaches("awaiting_payment")


async def _past(instant: float) -> bool:
    return datetime.now(UTC).timestamp() > instant
