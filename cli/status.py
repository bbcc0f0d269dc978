"""`madoguchi status`: how the installation does, as its admins' page shows it."""

from functools import partial
from typing import TYPE_CHECKING

import typer

from cli.answers import Answer, AsJson
from cli.running import finish
from hosting.exit_codes import FINE, NO

if TYPE_CHECKING:
    from domain.office.health import Health

_NAMES = {
    "postgres": "データベース",
    "temporal": "エンジン",
    "not_started": "始まっていない申請",
    "staged": "台帳を待つ出来事",
    "mails": "送るメール",
    "mails_given_up": "送れなかったメール",
    "codes": "送る確認の番号",
    "effects": "結果を待つ外部の処理",
    "archive": "保存を待つ履歴",
    "uncovered": "署名を待つ台帳の記録",
}
_STATES = {"fine": "よい", "late": "遅れている", "silent": "答えない"}


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("status")(status)


def status(*, as_json: AsJson = False) -> None:
    """Say how the installation does: its systems, and what waits for how long; exit 1 when something needs somebody."""

    async def work() -> Answer:
        from adapters.installation import InstallationHealth
        from adapters.temporal.pollers import unpolled
        from starter import open_caller

        async with open_caller() as caller:
            asked = partial(unpolled, caller.engine)
            health = await InstallationHealth(caller.store.pool, asked, caller.book, caller.municipality).look()
        document = {"ok": health.ok, **health.model_dump(mode="json")}
        return Answer(document, words(health), FINE if health.ok else NO)

    finish(work, as_json=as_json)


def words(health: "Health") -> str:
    """Return a line for each system, and for all that waits."""
    lines = [f"{_name(each.name)}: {_STATES[each.state]}" for each in health.systems]
    for each in health.waiting:
        oldest = "" if each.oldest_seconds is None else f"、最も古いもの {each.oldest_seconds:.0f} 秒"
        limit = "" if each.limit_seconds is None else f" (目安 {each.limit_seconds:.0f} 秒)"
        lines.append(f"{_name(each.name)}: {_STATES[each.state]}、{each.waiting} 件{oldest}{limit}")
    verdict = "問題はありません (all is well)" if health.ok else "見てください (something needs somebody)"
    return "\n".join([*lines, f"規則の版 {health.policy_version}", verdict])


def _name(name: str) -> str:
    system, _, procedure = name.partition(".")
    return f"ワーカー({procedure})" if procedure and system == "worker" else _NAMES.get(name, name)
