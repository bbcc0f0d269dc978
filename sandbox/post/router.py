"""The carrier over HTTP: hand-over, tracking, label rolls; and the training side: scans by hand, the books."""

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, model_validator

from domain.errors import DomainError
from domain.postal.letters import Letter, MailClass, PostalEvent, PostalEventKind, ReturnReason
from domain.postal.tracking import parse_tracking_number
from sandbox.bearer import bearer, refusal
from sandbox.post.books import BookedLetter, BookedScan, PostBooks, PostRefusal
from sandbox.post.labels import has_label

_STATUS = {"item_unknown": 404, "scan_unknown": 404}


class LabelOrder(BaseModel):
    """For which class a sticker is wanted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mail_class: MailClass


class Label(BaseModel):
    """A sticker."""

    tracking_number: str


class ScanOrder(BaseModel):
    """What a trainer lets the post do. A return has a reason, nothing else has."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: PostalEventKind
    return_reason: ReturnReason | None = None

    @model_validator(mode="after")
    def _reason_belongs(self) -> "ScanOrder":
        if (self.kind is PostalEventKind.RETURNED) != (self.return_reason is not None):
            raise ValueError("return_reason belongs to returned, and only there")
        return self


class Books(BaseModel):
    """Independent evidence of what the post has had in hand."""

    letters: list[BookedLetter]
    scans: list[BookedScan]


def router(books: PostBooks, token: str) -> APIRouter:
    """Return the carrier's routes under `/post`."""
    routes = APIRouter(prefix="/post", tags=["post"])
    routes.include_router(_counter(books, token))
    routes.include_router(_training(books))
    return routes


def _counter(books: PostBooks, token: str) -> APIRouter:
    counter = APIRouter(prefix="/v1", dependencies=[Depends(bearer(token))])

    @counter.post("/letters")
    async def hand_over(letter: Letter) -> PostalEvent:
        """Accept a letter; the same letter again gets the same answer."""
        try:
            number = parse_tracking_number(letter.tracking_number)
            return books.accept(letter.model_copy(update={"tracking_number": number}))
        except DomainError as error:
            raise refusal(422, error.code) from error
        except PostRefusal as error:
            raise _said(error) from error

    @counter.get("/items/{tracking_number}")
    async def track(tracking_number: str) -> list[PostalEvent]:
        """Return all scans of an item, oldest first."""
        scans = books.scans(tracking_number)
        if not scans:
            raise refusal(404, "item_unknown")
        return [PostalEvent.model_validate(each.model_dump(exclude={"pushes", "push_after"})) for each in scans]

    @counter.post("/labels")
    async def label(order: LabelOrder) -> Label:
        """Take the next sticker off the roll."""
        if not has_label(order.mail_class):
            raise refusal(422, "mail_class_has_no_number")
        return Label(tracking_number=books.next_label(order.mail_class))

    return counter


def _training(books: PostBooks) -> APIRouter:
    training = APIRouter(prefix="/sandbox")

    @training.post("/items/{tracking_number}/scan")
    async def scan(tracking_number: str, order: ScanOrder) -> PostalEvent:
        """Let the post carry, deliver or return an item."""
        try:
            return books.scan(tracking_number, order.kind, order.return_reason)
        except PostRefusal as error:
            raise _said(error) from error

    @training.post("/scans/{event_id}/push", status_code=202)
    async def tell_again(event_id: str) -> None:
        """Tell a scan once more: duplicates and disorder on demand."""
        try:
            books.tell_again(event_id)
        except PostRefusal as error:
            raise _said(error) from error

    @training.get("/books")
    async def show() -> Books:
        """Show all letters and scans."""
        return Books(letters=books.letters(), scans=books.all_scans())

    return training


def _said(error: PostRefusal) -> Exception:
    return refusal(_STATUS.get(error.code, 409), error.code)
