"""A request as its pages find it: by its number, and whether this browser has opened it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends

from domain.cases.citizen import Proven
from domain.certificates.state import RequestState
from domain.errors import DomainError
from web.certificates.desk import CertificateDesk, TheDesk
from web.front.days import Days
from web.front.opened import CodeNeeded, proof_of
from web.front.page import Page, ThePage
from web.receipts import Asked, asked


@dataclass(frozen=True)
class Case:
    """A request on its page. `proof` is what this browser has shown; None: it shows the number alone."""

    page: Page
    desk: CertificateDesk
    about: Asked
    proof: Proven | None

    @property
    def path(self) -> str:
        """Where its pages begin, behind the language."""
        return f"/r/{self.about.receipt_number}"

    @property
    def days(self) -> Days:
        """How days are said now."""
        return Days(self.page, self.desk.book, self.desk.clock())

    async def state(self) -> RequestState | None:
        """Return where it stands; None: its procedure has not begun."""
        return await self.desk.reading.state(self.about.order.case_id)


@dataclass(frozen=True)
class OpenedCase(Case):
    """A request whose citizen came in this browser."""

    proof: Proven


async def case_of(number: str, page: ThePage, desk: TheDesk) -> Case:
    """Return the request of a number, opened or not. Raises DomainError(REQUEST_UNKNOWN)."""
    about = await asked(desk, number)
    return Case(page, desk, about, await proof_of(page, desk, about.order.case_id))


async def opened_case(number: str, page: ThePage, desk: TheDesk) -> OpenedCase:
    """Return the request of a number that this browser has opened.

    Raises CodeNeeded for any other, and for a number nobody has: what is answered, and when, is the same.
    """
    about = await _known(number, desk)
    proof = await proof_of(page, desk, about and about.order.case_id)
    if about is None or proof is None:
        raise CodeNeeded(number, page.request.url.path.partition(f"/r/{number}")[2])
    return OpenedCase(page, desk, about, proof)


async def _known(number: str, desk: CertificateDesk) -> Asked | None:
    try:
        return await asked(desk, number)
    except DomainError:
        return None


TheCase = Annotated[Case, Depends(case_of)]
TheOpenedCase = Annotated[OpenedCase, Depends(opened_case)]
