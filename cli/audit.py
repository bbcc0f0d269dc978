"""`madoguchi audit`: verify the ledger, tell and replay a case, export it. Read-only, but for `checkpoint` and `rebuild`.

Exit codes: 0 fine · 1 the answer is "no" (does not verify, does not agree, not found) · 2 wrong usage or input ·
3 the database or the engine does not answer.
"""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.answers import FINE, NO, Answer, AsJson, Limit
from cli.audit_failures import finish

if TYPE_CHECKING:
    from audit.notes import Signer, Verifier
    from audit.phrases import Language
    from audit.replay import Replay

app = typer.Typer(help="What an auditor does: verify, explain, replay, export.", no_args_is_help=True)

Request = Annotated[str, typer.Argument(metavar="ID", help="Case number or request id.")]
Folders = Annotated[
    list[Path],
    typer.Option(
        "--checkpoints", metavar="DIR", help="Checkpoints you hold; may be repeated.", exists=True, file_okay=False
    ),
]
Key = Annotated[str, typer.Option("--key", help="The ledger's public key, or a file with it, as you hold it.")]
English = Annotated[bool, typer.Option("--en", help="In English.")]


@app.command()
def verify(
    *,
    checkpoints: Folders = [],  # noqa: B006 - typer reads it once
    export: Annotated[Path | None, typer.Option(metavar="DIR", help="Verify an export, offline.")] = None,
    key: Key = "",
    as_json: AsJson = False,
) -> None:
    """Verify the whole ledger against itself, its checkpoints and the read tables; or an export, with --export."""

    async def work() -> Answer:
        return await _verified(checkpoints, key) if export is None else _export_verified(export, key)

    finish(work, as_json=as_json)


async def _verified(folders: list[Path], key: str) -> Answer:
    from adapters.keys import Keys
    from adapters.policy.files import PolicyFiles
    from adapters.postgres.key_check import check_keys
    from adapters.postgres.session import opened_pool
    from adapters.settings import PolicySettings, StoreSettings
    from audit.authority import HeldRoles
    from audit.verify import verify_ledger
    from cli.audit_words import verification
    from cli.environment import CHECKOUT

    verifier, folders = _verifier(key), folders or [_worker_folder("checkpoint_dir")]
    book = PolicyFiles(PolicySettings.from_environment().municipalities_dir or CHECKOUT / "municipalities")
    # Who holds the public key needs no key file and is given none.
    no_keys = {"keys_file": Path()} if key else {}
    settings = StoreSettings.from_environment(**no_keys)
    async with opened_pool(settings.database_url.get_secret_value()) as pool:
        if not key:  # else a wrong file would make true checkpoints look forged
            await check_keys(pool, Keys.load(settings.keys_file))
        result = await verify_ledger(pool, folders, [verifier], HeldRoles(book))
    document = {"ok": result.ok, **result.model_dump(mode="json")}
    return Answer(document, verification(result), FINE if result.ok else NO)


def _export_verified(folder: Path, key: str) -> Answer:
    from audit.export_check import check_export
    from audit.words.registry import WORDS
    from cli.failures import WrongInputError

    if not folder.is_dir():
        reason = "is no folder" if folder.exists() else "does not exist"
        raise WrongInputError(str(folder), reason, "Name the folder that `madoguchi audit export` wrote.")
    result = check_export(folder, _verifier(key), WORDS)
    lines = [f"{finding.code.value}  {finding.where}" for finding in result.findings]
    verdict = "正しい写しです (the export verifies)" if result.ok else "正しい写しではありません (it does NOT verify)"
    head = f"申請 {result.case_id}  {result.events} 件  台帳 {result.size} 件  根 {result.root}"
    document = {"ok": result.ok, **result.model_dump(mode="json")}
    return Answer(document, "\n".join([head, *lines, verdict]), FINE if result.ok else NO)


@app.command()
def checkpoint(*, as_json: AsJson = False) -> None:
    """Sign the ledger's size and root now; copy the file to where the database's operator cannot reach it."""

    async def work() -> Answer:
        from adapters.records import open_records
        from audit.checkpoint import publish, read_checkpoint

        signer, folder = _signer(), _worker_folder("checkpoint_dir")
        async with open_records() as records:
            path = await publish(records.store.pool, signer, folder)
        signed = read_checkpoint(path, [signer.verifier])
        root, public = signed.root.hex(), str(signer.verifier)
        words = f"台帳 {signed.size} 件  根 {root}\n{path}\n公開鍵 {public}"
        return Answer({"size": signed.size, "root": root, "at": signed.at, "file": str(path), "key": public}, words)

    finish(work, as_json=as_json)


@app.command()
def explain(request: Request, *, en: English = False, as_json: AsJson = False) -> None:
    """Tell a case from the ledger: each event, the status after it, deadlines, times, and what the money did."""

    async def work() -> Answer:
        from adapters.records import open_records
        from audit.explain import explain as told
        from audit.words.registry import WORDS
        from cli.addressing import named
        from cli.audit_words import explanation

        async with open_records() as records:
            order = await named(records, request)
            events = await records.store.reading.events(order.case_id)
        if not events:
            words = f"{order.case_number}: 受け付けましたが、まだ始まっていません (acknowledged, not begun)"
            return Answer({"case_id": order.case_id, "status": "received", "steps": []}, words)
        result = told(WORDS.of(order.case_id), order.case_id, events)
        return Answer(result.model_dump(mode="json"), explanation(result, _language(en=en)))

    finish(work, as_json=as_json)


@app.command()
def replay(request: Request, *, en: English = False, as_json: AsJson = False) -> None:
    """Run today's code over a case's history: step by step, does it agree, and does the ledger."""

    async def work() -> Answer:
        from audit.authority import HeldRoles
        from audit.replay import replay as run
        from audit.sources import Histories
        from audit.words.registry import WORDS
        from cli.addressing import named
        from cli.audit_words import replayed
        from starter import open_caller

        async with open_caller() as caller:
            order = await named(caller, request)
            words = WORDS.of(order.case_id)
            found = await Histories(caller.engine, caller.store.archive, _worker_folder("archive_dir")).of(
                order.case_id
            )
            # After the histories: the ledger is then at least as far as a running history that has recorded.
            events = await caller.store.reading.events(order.case_id)
            roles = HeldRoles(caller.book)
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
    request: Request,
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

        signer, archive = _signer(), _worker_folder("archive_dir")
        async with open_caller() as caller:
            order = await named(caller, request)
            found = await Histories(caller.engine, caller.store.archive, archive).of(order.case_id)
            exporter = Exporter(caller.store.pool, signer, _worker_folder("checkpoint_dir"))
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
        from cli.certificates.case_words import opening_words

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


@app.command()
def rebuild(*, as_json: AsJson = False) -> None:
    """Make the read tables anew from the ledger, in one transaction; says how many requests they hold."""

    async def work() -> Answer:
        from adapters.records import open_records
        from audit.rebuild import rebuild as make_anew

        async with open_records() as records:
            requests = await make_anew(records.store.pool)
        return Answer({"requests": requests}, f"{requests} 件の申請を台帳から作り直しました (rebuilt)")

    finish(work, as_json=as_json)


def _language(*, en: bool) -> "Language":
    return "en" if en else "ja"


def _worker_folder(name: str) -> Path:
    from adapters.settings import WorkerSettings

    folder: Path = getattr(WorkerSettings.from_environment(), name)
    return folder


def _signer() -> "Signer":
    from adapters.keys import Keys
    from adapters.settings import CitySettings, StoreSettings
    from audit.ledger_key import ledger_signer

    keys = Keys.load(StoreSettings.from_environment().keys_file)
    return ledger_signer(keys, CitySettings.from_environment().municipality)


def _verifier(key: str) -> "Verifier":
    from audit.ledger_key import VerifierKeyError, read_verifier
    from cli.failures import WrongInputError

    if not key:
        return _signer().verifier
    try:
        return read_verifier(key)
    except VerifierKeyError as error:
        raise WrongInputError("--key", str(error), "`madoguchi audit checkpoint` prints it.") from None
