"""How the office has done with requests, in four figures for each certificate it offers; computed, never written by hand."""

from fastapi import APIRouter, Response

from domain.certificates.rules import rules_of
from domain.certificates.submission import NAME
from domain.municipality.days_in_words import day_in_words
from web.certificates.desk import TheDesk
from web.front.page import ThePage
from web.front.paths import PREFIX

router = APIRouter(prefix=PREFIX, include_in_schema=False)


@router.get("/service-performance")
async def show(page: ThePage, desk: TheDesk) -> Response:
    """Show them, since when, and what they mean."""
    told = await desk.figures.published()
    offered = rules_of(page.policy).offers.certificate if NAME in page.policy.procedures else ()
    return page.show(
        "certificates/performance.html",
        since=day_in_words(told.since, page.language),
        kinds=[(offer.kind.value, told.figures[offer.kind]) for offer in offered],
    )
