"""The provider's books: what may happen to an order, and that nothing written is lost."""

import os
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from contracts.payment_provider import AdjustableClock
from hypothesis import given
from hypothesis import strategies as st

from adapters.paypay.cancellation import is_cancellable
from sandbox.paypay import refusals
from sandbox.paypay.books import Books, Obstacle, Unpayable
from sandbox.paypay.cancellation import cancellable_before
from sandbox.paypay.evidence import evidence
from sandbox.paypay.orders import NewOrder, NewRefund, Order, OrderStatus
from sandbox.paypay.refusals import Refused, Verdict

INSTANTS = st.integers(1_600_000_000, 2_200_000_000).map(lambda epoch: datetime.fromtimestamp(epoch, UTC))
ROOT = Path(__file__).parents[3]


def new(number: str = "pay-1", amount: int = 300) -> NewOrder:
    return NewOrder(number, amount, "住民票の写し", "", 1_790_000_000)


def refund(order: Order, number: str = "refund-1", amount: int = 300) -> NewRefund:
    return NewRefund(number, order.payment_id or "", amount, "", 1_790_000_000)


def refusal(action: object) -> Verdict:
    with pytest.raises(Refused) as caught:
        action()  # type: ignore[operator]
    return caught.value.verdict


def test_an_order_number_serves_once(books: Books) -> None:
    """The second order under a number is refused, whatever its amount."""
    books.create(new())
    assert refusal(lambda: books.create(new(amount=500))) is refusals.DUPLICATE_CODE


def test_a_code_is_paid_once(books: Books) -> None:
    """Paying captures the amount; paying again is refused and moves nothing."""
    order = books.create(new())
    assert books.pay(order.code_id).status is OrderStatus.COMPLETED
    with pytest.raises(Unpayable) as caught:
        books.pay(order.code_id)
    assert caught.value.obstacle is Obstacle.PAID
    assert evidence(books.connection).amounts == {"captured": 300, "cancelled": 0, "refunded": 0, "held": 300}


def test_an_expired_code_stays_created(books: Books, clock: AdjustableClock) -> None:
    """From its end on a code cannot be paid, and its state does not say so."""
    order = books.create(new())
    clock.pass_time(books.lifetime - timedelta(seconds=1))
    assert books.obstacle(order) is None
    clock.pass_time(timedelta(seconds=1))
    with pytest.raises(Unpayable) as caught:
        books.pay(order.code_id)
    assert caught.value.obstacle is Obstacle.EXPIRED
    again = books.order("pay-1")
    assert again is not None
    assert again.status is OrderStatus.CREATED


def test_a_deleted_code(books: Books) -> None:
    """A deleted code cannot be paid nor deleted again; a paid one cannot be deleted."""
    order, paid = books.create(new()), books.create(new("pay-2"))
    books.delete_code(order.code_id)
    with pytest.raises(Unpayable) as caught:
        books.pay(order.code_id)
    assert caught.value.obstacle is Obstacle.DELETED
    assert refusal(lambda: books.delete_code(order.code_id)) is refusals.UNKNOWN_CODE
    books.pay(paid.code_id)
    assert refusal(lambda: books.delete_code(paid.code_id)) is refusals.ALREADY_PAID


def test_cancelled_before_paid(books: Books) -> None:
    """A cancellation that came first undoes the payment at once, and the order is a failed one."""
    order = books.create(new())
    assert books.cancel("pay-1").status is OrderStatus.CREATED
    assert books.pay(order.code_id).status is OrderStatus.FAILED
    assert evidence(books.connection).amounts["held"] == 0


@pytest.mark.parametrize(
    ("now", "late"),
    [
        ("2026-10-01T14:59:59+00:00", False),
        ("2026-10-01T15:14:59.999999+00:00", False),
        ("2026-10-01T15:15:00+00:00", True),
    ],
)
def test_the_cancellation_window(books: Books, clock: AdjustableClock, now: str, *, late: bool) -> None:
    """Until 00:14:59 in Japan on the day after."""
    books.pay(books.create(new()).code_id)
    clock.now = datetime.fromisoformat(now)
    if late:
        assert refusal(lambda: books.cancel("pay-1")) is refusals.NOT_REVERSIBLE
    else:
        assert books.cancel("pay-1").status is OrderStatus.CANCELED
        assert refusal(lambda: books.cancel("pay-1")) is refusals.NOT_REVERSIBLE


@given(INSTANTS, st.integers(0, 200_000))
def test_two_rules_agree(captured: datetime, later: int) -> None:
    """Whenever our adapter's rule says cancel, the provider's clock allows it; they differ by no more than a second."""
    now = captured + timedelta(seconds=later)
    assert is_cancellable(captured, now) is (now < cancellable_before(captured))


def test_refunds(books: Books, clock: AdjustableClock) -> None:
    """Only a captured order is refunded, once, and never for more than was paid."""
    order = books.pay(books.create(new()).code_id)
    assert refusal(lambda: books.refund(refund(order, amount=301))) is refusals.WRONG_AMOUNT
    clock.pass_time(timedelta(days=3))
    assert books.refund(refund(order)).amount == 300
    assert refusal(lambda: books.refund(refund(order))) is refusals.ONE_REFUND_ONLY
    assert refusal(lambda: books.refund(refund(order, "refund-2"))) is refusals.ONE_REFUND_ONLY
    assert refusal(lambda: books.cancel("pay-1")) is refusals.NOT_REVERSIBLE
    assert evidence(books.connection).amounts["held"] == 0


def test_refunds_of_nothing(books: Books) -> None:
    """What was never paid, or went back already, is not refunded."""
    unpaid = books.create(new())
    assert refusal(lambda: books.refund(refund(unpaid))) is refusals.UNKNOWN_ORDER
    order = books.pay(unpaid.code_id)
    books.cancel("pay-1")
    assert refusal(lambda: books.refund(refund(order))) is refusals.NOT_REFUNDABLE


def test_a_refund_number_serves_once(books: Books) -> None:
    """Two orders cannot share a refund number, and the second order's money stays."""
    first, second = (books.pay(books.create(new(number)).code_id) for number in ("pay-1", "pay-2"))
    books.refund(refund(first))
    assert refusal(lambda: books.refund(refund(second))) is refusals.ONE_REFUND_ONLY
    assert evidence(books.connection).amounts["held"] == 300


def test_settlement_takes_its_time(tmp_path: Path, clock: AdjustableClock) -> None:
    """An accepted refund is settled when the provider's time has passed."""
    books = Books(tmp_path, clock, settlement=timedelta(days=1))
    order = books.pay(books.create(new()).code_id)
    assert not books.refund(refund(order)).settled
    clock.pass_time(timedelta(days=1))
    entry = books.refund_entry("refund-1")
    assert entry is not None
    assert entry.settled
    books.close()


def test_the_money_is_append_only(books: Books) -> None:
    """No capture can be changed, erased or written twice, not even by SQL."""
    books.pay(books.create(new()).code_id)
    for statement in ("UPDATE movements SET amount = 1", "DELETE FROM movements"):
        with pytest.raises(sqlite3.IntegrityError, match="append only"):
            books.connection.execute(statement)
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        books.connection.execute(
            "INSERT INTO movements (kind, merchant_payment_id, payment_id, amount, at)"
            " SELECT kind, merchant_payment_id, 'other', amount, at FROM movements"
        )


def test_books_survive_a_killed_provider(tmp_path: Path, clock: AdjustableClock) -> None:
    """What was answered before SIGKILL is there after it."""
    program = (
        "import sys; from datetime import UTC, datetime; from pathlib import Path\n"
        "from sandbox.paypay.books import Books; from sandbox.paypay.orders import NewOrder\n"
        "books = Books(Path(sys.argv[1]), lambda: datetime(2026, 10, 1, 1, tzinfo=UTC))\n"
        "books.pay(books.create(NewOrder('pay-1', 300, '', '', 0)).code_id)\n"
        "print('paid', flush=True); sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "paid\n"
        os.kill(process.pid, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    books = Books(tmp_path, clock)
    assert [capture.merchant_payment_id for capture in evidence(books.connection).captures] == ["pay-1"]
    with pytest.raises(Refused):
        books.create(new())
    books.close()
