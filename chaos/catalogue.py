"""The cases: what is done to a running stack, each under the name by which it is repeated."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Ending = Literal["issued", "withdrawn", "rejected"]
_Point = str | tuple[str, Ending] | tuple[str, Ending, int]


class Target(StrEnum):
    """What is killed."""

    WORKER = "worker"
    ENGINE = "temporal"
    WEB = "web"
    POSTGRES = "postgres"


@dataclass(frozen=True)
class Kill:
    """SIGKILL of the target when a request reaches a point, the `nth` time at most `most`; it is to end so."""

    target: Target
    point: str
    ending: Ending = "issued"
    most: int = 1

    @property
    def name(self) -> str:
        """`worker-after-create_charge`."""
        return f"{'engine' if self.target is Target.ENGINE else self.target}-{self.point.replace(' ', '-')}"

    @property
    def group(self) -> str:
        """The row of the table in docs/reliability.md."""
        return f"SIGKILL: {'engine' if self.target is Target.ENGINE else self.target}"


@dataclass(frozen=True)
class Lost:
    """An outside system does what it is asked and drops the connection: so many times, or for `seconds`."""

    system: str
    call: str
    method: str
    path: str
    times: int = 0
    seconds: int = 0
    ending: Ending = "issued"

    @property
    def name(self) -> str:
        """`lost-create_charge-twice`."""
        return f"lost-{self.call}-{f'{self.seconds}s' if self.seconds else ('once', 'twice')[self.times - 1]}"

    @property
    def group(self) -> str:
        """The row of the table."""
        return "Done, but the answer was lost"


@dataclass(frozen=True)
class Told:
    """Webhooks in a way of their own; `how` is a method of `chaos.webhooks`."""

    how: str

    @property
    def name(self) -> str:
        """`webhook-late`."""
        return f"webhook-{self.how}"

    @property
    def group(self) -> str:
        """The row of the table."""
        return "Webhooks: duplicate, disordered, late, too early"


@dataclass(frozen=True)
class Races:
    """Two officers decide at the same instant, so many times."""

    count: int

    @property
    def name(self) -> str:
        """`races-200`."""
        return f"races-{self.count}"

    @property
    def group(self) -> str:
        """The row of the table."""
        return "Two officers at the same instant"


Case = Kill | Lost | Told | Races


def _kills(target: Target, points: tuple[_Point, ...]) -> Iterable[Kill]:
    for each in points:
        yield Kill(target, each) if isinstance(each, str) else Kill(target, *each)


_WORKER: tuple[_Point, ...] = (
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
    "after carrier.hand_over",
    "after hand_over",
    "reported hand_over",
    "after track_letter",
    ("after mailer.send", "issued", 4),
    "after ledger.confirm",  # once for sure: what goes on needs no confirming
    "before archive.add",
    ("before return_payment", "withdrawn"),
    ("after provider.cancel", "withdrawn"),
    ("after return_payment", "withdrawn"),
)
_ENGINE: tuple[_Point, ...] = (
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
    "before archive.add",
    ("after return_payment", "withdrawn"),
)
_WEB: tuple[_Point, ...] = (
    "before intake.accept",
    "after intake.accept",
    "after request.start",
    "before decide.take",
    "after decide.take",
    "after decide.approve",
    "before decide.confirm_dispatch",
    "after decide.confirm_dispatch",
    "before payment_hint",
    "after payment_hint",
    "before postal_hint",
    "after postal_hint",
    "before document.read",
    ("after decide.withdraw", "withdrawn"),
)
_POSTGRES: tuple[_Point, ...] = (
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
    "before archive.add",
    ("after provider.cancel", "withdrawn"),
)
_MINUTE = 60
_CALLS: tuple[tuple[str, str, str, str, Ending], ...] = (
    ("jpki", "revocation_list", "GET", "/crl", "issued"),
    ("registry", "registry", "*", "/v1/.*", "issued"),
    ("paypay", "create_charge", "POST", "/v2/codes", "issued"),
    ("paypay", "read_charge", "GET", "/v2/codes/payments/.*", "issued"),
    ("paypay", "cancel", "DELETE", "/v2/.*", "withdrawn"),
    ("paypay", "refund", "POST", "/v2/refunds", "withdrawn"),
    ("post", "hand_over", "POST", "/v1/letters", "issued"),
    ("post", "track", "GET", "/v1/.*", "issued"),
    ("mail", "mail", "SMTP", "/", "issued"),
)
_TOLD = ("duplicate", "disordered", "late", "before_the_charge_is_recorded", "post_duplicate", "post_after_the_end")


def lost(call: str, *, times: int = 0, seconds: int = 0) -> Lost:
    """Return a call whose answers are lost. Raises StopIteration for an unknown one."""
    system, name, method, path, ending = next(each for each in _CALLS if each[1] == call)
    return Lost(system, name, method, path, times, seconds, ending)


def catalogue(*, races: int = 200) -> tuple[Case, ...]:
    """Return every case, in the order of the table."""
    calls = [each[1] for each in _CALLS]
    return (
        *_kills(Target.WORKER, _WORKER),
        *_kills(Target.ENGINE, _ENGINE),
        *_kills(Target.WEB, _WEB),
        *_kills(Target.POSTGRES, _POSTGRES),
        *(lost(call, times=times) for call in calls for times in (1, 2)),
        *(lost(call, seconds=_MINUTE) for call in calls),
        *(Told(how) for how in _TOLD),
        Races(races),
    )


def short() -> tuple[Case, ...]:
    """Return the few cases that `make test` tries: each target once or twice, a lost answer, early news, some races."""
    return (
        Kill(Target.WORKER, "after provider.create"),
        Kill(Target.ENGINE, "after create_charge"),
        Kill(Target.WEB, "after intake.accept"),
        Kill(Target.POSTGRES, "after carrier.hand_over"),
        lost("cancel", times=1),
        Told("before_the_charge_is_recorded"),
        Races(6),
    )
