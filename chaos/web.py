"""The web process of the product, watched: `python -m chaos.web PORT`, where PORT is the controller's."""

import sys

from adapters.stopping import run_and_leave
from chaos.gate import Gate
from chaos.watching import watch
from cli.running import tell_failures
from starter import Caller
from web_process import opened, run


def watch_parts(gate: Gate, caller: Caller) -> None:
    """Put the points into place: around the counter's commit, the start of a request, decisions and hints."""
    watch(caller.store.intake, gate, {"accept": "intake.accept"})
    watch(caller.certificates.requests, gate, {"start": "request.start", "decide": "decide"})
    watch(caller.store.inbox, gate, {"charge_told": "inbox.charge", "scan_told": "inbox.scan"})
    watch(caller.store.vault, gate, {"get": "document.read"})
    watch(caller.store.effects, gate, {"latest": "payment_link"})


async def serve(gate: Gate) -> int:
    """Run the product's own parts, watched, until SIGTERM."""
    async with opened() as parts:
        watch_parts(gate, parts.caller)
        await run(parts)
    return 0


def main() -> int:
    """Run it until SIGTERM."""
    gate = Gate(int(sys.argv[1]), "web")
    return run_and_leave(lambda: tell_failures(lambda: serve(gate)))


if __name__ == "__main__":
    sys.exit(main())
