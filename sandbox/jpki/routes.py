"""The test PKI over HTTP, mounted under `/jpki`: the CRL, and a reader with every card of the city laid on it."""

import base64
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Response
from pydantic import BaseModel, ConfigDict, Field

from sandbox.bearer import refusal
from sandbox.jpki import chip
from sandbox.jpki.pki import SandboxPki


class SignOrder(BaseModel):
    """What the phone asks the card: sign these UTF-8 bytes with this PIN."""

    model_config = ConfigDict(extra="forbid")

    pin: Annotated[str, Field(max_length=64)]
    text: Annotated[str, Field(min_length=1, max_length=64_000)]


class Signature(BaseModel):
    """CMS SignedData, detached, DER in base64."""

    signature: str


class CardLine(BaseModel):
    """One card, for the trainer. The holders are invented."""

    id: str
    holder: str
    revoked: bool
    expired: bool
    tries_left: int


def router(pki: SandboxPki) -> APIRouter:
    """Return the routes. They are plain functions: making an RSA key would stop the event loop."""
    routes = APIRouter(tags=["jpki"])

    @routes.get("/crl", response_class=Response)
    def crl() -> Response:
        """Return the revocation list of this moment."""
        return Response(pki.crl(), media_type="application/pkix-crl")

    @routes.get("/cards")
    def cards() -> list[CardLine]:
        """List the cards."""
        return [_line(pki, each.card.id) for each in pki.holders() if each.card]

    routes.include_router(_reader(pki))
    return routes


def _reader(pki: SandboxPki) -> APIRouter:
    def known(card_id: str) -> str:
        if pki.holder(card_id) is None:
            raise refusal(404, "card_unknown")
        return card_id

    routes = APIRouter(prefix="/cards/{card_id}", dependencies=[Depends(known)])

    @routes.post("/sign")
    def sign(card_id: str, order: SignOrder) -> Signature:
        """Sign a text, or refuse with 403 and the tries that are left."""
        try:
            made = chip.sign(pki, card_id, order.pin, order.text.encode())
        except chip.PinError as error:
            raise HTTPException(403, detail={"code": error.fault.value, "remaining": error.remaining}) from None
        return Signature(signature=base64.b64encode(made).decode())

    @routes.post("/unlock")
    def unlock(card_id: str) -> CardLine:
        """Forgive the wrong PINs."""
        chip.unlock(pki, card_id)
        return _line(pki, card_id)

    @routes.post("/revoke")
    def revoke(card_id: str) -> CardLine:
        """Put the card on the revocation list."""
        pki.revoke(card_id)
        return _line(pki, card_id)

    return routes


def _line(pki: SandboxPki, card_id: str) -> CardLine:
    resident = pki.holder(card_id)
    if resident is None or resident.card is None:
        raise refusal(404, "card_unknown")
    return CardLine(
        id=card_id,
        holder=resident.name,
        revoked=pki.revoked(card_id),
        expired=resident.card.expired,
        tries_left=chip.tries_left(pki, card_id),
    )
