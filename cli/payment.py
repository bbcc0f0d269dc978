"""`madoguchi payment`: where the money of a request is, by our books and by the provider's.

Exit codes: 0 fine · 1 the request has no payment, or is not known · 2 wrong usage · 3 the database does not answer.
A provider that does not answer is told and is no failure: our own books stand.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.answers import NO, Answer, AsJson, finish

if TYPE_CHECKING:
    from rich.console import RenderableType

    from adapters.postgres.effects import EffectRow
    from cli.provider_books import ProviderBooks
    from domain.requests.state import RequestState

app = typer.Typer(help="What happened to a request's money.", no_args_is_help=True)


@app.callback()
def payments() -> None:
    """Look into what happened to a request's money."""


@app.command()
def show(request: Annotated[str, typer.Argument(metavar="ID")], *, as_json: AsJson = False) -> None:
    """Show the payment of a request, by receipt number or request id."""

    async def work() -> Answer:
        from adapters.records import open_records, utc_now
        from cli.addressing import named
        from cli.provider_books import ask_provider
        from domain import ids

        async with open_records() as records:
            order = await named(records, request)
            state = await records.store.reading.state(order.request_id)
            effects = await records.store.effects.of(ids.payment_id(order.request_id))
        if state is None or state.money.payment_id is None:
            words = f"{order.receipt_number}: 納付はありません (no payment)"
            return Answer({"request_id": order.request_id, "payment": None}, words, NO)
        books = await ask_provider(effects, utc_now)
        return Answer(_document(order.request_id, state, effects, books), _words(state, effects, books))

    finish(work, as_json=as_json)


def _document(
    request_id: str, state: "RequestState", effects: "Sequence[EffectRow]", books: "ProviderBooks"
) -> dict[str, Any]:
    return {
        "request_id": request_id,
        "receipt_number": state.receipt_number,
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

    from audit.explain import money_words
    from audit.phrases import moment
    from cli.tables import table

    rows = table("記録 (key)", "種類", "始めた", "済んだ", "回数", "事業者の答え (provider)")
    told = {entry.key: entry for entry in books.entries}
    for each in effects:
        entry = told.get(each.key)
        answer = "" if entry is None else " ".join(filter(None, [entry.status or "-", entry.provider_reference]))
        finished = moment(each.finished_at) if each.finished_at else "不明 (in doubt)"
        rows.add_row(each.key, each.kind, moment(each.begun_at), finished, str(each.attempts), answer)
    return Group(f"{state.receipt_number}  {money_words(state).ja}", rows, _provider(books))


def _provider(books: "ProviderBooks") -> str:
    return {
        "known": "決済事業者に照会しました",
        "unreachable": "決済事業者が応答しません (the provider does not answer)",
        "refused": f"決済事業者が照会を断りました: {books.refusal}",
        "not_configured": "決済事業者の設定がありません (not configured here)",
    }[books.answer]
