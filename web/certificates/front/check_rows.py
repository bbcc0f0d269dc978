"""Rows of a check list: what is asked for, as every page that shows it for a last look says it."""

from collections.abc import Iterator

from markupsafe import Markup

from domain.certificates.fees import offer_of
from domain.certificates.kinds import CertificateKind, CertificateOptions, asked
from domain.certificates.rules import texts_of
from web.front.page import Page

Row = tuple[Markup, Markup | str, str | None]
"""What it is, what was answered, and where it is changed; None: not there."""


def contents_rows(
    page: Page, kind: CertificateKind, options: CertificateOptions, copies: int, change: str | None
) -> Iterator[Row]:
    """Give kind, contents and copies; of what leaves no choice nothing is said."""
    texts, offer = texts_of(page.policy, page.language), offer_of(page.policy, kind)
    yield page.say("apply.check.kind"), page.read(texts.certificate[kind]), None
    if len(offer.scopes) > 1:
        yield page.say("apply.contents.scope"), page.read(texts.scope[options.scope]), change
    if offer.options:
        wanted = [page.read(texts.option[each]) for each in asked(options)]
        nothing = page.say("apply.check.no_options")
        yield page.say("apply.contents.options"), Markup("<br>").join(wanted) if wanted else nothing, change
    yield page.say("apply.contents.copies"), page.say("apply.check.copies", copies=copies), change
