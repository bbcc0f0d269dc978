"""`madoguchi notice`: mails to citizens that have not gone out, and what an operator does about them."""

from typing import Annotated, Literal

import typer

from cli.answers import Answer, AsJson, Limit
from cli.running import finish
from hosting.exit_codes import NO

app = typer.Typer(help="Mails to citizens that have not gone out.", no_args_is_help=True)

Request = Annotated[str, typer.Argument(metavar="ID", help="Case number or request id.")]


@app.command("list")
def list_notices(
    *,
    given_up: Annotated[bool, typer.Option(help="Only those that are tried no more.")] = False,
    limit: Limit = 50,
    as_json: AsJson = False,
) -> None:
    """List what has not gone out, oldest first: which mail of which request, why, and when it is tried next."""

    async def work() -> Answer:
        from adapters.records import open_records
        from domain.japan import to_the_minute
        from hosting.tables import table

        async with open_records() as records:
            notices = await records.store.outbox.unsent(limit, given_up=given_up)
        told = table("申請", "通知", "試行", "次の試行 (JST)", "理由")
        for each in notices:
            then = "-" if each.given_up_at else to_the_minute(each.due_at)
            told.add_words(each.case_id, each.notice, str(each.attempts), then, each.error or "")
        return Answer([each.model_dump(mode="json") for each in notices], told)

    finish(work, as_json=as_json)


@app.command()
def again(request: Request, *, as_json: AsJson = False) -> None:
    """Send a request's given-up mails again, once what was wrong is mended."""
    finish(lambda: _each(request, "again", "もう一度送ります (to be sent again)"), as_json=as_json)


@app.command()
def settle(request: Request, *, as_json: AsJson = False) -> None:
    """Note that the citizen was told otherwise, by telephone or letter: the mails leave the list."""
    finish(lambda: _each(request, "settle", "対応済みにしました (settled)"), as_json=as_json)


async def _each(request: str, way: Literal["again", "settle"], done: str) -> Answer:
    from adapters.records import open_records
    from cli.addressing import named

    async with open_records() as records:
        order = await named(records, request)
        outbox = records.store.outbox
        notices = await (outbox.again if way == "again" else outbox.settle)(order.case_id)
    words = f"{notices} 件: {done}" if notices else "送信をあきらめた通知はありません (no mail of it was given up)"
    return Answer({"case_id": order.case_id, "notices": notices}, words, 0 if notices else NO)
