"""印鑑登録 over HTTP: `GET /registry/v1/residents/{resident_id}/seal`, as a city's core system would offer it.

    {
      "number": "0123456", "registered_on": "2012-04-02", "status": "in_force",
      "name": "窓口　花子", "former_surname": "", "alias": "", "katakana": "",
      "impression": {"media_type": "image/png", "data": "iVBORw0KGgo…", "width_mm": 13.5, "height_mm": 13.5}
    }

`status` is `in_force` or `suspended` (交付停止: the seal or the card was reported stolen, say). `name` is the name as it
stands on the 印鑑登録原票, `former_surname` the 旧氏, `alias` the 通称 and `katakana` the 片仮名表記 of a foreign resident.
`data` is the impression, Base64 (RFC 4648 §4), and the two lengths are its sides on paper. Refusals, as
`{"detail": {"code": …}}`: 404 `resident_unknown`, 404 `seal_not_registered`, 409 `not_resident`. The picture is personal
data: it stands in this answer and on the certificate, nowhere else.
"""

from base64 import b64encode
from datetime import date
from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel

from domain.identity.residents import ResidencyStatus
from sandbox.bearer import refusal
from sandbox.registry.books import RegistryBooks
from sandbox.registry.impression import impression
from sandbox.residents import Resident, Seal


class Picture(BaseModel):
    """印影 and its size on paper."""

    media_type: Literal["image/png"] = "image/png"
    data: str
    width_mm: float
    height_mm: float


class Registration(BaseModel):
    """One person's 印鑑登録."""

    number: str
    registered_on: date
    status: Literal["in_force", "suspended"]
    name: str
    former_surname: str
    alias: str
    katakana: str
    impression: Picture


def add_seals(desk: APIRouter, books: RegistryBooks) -> None:
    """Add the seal register to the desk's routes."""

    @desk.get("/{resident_id}/seal")
    async def seal(resident_id: str) -> Registration:
        """Return the registration of somebody who lives here now."""
        person = books.find(resident_id)
        if person is None:
            raise refusal(404, "resident_unknown")
        if person.status is not ResidencyStatus.RESIDENT:
            raise refusal(409, "not_resident")
        if person.seal is None or person.seal.status == "cancelled":
            raise refusal(404, "seal_not_registered")
        return _registration(person, person.seal, person.seal.status)


def add_pictures(training: APIRouter, books: RegistryBooks) -> None:
    """Add a way to look at a seal without a token: it is invented."""

    @training.get("/{resident_id}/seal.png")
    async def picture(resident_id: str) -> Response:
        """Show somebody's seal, whether in force or not."""
        person = books.find(resident_id)
        if person is None or person.seal is None:
            raise refusal(404, "seal_not_registered")
        return Response(_drawn(person, person.seal), media_type="image/png")


def _drawn(person: Resident, seal: Seal) -> bytes:
    return impression(f"{seal.number} {seal.name or person.name}", seal.diameter_mm)


def _registration(person: Resident, seal: Seal, status: Literal["in_force", "suspended"]) -> Registration:
    picture = b64encode(_drawn(person, seal)).decode()
    return Registration(
        number=seal.number,
        registered_on=seal.registered_on,
        status=status,
        name=seal.name or person.name,
        former_surname=seal.former_surname,
        alias=seal.alias,
        katakana=seal.katakana,
        impression=Picture(data=picture, width_mm=seal.diameter_mm, height_mm=seal.diameter_mm),
    )
