"""`/{language}/r/{number}/…`: the pages of a case. One address for all procedures; whose pages answer, the case says."""

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.routing import BaseRoute, Match, compile_path
from starlette.types import Receive, Scope, Send

from domain import ids
from web.desk import Desk
from web.front.paths import CASE

_BELOW = compile_path(CASE + "{page:path}")[0]


class CasePages(BaseRoute):
    """Has the pages of a case's own procedure answer; they are given by its name.

    For a number nobody has, or of a procedure without pages, those of the first one answer as for any that is shut here.
    """

    def __init__(self, pages: Mapping[str, APIRouter]) -> None:
        self._pages = pages
        self._first = next(iter(pages.values()))

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Say whether a call is for a page of a case."""
        found = scope["type"] == "http" and _BELOW.match(scope["path"])
        return (Match.FULL, {"path_params": {"number": found["number"]}}) if found else (Match.NONE, {})

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have it answered. Raises PortUnavailable."""
        pages = self._first if len(self._pages) == 1 else await self._of(scope)
        await pages(scope, receive, send)

    async def _of(self, scope: Scope) -> APIRouter:
        desk: Desk = scope["app"].state.desk
        number = ids.normalise_receipt_number(scope["path_params"]["number"])
        order = None if number is None else await desk.receipts.find(number)
        return self._first if order is None else self._pages.get(order.procedure, self._first)
