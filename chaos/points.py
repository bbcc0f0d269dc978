"""At which points something is done to a running stack: step, how the request is to end, the how-manieth time at most."""

from typing import Literal

# Withdrawn: the fee is cancelled; refunded: withdrawn so late that it is refunded; given_up: withdrawn before it was paid.
# Overpaid: two codes are paid; one is the fee, the other goes back.
Ending = Literal["issued", "withdrawn", "refunded", "given_up", "rejected", "overpaid"]
Point = str | tuple[str, Ending] | tuple[str, Ending, int]

WORKER: tuple[Point, ...] = (
    "before verify_identity",
    "after registry.look_up",
    "after check_eligibility",
    ("before record_events", "issued", 5),
    ("after record_events", "issued", 5),
    "before create_charge",
    "after provider.create",
    "after create_charge",
    "reported create_charge",
    "after read_charge",
    "after issue_certificate",
    "before hand_over",
    "after registry.record",
    "after carrier.hand_over",
    "after hand_over",
    "reported hand_over",
    "after carrier.track",
    "after track_letter",
    "before payment_hint",
    "after payment_hint",
    "before postal_hint",
    "after postal_hint",
    "after outbox.claim",
    ("after mailer.send", "issued", 4),
    "after ledger.confirm",  # once for sure: what goes on needs no confirming
    "after ledger.seal",
    ("before archive.add", "withdrawn"),  # delivered letters may come back: their requests are closed weeks later
    ("before return_payment", "withdrawn"),
    ("after provider.cancel", "withdrawn"),
    ("after return_payment", "withdrawn"),
    ("before provider.refund", "refunded"),
    ("after provider.refund", "refunded"),
    ("before close_charge", "given_up"),
    ("after provider.close", "given_up"),
    ("after close_charge", "given_up"),
)
ENGINE: tuple[Point, ...] = (
    "before request.start",
    "after request.start",
    "after verify_identity",
    ("before record_events", "issued", 5),
    "before create_charge",
    "after create_charge",
    "reported create_charge",
    "before payment_hint",
    "before decide.take",
    "after decide.approve",
    "after issue_certificate",
    "after hand_over",
    "after track_letter",
    ("before archive.add", "withdrawn"),  # delivered letters may come back: their requests are closed weeks later
    ("after return_payment", "withdrawn"),
    ("after provider.refund", "refunded"),
    ("after provider.close", "given_up"),
)
WEB: tuple[Point, ...] = (
    "before intake.accept",
    "after intake.accept",
    "after request.start",
    "before payment_link",
    "before decide.take",
    "after decide.take",
    "reported decide.take",
    "after decide.approve",
    "before decide.confirm_dispatch",
    "after decide.confirm_dispatch",
    "before inbox.charge",
    "after inbox.charge",
    "before inbox.scan",
    "after inbox.scan",
    "before document.read",
    ("after decide.withdraw", "withdrawn"),
)
POSTGRES: tuple[Point, ...] = (
    "before intake.accept",
    "after intake.accept",
    "after registry.look_up",
    ("before record_events", "issued", 5),
    ("after record_events", "issued", 5),
    "before create_charge",
    "after provider.create",
    "reported create_charge",
    "after decide.approve",
    "after issue_certificate",
    "after carrier.hand_over",
    "before ledger.confirm",
    ("after mailer.send", "issued", 4),
    ("before archive.add", "withdrawn"),  # delivered letters may come back: their requests are closed weeks later
    ("after provider.cancel", "withdrawn"),
    ("after provider.refund", "refunded"),
    ("after provider.close", "given_up"),
)
STALLED_WORKER: tuple[Point, ...] = (
    "after verify_identity",
    ("before record_events", "issued", 5),
    ("after record_events", "issued", 5),
    "before provider.create",
    "after provider.create",
    "after issue_certificate",
    "before carrier.hand_over",
    "after carrier.hand_over",
    ("before mailer.send", "issued", 4),
    ("before archive.add", "withdrawn"),  # delivered letters may come back: their requests are closed weeks later
    ("before provider.cancel", "withdrawn"),
    ("after provider.refund", "refunded"),
)
STALLED: tuple[Point, ...] = (("before record_events", "issued", 5), "before decide.approve", "before hand_over")
STALLED_WEB: tuple[Point, ...] = ("after intake.accept", "before decide.approve", "after inbox.charge")
