"""The embedded stack: `up`, `serve`, `demo`, `doctor`."""

import os
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from cli.answers import Answer, AsJson, show, tell
from cli.environment import CHECKOUT
from cli.running import finish, leave, tell_failures
from hosting.exit_codes import FINE, NO, SIGNALLED
from hosting.tables import table

if TYPE_CHECKING:
    from embedded.stack import Stack


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("up")(serve)
    app.command("serve")(serve)
    app.command("demo")(demo)
    app.command("doctor")(doctor)


def serve(*, as_json: AsJson = False) -> None:
    """Run everything on this machine with the sandbox city; Ctrl-C stops it cleanly."""

    async def work() -> int:
        from dataclasses import asdict

        from cli.training_parts import training_parts

        with training_parts():
            from embedded.stack import Stack
            from embedded.stack_options import StackOptions, temporal_cli

            options = StackOptions(environment=os.environ, temporal_cli=temporal_cli(os.environ))
            async with Stack(CHECKOUT, options) as stack:
                addresses = asdict(stack.addresses)
                show(Answer(addresses, _addresses(addresses)), as_json=as_json)
                # One document alone: what ends a stack that was open is told in words.
                status = await tell_failures(lambda: _until_stopped(stack))
        tell("止めました")
        return status

    leave(lambda: tell_failures(work, as_json=as_json))


async def _until_stopped(stack: "Stack") -> int:
    from cli.training_parts import training_parts

    with training_parts():
        return SIGNALLED + await stack.run_until_stopped()


def _addresses(addresses: dict[str, str]) -> Table:
    found = table("なに", "どこ", title="窓口が開きました (Ctrl-C で閉じます)")
    names = {
        "web": "市民の窓口 (画面とAPI)",
        "office": "職員の窓口 (/office と API)",
        "sandbox": "架空の市 (カード・決済・郵便・住民記録)",
        "mail": "架空の市の受信箱",
        "temporal": "Temporal",
        "postgres": "Postgres",
        "worker_health": "ワーカーの状態",
    }
    for key, address in addresses.items():
        found.add_words(names.get(key, key), address)
    return found


def demo(
    chapter: Annotated[str, typer.Argument(metavar="[CHAPTER]", help="Procedure to show; one so far.")] = "",
    *,
    kind: Annotated[str, typer.Option(help="Kind of certificate, e.g. seal_registration_certificate.")] = "",
    as_json: AsJson = False,
) -> None:
    """Run one request from submission to delivery, check it against independent evidence, stop everything."""

    async def work() -> Answer:
        from cli.failures import WrongInputError
        from cli.training_parts import training_parts

        with training_parts():
            from embedded.demo.report import report
            from embedded.demo.run import CHAPTERS, run_demo
            from embedded.demo.story import COPY, OPTIONS

            if chapter and chapter not in CHAPTERS:
                raise WrongInputError(
                    "CHAPTER", "ありません (no such chapter)", f"次から選んでください: {'、'.join(CHAPTERS)}"
                )
            if kind and kind not in OPTIONS:
                raise WrongInputError(
                    "--kind", "ありません (no such kind)", f"次から選んでください: {'、'.join(OPTIONS)}"
                )
            result = await run_demo(CHECKOUT, tell, kind or COPY)
            return Answer(result.document(), report(result), FINE if result.ok else NO)

    finish(work, as_json=as_json)


def doctor(*, as_json: AsJson = False) -> None:
    """Say what is missing on this machine and the command that mends it."""

    async def work() -> Answer:
        from cli.training_parts import training_parts

        with training_parts():
            from embedded.doctor import examine
            from embedded.stack_options import temporal_cli

            checks = await examine(CHECKOUT, os.environ, temporal_cli=temporal_cli(os.environ))
        found = table("何を", "", "見つかったもの", "直し方")
        for check in checks:
            found.add_words(check.name, "○" if check.ok else "×", check.found, check.fix)
        ok = all(check.ok for check in checks)
        document = {"ok": ok, "checks": [vars(check) for check in checks]}
        return Answer(document, found, FINE if ok else NO)

    finish(work, as_json=as_json)
