"""The page where the citizen pays: what the provider's app would show. Plain HTML, no JavaScript."""

from datetime import datetime
from html import escape
from typing import Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from domain.japan import JAPAN
from sandbox.paypay.books import Books, Obstacle, Unpayable
from sandbox.paypay.notifier import Notifier
from sandbox.paypay.orders import Order

_PAGE: Final = """<!doctype html>
<html lang="ja"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title></head>
<body><main><p>架空の決済サービス（見本）</p><h1>{title}</h1>
{content}
</main></body></html>
"""
_OBSTACLES: Final = {
    Obstacle.UNKNOWN: (404, "このコードは見つかりません"),
    Obstacle.EXPIRED: (410, "このコードは有効期限が切れています"),
    Obstacle.DELETED: (410, "このコードは取り消されました"),
    Obstacle.PAID: (409, "このコードは支払い済みです"),
}


def mount(router: APIRouter, books: Books, notifier: Notifier) -> None:
    """Add the page and its button to `router`."""

    @router.get("/pay/{code_id}", name="paypay_cashier")
    async def show(code_id: str) -> HTMLResponse:
        order = books.by_code(code_id)
        obstacle = books.obstacle(order)
        if order is None or obstacle is not None:
            return _refusal(obstacle or Obstacle.UNKNOWN)
        return _page(200, "お支払い", _offer(order))

    @router.post("/pay/{code_id}")
    async def pay(code_id: str) -> HTMLResponse:
        try:
            order = books.pay(code_id)
        except Unpayable as refusal:
            return _refusal(refusal.obstacle)
        notifier.wake()
        if order.canceled_at is not None:
            return _page(409, "お支払いは取り消されました", "<p>代金は引き落とされません。</p>")
        return _page(200, "お支払いが完了しました", _receipt(order))


def _offer(order: Order) -> str:
    until = datetime.fromtimestamp(order.expires_at, JAPAN)
    return (
        f"<p>{escape(order.description)}</p><p>金額 <strong>{order.amount:,}円</strong></p>"
        f"<p>有効期限 {until:%Y-%m-%d %H:%M} (日本時間)</p>"
        '<form method="post"><button type="submit">支払う</button></form>'
    )


def _receipt(order: Order) -> str:
    back = f'<p><a href="{escape(order.redirect_url)}">お店に戻る</a></p>' if order.redirect_url else ""
    return f"<p>金額 <strong>{order.amount:,}円</strong></p><p>決済番号 {escape(order.payment_id or '')}</p>{back}"


def _refusal(obstacle: Obstacle) -> HTMLResponse:
    status, title = _OBSTACLES[obstacle]
    return _page(status, title, "<p>申請の窓口の画面に戻って、もう一度お試しください。</p>")


def _page(status: int, title: str, content: str) -> HTMLResponse:
    return HTMLResponse(_PAGE.format(title=title, content=content), status_code=status)
