"""住民記録 look-up over HTTP, as a city's core system would offer it to the certificate desk.

Search is a POST so that no personal data ever stands in an address or an access log. It is loose on purpose: it returns
candidates with their status, and the caller, which knows what its card could not write, compares. A household is given
by the registry's own number only; so is a seal registration (`sandbox.registry.seals`).
"""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from domain.identity.attributes import Sex
from domain.identity.residents import ResidencyStatus
from sandbox.bearer import bearer, refusal
from sandbox.registry.books import Change, RegistryBooks
from sandbox.registry.seals import add_pictures, add_seals
from sandbox.residents import Resident


class SearchOrder(BaseModel):
    """Whom to look for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=200)]
    birth_date: date | None = None


class Candidate(BaseModel):
    """Somebody who may be meant. `suppressed` is 支援措置."""

    resident_id: str
    name: str
    birth_date: str | None  # ISO 8601, or what is known of it: 1980-00-00, 昭和55年月日不詳, null
    sex: Sex
    address: str
    status: ResidencyStatus
    suppressed: bool


class Member(BaseModel):
    """One line of a 住民票."""

    resident_id: str
    name: str
    kana: str
    birth_date: str | None
    sex: Sex
    relationship: str
    became_resident_on: date
    former_address: str
    domicile: str
    head_of_register: str
    nationality: str
    residence_status: str


class Household(BaseModel):
    """住民票: a household at one address, its head first."""

    household_id: str
    postcode: str
    address: str
    members: list[Member]


def router(books: RegistryBooks, token: str) -> APIRouter:
    """Return the registry's routes under `/registry`."""
    routes = APIRouter(prefix="/registry", tags=["registry"])
    routes.include_router(_desk(books, token))
    routes.include_router(_training(books))
    return routes


def _desk(books: RegistryBooks, token: str) -> APIRouter:
    desk = APIRouter(prefix="/v1/residents", dependencies=[Depends(bearer(token))])

    @desk.post("/search")
    async def search(order: SearchOrder) -> list[Candidate]:
        """Return everybody who bears the name, was born on the day or may have been; none is left out for their number."""
        return [_candidate(each) for each in books.search(order.name, order.birth_date)]

    @desk.get("/{resident_id}/household")
    async def household(resident_id: str) -> Household:
        """Return the household of somebody who lives here now."""
        person = _known(books, resident_id)
        if person.status is not ResidencyStatus.RESIDENT:
            raise refusal(409, "not_resident")
        members = [Member.model_validate(_describe(each)) for each in books.household(person)]
        return Household(
            household_id=person.household_id, postcode=person.postcode, address=person.address, members=members
        )

    add_seals(desk, books)
    return desk


def _training(books: RegistryBooks) -> APIRouter:
    training = APIRouter(prefix="/sandbox/residents")

    @training.get("")
    async def everybody() -> list[Resident]:
        """Show all residents as they stand, cards and PINs included: they are invented."""
        return list(books.residents())

    @training.post("/{resident_id}")
    async def change(resident_id: str, change: Change) -> Resident:
        """Let somebody move out, die, come under 支援措置, change name, address or how their seal registration stands."""
        _known(books, resident_id)
        books.change(resident_id, change)
        return _known(books, resident_id)

    @training.delete("/{resident_id}")
    async def restore(resident_id: str) -> Resident:
        """Undo all changes of one person."""
        books.restore(resident_id)
        return _known(books, resident_id)

    add_pictures(training, books)
    return training


def _known(books: RegistryBooks, resident_id: str) -> Resident:
    person = books.find(resident_id)
    if person is None:
        raise refusal(404, "resident_unknown")
    return person


def _candidate(person: Resident) -> Candidate:
    return Candidate.model_validate(_describe(person))


def _describe(person: Resident) -> dict[str, object]:
    return person.model_dump() | {"resident_id": person.id, "birth_date": person.registered_birth_date}
