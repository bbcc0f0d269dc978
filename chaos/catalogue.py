"""The cases: what is done to a running stack, each under the name by which it is repeated."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from chaos.points import ENGINE, POSTGRES, STALLED, STALLED_WEB, STALLED_WORKER, WEB, WORKER, Ending, Point

_Kind = TypeVar("_Kind", "Kill", "Stall")


class Target(StrEnum):
    """What something is done to."""

    WORKER = "worker"
    ENGINE = "temporal"
    WEB = "web"
    POSTGRES = "postgres"


@dataclass(frozen=True)
class Moment:
    """Something is done to the target when a request reaches a point, the `most`-th time at most; it is to end so."""

    target: Target
    point: str
    ending: Ending = "issued"
    most: int = 1

    @property
    def who(self) -> str:
        """The target as people call it."""
        return "engine" if self.target is Target.ENGINE else self.target.value

    @property
    def name(self) -> str:
        """`worker-after-create_charge`."""
        return f"{self.who}-{self.point.replace(' ', '-')}"


@dataclass(frozen=True)
class Kill(Moment):
    """SIGKILL of the target."""

    @property
    def group(self) -> str:
        """The row of the table in docs/reliability.md."""
        return f"SIGKILL: {self.who}"


@dataclass(frozen=True)
class Stall(Moment):
    """The target stands still for longer than the engine waits for it, and goes on."""

    @property
    def name(self) -> str:
        """`stalled-worker-after-create_charge`."""
        return f"stalled-{super().name}"

    @property
    def group(self) -> str:
        """The row of the table."""
        return f"Stood still and went on: {self.who}"


@dataclass(frozen=True)
class Lost:
    """An outside system does what it is asked and drops the connection: so many times, or for `seconds`.

    `asked` is the path by which it is asked what became of the call: where it is, that answer is lost from the second
    time on, for the call itself comes once.
    """

    system: str
    call: str
    method: str
    path: str
    ending: Ending = "issued"
    asked: str = ""
    times: int = 0
    seconds: int = 0

    @property
    def least(self) -> int:
        """How many answers must have been lost at least."""
        return self.times or 2

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
class Lagging:
    """What the payment provider shows lags behind what it took; with `closing` so does what it does."""

    closing: bool

    @property
    def name(self) -> str:
        """`reads-lag-behind`."""
        return f"{'closing' if self.closing else 'reads'}-lag{'s' if self.closing else ''}-behind"

    @property
    def group(self) -> str:
        """The row of the table."""
        return "What the provider shows lags behind"


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


Case = Kill | Stall | Lost | Told | Lagging | Races


def _at(kind: type[_Kind], target: Target, points: tuple[Point, ...]) -> Iterable[_Kind]:
    for each in points:
        yield kind(target, each) if isinstance(each, str) else kind(target, *each)


_MINUTE = 60
_CHARGE = "/v2/codes/payments/.*"
_CALLS = (
    Lost("jpki", "revocation_list", "GET", "/crl"),
    Lost("registry", "registry", "*", "/v1/.*"),
    Lost("paypay", "create_charge", "POST", "/v2/codes"),
    Lost("paypay", "read_charge", "GET", _CHARGE),
    Lost("paypay", "close_charge", "DELETE", "/v2/codes/.*", "given_up"),
    Lost("paypay", "cancel", "DELETE", "/v2/payments/.*", "withdrawn", asked=_CHARGE),
    Lost("paypay", "refund", "POST", "/v2/refunds", "refunded", asked=_CHARGE),
    Lost("post", "hand_over", "POST", "/v1/letters"),
    Lost("post", "track", "GET", "/v1/.*"),
    Lost("mail", "mail", "SMTP", "/"),
)
_TOLD = (
    "forged",
    "duplicate",
    "disordered",
    "late",
    "before_the_charge_is_recorded",
    "post_duplicate",
    "post_after_the_end",
)


def lost(call: str, *, times: int = 0, seconds: int = 0) -> Lost:
    """Return a call whose answers are lost. Raises StopIteration for an unknown one."""
    return replace(next(each for each in _CALLS if each.call == call), times=times, seconds=seconds)


def catalogue(*, races: int = 200) -> tuple[Case, ...]:
    """Return every case, in the order of the table."""
    calls = [each.call for each in _CALLS]
    return (
        *_at(Kill, Target.WORKER, WORKER),
        *_at(Kill, Target.ENGINE, ENGINE),
        *_at(Kill, Target.WEB, WEB),
        *_at(Kill, Target.POSTGRES, POSTGRES),
        *_at(Stall, Target.WORKER, STALLED_WORKER),
        *_at(Stall, Target.ENGINE, STALLED),
        *_at(Stall, Target.WEB, STALLED_WEB),
        *_at(Stall, Target.POSTGRES, STALLED),
        *(lost(call, times=times) for call in calls for times in (1, 2)),
        *(lost(call, seconds=_MINUTE) for call in calls),
        *(Told(how) for how in _TOLD),
        Lagging(closing=False),
        Lagging(closing=True),
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
