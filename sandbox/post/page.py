"""The post office as a page: each letter with buttons for what the post may do next."""

from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from domain.japan import JAPAN
from domain.postal.letters import MailClass, PostalEvent, PostalEventKind, ReturnReason
from sandbox.bearer import refusal
from sandbox.pages import page
from sandbox.post.books import BookedLetter, PostBooks, PostRefusal

_CLASSES = {
    MailClass.ORDINARY: "普通郵便",
    MailClass.SPECIFIED_RECORD: "特定記録",
    MailClass.SIMPLE_REGISTERED: "簡易書留",
}
_KINDS = {
    PostalEventKind.ACCEPTED: "引受",
    PostalEventKind.IN_TRANSIT: "通過",
    PostalEventKind.DELIVERED: "お届け済み",
    PostalEventKind.RETURNED: "差出人に返送",
}
_ENGLISH = {
    PostalEventKind.ACCEPTED: "Posted",
    PostalEventKind.IN_TRANSIT: "On its way",
    PostalEventKind.DELIVERED: "Delivered",
    PostalEventKind.RETURNED: "Returned to the sender",
}
_REASONS = {
    ReturnReason.UNKNOWN_ADDRESS: "あて所に尋ねあたりません",
    ReturnReason.INCOMPLETE_ADDRESS: "あて名不完全",
    ReturnReason.STORAGE_EXPIRED: "保管期間経過",
    ReturnReason.REFUSED: "受取拒絶",
    ReturnReason.MOVED: "転居先不明",
}
_PRESSES = {
    "in_transit": (PostalEventKind.IN_TRANSIT, None),
    "delivered": (PostalEventKind.DELIVERED, None),
} | {f"returned:{reason}": (PostalEventKind.RETURNED, reason) for reason in ReturnReason}


def router(books: PostBooks) -> APIRouter:
    """Return the page and its buttons."""
    routes = APIRouter(prefix="/post", include_in_schema=False)

    @routes.get("/", response_class=HTMLResponse)
    async def show() -> str:
        """Show all letters, newest first."""
        choices = [{"value": value, "words": _words(*press)} for value, press in _PRESSES.items()]
        items = [_item(letter, books) for letter in reversed(books.letters())]
        return page("post.html", items=items, choices=choices)

    @routes.get("/track/{tracking_number}", response_class=HTMLResponse)
    async def track(tracking_number: str) -> HTMLResponse:
        """Show anybody who has the number how far a letter is, as a carrier does."""
        scans = [
            {"at": scan.at.astimezone(JAPAN), "ja": _said(scan), "en": _ENGLISH[scan.kind]}
            for scan in books.scans(tracking_number)
        ]
        content = page("track.html", number=tracking_number, scans=scans)
        return HTMLResponse(content, status_code=200 if scans else 404)

    @routes.post("/sandbox/items/{tracking_number}/press")
    async def press(tracking_number: str, request: Request) -> RedirectResponse:
        """Do what a button says; a button that comes too late does nothing."""
        (value,) = parse_qs((await request.body()).decode()).get("press", [""])
        if value not in _PRESSES:
            raise refusal(422, "press_unknown")
        try:
            books.scan(tracking_number, *_PRESSES[value])
        except PostRefusal as error:
            if error.code != "item_closed":
                raise refusal(404, error.code) from error
        return RedirectResponse("/post/", status_code=303)

    return routes


def _item(letter: BookedLetter, books: PostBooks) -> dict[str, object]:
    scans = books.scans(letter.tracking_number)
    return {
        "number": letter.tracking_number,
        "mail_class": _CLASSES[letter.mail_class],
        "scans": [{"at": each.at, "words": _said(each)} for each in scans],
        "closed": scans[-1].kind in (PostalEventKind.DELIVERED, PostalEventKind.RETURNED),
    }


def _said(scan: PostalEvent) -> str:
    return _words(scan.kind, scan.return_reason)


def _words(kind: PostalEventKind, reason: ReturnReason | None) -> str:
    return _KINDS[kind] if reason is None else f"{_KINDS[kind]}（{_REASONS[reason]}）"
