"""Where a request stands, put together for its citizen: by the web and by the command line alike."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import NamedTuple

from domain.certificates.rules import texts_of
from domain.certificates.state import RequestState
from domain.certificates.status import Status
from domain.municipality.book import PolicyBook
from domain.municipality.texts import Language
from web.certificates.citizen_view import Payment, RequestView, received, view, with_grounds, with_mail_note
from web.certificates.ports import Reading
from web.ports import Mails, PaymentLink
from web.receipts import Asked

PaymentOf = Callable[[RequestState], Awaitable[Payment]]
"""Says what is to be paid, and where, to who asks; asked only while there is something to pay."""


class Sources(NamedTuple):
    """What is looked into."""

    book: PolicyBook
    reading: Reading
    mails: Mails


async def standing(about: Asked, sources: Sources, language: Language, payment_of: PaymentOf) -> RequestView:
    """Return where a request stands. Raises PortUnavailable."""
    order = about.order
    policy = sources.book.policy(order.municipality)
    texts, general = texts_of(policy, language), policy.texts[language]
    state = await sources.reading.state(order.case_id)
    shown = received(about, texts, language)
    if state is not None:
        payment = await payment_of(state) if state.status is Status.AWAITING_PAYMENT else None
        shown = view(about, state, payment, (texts, language))
        if state.status is Status.REJECTED:
            shown = with_grounds(shown, await sources.reading.events(order.case_id), (texts, general))
    return with_mail_note(shown, general) if await sources.mails.unreached(order.case_id) else shown


def payment_at(state: RequestState, link: PaymentLink | None, now: datetime) -> Payment:
    """Return what is to be paid and where; a code to pay that has expired is no address any more."""
    if link is None or (link.expires_at is not None and link.expires_at <= now):
        return Payment(amount=state.terms.amount)
    return Payment(amount=state.terms.amount, url=link.url or None, expires_at=link.expires_at)
