"""A whole run: the cases in an order that the seed decides, on one stack; after each, everybody's books are read."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from chaos.catalogue import Case, Kill, Lagging, Lost, Races, Stall, Told, catalogue
from chaos.checks import broken_mails, repeated
from chaos.citizens import NotReached, Request, until
from chaos.killing import kill_at
from chaos.lagging import lag
from chaos.ledger import Auditor
from chaos.losing import MinuteWithoutAnswers, lose, minutes
from chaos.races import race
from chaos.stalling import stall_at
from chaos.town import Town
from chaos.trial import Trial, check
from chaos.webhooks import tell

Say = Callable[[str], None]
_MAILS_WITHIN = 180.0  # seconds; a mail whose sender was killed is due again after two minutes


@dataclass
class Run:
    """What came of a run. `server` says in words which engine it was on.

    `waiting` are acknowledged submissions without an end, each with its deadline; `mails_repeated` mails came again, one
    of them `mails_most` times in all.
    """

    seed: int
    server: str
    development: bool = False
    """Whether that was the development server."""
    trials: list[Trial] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    mails_repeated: int = 0
    mails_most: int = 0
    retries: int = 0
    answers: dict[int, int] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def held(self) -> bool:
        """Whether every promise was kept in every case."""
        return not self.wrong and all(trial.held for trial in self.trials)

    @property
    def requests(self) -> int:
        """How many requests were made."""
        return sum(len(trial.requests) for trial in self.trials)


def units(cases: Sequence[Case], seed: int) -> list[list[Case]]:
    """Return what is done one after the other: a case, or the cases that share a minute."""
    lasting = [case for case in cases if isinstance(case, Lost) and case.seconds]
    found: list[list[Case]] = [[case] for case in cases if case not in lasting]
    found += [list(wave) for wave in minutes(lasting)]
    random.Random(seed).shuffle(found)  # noqa: S311 - not a secret
    return found


def repeat_command(result: "Run", unit: Sequence[Case]) -> str:
    """Return the one command that does exactly this again, on the same engine."""
    return f"{_again(result)} CASE={','.join(case.name for case in unit)}"


def repeat_all(result: "Run", cases: Sequence[Case]) -> str:
    """Return the one command that does the whole run again."""
    return _again(result) if len(cases) == len(catalogue()) else repeat_command(result, cases)


def _again(result: "Run") -> str:
    return f"make chaos SEED={result.seed}" + (" SERVER=development" if result.development else "")


async def run(cases: Sequence[Case], town: Town, say: Say, result: Run) -> Run:
    """Do all cases, whatever becomes of any; return the result, which comes empty."""
    seed, auditor, begin = result.seed, Auditor(town), time.monotonic()
    todo = units(cases, seed)
    done = 0
    for unit in todo:
        trials = await _tried(unit, seed, town, auditor)
        result.trials += trials
        for trial in trials:
            done += 1
            _tell(say, f"{done:3}/{len(cases)}", trial)
    say("the books are read once more, when the last mails have come")
    await _end(result, town, auditor)
    result.seconds = time.monotonic() - begin
    return result


def _tell(say: Say, place: str, trial: Trial) -> None:
    verdict = "held" if trial.held else "BROKEN"
    say(f"{place}  {trial.case.name:44} {verdict:6} {trial.seconds:6.1f} s  {trial.said}")
    for each in trial.wrong:
        say(f"         {each}")


def broken_promises(result: Run, cases: Sequence[Case]) -> list[str]:
    """Return what broke, line by line, each case with the one command that repeats it; empty when everything held."""
    lines = [*result.wrong]
    if result.wrong:
        lines.append(f"    repeat: {repeat_all(result, cases)}")
    for unit in units(cases, result.seed):
        broken = [trial for trial in result.trials if trial.case in unit and not trial.held]
        lines += [f"{trial.case.name}: {each}" for trial in broken for each in trial.wrong]
        if broken:
            lines.append(f"    repeat: {repeat_command(result, unit)}")
    return lines


async def _tried(unit: Sequence[Case], seed: int, town: Town, auditor: Auditor) -> list[Trial]:
    name = "+".join(case.name for case in unit)
    chance = random.Random(f"{seed}:{name}")  # noqa: S311 - not a secret
    trials = [Trial(case, chance) for case in unit]
    begin = time.monotonic()
    try:
        await _do(trials, town)
    except Exception as error:  # noqa: BLE001 - whatever happens in one case, the others are tried
        trials[0].wrong.append(f"{type(error).__name__}: {error}")
    town.controller.disarm()
    await town.no_faults()
    for trial in trials:
        try:
            await check(trial, town, auditor)
        except Exception as error:  # noqa: BLE001 - as above
            trial.wrong.append(f"the books could not be read: {type(error).__name__}: {error}")
        trial.seconds = time.monotonic() - begin
    return trials


async def _do(trials: list[Trial], town: Town) -> None:
    trial, case = trials[0], trials[0].case
    if isinstance(case, Kill):
        await kill_at(trial, case, town)
    elif isinstance(case, Stall):
        await stall_at(trial, case, town)
    elif isinstance(case, Lost) and case.seconds:
        lasting = [(each, each.case) for each in trials if isinstance(each.case, Lost)]
        await MinuteWithoutAnswers(lasting, town).run()
    elif isinstance(case, Lost):
        await lose(trial, case, town)
    elif isinstance(case, Told):
        await tell(trial, case, town)
    elif isinstance(case, Lagging):
        await lag(trial, case, town)
    elif isinstance(case, Races):
        await race(trial, case, town)


async def _end(result: Run, town: Town, auditor: Auditor) -> None:
    """What belongs to the whole run: every mail, every acknowledged submission, the read tables made anew."""
    until_then = time.monotonic() + _MAILS_WITHIN
    for trial in result.trials:
        for request in trial.requests:
            if request.case_id:
                found = await _mails(request, town, until_then - time.monotonic())
                again, most = repeated(found)
                result.mails_repeated += again
                result.mails_most = max(result.mails_most, most)
                trial.wrong += broken_mails(request.case_id, request.ending, list(found))
    mine = {request.case_number for trial in result.trials for request in trial.requests}
    for each in await town.books.open_requests():
        result.waiting.append(f"{each.case_number} is {each.status}, until {each.due_at or 'no deadline'}")
        if each.case_number not in mine or not each.due_at:
            result.wrong.append(f"the acknowledged submission {each.case_number} waits without a deadline")
    result.wrong += await auditor.rebuilt()
    result.wrong += await auditor.findings([])
    result.retries, result.answers = town.people.unanswered, dict(sorted(town.people.seen.items()))


async def _mails(request: Request, town: Town, seconds: float) -> dict[str, int]:
    """Return the mails of a request, when they are all there or nobody can wait any longer."""
    found: dict[str, Any] = {}

    async def there() -> bool:
        nonlocal found
        found = (await town.outside.of(request.case_id)).mails
        return not broken_mails(request.case_id, request.ending, list(found))

    try:
        await until(there, "the mails", seconds)
    except NotReached:
        return found
    return found
