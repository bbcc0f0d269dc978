"""`madoguchi case`: cases of all procedures, for whoever answers for the house. What a case is about, its procedure shows."""

from typing import TYPE_CHECKING, Annotated

import typer

from cli.answers import Answer, AsJson, Limit
from cli.running import finish

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapters.postgres.reading import PostgresReading
    from domain.cases.row import CaseRow
    from domain.municipality.book import PolicyBook

app = typer.Typer(help="Cases of all procedures.", no_args_is_help=True)

Name = Annotated[str | None, typer.Option("--procedure", help="Only this one's, by its name.")]


@app.command("list")
def list_cases(
    *,
    procedure: Name = None,
    overdue: Annotated[bool, typer.Option(help="Those whose deadline has passed, most urgent first.")] = False,
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """List cases that have not ended, oldest first: procedure, number, where each stands, until when, and with whom."""

    async def work() -> Answer:
        from adapters.records import open_records, utc_now

        async with open_records() as records:
            reading = records.store.reading
            if overdue:
                rows = await reading.due(utc_now(), limit, procedure)
            else:
                rows = await _going_on(reading, limit, procedure)
            return _listed(rows, records.book)

    finish(work, as_json=as_json)


async def _going_on(reading: "PostgresReading", limit: int, procedure: str | None) -> "Sequence[CaseRow]":
    """Return the oldest cases that have not ended; the same status may be an end in one procedure and none in another."""
    from domain.procedures import PROCEDURES

    found: list[CaseRow] = []
    for each in PROCEDURES if procedure is None else (PROCEDURES.by_name(procedure),):
        found += await reading.worklist(each.going_on, limit, procedure=each.name)
    return sorted(found, key=lambda row: (row.received_at, row.case_id))[:limit]


def _listed(rows: "Sequence[CaseRow]", book: "PolicyBook") -> Answer:
    from cli.officer_words import officer_name
    from domain.japan import legal_day, to_the_minute
    from hosting.tables import table

    told = table("手続き 案件番号", "状態", "到達 更新 (JST)", "期限", "担当")
    for row in rows:
        title, status = _words(row)
        due = "" if row.due_at is None else legal_day(row.due_at)
        at = f"{to_the_minute(row.received_at)}\n{to_the_minute(row.updated_at)}"
        officer = officer_name(book, row.municipality, row.assignee, row.updated_at)
        told.add_words(f"{title}\n{row.case_number}", status, at, due, officer)
    return Answer([row.model_dump(mode="json") for row in rows], told)


def _words(row: "CaseRow") -> tuple[str, str]:
    """Return procedure and status in words; by their names where this release does not know the procedure."""
    from audit.words.registry import WORDS
    from domain.errors import DomainError

    try:
        words = WORDS.of(row.case_id)
    except DomainError:
        return row.procedure, row.status
    return words.title.ja, words.status(row.status).ja
