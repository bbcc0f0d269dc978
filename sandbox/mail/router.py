"""The inbox: as JSON for programs, as a plain page for people."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from sandbox.mail.box import CaughtMail, MailBox
from sandbox.pages import page


def router(box: MailBox) -> APIRouter:
    """Return the inbox's routes under `/mail`."""
    routes = APIRouter(prefix="/mail", tags=["mail"])

    @routes.get("/messages")
    async def messages(to: str | None = None, naming: str | None = None) -> list[CaughtMail]:
        """Return the mails in the order they came, `to` one recipient or all, `naming` a text or whatever they say."""
        return box.mails(to, naming)

    @routes.delete("/messages", status_code=204)
    async def clear() -> None:
        """Throw all mails away."""
        box.clear()

    @routes.get("/", response_class=HTMLResponse)
    async def inbox() -> str:
        """Show the inbox, newest first."""
        return page("inbox.html", mails=box.mails()[::-1])

    return routes
