"""Somebody in front of a page, with the city behind it at hand to bring about what the page is to show."""

import secrets
from dataclasses import dataclass
from hashlib import sha256

from browser.served import Counter
from browser.window import Window
from fakes.desk import City
from fakes.desk_stories import case_id, receipt_number
from fixtures.desk import EXAMINER, Desk, desk_at

from domain.cases.citizen import Proof, Proven
from domain.certificates.commands import ReturnToApplicant
from domain.certificates.examination_events import Remark
from domain.certificates.status import Status
from domain.certificates.terms import Terms
from domain.municipality.texts import Language


@dataclass(frozen=True)
class Visitor:
    """One browser at the counter, in one language."""

    window: Window
    counter: Counter
    language: Language
    token: str

    @classmethod
    async def arrives(cls, window: Window, counter: Counter, language: Language) -> "Visitor":
        """Come with a cookie of which the test knows the token: it can lay drafts and opened cases before it."""
        token = secrets.token_urlsafe(32)
        await window.page.context.add_cookies([{"name": "madoguchi", "value": token, "url": counter.address}])
        return cls(window, counter, language, token)

    @property
    def city(self) -> City:
        """The city behind the counter."""
        return self.counter.city

    @property
    def visit(self) -> str:
        """What the database knows the browser by."""
        return sha256(self.token.encode()).hexdigest()

    async def go(self, path: str) -> None:
        """Open a page in this language."""
        await self.window.go(f"/{self.language.value}{path}")

    def stands(self, status: Status, terms: Terms | None = None) -> Desk:
        """Bring the city's first request to a status, by the rules."""
        order, desk = self.city.order(), desk_at(status, terms)
        self.city.events[order.case_id] = desk.events
        return desk

    def is_returned(self, *fields: str) -> None:
        """Bring the city's first request back to its applicant with remarks upon these fields."""
        order, desk = self.city.order(), desk_at(Status.UNDER_EXAMINATION)
        remarks = tuple(Remark.model_validate({"field": field, "code": "incomplete"}) for field in fields)
        desk.decide(ReturnToApplicant(remarks=remarks), EXAMINER)
        self.city.events[order.case_id] = desk.events

    async def opens_case(self) -> None:
        """Let this browser be one that has shown the code of the first request."""
        self.city.order()
        await self.city.opened.open(self.visit, Proven(case_id=case_id(1), proof=Proof.CODE))

    async def go_to_case(self, page: str = "") -> None:
        """Open a page of the first request."""
        await self.go(f"/r/{receipt_number(1)}{page}")
