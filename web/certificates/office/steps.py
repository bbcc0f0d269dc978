"""What officers do on the page of a case: one table, in the order in which the first that is open is the main thing to do."""

from collections.abc import Collection
from typing import NamedTuple

from domain.cases.decision import Command
from domain.certificates import commands as c


class Step(NamedTuple):
    """One thing to do: its address behind the case's; `at_once`: pressing is all there is to it, else a page asks more."""

    command: type[Command]
    path: str
    at_once: bool = False

    @property
    def verb(self) -> str:
        """The name of its words, `act.<verb>`."""
        return self.command.verb()


STEPS = (
    Step(c.ReleaseHold, "/hold"),
    Step(c.OpenFinding, "/hold"),
    Step(c.CheckAgain, "/check-again", at_once=True),
    Step(c.Approve, "/approve", at_once=True),
    Step(c.ProposeApproval, "/propose", at_once=True),
    Step(c.Reject, "/reject"),
    Step(c.Take, "/take", at_once=True),
    Step(c.ReturnToApplicant, "/return"),
    Step(c.ProposeRejection, "/propose-rejection"),
    Step(c.Remand, "/remand"),
    Step(c.Assign, "/assign"),
)


class Offered(NamedTuple):
    """What somebody may do now: the main thing, if any, and what else."""

    main: Step | None
    others: tuple[Step, ...]


def offered(verbs: Collection[str], *, taken: bool) -> Offered:
    """Return the steps for what the table of the procedure allows somebody now; a case is taken once."""
    possible = [step for step in STEPS if step.verb in verbs and not (taken and step.command is c.Take)]
    if any(step.command is c.ReleaseHold for step in possible):  # the same page
        possible = [step for step in possible if step.command is not c.OpenFinding]
    return Offered(possible[0] if possible else None, tuple(possible[1:]))
