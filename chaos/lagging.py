"""What the provider shows lags behind what it took: a code is paid in its last seconds and shown unpaid for a while."""

import asyncio

from chaos.catalogue import Lagging
from chaos.citizens import Request, until
from chaos.town import Fault, Town
from chaos.trial import Trial
from domain import ids

_LIFE = 6  # seconds: how long a code can be paid
_USUAL = 3 * 3_600
_SHOWN_UNPAID = 10  # seconds after the page was opened again
_PATH = {False: "/v2/codes/payments/.*", True: "/v2/codes/.*"}


async def lag(trial: Trial, case: Lagging, town: Town) -> None:
    """Pay a code, open the page again when it has expired, and see what becomes of it when the provider has caught up."""
    work = _twice_paid(trial, town) if case.closing else _once_paid(trial, town)
    try:
        await trial.together(asyncio.create_task(work, name="the request"))
    finally:
        await town.codes_last(_USUAL)


async def _once_paid(trial: Trial, town: Town) -> None:
    """The code is refused to be deleted: it is paid, and no other is made while the reads say otherwise."""
    request, stale = await _paid_and_shown_unpaid(trial, town, Lagging(closing=False))
    await asyncio.sleep(_SHOWN_UNPAID)  # the length of the fault
    trial.said = f"reads that lagged: {await _hits(town, stale)}"
    if await _codes(town, request) != 1:
        trial.wrong.append("a second code was made while the first was paid")
    await town.end_faults(stale)
    await request.paid()
    await request.walk_on()


async def _twice_paid(trial: Trial, town: Town) -> None:
    """The deletion goes by what is shown, too: a second code is made and paid."""
    request, stale = await _paid_and_shown_unpaid(trial, town, Lagging(closing=True))
    await town.codes_last(_USUAL)
    await request.pay()
    trial.said = f"answers that lagged: {await _hits(town, stale)}, codes: {await _codes(town, request)}"
    await town.end_faults(stale)
    await request.paid()
    await request.walk_on()

    async def given_back() -> bool:
        return (await town.outside.of(request.case_id)).returns == 1

    await until(given_back, "the return of what was paid twice")


async def _paid_and_shown_unpaid(trial: Trial, town: Town, case: Lagging) -> tuple[Request, Fault]:
    await town.codes_last(_LIFE)
    request = trial.of(Request(town, "overpaid" if case.closing else "issued"))
    await request.submit()
    await request.link_shown()
    stale = Fault({"system": "paypay", "path": _PATH[case.closing], "kind": "stale", "behind": 600})
    await town.add_fault(stale)
    await request.pay_shown()

    async def expired() -> bool:
        return await request.link() is None

    await until(expired, "the end of the code")
    return request, stale


async def _hits(town: Town, stale: Fault) -> int:
    await town.count_faults()
    return stale.hits


async def _codes(town: Town, request: Request) -> int:
    payment = ids.payment_id(request.case_id)
    return sum(each["merchant_payment_id"].startswith(payment) for each in (await town.provider())["codes"])
