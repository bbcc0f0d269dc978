"""The page where the citizen pays: what the provider's app would show. Plain HTML, no JavaScript.

Nobody tells a payment provider which language a citizen reads, so each page says everything in Japanese and in English.
"""

from datetime import datetime
from typing import Final, NamedTuple

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from domain.japan import JAPAN
from sandbox.pages import page
from sandbox.paypay.books import Books, Obstacle, Unpayable
from sandbox.paypay.notifier import Notifier
from sandbox.paypay.orders import Order


class _Said(NamedTuple):
    """Words in both languages."""

    ja: str
    en: str


_NOTHING: Final = _Said("", "")
_PAY: Final = _Said("お支払い", "Payment")
_PAID: Final = _Said("お支払いが完了しました", "You have paid")
_CANCELED: Final = _Said("お支払いは取り消されました", "The payment was cancelled")
_NOT_CHARGED: Final = _Said("代金は引き落とされません。", "You are not charged.")
_GO_BACK: Final = _Said(
    "申請の窓口の画面に戻って、もう一度お試しください。", "Please go back to the page of the counter and try again."
)
_SEE_THERE: Final = _Said(
    "申請の窓口の画面に戻って、申請の状況を見てください。",
    "Please go back to the page of the counter and see where your request stands.",
)
_OBSTACLES: Final = {
    Obstacle.UNKNOWN: (404, _Said("このコードは見つかりません", "This code is not known"), _GO_BACK),
    Obstacle.EXPIRED: (410, _Said("このコードは有効期限が切れています", "This code has expired"), _GO_BACK),
    Obstacle.DELETED: (410, _Said("このコードは取り消されました", "This code was cancelled"), _GO_BACK),
    Obstacle.PAID: (409, _Said("このコードは支払い済みです", "This code is paid already"), _SEE_THERE),
}


def mount(router: APIRouter, books: Books, notifier: Notifier) -> None:
    """Add the page and its button to `router`."""

    @router.get("/pay/{code_id}", name="paypay_cashier")
    async def show(code_id: str) -> HTMLResponse:
        order = books.by_code(code_id)
        obstacle = books.obstacle(order)
        if order is None or obstacle is not None:
            return _refusal(obstacle or Obstacle.UNKNOWN)
        return _page(200, _PAY, order=order, until=datetime.fromtimestamp(order.expires_at, JAPAN))

    @router.post("/pay/{code_id}")
    async def pay(code_id: str) -> HTMLResponse:
        try:
            order = books.pay(code_id)
        except Unpayable as refusal:
            return _refusal(refusal.obstacle)
        notifier.wake()
        if order.canceled_at is not None:
            return _page(409, _CANCELED, _NOT_CHARGED)
        return _page(200, _PAID, order=order)


def _refusal(obstacle: Obstacle) -> HTMLResponse:
    return _page(*_OBSTACLES[obstacle])


def _page(
    status: int, title: _Said, words: _Said = _NOTHING, order: Order | None = None, until: datetime | None = None
) -> HTMLResponse:
    said = {"title": title.ja, "title_en": title.en, "words": words.ja, "words_en": words.en}
    return HTMLResponse(page("cashier.html", **said, order=order, until=until), status_code=status)
