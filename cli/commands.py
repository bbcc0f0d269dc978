"""All commands under one name: one module per group, each a thin call."""

import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Any

import typer
from typer.core import TyperGroup

from cli import addresses, audit, case, keys, notice, policy, portal, processes, stack, status
from cli.answers import Answer, show
from cli.certificates import groups as certificates
from cli.environment import adopt_running_stack


class _Commands(TyperGroup):
    """Tells wrong usage as every other failure: with --json it is one document on standard output."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run the command line's words."""
        words = sys.argv[1:] if args is None else list(args)
        if not standalone_mode or "--json" not in words:
            return super().main(words, prog_name, complete_var, standalone_mode, windows_expand_args, **extra)
        try:
            status = super().main(words, prog_name, complete_var, False, windows_expand_args, **extra)
        except typer.TyperException as error:
            text = error.format_message()
            document = {"error": {"code": "usage", "message": text, "details": []}}
            status = show(Answer(document, text, error.exit_code), as_json=True)
        sys.exit(status)


app = typer.Typer(
    name="madoguchi",
    cls=_Commands,
    help="Certificate requests for small municipalities: durable, auditable, by post.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
stack.add_to(app)
processes.add_to(app)
PROCEDURES = (certificates.GROUPS,)
"""The groups of commands that procedures bring: a new one adds its line."""
GENERAL = {
    "case": case.app,
    "notice": notice.app,
    "audit": audit.app,
    "policy": policy.app,
    "addresses": addresses.app,
    "keys": keys.app,
    "portal": portal.app,
}
status.add_to(app)
for groups in (*PROCEDURES, GENERAL):
    for name, group in groups.items():
        app.add_typer(group, name=name)


def run() -> None:
    """Run the command line's words; ends by SystemExit."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without Japanese gets escapes, not a trace
    adopt_running_stack()
    app()
