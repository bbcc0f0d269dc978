"""The terms of a request, read from the municipality's policy on its behalf: computed once, and pinned by its first event."""

from temporalio import activity

from activities.failures import translated
from domain.cases.submission import StartOrder
from domain.certificates.submission import Subject
from domain.certificates.terms import Terms
from domain.certificates.terms_of import terms
from domain.municipality.book import PolicyBook, calendar_from


class TermsActivities:
    """Reads in the policy book; no outside system is asked."""

    def __init__(self, book: PolicyBook) -> None:
        self._book = book

    @activity.defn(name="read_terms")
    async def read_terms(self, order: StartOrder) -> Terms:
        """Return the terms in force when the request was received."""
        with translated():
            asked, closed = Subject.of(order), calendar_from(self._book, order.municipality, order.received_at)
            policy = self._book.policy(order.municipality)
            return terms(policy, asked.kind, asked.options, asked.copies, order.received_at, closed)
