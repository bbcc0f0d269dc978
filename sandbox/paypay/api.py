"""The provider's API: the same paths as in production below the mount prefix, every call signed.

The signed path is the one in production, `/v2/…`: a client signs what stands behind its base address, whose own path
(`/paypay` here) is not part of it.
"""

from collections.abc import Awaitable, Callable
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sandbox.faults import BEHIND
from sandbox.paypay import answers, refusals
from sandbox.paypay.authorization import ApiKey, Gatekeeper, SignedRequest
from sandbox.paypay.books import Books
from sandbox.paypay.notifier import Notifier
from sandbox.paypay.orders import NewOrder, NewRefund
from sandbox.paypay.refusals import Refused

_START: Final = "/v2/"
_BODILESS: Final = ("GET", "DELETE")
_Id = Annotated[str, Field(min_length=1, max_length=64)]
_Epoch = Annotated[int, Field(ge=0)]


class _Money(BaseModel):
    amount: Annotated[int, Field(gt=0, strict=True)]
    currency: Literal["JPY"]


class _Body(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _CodeRequest(_Body):
    merchant_payment_id: _Id = Field(alias="merchantPaymentId")
    amount: _Money
    code_type: Literal["ORDER_QR"] = Field(alias="codeType")
    description: str = Field(default="", alias="orderDescription", max_length=255)
    redirect_url: str = Field(default="", alias="redirectUrl", pattern=r"^(https?://.*)?$")
    requested_at: _Epoch = Field(default=0, alias="requestedAt")


class _RefundRequest(_Body):
    merchant_refund_id: _Id = Field(alias="merchantRefundId")
    payment_id: _Id = Field(alias="paymentId")
    amount: _Money
    reason: str = Field(default="", max_length=255)
    requested_at: _Epoch = Field(alias="requestedAt")


_Handler = Callable[["Api", Request, ApiKey, bytes], Response]


class Api:
    """The endpoints, each a few words with the books."""

    def __init__(self, books: Books, gatekeeper: Gatekeeper, notifier: Notifier, public_url: str = "") -> None:
        self._books = books
        self._public_url = public_url.rstrip("/")
        self._gatekeeper = gatekeeper
        self._notifier = notifier

    def mount(self, router: APIRouter) -> None:
        """Add the endpoints to `router`."""
        for method, path, handler in _ENDPOINTS:
            router.add_api_route(path, self._guarded(handler), methods=[method])

    def _guarded(self, handler: _Handler) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            body = await request.body()
            try:
                return handler(self, request, self._admit(request, body), body)
            except Refused as refusal:
                return answers.answer(refusal.verdict)
            except ValidationError:
                return answers.answer(refusals.INVALID_REQUEST)

        return endpoint

    def _admit(self, request: Request, body: bytes) -> ApiKey:
        # What asks or deletes has no body to have a type: the SDK names one all the same, and signs "empty".
        typed = bool(body) or request.method not in _BODILESS
        content_type = request.headers.get("content-type") if typed else None
        raw = request.scope["raw_path"].decode("latin-1")
        caller = self._gatekeeper.admit(
            SignedRequest(
                header=request.headers.get("authorization", ""),
                method=request.method,
                path=raw[raw.index(_START) :],
                content_type=content_type,
                body=body if body or content_type is not None else None,
            )
        )
        # Empty is as good as absent: the provider's own SDK sends it so.
        if (request.headers.get("x-assume-merchant") or caller.merchant) != caller.merchant:
            raise Refused(refusals.OUT_OF_SCOPE)
        return caller

    def create_code(self, request: Request, _caller: ApiKey, body: bytes) -> Response:
        """`POST /v2/codes`."""
        asked = _CodeRequest.model_validate_json(body)
        new = NewOrder(
            asked.merchant_payment_id, asked.amount.amount, asked.description, asked.redirect_url, asked.requested_at
        )
        order = self._books.create(new)
        page = request.url_for("paypay_cashier", code_id=order.code_id)
        url = f"{self._public_url}{page.path}" if self._public_url else str(page)
        return answers.answer(refusals.CREATED, answers.code(order, url))

    def delete_code(self, request: Request, _caller: ApiKey, _body: bytes) -> Response:
        """`DELETE /v2/codes/{codeId}`."""
        self._books.delete_code(request.path_params["code_id"], _behind(request))
        return answers.answer(refusals.SUCCESS)

    def payment(self, request: Request, caller: ApiKey, _body: bytes) -> Response:
        """`GET /v2/codes/payments/{merchantPaymentId}`, and `GET /v2/payments/{merchantPaymentId}`."""
        order = self._books.order(request.path_params["order"])
        if order is None:
            raise Refused(refusals.UNKNOWN_PAYMENT)
        shown = order.as_of(self._books.clock().timestamp() - _behind(request))
        return answers.answer(refusals.SUCCESS, answers.payment(shown, caller.merchant))

    def cancel(self, request: Request, _caller: ApiKey, _body: bytes) -> Response:
        """`DELETE /v2/payments/{merchantPaymentId}`."""
        self._books.cancel(request.path_params["order"])
        self._notifier.wake()
        return answers.answer(refusals.ACCEPTED)

    def refund(self, _request: Request, caller: ApiKey, body: bytes) -> Response:
        """`POST /v2/refunds`: accepted first, settled later."""
        asked = _RefundRequest.model_validate_json(body)
        new = NewRefund(
            asked.merchant_refund_id, asked.payment_id, asked.amount.amount, asked.reason, asked.requested_at
        )
        entry = self._books.refund(new)
        self._notifier.wake()
        return answers.answer(refusals.CREATED, answers.refund(entry, caller.merchant, settled=False))

    def refund_details(self, request: Request, caller: ApiKey, _body: bytes) -> Response:
        """`GET /v2/refunds/{merchantRefundId}`."""
        entry = self._books.refund_entry(request.path_params["refund"])
        if entry is None:
            raise Refused(refusals.UNKNOWN_REFUND)
        return answers.answer(refusals.SUCCESS, answers.refund(entry, caller.merchant, settled=entry.settled))


def _behind(request: Request) -> float:
    """Return how many seconds what is shown lags behind what was done."""
    return float(request.scope.get(BEHIND, 0))


_ENDPOINTS: Final[tuple[tuple[str, str, _Handler], ...]] = (
    ("POST", "/v2/codes", Api.create_code),
    ("DELETE", "/v2/codes/{code_id}", Api.delete_code),
    ("GET", "/v2/codes/payments/{order}", Api.payment),
    ("DELETE", "/v2/payments/{order}", Api.cancel),
    ("GET", "/v2/payments/{order}", Api.payment),
    ("POST", "/v2/refunds", Api.refund),
    ("POST", "/v2/refunds/", Api.refund),  # as the SDK has it
    ("GET", "/v2/refunds/{refund}", Api.refund_details),
)
