"""What happened to a request, in sentences for its citizen, and which role of the office looked at it when.

Told to who has opened the case alone, and even then nothing of a hold (要確認): what only held requests have is left out, what
was looked at while one was held included. So the story of a held request reads like that of any other in check (ADR 5, 33).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from markupsafe import Markup

from domain.actors import Role
from domain.cases.access import AccessGround, Opening
from domain.cases.event import DecisionRefused, Event
from domain.cases.submission import StartOrder
from domain.certificates import events as course
from domain.certificates import examination_events as examination
from domain.certificates import identity_events as identity
from domain.certificates import money_events as money
from domain.certificates import paper_events as paper
from domain.certificates.disclosure import Part
from domain.certificates.evolve import evolve
from domain.certificates.rules import texts_of
from domain.certificates.status import Status
from domain.certificates.texts import CertificateTexts
from domain.municipality.calendar import local_date
from domain.municipality.days_in_words import minute_in_words
from domain.municipality.officers import Officers
from domain.municipality.texts import Language
from domain.payments import overpayment
from web.certificates.desk import CertificateDesk
from web.front.page import Page

_MOST_OPENINGS = 200


class Sentence(NamedTuple):
    """What happened at an instant: the key of its words, what is filled in, and what is filled in by keys of words."""

    at: datetime
    key: str
    values: Mapping[str, object] = {}
    words: Mapping[str, str] = {}


Tell = Callable[[Any, CertificateTexts], tuple[str, Mapping[str, object]]]


def _only(key: str) -> Tell:
    return lambda _event, _texts: (key, {})


def _amount(key: str) -> Tell:
    return lambda event, _texts: (key, {"amount": event.amount})


def _received(event: course.RequestReceived, texts: CertificateTexts) -> tuple[str, Mapping[str, object]]:
    return "received", {"what": texts.certificate[event.kind], "copies": event.copies}


def _returned(event: examination.ReturnedToApplicant, texts: CertificateTexts) -> tuple[str, Mapping[str, object]]:
    return "returned", {"fields": tuple(texts.field[each.field] for each in event.remarks)}


def _sealed(event: paper.DispatchConfirmed, _texts: CertificateTexts) -> tuple[str, Mapping[str, object]]:
    return "sealed", {"number": event.tracking_number}


def _delivered(event: paper.Delivered, _texts: CertificateTexts) -> tuple[str, Mapping[str, object]]:
    return ("delivered" if event.event_id else "taken_as_delivered"), {}


def _lapsed(event: course.Lapsed, _texts: CertificateTexts) -> tuple[str, Mapping[str, object]]:
    return f"lapsed.{event.reason.value}", {}


TOLD: Mapping[type[Event], Tell] = {
    course.RequestReceived: _received,
    course.Withdrawn: _only("withdrawn"),
    course.Lapsed: _lapsed,
    identity.IdentityRefused: _only("rejected"),
    money.PaymentRequested: _amount("payment_requested"),
    money.PaymentCaptured: _amount("paid"),
    money.RefundDue: _amount("refund_due"),
    money.Refunded: _only("refunded"),
    overpayment.OverpaymentFound: _amount("overpaid"),
    overpayment.OverpaymentReturned: _only("overpaid_back"),
    examination.CaseTaken: _only("taken"),
    examination.ReturnedToApplicant: _returned,
    examination.Corrected: _only("corrected"),
    examination.Rejected: _only("rejected"),
    # The approval is told with it: a hold right before printing would take the word back.
    paper.CertificateIssued: _only("issued"),
    paper.DispatchConfirmed: _sealed,
    paper.HandedOver: _only("posted"),
    paper.Delivered: _delivered,
    paper.DeliveryConfirmed: _only("delivered"),
    paper.MailReturned: _only("mail_returned"),
    paper.ReturnedMailDestroyed: _only("destroyed"),
}
"""How an event is told."""

UNTOLD: frozenset[type[Event]] = frozenset(
    {
        # The checks, and what a hold consists of: from any of them a hold could be told.
        identity.IdentityVerified,
        identity.EligibilityConfirmed,
        identity.Held,
        identity.FindingOpened,
        identity.ReleaseProposed,
        identity.HoldReleased,
        identity.CheckRepeated,
        # What the office says to itself until it is decided.
        examination.CaseAssigned,
        examination.ApprovalProposed,
        examination.RejectionProposed,
        examination.RemandedToExaminer,
        examination.RejectionWanted,
        examination.Approved,
        DecisionRefused,
        # Told by the page itself, or nothing to the citizen.
        course.DeadlineSet,
        money.RefundHandedToOfficer,
        overpayment.OverpaymentHandedToOfficer,
        paper.HandOverRefused,
        paper.LateReturnsOver,
    }
)
"""Events of which the citizen's story says nothing, and why."""

_ROLE_FOR = {
    AccessGround.EXAMINATION: Role.EXAMINER,
    AccessGround.APPROVAL: Role.APPROVER,
    AccessGround.DISPATCH: Role.DISPATCHER,
}
_AS_TOLD = {Role.CLOSED_DESK: Role.EXAMINER}


async def story_of(desk: CertificateDesk, order: StartOrder, page: Page) -> list[tuple[Markup, Markup]]:
    """Return when and what, oldest first, as the component `story` takes it. Raises PortUnavailable."""
    happened = await desk.reading.events(order.case_id)
    looked = await desk.openings.openings(case_id=order.case_id, limit=_MOST_OPENINGS)
    policy = desk.book.policy(order.municipality)
    told = [*_events(happened, texts_of(policy, page.language)), *_openings(happened, looked, policy.officers)]
    told.sort(key=lambda each: each.at)
    catalogue = page.set.words[page.language]

    def filled(sentence: Sentence) -> Markup:
        words = {name: catalogue.say(f"story.{key}") for name, key in sentence.words.items()}
        values = {name: _listed(page, value) for name, value in sentence.values.items()}
        return page.say(f"story.{sentence.key}", **values, **words)

    return [(page.read(minute_in_words(each.at, page.language)), filled(each)) for each in told]


def _listed(page: Page, value: object) -> object:
    """Return several words as one text, as the language lists them; anything else as it is."""
    return (", " if page.language is Language.EN else "・").join(value) if isinstance(value, tuple) else value


def _events(happened: Sequence[Event], texts: CertificateTexts) -> Iterator[Sentence]:
    for event in happened:
        tell = TOLD.get(type(event))
        if tell is not None:
            at = event.captured_at if isinstance(event, money.PaymentCaptured) else event.at
            yield Sentence(at, *tell(event, texts))


def _openings(happened: Sequence[Any], looked: Sequence[Opening], officers: Officers) -> Iterator[Sentence]:
    """Give who looked at what on which ground: the first time on a day, and nothing of a hold."""
    held, seen = _held(happened), set[object]()
    for each in sorted(looked, key=lambda opening: opening.at):
        if each.part == Part.FINDING or each.ground is AccessGround.HOLD or any(a <= each.at < b for a, b in held):
            continue
        who, day = _role(each, officers), local_date(each.at)
        if (who, each.part, each.ground, day) in seen:
            continue
        seen.add((who, each.part, each.ground, day))
        words = {"who": f"who.{who}", "what": f"part.{each.part}", "why": f"ground.{each.ground}"}
        yield Sentence(each.at, "looked", words=words)


def _held(happened: Sequence[Any]) -> list[tuple[datetime, datetime]]:
    """Return from when until when a request was held."""
    state, since, spans = None, None, list[tuple[datetime, datetime]]()
    for event in happened:
        state = evolve(state, event)
        holds = state.status is Status.HELD
        if holds and since is None:
            since = event.at
        elif not holds and since is not None:
            spans.append((since, event.at))
            since = None
    return spans if since is None else [*spans, (since, datetime.max.replace(tzinfo=since.tzinfo))]


def _role(opening: Opening, officers: Officers) -> str:
    """Return in which role an officer looked: the one the ground names if held that day, never one that tells of a hold."""
    officer = officers.find(opening.officer, local_date(opening.at))
    roles = [_AS_TOLD.get(role, role) for role in officer.roles] if officer else []
    wanted = _ROLE_FOR.get(opening.ground)
    if wanted in roles:
        return wanted.value
    return roles[0].value if roles else "staff"
