"""Two officers decide on one case at the same instant: one decision each time, and the loser is told.

One request is raced for several times: who takes it, then remand against remand again and again, and at last the
approval against something else.
"""

import asyncio
import secrets
from collections import Counter
from collections.abc import Sequence
from typing import Any

from chaos.catalogue import Races
from chaos.citizens import APPROVER, EXAMINER, Request
from chaos.points import Ending
from chaos.town import Town
from chaos.trial import Trial

_RIVAL = "officer-tanaka"  # examiner and approver
_REMANDS = 8
_AT_ONCE = 4
_LAST = (("approve", "approve"), ("approve", "reject"), ("reject", "remand"), ("approve", "remand"))
_REASONS = {"reject": {"reasons": ["duplicate"]}}
_REFUSED = {403, 409}
_DECISIONS = {
    "case_taken",
    "approval_proposed",
    "rejection_proposed",
    "rejection_wanted",
    "remanded_to_examiner",
    "approved",
    "rejected",
}


async def race(trial: Trial, case: Races, town: Town) -> None:
    """Race `case.count` times."""
    left = _Left(case.count)
    runners = [_run(trial, town, left) for _ in range(_AT_ONCE)]
    await trial.together(*(asyncio.create_task(each, name="a race") for each in runners))
    trial.said = f"{left.raced} races, {len(trial.requests)} requests"


class _Left:
    """How many races are left to run."""

    def __init__(self, count: int) -> None:
        self._left = count
        self.raced = 0

    def take(self) -> bool:
        if self._left == 0:
            return False
        self._left -= 1
        self.raced += 1
        return True


async def _run(trial: Trial, town: Town, left: _Left) -> None:
    while left.take():
        request = trial.of(Request(town, "issued"))
        await request.submit()
        await request.pay()
        await request.paid()
        decided = Counter({"case_taken": 1})
        winner = await _one(trial, request, [(EXAMINER, "take"), (_RIVAL, "take")])
        if winner == EXAMINER:
            decided += await _remands(trial, request, left)
        await _finish(trial, request, left, winner, decided)
        await _count(trial, request, decided)


async def _remands(trial: Trial, request: Request, left: _Left) -> Counter[str]:
    """Propose and have two approvers send it back, again and again."""
    raced = 0
    for _ in range(_REMANDS):
        if not left.take():
            break
        await request.decide(EXAMINER, action="propose_approval")
        await _one(trial, request, [(APPROVER, "remand"), (_RIVAL, "remand")])
        raced += 1
    return Counter({"remanded_to_examiner": raced, "approval_proposed": raced})


async def _finish(trial: Trial, request: Request, left: _Left, winner: str, decided: Counter[str]) -> None:
    """Bring it to an end; by a last race when the approver's rival is free to decide."""
    await request.decide(winner, action="propose_approval")
    decided["approval_proposed"] += 1
    first = "approve"
    if winner == EXAMINER and left.take():
        ours, theirs = trial.chance.choice(_LAST)
        first = ours if await _one(trial, request, [(APPROVER, ours), (_RIVAL, theirs)]) == APPROVER else theirs
    else:
        await request.decide(APPROVER, action="approve")
    if first == "remand":
        decided["remanded_to_examiner"] += 1
        await request.decide(EXAMINER, action="propose_approval")
        await request.decide(APPROVER, action="approve")
        decided["approval_proposed"] += 1
        first = "approve"
    if first == "reject":  # what was proposed for issue goes back to the examiner, who proposes the rejection
        decided["rejection_wanted"] += 1
        await request.decide(EXAMINER, action="propose_rejection", **_REASONS["reject"])
        await request.decide(APPROVER, action="reject")
        decided["rejection_proposed"] += 1
    decided["approved" if first == "approve" else "rejected"] += 1
    ending: Ending = "issued" if first == "approve" else "rejected"
    request.ending = ending
    await (request.issue() if ending == "issued" else request.closed())


async def _one(trial: Trial, request: Request, rivals: Sequence[tuple[str, str]]) -> str:
    """Send both at the same instant; exactly one is taken, the other refused. Return who was first."""
    calls = (
        request.attempt(officer, secrets.token_hex(16), action=action, **_REASONS.get(action, {}))
        for officer, action in rivals
    )
    answers = await asyncio.gather(*calls)
    winners = [officer for (officer, _), answer in zip(rivals, answers, strict=True) if answer.is_success]
    losers = [answer.status_code for answer in answers if not answer.is_success]
    if len(winners) != 1 or not _REFUSED.issuperset(losers):
        codes = [answer.status_code for answer in answers]
        trial.wrong.append(f"request {request.case_id}: the race {rivals} was answered {codes}")
    return winners[0] if winners else EXAMINER


async def _count(trial: Trial, request: Request, decided: Counter[str]) -> None:
    """The case's own timeline has each decision once."""
    timeline: list[dict[str, Any]] = (await request.case())["timeline"]
    found = Counter(each["type"] for each in timeline if each["type"] in _DECISIONS)
    if found != decided:
        trial.wrong.append(f"request {request.case_id}: decided {dict(decided)}, on record {dict(found)}")
