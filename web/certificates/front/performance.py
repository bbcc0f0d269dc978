"""How the office has done with requests, in four figures for each certificate it offers; computed, never written by hand."""

from markupsafe import Markup

from domain.certificates.rules import rules_of
from domain.certificates.submission import NAME
from domain.municipality.days_in_words import day_in_words
from web.certificates.desk import desk_of
from web.front.page import Page


async def performance(page: Page) -> Markup:
    """Tell them, since when, and what they mean. Raises PortUnavailable."""
    told = await desk_of(page.request).figures.published()
    offered = rules_of(page.policy).offers.certificate if NAME in page.policy.procedures else ()
    since, kinds = (
        day_in_words(told.since, page.language),
        [(each.kind.value, told.figures[each.kind]) for each in offered],
    )
    return Markup(page.render("certificates/_performance.html", since=since, kinds=kinds))  # noqa: S704 - of a template
