"""`madoguchi audit receipt`: a citizen's receipt verified offline, against a checkpoint that whoever asks holds."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.answers import Answer, AsJson
from cli.audit_failures import finish
from cli.audit_keys import ledger_verifier
from domain.cases.receipt_code import PREFIX
from hosting.exit_codes import FINE, NO

if TYPE_CHECKING:
    from audit.receipts import ReceiptCheck

app = typer.Typer()

_MOST_BYTES = 20_000_000
_WHY = {
    "code_unreadable": "受付コードがないか、壊れています (no code in it, or a damaged one)",
    "checkpoint_other": "別の検証点が必要です (another checkpoint is needed): checkpoint-{needed}.txt",
    "not_included": "台帳にありません (the ledger does NOT have it): 偽造されたか、台帳が書き換えられました",
    "not_the_first": "申請の最初の記録ではありません (not the first entry of a case)",
    "procedure_unknown": "この版の知らない手続です (of a procedure that this release does not have)",
    "event_unknown": "この版の読めない記録です (an entry that this release cannot read)",
}


@app.command()
def receipt(
    what: Annotated[str, typer.Argument(metavar="CODE|FILE", help="The code, or the receipt's PDF or a text with it.")],
    checkpoint: Annotated[
        Path, typer.Option(metavar="FILE", help="The checkpoint you hold.", exists=True, dir_okay=False)
    ],
    *,
    key: Annotated[str, typer.Option(help="The ledger's public key, or a file with it, as you hold it.")] = "",
    as_json: AsJson = False,
) -> None:
    """Verify a citizen's receipt, offline: does the signed ledger have this request as its code says?"""

    async def work() -> Answer:
        from audit.checkpoint import read_checkpoint
        from audit.notes import NoteError
        from audit.receipts import check_receipt
        from audit.words.registry import WORDS

        verifier = ledger_verifier(key)
        try:
            signed = read_checkpoint(checkpoint, [verifier])
        except NoteError as error:
            words = f"検証点 {checkpoint}: この鍵の署名ではありません (not signed by this key: {error.fault.value})"
            return Answer({"ok": False, "fault": f"checkpoint_{error.fault.value}"}, words, NO)
        result = check_receipt(_written(what), signed, WORDS)
        at = signed.at.isoformat()
        document = {"ok": result.ok, **result.model_dump(mode="json"), "checkpoint": signed.size, "signed_at": at}
        return Answer(document, _in_words(result, signed.size, at), FINE if result.ok else NO)

    finish(work, as_json=as_json)


def _written(what: str) -> str:
    """Return the text that holds the code; of a PDF its bytes, where the code stands in plain among the metadata."""
    if PREFIX in what or not Path(what).is_file():
        return what
    with Path(what).open("rb") as file:
        return file.read(_MOST_BYTES).decode("latin-1")


def _in_words(result: "ReceiptCheck", size: int, at: str) -> str:
    head = f"検証点 {size} 件 ({at})"
    if result.fault is not None:
        return f"{head}\n{_WHY[result.fault.value].format(needed=result.needed)}"
    said = result.said
    lines = (
        f"案件番号 {result.case_number}  台帳の {result.position} 番目 (entry {result.position})",
        f"受付 {result.received_at}",
        f"{said.ja} ({said.en})" if said else "",
        "正しい受付です (the receipt verifies)",
    )
    return "\n".join([head, *lines])
