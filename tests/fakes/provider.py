"""A payment provider in memory, with the citizen in front of it. Passes tests/contracts/payment_provider.py."""

from datetime import datetime, timedelta

from fakes.board import Board
from fakes.faults import Faults

from domain.errors import PortRejected
from domain.payments.charge import Charge, ChargeOrder, ChargeStatus, Closing
from domain.payments.refund import Refund, RefundOrder
from domain.ports import Clock

SYSTEM = "payments"
_AS_BEFORE = {"status": ChargeStatus.OPEN, "captured_at": None, "provider_reference": ""}
CODE_LIFE = timedelta(hours=1)
_CANCELLABLE = timedelta(days=1)  # this provider's own rule


class FakeProvider:
    """Keeps charges and refunds. Its own books: charges money was taken for, and went back of, in order."""

    def __init__(self, clock: Clock, board: Board) -> None:
        self.faults = Faults(SYSTEM)
        self.charges: dict[str, Charge] = {}
        self.refunds: dict[str, Refund] = {}
        self.captures: list[str] = []
        self.returns: list[str] = []
        self.settles = True  # a refund is done at once; otherwise it stays as it is
        self.pays_while_closing = False  # the citizen presses the button while we delete the code
        self.stale_reads = 0  # so many looks at captured charges show them as they were before
        self.forgets_payments = False  # a code that is paid can be deleted: closing lags behind, too
        self.lost_codes = 0  # of so many new codes the answer is lost
        self._closed: set[str] = set()
        self._clock = clock
        self._board = board

    async def create(self, order: ChargeOrder) -> Charge:
        """Make a code; a repeated order does not tell the address again."""
        with self.faults.around("create"):
            standing = self.charges.get(order.charge_id)
            if standing is not None and standing.amount != order.amount:
                raise PortRejected(SYSTEM, "amount_differs")
            if standing is None:
                standing = self._make(order)
                answer = standing
                self._lose_one()
            else:
                answer = standing.model_copy(update={"url": "", "code_id": ""})
            self._board.changed()
        return answer

    def _lose_one(self) -> None:
        if self.lost_codes:
            self.lost_codes -= 1
            self.faults.lose_answer("create")

    def _make(self, order: ChargeOrder) -> Charge:
        charge = Charge(
            charge_id=order.charge_id,
            amount=order.amount,
            status=ChargeStatus.OPEN,
            code_id=f"code-{order.charge_id}",
            url=f"https://pay.example/{order.charge_id}",
            expires_at=order.ordered_at + CODE_LIFE,
        )
        self.charges[order.charge_id] = charge
        return charge

    async def pay(self, url: str) -> bool:
        """Let the citizen press the button; say whether money was taken."""
        found = [charge for charge in self.charges.values() if charge.url == url]
        if not found or found[0].charge_id in self._closed or found[0].status is not ChargeStatus.OPEN:
            return False
        now = self._clock()
        if found[0].expires_at is None or now >= found[0].expires_at:
            return False
        self._capture(found[0], now)
        return True

    def _capture(self, charge: Charge, now: datetime) -> None:
        paid = {
            "status": ChargeStatus.CAPTURED,
            "captured_at": now,
            "provider_reference": f"ref-{charge.charge_id}",
        }
        self.charges[charge.charge_id] = charge.model_copy(update=paid)
        self.captures.append(charge.charge_id)

    async def read(self, charge_id: str) -> Charge | None:
        """Return the charge."""
        with self.faults.around("read"):
            charge = self.charges.get(charge_id)
            if self.stale_reads and charge is not None and charge.status is ChargeStatus.CAPTURED:
                self.stale_reads -= 1
                return charge.model_copy(update=_AS_BEFORE)
            return charge

    async def close(self, charge_id: str, code_id: str) -> Closing:
        """Delete the code, if nobody has paid it."""
        with self.faults.around("close"):
            if self.pays_while_closing and charge_id not in self._closed:
                self._capture(self.charges[charge_id], self._clock())
            self._board.changed()
            if self.charges[charge_id].status is ChargeStatus.CAPTURED and not self.forgets_payments:
                return Closing.PAID
            self._closed.add(charge_id)
            return Closing.CLOSED

    async def give_back(self, order: RefundOrder) -> Refund:
        """Undo the capture on its day, else give the money back beside it."""
        with self.faults.around("give_back"):
            standing = self.refunds.get(order.refund_id)
            if standing is not None:
                return self._settled(standing, order.charge_id)
            charge = self.charges.get(order.charge_id)
            if charge is None or charge.captured_at is None or order.charge_id in self.returns:
                raise PortRejected(SYSTEM, "not_captured")
            in_time = self._clock() - charge.captured_at < _CANCELLABLE
            refund = Refund(
                refund_id=order.refund_id,
                way="cancellation" if in_time else "refund",
                amount=order.amount,
                is_settled=False,
                accepted_at=self._clock(),
            )
            self.returns.append(order.charge_id)
            return self._settled(refund, order.charge_id)

    async def read_refund(self, refund_id: str, charge_id: str) -> Refund | None:
        """Return the refund."""
        with self.faults.around("read_refund"):
            refund = self.refunds.get(refund_id)
            return None if refund is None else self._settled(refund, charge_id)

    def _settled(self, refund: Refund, charge_id: str) -> Refund:
        cancelled = refund.way == "cancellation"
        if self.settles or cancelled:
            status = ChargeStatus.CANCELLED if cancelled else ChargeStatus.REFUNDED
            self.charges[charge_id] = self.charges[charge_id].model_copy(update={"status": status})
            refund = refund.model_copy(update={"is_settled": True})
        self.refunds[refund.refund_id] = refund
        return refund
