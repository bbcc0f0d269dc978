"""`madoguchi audit`: verify the ledger, tell and replay a case, export it. Read-only, but for `checkpoint` and `rebuild`.

Exit codes: 0 fine · 1 the answer is "no" (does not verify, does not agree, not found) · 2 wrong usage or input ·
3 the database or the engine does not answer.
"""

from pathlib import Path
from typing import Annotated

import typer

from cli import audit_cases, audit_receipt
from cli.answers import Answer, AsJson
from cli.audit_failures import finish
from cli.audit_keys import ledger_signer, ledger_verifier, worker_folder
from hosting.exit_codes import FINE, NO

app = typer.Typer(help="What an auditor does: verify, explain, replay, export.", no_args_is_help=True)
app.add_typer(audit_cases.app)
app.add_typer(audit_receipt.app)

Folders = Annotated[
    list[Path],
    typer.Option(
        "--checkpoints", metavar="DIR", help="Checkpoints you hold; may be repeated.", exists=True, file_okay=False
    ),
]
Key = Annotated[str, typer.Option("--key", help="The ledger's public key, or a file with it, as you hold it.")]


@app.command()
def verify(
    *,
    checkpoints: Folders = [],  # noqa: B006 - typer reads it once
    export: Annotated[Path | None, typer.Option(metavar="DIR", help="Verify an export, offline.")] = None,
    proof: Annotated[Path | None, typer.Option(metavar="FILE", help="Verify a case's proof, offline.")] = None,
    key: Key = "",
    as_json: AsJson = False,
) -> None:
    """Verify the whole ledger against itself, its checkpoints and the read tables; or what was taken from it, offline."""

    async def work() -> Answer:
        if proof is not None:
            return _proof_verified(proof, key)
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

    verifier, folders = ledger_verifier(key), folders or [worker_folder("checkpoint_dir")]
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
    result = check_export(folder, ledger_verifier(key), WORDS)
    lines = [f"{finding.code.value}  {finding.where}" for finding in result.findings]
    verdict = "正しい写しです (the export verifies)" if result.ok else "正しい写しではありません (it does NOT verify)"
    head = f"申請 {result.case_id}  {result.events} 件  台帳 {result.size} 件  根 {result.root}"
    document = {"ok": result.ok, **result.model_dump(mode="json")}
    return Answer(document, "\n".join([head, *lines, verdict]), FINE if result.ok else NO)


def _proof_verified(file: Path, key: str) -> Answer:
    from pydantic import ValidationError

    from audit.proofs import CaseProof, check_proof
    from cli.failures import WrongInputError

    try:
        proof = CaseProof.model_validate_json(file.read_bytes())
    except OSError as error:
        raise WrongInputError(str(file), error.strerror or "cannot be read", "Name the proof you have saved.") from None
    except ValidationError:
        raise WrongInputError(str(file), "is no proof of a case", "Save it anew at /office/audit.") from None
    faults = check_proof(proof, ledger_verifier(key))
    covered = sum(entry.size > 0 for entry in proof.entries)
    verdict = (
        "台帳のとおりです (the proof verifies)" if not faults else "台帳のとおりではありません (it does NOT verify)"
    )
    lines = [f"{fault.value}  {where}" for fault, where in faults]
    head = f"案件 {proof.case_id}  {len(proof.entries)} 件、うち検証点の署名があるもの {covered} 件"
    document = {
        "ok": not faults,
        "case_id": proof.case_id,
        "entries": len(proof.entries),
        "covered": covered,
        "faults": [{"code": fault.value, "where": where} for fault, where in faults],
    }
    return Answer(document, "\n".join([head, *lines, verdict]), NO if faults else FINE)


@app.command()
def checkpoint(*, as_json: AsJson = False) -> None:
    """Sign the ledger's size and root now; copy the file to where the database's operator cannot reach it."""

    async def work() -> Answer:
        from adapters.records import open_records
        from audit.checkpoint import publish, read_checkpoint

        signer, folder = ledger_signer(), worker_folder("checkpoint_dir")
        async with open_records() as records:
            path = await publish(records.store.pool, signer, folder)
        signed = read_checkpoint(path, [signer.verifier])
        root, public = signed.root.hex(), str(signer.verifier)
        words = f"台帳 {signed.size} 件  根 {root}\n{path}\n公開鍵 {public}"
        return Answer({"size": signed.size, "root": root, "at": signed.at, "file": str(path), "key": public}, words)

    finish(work, as_json=as_json)


@app.command()
def rebuild(*, as_json: AsJson = False) -> None:
    """Make the read tables anew from the ledger, in one transaction; says how many cases they hold."""

    async def work() -> Answer:
        from adapters.records import open_records
        from audit.rebuild import rebuild as make_anew

        async with open_records() as records:
            cases = await make_anew(records.store.pool)
        return Answer({"cases": cases}, f"{cases} 件を台帳から作り直しました (rebuilt)")

    finish(work, as_json=as_json)
