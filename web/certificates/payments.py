"""Where a fee is paid just now; a code to pay that has expired is asked for anew."""

from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from domain.certificates.state import RequestState
from domain.errors import PortUnavailable
from web.certificates.citizen_view import Payment
from web.certificates.desk import CertificateDesk
from web.certificates.standing import payment_at
from web.ports import PaymentLink


class CodeState(StrEnum):
    """How it stands with the code to pay."""

    READY = "ready"
    MAKING = "making"
    EXPIRED = "expired"


class PresentCode(NamedTuple):
    """The present code to pay. `url` is empty, `until` None, while there is none that can be paid."""

    state: CodeState
    url: str = ""
    until: datetime | None = None


async def present_payment(desk: CertificateDesk, case_id: str, state: RequestState) -> Payment:
    """Return what is to be paid and the address of the present code, None while it is being made.

    An expired one is asked for anew by this.
    """
    link, now = await desk.links.payment_link(case_id), desk.clock()
    if _is_over(link, now):
        with suppress(PortUnavailable):  # where it stands can be read all the same; a look a minute later asks again
            await _renew(desk, state, link)
    return payment_at(state, link, now)


async def present_code(desk: CertificateDesk, case_id: str, state: RequestState) -> PresentCode:
    """Return the present code; nothing is asked for by it."""
    link, now = await desk.links.payment_link(case_id), desk.clock()
    if link is not None and _is_over(link, now):
        asked = desk.renewals.under_way(_name(state, link), now)
        return PresentCode(CodeState.MAKING if asked else CodeState.EXPIRED)
    if link is None or not link.url:
        return PresentCode(CodeState.MAKING)
    return PresentCode(CodeState.READY, link.url, link.expires_at)


async def ask_for_new_code(desk: CertificateDesk, case_id: str, state: RequestState) -> None:
    """Have an expired code replaced; one that can be paid stays. Raises PortUnavailable: then it may be asked for at once."""
    link = await desk.links.payment_link(case_id)
    if link is not None and _is_over(link, desk.clock()):
        try:
            await _renew(desk, state, link)
        except PortUnavailable:
            desk.renewals.forget(_name(state, link))
            raise


def _is_over(link: PaymentLink | None, now: datetime) -> bool:
    return link is not None and link.expires_at is not None and link.expires_at <= now


def _name(state: RequestState, link: PaymentLink) -> str:
    return f"{state.money.payment_id} {link.expires_at}"


async def _renew(desk: CertificateDesk, state: RequestState, link: PaymentLink | None) -> None:
    payment_id = state.money.payment_id
    if payment_id is None or link is None or not desk.renewals.due(_name(state, link), desk.clock()):
        return
    await desk.renewing.renew_code(payment_id)
