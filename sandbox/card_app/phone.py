"""The phone: a page where a resident holds a card to it and types the PIN. No script; what is pressed twice is done once."""

import unicodedata
from dataclasses import dataclass
from urllib.parse import parse_qs

from cryptography.hazmat.primitives.serialization import Encoding
from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from sandbox.card_app.authorization import StrangerError, refusal_of, way_back
from sandbox.card_app.books import CardAppBooks, Transaction, Trip
from sandbox.card_app.lies import Honesty
from sandbox.card_app.registration import PREFIX, PROTOCOL, Client
from sandbox.jpki import chip
from sandbox.jpki.pki import SandboxPki
from sandbox.pages import page
from sandbox.residents import Resident

_OTHER_TEXT = b"0" * 51
_SEE_OTHER = 303


@dataclass(frozen=True)
class Phone:
    """The pages, each one step of a trip."""

    client: Client
    books: CardAppBooks
    pki: SandboxPki
    honesty: Honesty

    def mount(self, router: APIRouter) -> None:
        """Add the pages to `router`."""
        router.add_api_route(f"{PROTOCOL}/auth", self.authorize, methods=["GET"])
        router.add_api_route("/phone/{trip_id}", self.show, methods=["GET"])
        router.add_api_route("/phone/{trip_id}/card", self.hold, methods=["POST"])
        router.add_api_route("/phone/{trip_id}/pin", self.sign, methods=["POST"])
        router.add_api_route("/phone/{trip_id}/unlock", self.unlock, methods=["POST"])
        router.add_api_route("/phone/{trip_id}/leave", self.leave, methods=["POST"])

    async def authorize(self, request: Request) -> Response:
        """Take a browser that a client sent."""
        asked = dict(request.query_params)
        try:
            wrong = refusal_of(asked, self.client, self.books)
        except StrangerError:
            return _page(400, "card_app_over.html", title="このアプリからは開けません", trip=None)
        if wrong is not None:
            return _see(way_back(self.client, asked.get("state", ""), self.honesty.lies, **wrong))
        trip_id = self.books.set_out(
            asked["sign_transaction_id"], asked["state"], asked["nonce"], asked["code_challenge"]
        )
        return _see(f"{PREFIX}/phone/{trip_id}")

    async def show(self, trip_id: str) -> Response:
        """Show the step a trip is at."""
        trip = self.books.trip(trip_id)
        if trip is None:
            return _page(404, "card_app_over.html", title="この署名は見つかりません", trip=None)
        if trip.answer is not None:
            return _see(trip.answer)
        if self.books.transaction(trip.transaction_id) is None:
            return _page(410, "card_app_over.html", title="時間切れになりました", trip=trip)
        holder = self.pki.holder(trip.card_id) if trip.card_id else None
        if holder is None or trip.card_id is None:
            return _page(200, "card_app_card.html", trip=trip, client=self.client, cards=self._cards(), mistake=False)
        left = chip.tries_left(self.pki, trip.card_id)
        if trip.stopped is not None or left == 0:
            why = trip.stopped or "card_locked"
            return _page(200, "card_app_stopped.html", trip=trip, holder=holder, why=why)
        return self._pin_page(200, trip, holder, empty=False)

    async def hold(self, trip_id: str, request: Request) -> Response:
        """Hold a card to the phone, or none."""
        trip, form = self._under_way(trip_id), await _form(request)
        if trip is None:
            return await self.show(trip_id)
        card_id = form.get("card", "")
        if self.pki.holder(card_id) is None and "other" not in form:
            return _page(422, "card_app_card.html", trip=trip, client=self.client, cards=self._cards(), mistake=True)
        self.books.hold(trip_id, card_id or None)
        return _see(f"{PREFIX}/phone/{trip_id}")

    async def sign(self, trip_id: str, request: Request) -> Response:
        """Have the card sign."""
        trip, form = self._under_way(trip_id), await _form(request)
        order = self.books.transaction(trip.transaction_id) if trip else None
        if trip is None or trip.card_id is None or order is None:
            return await self.show(trip_id)
        pin = unicodedata.normalize("NFKC", form.get("pin", "")).strip().upper()
        holder = self.pki.holder(trip.card_id)
        if not pin:
            return self._pin_page(422, trip, holder, empty=True)
        given = _OTHER_TEXT if self.honesty.lies.other_text else order.given
        try:
            made = await run_in_threadpool(chip.sign_given, self.pki, trip.card_id, pin, given)
        except chip.PinError as error:
            self.books.wrong_pin(trip_id, error.remaining)
            return _see(f"{PREFIX}/phone/{trip_id}")
        stopped = self._stopped(trip.card_id)
        if stopped is not None:
            self.books.stop(trip_id, stopped)
            return _see(f"{PREFIX}/phone/{trip_id}")
        answer = self._signed(trip, order, *made)
        return _page(200, "card_app_elsewhere.html", address=answer) if "elsewhere" in form else _see(answer)

    async def unlock(self, trip_id: str) -> Response:
        """Have the office unlock the card."""
        trip = self._under_way(trip_id)
        if trip is not None and trip.card_id is not None:
            chip.unlock(self.pki, trip.card_id)
            self.books.hold(trip_id, trip.card_id)
        return _see(f"{PREFIX}/phone/{trip_id}")

    async def leave(self, trip_id: str) -> Response:
        """Go back without a signature."""
        trip = self.books.trip(trip_id)
        if trip is None or trip.answer is not None:
            return await self.show(trip_id)
        said = self._why(trip)
        return _see(self.books.end(trip_id, way_back(self.client, trip.state, self.honesty.lies, **said)))

    def _pin_page(self, status: int, trip: Trip, holder: Resident | None, *, empty: bool) -> Response:
        left = chip.tries_left(self.pki, trip.card_id or "")
        parts = {"trip": trip, "client": self.client, "holder": holder, "left": left, "empty": empty}
        return _page(status, "card_app_pin.html", **parts)

    def _under_way(self, trip_id: str) -> Trip | None:
        trip = self.books.trip(trip_id)
        return trip if trip is not None and trip.answer is None else None

    def _why(self, trip: Trip) -> dict[str, str]:
        """Return what the client is told of somebody who goes back."""
        if self.books.transaction(trip.transaction_id) is None:
            return {"error": "access_denied", "error_description": "transaction_expired"}
        if trip.card_id is None:
            return {"error": "access_denied"}
        left = chip.tries_left(self.pki, trip.card_id)
        if trip.stopped is not None or left == 0:
            return {"error": "access_denied", "error_description": trip.stopped or "card_locked"}
        if trip.wrong_left is not None:
            return {"error": "access_denied", "error_description": "wrong_pin", "tries_left": str(left)}
        return {"error": "access_denied"}

    def _stopped(self, card_id: str) -> str | None:
        """Return why the service takes no signature of this card."""
        if self.pki.revoked(card_id):
            return "certificate_revoked"
        holder = self.pki.holder(card_id)
        expired = bool(holder and holder.card and holder.card.expired)
        return "certificate_expired" if expired and not self.honesty.lies.lets_expired_cards_through else None

    def _signed(self, trip: Trip, order: Transaction, signature: bytes, certificate: bytes) -> str:
        if self.honesty.lies.other_card:
            other = next(each.card.id for each in self.pki.holders() if each.card and each.card.id != trip.card_id)
            certificate = self.pki.card(other)[1].public_bytes(Encoding.DER)
        self.books.signed(order.id, trip.card_id or "", signature, certificate)
        code = self.books.code(trip.id)
        return self.books.end(trip.id, way_back(self.client, trip.state, self.honesty.lies, code=code))

    def _cards(self) -> list[dict[str, object]]:
        return [
            {
                "id": each.card.id,
                "name": each.name,
                "revoked": self.pki.revoked(each.card.id),
                "expired": each.card.expired,
                "left": chip.tries_left(self.pki, each.card.id),
            }
            for each in self.pki.holders()
            if each.card
        ]


async def _form(request: Request) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs((await request.body()).decode("utf-8", "replace")).items()}


def _see(address: str) -> RedirectResponse:
    return RedirectResponse(address, status_code=_SEE_OTHER, headers={"Cache-Control": "no-store"})


def _page(status: int, template: str, **content: object) -> HTMLResponse:
    return HTMLResponse(page(template, **content), status_code=status, headers={"Cache-Control": "no-store"})
