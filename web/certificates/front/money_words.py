"""What a request costs, in words: line by line, each with the ordinance or tariff behind it."""

from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup

from domain import money
from domain.certificates.fees import fee_lines
from domain.certificates.kinds import CertificateKind, CertificateOptions, Copies, RecordScope
from domain.certificates.rules import rules_of, texts_of
from domain.certificates.terms import FeeItem, FeeLine
from domain.municipality.calendar import local_date
from domain.municipality.periods import in_force
from web.front.page import Page


class Line(NamedTuple):
    """One line: what for, how much, and by which rule."""

    what: Markup
    amount: Markup
    rule: Markup


class Bill(NamedTuple):
    """All lines and their sum."""

    lines: tuple[Line, ...]
    total: Markup


class MoneyWords:
    """Says amounts on one page, of the day it is shown."""

    def __init__(self, page: Page, now: datetime) -> None:
        self._page = page
        self._on = local_date(now)

    def yen(self, amount: int) -> Markup:
        """Return an amount."""
        return self._page.say("apply.yen", amount=amount)

    def least(self, kind: CertificateKind) -> Bill:
        """Return what one copy costs that shows as little as can be."""
        return self.bill(kind, self._least(kind), 1)

    def bill(self, kind: CertificateKind, options: CertificateOptions, copies: Copies) -> Bill:
        """Return what a request costs."""
        lines = self._lines(kind, options, copies)
        return Bill(tuple(self._line(each, kind) for each in lines), self.yen(money.total(lines)))

    def _least(self, kind: CertificateKind) -> CertificateOptions:
        offer = rules_of(self._page.policy).offers.find(kind)
        return CertificateOptions(scope=offer.scopes[0] if offer else RecordScope.APPLICANT)

    def _lines(self, kind: CertificateKind, options: CertificateOptions, copies: int) -> tuple[FeeLine, ...]:
        return fee_lines(self._page.policy, kind, options, copies, self._on)

    def _line(self, line: FeeLine, kind: CertificateKind) -> Line:
        page = self._page
        if line.item is FeeItem.POSTAGE:
            what, rule = page.say(f"apply.mail_class.{line.code}"), page.say("apply.tariff")
        else:
            name = texts_of(page.policy, page.language).certificate[kind]
            words = page.set.words[page.language].say(
                "apply.copies_at", name=name, quantity=line.quantity, price=line.unit_price
            )
            what = page.read(words)
            rule = page.read(in_force(rules_of(page.policy).fees.of(kind), self._on).ordinance)
        return Line(what, self.yen(line.amount), rule)
