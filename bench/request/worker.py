"""Our worker as it is, with instant outside systems: `python -m bench.request.worker`, settings as for `worker.py`."""

import sys

from adapters.stopping import run_and_leave
from bench.request.instant import (
    InstantCarrier,
    InstantMailer,
    InstantProvider,
    InstantRegistry,
    InstantTypesetter,
    InstantVerifier,
)
from cli.running import tell_failures
from worker import Parts, opened, run


def replace(port: object, instant: object) -> None:
    """Let every method of `instant` answer in place of the port's own."""
    for name in vars(type(instant)):
        if not name.startswith("_"):
            setattr(port, name, getattr(instant, name))


def make_instant(parts: Parts) -> None:
    """Put the instant systems into the worker's parts before they work."""
    ports = parts.ports
    replace(parts.caller.verifier, InstantVerifier())
    replace(ports.registry, InstantRegistry())
    replace(ports.carrier, InstantCarrier())
    replace(ports.provider, InstantProvider())
    replace(ports.typesetter, InstantTypesetter())
    replace(parts.mailer, InstantMailer())


async def serve() -> int:
    """Run our worker's parts with instant systems until SIGTERM."""
    async with opened() as parts:
        if parts is not None:
            make_instant(parts)
            await run(parts)
    return 0


def main() -> int:
    """Run it until SIGTERM."""
    return run_and_leave(lambda: tell_failures(serve))


if __name__ == "__main__":
    sys.exit(main())
