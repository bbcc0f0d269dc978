"""`madoguchi payment`: where the money of a request is, by our books and by the provider's.

Exit codes: 0 fine · 1 the request has no payment, or is not known; money was found that the ledger does not know · 2 wrong
usage · 3 the database does not answer. To `show`, a provider that does not answer is told and is no failure: our own books
stand; `reconcile` needs it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.answers import Answer, AsJson
from cli.running import finish
from hosting.exit_codes import FINE, NO, NO_ANSWER

if TYPE_CHECKING:
    from rich.console import RenderableType

    from adapters.postgres.effects import EffectRow
    from cli.provider_books import ProviderBooks, ProviderEntry
    from cli.reconciliation import Reconciliation
    from domain.certificates.state import RequestState

_KINDS = {"charge": "収納", "refund": "還付"}
_ANSWERS = {
    "open": "未納 (open)",
    "captured": "収納済 (captured)",
    "cancelled": "取消済 (cancelled)",
    "refunded": "返金済 (refunded)",
    "failed": "不成立 (failed)",
    "pending": "返金の途中 (pending)",
}

app = typer.Typer(help="What happened to a request's money.", no_args_is_help=True)


@app.callback()
def payments() -> None:
    """Look into what happened to a request's money."""


@app.command()
def show(request: Annotated[str, typer.Argument(metavar="ID")], *, as_json: AsJson = False) -> None:
    """Show the payment of a request, by case number or request id."""

    async def work() -> Answer:
        from adapters.records import open_records, utc_now
        from cli.addressing import named
        from cli.provider_books import ask_provider
        from domain import ids
        from domain.certificates.procedure import CERTIFICATES

        async with open_records() as records:
            order = await named(records, request, CERTIFICATES)
            state = await records.store.reading.state(order.case_id)
            effects = await records.store.effects.of(ids.payment_id(order.case_id))
        if state is None or state.money.payment_id is None:
            words = f"{order.case_number}: 納付はありません (no payment)"
            return Answer({"case_id": order.case_id, "payment": None}, words, NO)
        books = await ask_provider(records.payment, effects, utc_now)
        return Answer(_document(order.case_id, state, effects, books), _words(state, effects, books))

    finish(work, as_json=as_json)


@app.command()
def reconcile(
    days: Annotated[int, typer.Option(min=1, max=366, help="Codes made in so many days.")] = 14,
    *,
    as_json: AsJson = False,
) -> None:
    """Look for money the provider took that no ledger entry knows; it is recorded, and goes back unless it is a fee.

    Status 1 when there is such money, 3 when the provider does not answer. The worker does what follows.
    """

    async def work() -> Answer:
        from datetime import timedelta

        from adapters.records import open_records, utc_now
        from cli.reconciliation import reconciled

        async with open_records() as records:
            charges = await records.store.effects.charges_since(utc_now() - timedelta(days=days))
            result = await reconciled(records, charges, utc_now)
        silent = result.provider != "known"
        status = NO_ANSWER if silent else NO if result.found else FINE
        return Answer(result.model_dump(mode="json"), _found_words(result), status)

    finish(work, as_json=as_json)


def _found_words(result: "Reconciliation") -> str:
    lines = [f"支払コード {result.charges}件のうち、収納を台帳が知るもの {result.known}件"]
    if result.provider != "known":
        return f"{lines[0]}。決済事業者には照会できませんでした ({result.provider})"
    for each in result.found:
        after = "確かめて還付します" if each.told else "確認中です"
        lines.append(f"{each.charge_id}: 台帳にない収納 {each.amount}円。{after} (not in the ledger)")
    return "\n".join(lines if result.found else [f"{lines[0]}。台帳にない収納はありません"])


def _document(
    case_id: str, state: "RequestState", effects: "Sequence[EffectRow]", books: "ProviderBooks"
) -> dict[str, Any]:
    return {
        "case_id": case_id,
        "case_number": state.case_number,
        "status": state.status.value,
        "amount": state.terms.amount,
        "payment": state.money.model_dump(mode="json"),
        "effects": [_effect(each) for each in effects],
        "provider": books.model_dump(mode="json"),
    }


def _effect(effect: "EffectRow") -> dict[str, Any]:
    """Return a journal row without the address to pay at: who holds it could pay."""
    row = effect.model_dump(mode="json")
    if isinstance(row["outcome"], dict):
        row["outcome"].pop("url", None)
    return row


def _words(state: "RequestState", effects: "Sequence[EffectRow]", books: "ProviderBooks") -> "RenderableType":
    from rich.console import Group

    from audit.words.certificates.story import money_words
    from domain.japan import to_the_second
    from hosting.tables import table

    rows = table("記録 (key)", "種類", "始めた (JST)", "済んだ (JST)", "回数", "事業者の答え (provider)")
    told = {entry.key: entry for entry in books.entries}
    for each in effects:
        entry = told.get(each.key)
        answer = "" if entry is None else _answer(entry)
        finished = to_the_second(each.finished_at) if each.finished_at else "不明 (in doubt)"
        kind = _KINDS.get(each.kind, each.kind)
        rows.add_words(each.key, kind, to_the_second(each.begun_at), finished, str(each.attempts), answer)
    return Group(f"{state.case_number}  {money_words(state).ja}", rows, _provider(books))


def _answer(entry: "ProviderEntry") -> str:
    status = "記録なし (unknown there)" if entry.status is None else _ANSWERS.get(entry.status, entry.status)
    return f"{status} {entry.provider_reference}".rstrip()


def _provider(books: "ProviderBooks") -> str:
    return {
        "known": "決済事業者に照会しました",
        "unreachable": "決済事業者が応答しません (the provider does not answer)",
        "refused": f"決済事業者が照会を断りました: {books.refusal}",
        "not_configured": "決済事業者の設定がありません (not configured here)",
    }[books.answer]
