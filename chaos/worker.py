"""The worker of the product, watched: `python -m chaos.worker PORT`, where PORT is the controller's."""

import sys

from adapters.stopping import run_and_leave
from chaos.gate import Gate
from chaos.interceptors import Watch
from chaos.watching import watch, watch_results
from cli.running import tell_failures
from worker import Parts, opened, run


def watch_parts(gate: Gate, parts: Parts) -> None:
    """Put the finer points into place: around what an activity or the upkeep calls."""
    caller, ports = parts.caller, parts.ports
    watch(ports.registry, gate, {"look_up": "registry.look_up", "record": "registry.record"})
    watch(ports.carrier, gate, {"hand_over": "carrier.hand_over", "track": "carrier.track"})
    calls = ("create", "read", "close", "cancel", "refund")
    watch(ports.provider, gate, {call: f"provider.{call}" for call in calls})
    watch(parts.mailer, gate, {"send": "mailer.send"})
    watch(caller.payments, gate, {"hint": "payment_hint"})
    watch(caller.certificates.requests, gate, {"postal_hint": "postal_hint"})
    store = caller.store
    watch(store.sealing, gate, {"confirm": "ledger.confirm"})
    watch_results(store.sealing, gate, {"seal_durable": "ledger.seal"})
    watch_results(store.outbox, gate, {"claim": "outbox.claim"})
    watch(store.archive, gate, {"add": "archive.add"})


async def serve(gate: Gate) -> int:
    """Run the product's own parts, watched, until SIGTERM."""
    async with opened() as parts:
        if parts is not None:
            watch_parts(gate, parts)
            await run(parts, [Watch(gate)])
    return 0


def main() -> int:
    """Run it until SIGTERM."""
    gate = Gate(int(sys.argv[1]), "worker")
    return run_and_leave(lambda: tell_failures(lambda: serve(gate)))


if __name__ == "__main__":
    sys.exit(main())
