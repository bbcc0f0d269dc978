"""下書き of a request: what somebody has filled in so far, as one value. Personal data: it is kept in the draft and nowhere else.

It says by itself which page comes next. What is signed and what is shown are one text: who changes anything in it gets a
new one. Once a signature is there nothing changes any more, so that sending twice sends the same.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, NamedTuple, Self

from pydantic import BaseModel, Field, JsonValue

from domain.cases.drafting import VisitKey
from domain.cases.submission import Statement
from domain.certificates.application import Application, is_typed
from domain.certificates.kinds import CertificateKind, CertificateOptions, Copies
from domain.identity.card_app import CardTrouble, Trip
from domain.mail_address import MailAddress
from domain.municipality.texts import Language
from domain.personal import PERSONAL

STATEMENT_KEPT = timedelta(hours=12)
"""A text older than this is written anew before it is signed: its number is good for 24 hours."""
PRESSED_TWICE = timedelta(seconds=20)
"""Within this a second press of the button goes on the trip of the first."""
ASKING = timedelta(seconds=15)
"""For so long one answer of the card app is being looked into; then it may be looked into once more."""
_MOST_TRIPS = 3


class Step(StrEnum):
    """The pages of a draft, in order: the names of their addresses."""

    CONTENTS = "contents"
    MAIL = "mail"
    CODE = "code"
    CHECK = "check"
    SIGN = "sign"


class Typed(BaseModel):
    """Who asks, typed: for who has no card app. As it was read, not yet judged."""

    model_config = PERSONAL

    name: str
    birth_date: str
    postcode: str
    address: str


class Errand(BaseModel):
    """A trip to the card app and the browser that went on it.

    `answer`: with what it came back; `asked_by` names the call that looks into it since `asked_at`.
    """

    model_config = PERSONAL

    visit: VisitKey
    trip: Trip
    answer: Mapping[str, str] = {}
    asked_by: str = ""
    asked_at: datetime | None = None

    def is_being_asked(self, now: datetime) -> bool:
        """Say whether its answer is being looked into at this moment."""
        return self.asked_at is not None and now < self.asked_at + ASKING


class Corrects(BaseModel):
    """補正: which request is corrected. Nothing but what is remarked upon may change in it, on a page of its own."""

    model_config = PERSONAL

    case_id: str
    receipt_number: str


class Trouble(NamedTuple):
    """Why the last trip brought no signature."""

    trouble: CardTrouble
    tries_left: int | None


class Refusal(NamedTuple):
    """A mistake for which the counter did not take the signed form: field, code, and what its words name."""

    field: str
    code: str
    facts: Mapping[str, int | str]


class Filling(BaseModel):
    """What is filled in. `statement` is the text as it was shown last, of the moment `written_at`.

    `signature` (Base64) waits to be sent; `postcode` is asked for only where the address of the card leaves a choice.
    `corrects`: what is sent is no request of its own, but corrects one.
    """

    model_config = PERSONAL

    kind: CertificateKind
    language: Language = Language.JA
    options: CertificateOptions = CertificateOptions()
    copies: Copies = 1
    is_chosen: bool = False
    mail: MailAddress | None = None
    is_mail_theirs: bool = False
    typed: Typed | None = None
    statement: Statement | None = None
    written_at: datetime | None = None
    errands: Annotated[tuple[Errand, ...], Field(max_length=_MOST_TRIPS)] = ()
    trouble: Trouble | None = None
    refusals: tuple[Refusal, ...] = ()
    signature: str = ""
    postcode: str = ""
    asks_postcode: bool = False
    corrects: Corrects | None = None

    @classmethod
    def like(cls, asked_for: Application, *, is_mail_theirs: bool) -> Self:
        """Return what an application held, ready to be checked and signed anew."""
        applicant, delivery, typed = asked_for.applicant, asked_for.delivery, None
        if is_typed(asked_for):
            born = applicant.birth_date.isoformat() if applicant.birth_date else ""
            typed = Typed(name=applicant.name, birth_date=born, postcode=delivery.postcode, address=delivery.address)
        asked = {name: getattr(asked_for, name) for name in ("kind", "language", "options", "copies")}
        return cls(**asked, is_chosen=True, mail=applicant.mail, is_mail_theirs=is_mail_theirs, typed=typed)

    @classmethod
    def of(cls, content: bytes) -> Self:
        """Return what a draft holds."""
        return cls.model_validate_json(content)

    @property
    def content(self) -> bytes:
        """What the draft holds."""
        return self.model_dump_json().encode()

    @property
    def step(self) -> Step:
        """The page that is due."""
        if self.signature or self.trouble or self.refusals or any(each.answer for each in self.errands):
            return Step.SIGN
        return self._filled_in

    @property
    def _filled_in(self) -> Step:
        """The first page without an answer, whatever became of trips."""
        if not self.is_chosen:
            return Step.CONTENTS
        if self.mail is None:
            return Step.MAIL
        return Step.CHECK if self.is_mail_theirs else Step.CODE

    def may_show(self, step: Step) -> bool:
        """Say whether a page can be gone to now: back always, ahead only where all before is answered."""
        if self.signature or (self.corrects and step is not Step.CHECK):
            return step is Step.SIGN
        order = tuple(Step)
        return order.index(step) <= order.index(self._filled_in) and not (step is Step.CODE and self.mail is None)

    def form(self, municipality: str) -> dict[str, JsonValue]:
        """Return the form for the counter; by card, unless it was typed who asks. Without the statement's number."""
        applicant: dict[str, JsonValue] = {"mail": self.mail}
        delivery: dict[str, JsonValue] = {"postcode": self.postcode} if self.postcode else {}
        source: dict[str, JsonValue] = {} if self.typed else {"identity_from": "card"}
        if self.typed:
            applicant |= {"name": self.typed.name, "birth_date": self.typed.birth_date}
            delivery = {"postcode": self.typed.postcode, "address": self.typed.address}
        return {
            **source,
            "municipality": municipality,
            "kind": self.kind.value,
            "options": self.options.model_dump(mode="json"),
            "copies": self.copies,
            "language": self.language.value,
            "applicant": applicant,
            "delivery": delivery,
        }

    @property
    def lacks_postcode(self) -> bool:
        """Whether it is signed, and the postcode is to be chosen before it is sent."""
        return bool(self.signature) and self.asks_postcode and not self.postcode

    def signed_form(self, municipality: str) -> dict[str, JsonValue]:
        """Return the form with the number of the text that was signed."""
        return {**self.form(municipality), "nonce": self.statement.nonce if self.statement else ""}

    def has_statement(self, now: datetime) -> bool:
        """Say whether the text stands and is young enough to be signed."""
        return self.statement is not None and self.written_at is not None and now < self.written_at + STATEMENT_KEPT

    def choosing(self, options: CertificateOptions, copies: int) -> Self:
        """Return it with what was chosen."""
        return self._anew(options=options, copies=copies, is_chosen=True)

    def mailing(self, mail: str) -> Self:
        """Return it with an address; another than before has to be shown to be theirs, and no trip goes on until it is."""
        if mail == self.mail:
            return self
        return self._with(mail=mail, is_mail_theirs=False, errands=(), trouble=None, refusals=())

    def confirmed(self, mail: str) -> Self:
        """Return it with its address shown to be theirs: the one that the code went to."""
        return self._with(is_mail_theirs=True) if self.mail == mail else self

    def naming(self, typed: Typed | None) -> Self:
        """Return it with who asks, typed, or as the card says."""
        return self._anew(typed=typed)

    def writing(self, statement: Statement, now: datetime) -> Self:
        """Return it with the text to sign."""
        return self._with(statement=statement, written_at=now)

    def leaving(self, visit: str, trip: Trip, text: str, now: datetime) -> Self:
        """Return it with a browser on its way to the card app to sign `text`; the oldest of many trips is forgotten.

        As it stands when the text has changed, or a trip of the same button is under way already.
        """
        if self.statement is None or self.statement.text != text or self.under_way(visit, now):
            return self
        kept = self.errands[1 - _MOST_TRIPS :]
        return self._with(errands=(*kept, Errand(visit=visit, trip=trip)), trouble=None, refusals=())

    def under_way(self, visit: str, now: datetime) -> Trip | None:
        """Return the trip of a button that was pressed twice."""
        for each in reversed(self.errands):
            if each.visit == visit and not each.answer and now < each.trip.begun_at + PRESSED_TWICE:
                return each.trip
        return None

    def waiting(self, visit: str) -> Errand | None:
        """Return a trip of this browser that came back and whose answer could not be looked into yet."""
        return next((each for each in self.errands if each.answer and each.visit == visit), None)

    def errand(self, visit: str, state: str) -> Errand | None:
        """Return the trip of this name on which this very browser went."""
        return next((each for each in self.errands if (each.visit, each.trip.state) == (visit, state)), None)

    def asking(self, state: str, answer: Mapping[str, str], asked_by: str, now: datetime) -> Self:
        """Return it with the answer with which a browser came back, looked into by one call at a time."""
        errand = next((each for each in self.errands if each.trip.state == state), None)
        if errand is None or errand.is_being_asked(now):
            return self
        asked = errand.model_copy(update={"answer": dict(answer), "asked_by": asked_by, "asked_at": now})
        others = tuple(each for each in self.errands if each is not errand)
        return self._with(errands=(*others, asked))

    def unanswered(self, call: str) -> Self:
        """Return it with an answer that a call could not look into: it may be brought once more."""
        free = {"asked_by": "", "asked_at": None}
        return self._with(
            errands=tuple(each.model_copy(update=free) if each.asked_by == call else each for each in self.errands)
        )

    def failing(self, state: str, trouble: Trouble) -> Self:
        """Return it after a trip without a signature."""
        left = tuple(each for each in self.errands if each.trip.state != state)
        return self if self.signature else self._with(errands=left, trouble=trouble)

    def signing(self, signature: str, language: Language | None = None) -> Self:
        """Return it signed, in this language; the first signature stays. As it stands when its address has changed meanwhile."""
        if self.signature or not self.is_mail_theirs:
            return self
        return self._with(signature=signature, language=language or self.language, errands=()).again()

    def refused(self, refusals: tuple[Refusal, ...]) -> Self:
        """Return it as the counter did not take it: nothing was stored there. The text stays, unless it is what was wrong."""
        wrong = any(each.field == "nonce" for each in refusals)
        text: dict[str, object] = {"statement": None, "written_at": None} if wrong else {}
        unsigned = {"signature": "", "postcode": "", "asks_postcode": False, "errands": (), "trouble": None}
        return self._with(**unsigned, **text, refusals=refusals)

    def asking_postcode(self) -> Self:
        """Return it with the postcode to be chosen: the card's address leaves it open."""
        return self._with(asks_postcode=True, postcode="")

    def with_postcode(self, postcode: str) -> Self:
        """Return it with the postcode that was chosen."""
        return self._with(postcode=postcode)

    def again(self) -> Self:
        """Return it ready to be checked and signed once more."""
        return self._with(trouble=None, refusals=())

    def _anew(self, **changes: object) -> Self:
        signed = {"kind", "options", "copies", "typed"} & changes.keys()
        same = all(getattr(self, name) == changes[name] for name in signed)
        stale: dict[str, object] = {} if signed and same else {"statement": None, "written_at": None, "errands": ()}
        return self._with(**{"trouble": None, "refusals": (), **stale, **changes})

    def _with(self, **changes: object) -> Self:
        return self.model_copy(update=changes)
