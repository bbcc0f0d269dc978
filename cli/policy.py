"""`madoguchi policy`: check a municipality's files, show what is in force on a day."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.answers import Answer, AsJson
from cli.running import finish
from hosting.exit_codes import FINE, WRONG_INPUT

_YEARS = range(2000, 2100)
app = typer.Typer(help="A municipality's rules as data.", no_args_is_help=True)


@app.command()
def check(directory: Path, *, as_json: AsJson = False) -> None:
    """Check the files of a municipality, or of a folder of municipalities."""

    async def work() -> Answer:
        from adapters.policy.files import check as check_files

        findings = check_files(directory)
        words = "\n".join(map(str, findings)) if findings else "誤りはありません (no fault found)"
        document = {"ok": not findings, "findings": [each.model_dump(mode="json") for each in findings]}
        return Answer(document, words, WRONG_INPUT if findings else FINE)

    finish(work, as_json=as_json)


@app.command()
def show(code: str, on: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"])], *, as_json: AsJson = False) -> None:
    """Show what a municipality charges and grants on a day."""

    async def work() -> Answer:
        from adapters.policy.files import PolicyFiles
        from adapters.policy.sheet import first_day
        from adapters.policy.sheet import show as sheet
        from adapters.settings import PolicySettings
        from cli.environment import CHECKOUT
        from cli.failures import WrongInputError

        if on.year not in _YEARS:
            raise WrongInputError("--on", "is no day of ours", f"Use a year from {_YEARS[0]} to {_YEARS[-1]}.")
        book = PolicyFiles(PolicySettings.from_environment().municipalities_dir or CHECKOUT / "municipalities")
        closed = book.closed_days(code, on.year, on.year + 1)
        first = first_day(book.policy(code))
        if on.date() < first:
            raise WrongInputError("--on", f"is a day before these rules, which begin on {first}", f"Use --on {first}.")
        document = sheet(book.policy(code), on.date(), closed)
        return Answer(document, json.dumps(document, ensure_ascii=False, indent=2))

    finish(work, as_json=as_json)
