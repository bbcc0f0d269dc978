"""What a run leaves: `var/chaos.json` with everything, and the tables in docs/reliability.md.

A whole run writes those of its own; cases that are run again alone, with `--page`, stand below them.
"""

import json
import os
import platform
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.report.machine import commit, described, machine
from bench.report.marked import write_between
from chaos.preparing import postgres_programs
from chaos.run import Run
from chaos.trial import Trial

PAGE = Path("docs") / "reliability.md"
MAKER = "make chaos"
AGAIN = "python -m chaos --case … --page"


def write(result: Run, root: Path, maker: str | None) -> None:
    """Write the document, and the page's tables between the marks of `maker`, if any."""
    facts = _facts(root)
    var = root / "var"
    var.mkdir(exist_ok=True)
    document = json.dumps(_document(result, facts), indent=2, ensure_ascii=False)
    (var / "chaos.json").write_text(document + "\n", encoding="utf-8")
    if maker is not None:
        write_between(root / PAGE, maker, tables(result, facts))


def _facts(root: Path) -> dict[str, str]:
    postgres = (str(postgres_programs() / "postgres"), "--version")
    said = subprocess.run(postgres, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    return {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "commit": commit(root),
        "machine": described(machine()),
        "load": f"{os.getloadavg()[2]:.0f}",
        "python": platform.python_version(),
        "postgres": said.stdout.strip(),
    }


def _document(result: Run, facts: dict[str, str]) -> dict[str, Any]:
    return {
        "held": result.held,
        "seed": result.seed,
        "server": result.server,
        **facts,
        "seconds": round(result.seconds, 1),
        "requests": result.requests,
        "waiting": result.waiting,
        "wrong": result.wrong,
        "mails_repeated_under_one_message_id": result.mails_repeated,
        "one_mail_came_at_most": result.mails_most,
        "calls_without_an_answer": result.retries,
        "answers_by_status": result.answers,
        "cases": [
            {
                "name": trial.case.name,
                "group": trial.case.group,
                "held": trial.held,
                "requests": len(trial.requests),
                "seconds": round(trial.seconds, 1),
                "note": trial.said,
                "wrong": trial.wrong,
            }
            for trial in result.trials
        ],
    }


def tables(result: Run, facts: dict[str, str]) -> str:
    """Return the run's facts and its two tables as Markdown."""
    return "\n".join([*_head(result, facts), "", *_by_group(result), "", *_by_case(result), ""])


def _head(result: Run, facts: dict[str, str]) -> Iterator[str]:
    held = sum(trial.held for trial in result.trials)
    yield f"Run of {facts['date']}, commit {facts['commit']}, seed {result.seed}, {result.seconds / 60:.1f} minutes."
    yield f"Machine: {facts['machine']} (load of the last 15 minutes, this run included: {facts['load']}), Python {facts['python']}, {facts['postgres']}, {result.server}."
    yield ""
    yield f"{len(result.trials)} cases, {held} held; {result.requests} requests, {len(result.waiting)} of them still waiting."
    yield f"People's calls without an answer: {result.retries}, sent again; answers: {_answers(result)}."
    yield f"Mails that came again under the same Message-ID: {result.mails_repeated}; one mail came {result.mails_most} times at most."
    yield from (f"- {line}" for line in (*result.wrong, *result.waiting))


def _answers(result: Run) -> str:
    return ", ".join(f"{status}: {count}" for status, count in result.answers.items())


def _by_group(result: Run) -> Iterator[str]:
    yield "| what was done | cases | held | requests |"
    yield "|---|---|---|---|"
    groups = dict.fromkeys(trial.case.group for trial in _sorted(result))
    for group in groups:
        trials = [trial for trial in result.trials if trial.case.group == group]
        requests = sum(len(trial.requests) for trial in trials)
        yield f"| {group} | {len(trials)} | {sum(trial.held for trial in trials)} | {requests} |"


def _by_case(result: Run) -> Iterator[str]:
    yield "| case | held | seconds | note |"
    yield "|---|---|---|---|"
    for trial in _sorted(result):
        held = "yes" if trial.held else "NO"
        note = "; ".join([*([trial.said] if trial.said else []), *trial.wrong])
        yield f"| {trial.case.name} | {held} | {trial.seconds:.1f} | {note} |"


def _sorted(result: Run) -> list[Trial]:
    return sorted(result.trials, key=lambda trial: (trial.case.group, trial.case.name))
