"""What machines told us is looked into: only what the provider says goes on, and none of it is lost."""

from datetime import UTC, datetime

import pytest
from contracts.stories import case_id, completed

from domain import ids
from domain.certificates.evolve import fold
from domain.certificates.procedure import CERTIFICATES
from domain.errors import DomainError, ErrorCode, PortRejected, PortUnavailable
from domain.inbox import ToldCharge, ToldScan
from domain.payments.charge import Charge, ChargeStatus
from upkeep.told_charges import ToldCharges
from upkeep.told_scans import ToldScans

NOW = datetime(2026, 11, 30, tzinfo=UTC)
PAYMENT = ids.payment_id(case_id(1))
SECOND = ids.charge_id(PAYMENT, 2)


class _World:
    """Inbox, read table, provider and engine at once; `said` is what was noted or told, in order."""

    def __init__(self):
        self.due = [ToldCharge(PAYMENT, 1, NOW)]
        self.story = completed(1)[:5]
        self.status = ChargeStatus.CAPTURED
        self.under_way = True
        self.fault = None
        self.unreadable = None
        self.said = []

    async def charges(self, _limit):
        due, self.due = self.due, []
        return due

    async def settled(self, charge_id):
        self.said.append(("settled", charge_id))

    async def unpaid(self, told):
        self.said.append(("unpaid", told.charge_id))

    async def unanswered(self, told):
        self.said.append(("unanswered", told.charge_id))

    async def captured(self, told):
        self.said.append(("captured", told.charge_id))

    async def state(self, _request):
        if self.unreadable:
            raise self.unreadable
        return fold(self.story)

    async def read(self, charge_id):
        if self.fault:
            raise self.fault
        self.said.append(("asked", charge_id))
        captured = self.status is ChargeStatus.CAPTURED
        return Charge(charge_id=charge_id, amount=300, status=self.status, captured_at=NOW if captured else None)

    async def hint(self, _payment, charge_id):
        self.said.append(("hinted", charge_id))
        return self.under_way

    async def send_back(self, _payment, charge):
        self.said.append(("sent back", charge.charge_id))

    def looker(self):
        return ToldCharges(self, self, self, self.hint, self.send_back)


async def looked(world):
    """Look once and return what was noted."""
    assert await world.looker().look() == 1
    return [what for what, _ in world.said]


async def test_a_capture_reaches_the_payment():
    """It is looked at again until the ledger knows it: the payment may just have ended."""
    assert await looked(_World()) == ["asked", "hinted", "captured"]


@pytest.mark.parametrize("status", sorted(set(ChargeStatus) - {ChargeStatus.CAPTURED}))
async def test_what_is_not_captured_reaches_nobody(status):
    """A forged notice ends here: no line in any history."""
    world = _World()
    world.status = status
    assert await looked(world) == ["asked", "unpaid"]


async def test_a_capture_nobody_waits_for_is_sent_back():
    """The payment is over and the ledger does not know the charge: recorded and returned by its own workflow."""
    world = _World()
    world.under_way, world.story, world.due = False, completed(1), [ToldCharge(SECOND, 1, NOW)]
    assert await looked(world) == ["asked", "hinted", "sent back", "captured"]


async def test_a_capture_the_ledger_knows_is_settled_without_a_question():
    """The fee itself: notices about it are over."""
    world = _World()
    world.story = completed(1)
    assert await looked(world) == ["settled"]


@pytest.mark.parametrize("fault", [PortUnavailable("paypay"), PortRejected("paypay", "http_403")])
async def test_a_provider_that_does_not_answer_delays_that_charge_alone(fault):
    """It is looked at later, and the others at once."""
    world = _World()
    world.fault = fault
    assert await looked(world) == ["unanswered"]


async def test_a_charge_of_a_case_that_this_release_cannot_read_waits_for_one_that_can():
    """Whether it is the case's fee is not known here: nothing is asked and nothing given back, and the worker goes on."""
    world = _World()
    world.unreadable = DomainError(ErrorCode.EVENT_UNKNOWN, procedure="certificates")
    assert await looked(world) == ["unanswered"]


class _Post:
    """An inbox of scans and the requests they are for."""

    def __init__(self, fault=None):
        self.waiting = [ToldScan("scan-1", case_id(1)), ToldScan("scan-2", case_id(2))]
        self.fault = fault
        self.said = []

    async def scans(self, _limit):
        waiting, self.waiting = self.waiting, []
        return waiting

    async def scan_passed_on(self, event_id):
        self.said.append(("passed on", event_id))

    async def scan_later(self, event_id):
        self.said.append(("later", event_id))

    async def sweep(self):
        self.said.append(("swept", ""))

    async def hint(self, _request, event_id):
        if self.fault:
            raise self.fault
        self.said.append(("hinted", event_id))


async def test_scans_are_passed_on():
    """Each to its request."""
    post = _Post()
    assert await ToldScans(post, {CERTIFICATES.name: post.hint}).pass_on() == 2
    assert [each for _, each in post.said[1:]] == ["scan-1", "scan-1", "scan-2", "scan-2"]


@pytest.mark.parametrize("code", [ErrorCode.REQUEST_CLOSED, ErrorCode.REQUEST_UNKNOWN])
async def test_a_scan_nobody_waits_for_is_done_with(code):
    """The request has ended."""
    post = _Post(DomainError(code))
    await ToldScans(post, {CERTIFICATES.name: post.hint}).pass_on()
    assert post.said[1:] == [("passed on", "scan-1"), ("passed on", "scan-2")]


async def test_an_engine_that_is_down_keeps_the_scan():
    """It comes again; the round ends."""
    post = _Post(PortUnavailable("temporal"))
    with pytest.raises(PortUnavailable):
        await ToldScans(post, {CERTIFICATES.name: post.hint}).pass_on()
    assert post.said[1:] == [("later", "scan-1")]


async def test_a_scan_for_a_procedure_that_is_not_served_here_waits():
    """A worker that serves it passes it on; nothing is lost, and nothing else waits for it."""
    post = _Post()
    assert await ToldScans(post, {}).pass_on() == 0
    assert post.said[1:] == [("later", "scan-1"), ("later", "scan-2")]
