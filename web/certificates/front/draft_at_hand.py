"""The draft a page works on: found for this browser alone, changed safely, and never worked on once it is a case."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Annotated, Any

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute

from domain.cases.drafting import Draft
from domain.certificates.draft import Filling, Step
from domain.certificates.submission import NAME
from domain.errors import DomainError, ErrorCode
from domain.municipality.days_in_words import minute_in_words
from web.certificates.desk import CertificateDesk, TheDesk
from web.front.page import Page, ThePage
from web.front.visits import Visit

_SHORT = timedelta(hours=24)
_TRIES = 50
"""Of one change; each time another press of the same button was quicker."""


class Elsewhere(Exception):  # noqa: N818 - reads as what happened
    """Another page is due: the browser is led there."""

    def __init__(self, response: Response) -> None:
        super().__init__("another page is due")
        self.response = response


class DraftRoute(APIRoute):
    """A route that leads elsewhere where another page is due."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler."""
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await handler(request)
            except Elsewhere as found:
                return found.response

        return handle


@dataclass(frozen=True)
class DraftAtHand:
    """A draft that is open in this browser, and what it holds."""

    page: Page
    desk: CertificateDesk
    draft: Draft
    filling: Filling

    def path(self, step: str) -> str:
        """Return the address of one of its pages, behind the language."""
        return f"/apply/{self.draft.draft_id}/{step}"

    def go(self, step: str, banner: str | None = None) -> Response:
        """Lead to one of its pages."""
        return self.page.go(self.path(step), banner)

    def go_on(self) -> Response:
        """Lead to the page that is due."""
        return self.go(self.filling.step)

    def reach(self, step: Step) -> None:
        """Raise Elsewhere when it is not this page's turn."""
        if not self.filling.may_show(step):
            raise Elsewhere(self.go_on())

    @property
    def kept_until(self) -> str:
        """Until when it is there; words for `say`, not for a page."""
        return minute_in_words(self.draft.expires_at, self.page.language)

    @property
    def is_short(self) -> bool:
        """Whether it is over within a day."""
        return self.draft.expires_at - self.desk.clock() < _SHORT

    async def change(self, change: Callable[[Filling], Filling]) -> "DraftAtHand":
        """Keep a change; of two at one instant each finds the other's. Raises Elsewhere when it was sent meanwhile."""
        at_hand = self
        for _ in range(_TRIES):
            after = change(at_hand.filling)
            if after == at_hand.filling:
                return at_hand
            try:
                draft = await self.desk.drafts.keep(at_hand.draft, after.content)
            except DomainError as error:
                if error.code is not ErrorCode.DRAFT_CHANGED:
                    raise
                at_hand = await at_hand.as_it_stands()
                continue
            return replace(at_hand, draft=draft, filling=after)
        raise DomainError(ErrorCode.DRAFT_CHANGED)

    async def as_it_stands(self) -> "DraftAtHand":
        """Return it as it stands now, as `find_draft`."""
        return await find_draft(self.page, self.desk, self.draft.draft_id)

    @property
    def visit(self) -> Visit:
        """The browser."""
        return self.page.visit


async def find_draft(page: Page, desk: CertificateDesk, draft_id: str) -> DraftAtHand:
    """Return a draft of this browser. Raises DomainError(DRAFT_UNKNOWN); Elsewhere, to its receipt, when it was sent."""
    draft = await desk.drafts.find(page.visit.key, draft_id)
    if draft is None or draft.procedure != NAME:
        raise DomainError(ErrorCode.DRAFT_UNKNOWN)
    if draft.sent:
        raise Elsewhere(page.go(f"/r/{draft.receipt_number}", banner="banner.applied_before"))
    return DraftAtHand(page, desk, draft, Filling.of(draft.content))


async def find_begun(page: Page, desk: CertificateDesk, about: str) -> DraftAtHand | None:
    """Return what this browser has begun of this and not sent: a kind, or a correction."""
    for draft in await desk.drafts.open_ones(page.visit.key):
        if (draft.procedure, draft.about) == (NAME, about):
            return DraftAtHand(page, desk, draft, Filling.of(draft.content))
    return None


async def _of_path(draft: str, page: ThePage, desk: TheDesk) -> DraftAtHand:
    return await find_draft(page, desk, draft)


TheDraft = Annotated[DraftAtHand, Depends(_of_path)]
