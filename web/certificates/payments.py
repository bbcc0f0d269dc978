"""Where a fee is paid just now; a code to pay that has expired is asked for anew."""

from contextlib import suppress
from datetime import datetime

from domain.certificates.state import RequestState
from domain.errors import PortUnavailable
from web.certificates.citizen_view import Payment
from web.certificates.desk import CertificateDesk
from web.certificates.standing import payment_at


async def present_payment(desk: CertificateDesk, case_id: str, state: RequestState) -> Payment:
    """Return what is to be paid and the address of the present code, None while it is being made."""
    link, now = await desk.links.payment_link(case_id), desk.clock()
    if link is not None and link.expires_at is not None and link.expires_at <= now:
        await _renew(desk, state.money.payment_id, link.expires_at)
    return payment_at(state, link, now)


async def _renew(desk: CertificateDesk, payment_id: str | None, expired_at: datetime) -> None:
    if payment_id is None or not desk.renewals.due(f"{payment_id} {expired_at}", desk.clock()):
        return
    with suppress(PortUnavailable):  # the status can be read all the same; the next look a minute later asks again
        await desk.renewing.renew_code(payment_id)
