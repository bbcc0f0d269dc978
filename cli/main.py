"""The `madoguchi` command: one module per group of sub-commands, each a thin call."""

import sys
from io import TextIOWrapper

import typer

from cli import audit, payment, policy, processes, request, stack, staff
from cli.environment import adopt_running_stack

app = typer.Typer(
    name="madoguchi",
    help="Certificate requests for small municipalities: durable, auditable, by post.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
stack.add_to(app)
processes.add_to(app)
app.add_typer(request.app, name="request")
app.add_typer(staff.app, name="staff")
app.add_typer(payment.app, name="payment")
app.add_typer(audit.app, name="audit")
app.add_typer(policy.app, name="policy")


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal without Japanese gets escapes, not a trace
    adopt_running_stack()
    app()


if __name__ == "__main__":
    main()
