"""Our worker as it is, with instant outside systems: `python -m bench.request.worker`, settings as for `worker.py`."""

import sys

import worker
from adapters.mail.smtp_mailer import SmtpMailer
from adapters.outside import Ports
from adapters.stopping import run_and_leave
from bench.request.instant import (
    InstantCarrier,
    InstantMailer,
    InstantPress,
    InstantProvider,
    InstantRegistry,
    InstantVerifier,
)
from cli.failures import told
from starter import Caller


def replace(port: object, instant: object) -> None:
    """Let every method of `instant` answer in place of the port's own."""
    for name in vars(type(instant)):
        if not name.startswith("_"):
            setattr(port, name, getattr(instant, name))


def fit(caller: Caller, ports: Ports, mailer: SmtpMailer) -> None:
    """Put the instant systems into the worker's parts before they work."""
    replace(caller.verifier, InstantVerifier())
    replace(ports.registry, InstantRegistry())
    replace(ports.carrier, InstantCarrier())
    replace(ports.provider, InstantProvider())
    replace(ports.press, InstantPress())
    replace(mailer, InstantMailer())


def main() -> int:
    """Run it until SIGTERM."""
    return run_and_leave(lambda: told(lambda: worker.serve(fit)))


if __name__ == "__main__":
    sys.exit(main())
