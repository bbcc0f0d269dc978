"""`madoguchi request`: what an applicant or an API layer does."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.answers import Answer, AsJson, Limit
from cli.running import finish

if TYPE_CHECKING:
    from domain.cases.submission import Receipt

app = typer.Typer(help="Submit requests and see where they stand.", no_args_is_help=True)

_HINT = "form (object), signature (base64) and idempotency_key are expected; `madoguchi request sign` makes such a file"


@app.command()
def sign(
    form: Path,
    card: Annotated[str, typer.Option(help="Card of a resident of the sandbox city, e.g. card-1001.")],
    pin: Annotated[str, typer.Option(help="The card's signing PIN.")],
    *,
    out: Annotated[Path, typer.Option(help="Where the signed request goes.")] = Path("request.json"),
    as_json: AsJson = False,
) -> None:
    """Have a form signed by a card of the sandbox city (training and evaluation only)."""

    async def work() -> Answer:
        from cli.certificates.sandbox_card import signed_request

        request = await signed_request(_object(form), card, pin)
        _write(out, json.dumps(request, ensure_ascii=False, indent=2) + "\n")
        return Answer({"file": str(out)}, f"署名しました: {out}")

    finish(work, as_json=as_json)


def _write(file: Path, content: str) -> None:
    """Write for the owner alone: the request names a person."""
    from cli.failures import WrongInputError
    from hosting.private_files import write_private

    try:
        write_private(file, content)
    except OSError as error:
        raise WrongInputError("--out", error.strerror or "cannot be written", "Name another file.") from None


@app.command()
def submit(file: Path, *, as_json: AsJson = False) -> None:
    """Submit a signed request; the same file twice is one request."""
    finish(lambda: _submitted(file), as_json=as_json)


async def _submitted(file: Path) -> Answer:
    from cli.failures import WrongInputError
    from starter import open_caller

    request = _object(file)
    form, signature, key = (request.get(name) for name in ("form", "signature", "idempotency_key"))
    if not (isinstance(form, dict) and isinstance(signature, str) and isinstance(key, str)):
        raise WrongInputError(str(file), "is no signed request", _HINT)
    async with open_caller() as caller:
        receipt = await caller.certificates.counter.submit(form, signature, key)
    return Answer(receipt.model_dump(mode="json"), _receipt_words(receipt))


def _receipt_words(receipt: "Receipt") -> str:
    from domain.japan import to_the_second

    again = " (すでに受け付けています)" if receipt.repeated else ""
    numbers = f"受付番号 {receipt.receipt_number}{again}\n案件番号 {receipt.case_number}"
    return f"{numbers}\n到達 {to_the_second(receipt.received_at)} JST"


def _object(file: Path) -> dict[str, Any]:
    from cli.failures import WrongInputError

    try:
        content = json.loads(file.read_text(encoding="utf-8-sig"))  # editors of Windows begin a file with a BOM
    except OSError as error:
        raise WrongInputError(str(file), error.strerror or "cannot be read", "Check the path.") from None
    except UnicodeDecodeError:
        raise WrongInputError(str(file), "is not UTF-8", "Save the file as UTF-8.") from None
    except json.JSONDecodeError as error:
        raise WrongInputError(f"{file}:{error.lineno}", "is not JSON", error.msg) from None
    except (RecursionError, ValueError):  # ValueError: a number of thousands of digits
        raise WrongInputError(str(file), "is no request", _HINT) from None
    if not isinstance(content, dict):
        raise WrongInputError(str(file), "is no JSON object", _HINT)
    return content


@app.command()
def show(
    request: Annotated[str, typer.Argument(metavar="ID")],
    *,
    code: Annotated[str, typer.Option(help="The confirmation code from the first mail: shows where to pay, too.")] = "",
    as_json: AsJson = False,
) -> None:
    """Show where a request stands and what comes next, by receipt number, case number or request id.

    As the citizen reads it: of a hold, nobody is told here.
    """

    async def work() -> Answer:
        from cli.certificates.request_show import shown

        return await shown(request, code)

    finish(work, as_json=as_json)


@app.command("list")
def list_requests(
    *,
    overdue: Annotated[bool, typer.Option(help="Those whose deadline has passed, most urgent first.")] = False,
    not_started: Annotated[bool, typer.Option(help="Those acknowledged whose procedure has not begun.")] = False,
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """List requests that have not ended, oldest first."""

    async def work() -> Answer:
        from cli.certificates.worklist import late, unstarted, waiting
        from domain.certificates.status import ENDS, Status

        if overdue:
            return await late(limit)
        if not_started:
            return await unstarted(limit)
        return await waiting([status for status in Status if status not in ENDS], limit)

    finish(work, as_json=as_json)


@app.command()
def withdraw(
    receipt_number: Annotated[str, typer.Argument(metavar="NUMBER", help="Receipt number.")],
    code: Annotated[str, typer.Option(help="The confirmation code from the mail that acknowledged the request.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Withdraw a request (取下げ), as the citizen who has its receipt number and the code from the mail."""

    async def work() -> Answer:
        from audit.words.certificates.codes import named
        from domain.certificates.status import Status
        from starter import open_caller

        async with open_caller() as caller:
            whose = await caller.store.citizen_keys.prove(receipt_number, code)
            receipt = await caller.certificates.counter.withdraw(whose)
        return Answer(receipt.model_dump(mode="json"), f"取り下げました: {named(Status(receipt.status)).ja}")

    finish(work, as_json=as_json)
