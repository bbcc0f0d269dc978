"""`madoguchi request show`: where a request stands, as its citizen reads it."""

from typing import TYPE_CHECKING

from audit.words.certificates.codes import named
from cli.answers import Answer
from domain import ids
from domain.certificates.procedure import CERTIFICATES
from domain.certificates.status import RefundStatus
from domain.japan import legal_day, to_the_minute
from domain.municipality.texts import Language
from web.certificates.citizen_view import Payment, RequestView
from web.certificates.standing import Sources, payment_at, standing
from web.receipts import Asked

if TYPE_CHECKING:
    from adapters.records import Records
    from domain.certificates.state import RequestState

_CODE_WANTED = "お支払い先は、--code で確認コード(はじめのメールにあります)を付けると出ます"
_CODE_MADE = "お支払いのコードを用意しています。1分ほど後に、メールのお支払いの住所を開いてください"


async def shown(written: str, code: str) -> Answer:
    """Return the request that was named; with its code, which needs the receipt number, where to pay.

    Raises DomainError REQUEST_UNKNOWN, CODE_REFUSED or TOO_MANY_TRIES.
    """
    from adapters.records import open_records
    from cli.addressing import named_by_citizen

    async with open_records() as records:
        if code:
            await records.store.citizen_keys.prove(written, code)
        order = await named_by_citizen(records, written, CERTIFICATES)
        seen = await _seen(records, Asked(ids.normalise_receipt_number(written) or "", order), with_code=bool(code))
    document = {"case_id": order.case_id, **seen.model_dump(mode="json")}
    return Answer(document, told(seen, with_code=bool(code)))


async def _seen(records: "Records", about: Asked, *, with_code: bool) -> RequestView:
    from adapters.postgres.charge_links import ChargeLinks
    from adapters.records import utc_now

    store = records.store

    async def payment_of(state: "RequestState") -> Payment:
        link = await ChargeLinks(store.effects).payment_link(about.order.case_id) if with_code else None
        return payment_at(state, link, utc_now())

    return await standing(about, Sources(records.book, store.reading, store.outbox), Language.JA, payment_of)


def told(seen: RequestView, *, with_code: bool) -> str:
    """Return the view in words; without the code, how one comes to know where to pay."""
    lines = [
        f"案件番号 {seen.case_number}  {seen.kind_text} {seen.copies}通",
        f"到達 {to_the_minute(seen.received_at)} JST",
        f"状態 {seen.status_text}",
        f"次にすること {seen.next_step}",
    ]
    lines += [f"期限 {legal_day(seen.due_at)}"] if seen.due_at else []
    lines += _payment_words(seen.payment, with_code=with_code) if seen.payment else []
    lines += [f"追跡番号 {seen.tracking_number}"] if seen.tracking_number else []
    lines += [f"直すところ {each.name}: {each.reason}" for each in seen.remarks]
    lines += [f"理由 {each.reason}" for each in seen.grounds]
    lines += [seen.redress] if seen.redress else []
    lines += [f"還付 {named(seen.refund).ja}"] if seen.refund is not RefundStatus.NONE else []
    lines += [seen.mail_note] if seen.mail_note else []
    return "\n".join(lines)


def _payment_words(payment: Payment, *, with_code: bool) -> list[str]:
    amount = f"納める額 {payment.amount}円"
    if not with_code:
        return [amount, _CODE_WANTED]
    if payment.url is None:
        return [amount, _CODE_MADE]
    until = f" ({to_the_minute(payment.expires_at)} JST まで)" if payment.expires_at else ""
    return [amount, f"お支払い先 {payment.url}{until}"]
