"""`madoguchi audit` of one case: tell it, replay it, export it, and who opened what of it."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.answers import Answer, AsJson, Limit
from cli.audit_failures import finish
from cli.audit_keys import ledger_signer, worker_folder
from hosting.exit_codes import FINE, NO

if TYPE_CHECKING:
    from audit.phrases import Language
    from audit.replay import Replay

app = typer.Typer()

Case = Annotated[str, typer.Argument(metavar="ID", help="Case number or request id.")]
English = Annotated[bool, typer.Option("--en", help="In English.")]


@app.command()
def explain(case: Case, *, en: English = False, as_json: AsJson = False) -> None:
    """Tell a case from the ledger: each event, the status after it, deadlines, times, and what its procedure adds."""

    async def work() -> Answer:
        from adapters.records import open_records
        from audit.explain import explain as explained
        from audit.words.registry import WORDS
        from cli.addressing import named
        from cli.audit_words import explanation

        async with open_records() as records:
            order = await named(records, case)
            words = WORDS.of(order.case_id)
            events = await records.store.reading.events(order.case_id)
        if not events:
            waits = f"{order.case_number}: 受け付けましたが、まだ始まっていません (acknowledged, not begun)"
            return Answer({"case_id": order.case_id, "status": "received", "steps": []}, waits)
        result = explained(words, order.case_id, events)
        return Answer(result.model_dump(mode="json"), explanation(result, _language(en=en)))

    finish(work, as_json=as_json)


@app.command()
def replay(case: Case, *, en: English = False, as_json: AsJson = False) -> None:
    """Run today's code over a case's history: step by step, does it agree, and does the ledger."""

    async def work() -> Answer:
        from adapters.postgres.ledger import ledger_snapshot
        from audit.authority import HeldRoles
        from audit.people import changes_in
        from audit.replay import replay as run
        from audit.sources import Histories
        from audit.words.registry import WORDS
        from cli.addressing import named
        from cli.audit_words import replayed
        from starter import open_caller

        async with open_caller() as caller:
            order = await named(caller, case)
            words = WORDS.of(order.case_id)
            found = await Histories(caller.engine, caller.store.archive, worker_folder("archive_dir")).of(order.case_id)
            # After the histories: the ledger is then at least as far as a running history that has recorded.
            events = await caller.store.reading.events(order.case_id)
            async with ledger_snapshot(caller.store.pool) as snapshot:
                roles = HeldRoles(caller.book, await changes_in(snapshot))
            result = await run(words, order.case_id, found, events, caller.keys.engine, roles=roles)
        return Answer(
            _replay_document(result), replayed(words, result, _language(en=en)), FINE if result.agrees else NO
        )

    finish(work, as_json=as_json)


def _replay_document(result: "Replay") -> dict[str, Any]:
    return {
        "agrees": result.agrees,
        "code_agrees": bool(result.workflows) and all(each.agrees for each in result.workflows),
        "same_state": result.ledger is not None and result.ledger.agrees,
        **result.model_dump(mode="json"),
    }


@app.command()
def export(
    case: Case,
    out: Annotated[Path, typer.Option(metavar="DIR", help="A folder that does not exist yet.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Write a case as a folder that anybody verifies offline with the public key. No personal data is in it."""

    async def work() -> Answer:
        from audit.export import Exporter
        from audit.sources import Histories
        from audit.words.registry import WORDS
        from cli.addressing import named
        from starter import open_caller

        signer, archive = ledger_signer(), worker_folder("archive_dir")
        async with open_caller() as caller:
            order = await named(caller, case)
            found = await Histories(caller.engine, caller.store.archive, archive).of(order.case_id)
            exporter = Exporter(caller.store.pool, signer, worker_folder("checkpoint_dir"))
            made = await exporter.export(WORDS.of(order.case_id), order.case_id, found, out)
        words = f"{out}: {made.events} 件、台帳 {made.size} 件の検証点、履歴 {made.histories} 本"
        return Answer({"folder": str(out), **made.model_dump(mode="json")}, words)

    finish(work, as_json=as_json)


@app.command()
def access(
    *,
    officer: Annotated[str, typer.Option(help="Only what this officer opened.")] = "",
    case: Annotated[str, typer.Option(metavar="ID", help="Only openings of this case.")] = "",
    day: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only of this day (JST).")] = None,
    limit: Limit = 200,
    as_json: AsJson = False,
) -> None:
    """List who opened which part of which case, on which ground, when; newest first."""

    async def work() -> Answer:
        from adapters.records import open_records
        from cli.addressing import named
        from cli.opening_words import opening_words

        async with open_records() as records:
            found = await records.store.access.openings(
                officer=officer or None,
                case_id=(await named(records, case)).case_id if case else None,
                day=day.date() if day else None,
                limit=limit,
            )
            orders = [await records.store.intake.get(each) for each in {each.case_id for each in found}]
        numbers = {order.case_id: order.case_number for order in orders if order is not None}
        return Answer([each.model_dump(mode="json") for each in found], opening_words(found, numbers))

    finish(work, as_json=as_json)


def _language(*, en: bool) -> "Language":
    return "en" if en else "ja"
