"""The worker of the product, watched: `python -m chaos.worker PORT`, where PORT is the controller's."""

import functools
import sys

from adapters.mail.smtp_mailer import SmtpMailer
from adapters.outside import Ports
from adapters.stopping import run_and_leave
from chaos.gate import Gate
from chaos.interceptors import Watch
from chaos.watching import watch, watch_results
from cli.failures import told
from starter import Caller
from worker import serve


def watch_parts(gate: Gate, caller: Caller, ports: Ports, mailer: SmtpMailer) -> None:
    """Put the finer points into place: around what an activity or the upkeep calls."""
    watch(ports.registry, gate, {"look_up": "registry.look_up", "record": "registry.record"})
    watch(ports.carrier, gate, {"hand_over": "carrier.hand_over", "track": "carrier.track"})
    calls = ("create", "read", "close", "cancel", "refund")
    watch(ports.provider, gate, {call: f"provider.{call}" for call in calls})
    watch(mailer, gate, {"send": "mailer.send"})
    watch(caller.payments, gate, {"hint": "payment_hint"})
    watch(caller.requests, gate, {"postal_hint": "postal_hint"})
    store = caller.store
    watch(store.sealing, gate, {"confirm": "ledger.confirm"})
    watch_results(store.sealing, gate, {"seal_durable": "ledger.seal"})
    watch_results(store.outbox, gate, {"claim": "outbox.claim"})
    watch(store.archive, gate, {"add": "archive.add"})


def main() -> int:
    """Run it until SIGTERM."""
    gate = Gate(int(sys.argv[1]), "worker")
    fit = functools.partial(watch_parts, gate)
    return run_and_leave(lambda: told(lambda: serve(fit, [Watch(gate)])))


if __name__ == "__main__":
    sys.exit(main())
