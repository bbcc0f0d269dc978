"""Webhooks as they come in life: twice, in any order, late, after the end, before we know of the charge ourselves."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any

from chaos.catalogue import Told
from chaos.citizens import APPROVER, Request, until
from chaos.town import Fault, Town
from chaos.trial import Trial
from domain import ids

_ACCEPTED = 202
_COPIES = 5
_FORGED, _AT_ONCE = 1_000, 8
_MOST_LOOKS = 150
_NOTICED_WITHIN = 5.0  # seconds, on a machine that does all of it at once


async def tell(trial: Trial, case: Told, town: Town) -> None:
    """Walk a request through notifications of this kind."""
    try:
        await trial.together(asyncio.create_task(_HOW[case.how](trial, town), name="the request"))
    finally:
        town.controller.disarm()
        await town.webhooks()


async def _duplicate(trial: Trial, town: Town) -> None:
    await town.webhooks(copies=_COPIES)
    await trial.of(Request(town, "issued")).walk()


async def _forged(trial: Trial, town: Town) -> None:
    """A thousand forged notifications of the charge; amid them the citizen pays, and the genuine one comes."""
    looks = Fault({"system": "paypay", "method": "GET", "path": "/v2/codes/payments/.*", "kind": "latency", "ms": 0})
    await town.add_fault(looks)  # counts, and delays nothing
    request = trial.of(Request(town, "issued"))
    await request.submit()
    await request.link_shown()
    forging = asyncio.create_task(_forge(town, request))
    await asyncio.sleep(1)  # the forger begins
    await request.pay_shown()
    paid = time.monotonic()
    await request.paid()
    noticed = time.monotonic() - paid
    await forging
    await town.count_faults()
    trial.said = (
        f"noticed after {noticed:.1f} s amid {_FORGED} forged notifications, {looks.hits} looks at the provider"
    )
    if noticed > _NOTICED_WITHIN or looks.hits > _MOST_LOOKS:
        trial.wrong.append(trial.said)
    await request.walk_on()


async def _forge(town: Town, request: Request) -> None:
    """Say a thousand times that the charge was paid, each time under another number."""
    url, payment = f"{town.web}/api/v1/webhooks/paypay", ids.payment_id(request.case_id)
    body = {"notification_type": "Transaction", "merchant_order_id": payment, "state": "COMPLETED"}
    for first in range(0, _FORGED, _AT_ONCE):
        numbers = range(first, first + _AT_ONCE)
        await asyncio.gather(*(town.client.post(url, json=body | {"order_id": str(number)}) for number in numbers))


async def _disordered(trial: Trial, town: Town) -> None:
    """Capture and cancellation are told three times each, mixed, some after the end."""
    await town.webhooks(copies=3, delay_seconds=4, shuffle=True)
    await trial.of(Request(town, "withdrawn")).walk()
    await _all_told(town)


async def _late(trial: Trial, town: Town) -> None:
    """The news comes ten seconds late, and again when all is over."""
    await town.webhooks(delay_seconds=10)
    request = trial.of(Request(town, "issued"))
    await request.walk()
    await _tell_payment(town, request)


async def _too_early(trial: Trial, town: Town) -> None:
    """The citizen pays, and the news comes, while the charge stands at the provider and in none of our books."""
    trap = town.controller.arm("after provider.create")
    request = trial.of(Request(town, "issued"))
    await request.submit()
    await until(lambda: _is(trap.held), "the charge")
    if await request.link():
        raise ValueError("the charge is recorded already")
    payment = ids.payment_id(request.case_id)
    codes = (await town.provider())["codes"]
    code = next(each["code_id"] for each in codes if each["merchant_payment_id"].startswith(payment))
    (await town.client.post(f"{town.sandbox}/paypay/pay/{code}")).raise_for_status()
    await _all_told(town)
    trap.released.set()
    await request.paid()
    await request.walk_on()


async def _post_duplicate(trial: Trial, town: Town) -> None:
    """The carrier tells of each scan again and again, the delivery before the transit."""
    request = trial.of(Request(town, "issued"))
    await request.submit()
    await request.pay()
    await request.paid()
    await request.examine()
    await request.decide(APPROVER, action="approve")
    await request.print()
    await request.seal()
    await request.reaches("dispatched")
    await request.post.scan(request.tracking_number, "in_transit")
    await request.post.scan(request.tracking_number, "delivered")
    await _tell_scans(town, request)
    await request.closed()


async def _post_after_the_end(trial: Trial, town: Town) -> None:
    request = trial.of(Request(town, "issued"))
    await request.walk()
    await _tell_scans(town, request)


async def _is(event: asyncio.Event) -> bool:
    return event.is_set()


async def _all_told(town: Town) -> None:
    """Wait until the provider has nothing left to tell."""

    async def done() -> bool:
        counts = (await town.provider())["counts"]
        return bool(counts["notifications"] == counts["notifications_delivered"])

    await until(done, "the provider's notifications")


async def _tell_payment(town: Town, request: Request) -> None:
    """Send the provider's notification by hand, as often as a broken sender does."""
    payment = ids.payment_id(request.case_id)
    captures = (await town.provider())["captures"]
    order = next(each["payment_id"] for each in captures if each["merchant_payment_id"].startswith(payment))
    body = {
        "notification_type": "Transaction",
        "merchant_order_id": payment,
        "order_id": order,
        "state": "COMPLETED",
    }
    url = f"{town.web}/api/v1/webhooks/paypay"
    answers = await asyncio.gather(*(town.client.post(url, json=body) for _ in range(_COPIES)))
    if any(answer.status_code != _ACCEPTED for answer in answers):
        raise ValueError("a notification after the end was not taken")


async def _tell_scans(town: Town, request: Request) -> None:
    """Have the carrier tell every scan again, the latest first, and wait until it has."""
    for _ in range(3):
        for scan in reversed(await town.scans(request.tracking_number)):
            await town.tell_again(str(scan["event_id"]))

        async def heard() -> bool:
            return all(each["push_after"] is None for each in await town.scans(request.tracking_number))

        await until(heard, "the carrier's webhooks")


_HOW: dict[str, Callable[[Trial, Town], Coroutine[Any, Any, None]]] = {
    "forged": _forged,
    "duplicate": _duplicate,
    "disordered": _disordered,
    "late": _late,
    "before_the_charge_is_recorded": _too_early,
    "post_duplicate": _post_duplicate,
    "post_after_the_end": _post_after_the_end,
}
