"""Composition of the service: API, phone, controls. Mounted under `/card_app`."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from sandbox.card_app.api import Api
from sandbox.card_app.books import CardAppBooks
from sandbox.card_app.issuer import Issuer
from sandbox.card_app.lies import Honesty, Lies
from sandbox.card_app.phone import Phone
from sandbox.card_app.registration import PREFIX, Client
from sandbox.jpki.pki import SandboxPki

_Seconds = Annotated[float, Field(ge=0, le=86_400)]


class LifetimeControl(BaseModel):
    """Body of `POST /card_app/sandbox/lifetimes`, in seconds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    transaction: _Seconds = 600
    code: _Seconds = 60


def router(client: Client, books: CardAppBooks, pki: SandboxPki, folder: Path) -> APIRouter:
    """Return the service's routes.

    Paths: `/card_app/api/…` (the client's calls and the browser's entry), `/card_app/phone/{trip}` (the resident),
    `/card_app/sandbox/…` (evidence and controls).
    """
    honesty, issuer = Honesty(), Issuer(folder, client)
    routes = APIRouter(prefix=PREFIX, include_in_schema=False)
    Api(client, books, issuer, honesty).mount(routes)
    Phone(client, books, pki, honesty).mount(routes)
    _controls(routes, books, issuer, honesty)
    return routes


def _controls(routes: APIRouter, books: CardAppBooks, issuer: Issuer, honesty: Honesty) -> None:
    @routes.get("/sandbox/books")
    async def read_books() -> dict[str, int]:
        return books.counts()

    @routes.get("/sandbox/lies")
    async def read_lies() -> Lies:
        return honesty.lies

    @routes.put("/sandbox/lies")
    async def lie(lies: Lies) -> Lies:
        honesty.lies = lies
        return lies

    @routes.post("/sandbox/lifetimes")
    async def control_lifetimes(control: LifetimeControl) -> LifetimeControl:
        books.lifetimes.transaction, books.lifetimes.code = control.transaction, control.code
        return control

    @routes.post("/sandbox/keys", status_code=204)
    async def renew_key() -> None:
        issuer.renew()
