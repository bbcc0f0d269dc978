"""Free ports on loopback, below the range the kernel uses for outgoing connections, so that they stay free."""

import secrets
import socket
from collections.abc import Collection

from embedded.errors import StackError

LOOPBACK = "127.0.0.1"
_FIRST = 20_000
_COUNT = 12_000
_TRIES = 200


def is_free(port: int) -> bool:
    """Whether nobody listens on the port of 127.0.0.1."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_port(avoid: Collection[int] = ()) -> int:
    """Return a free port that is not in `avoid`. Chosen at random, so two starts at once do not choose the same."""
    for _ in range(_TRIES):
        port = _FIRST + secrets.randbelow(_COUNT)
        if port not in avoid and is_free(port):
            return port
    raise StackError("no free port was found between 20000 and 32000; stop some programs and try again")


def choose_port(name: str, *, asked: int | None, remembered: int | None, avoid: Collection[int]) -> int:
    """Return the port asked for, else the one remembered if still free, else a free one.

    Raises StackError when the port asked for is taken.
    """
    if asked is not None:
        if not is_free(asked):
            raise StackError(
                f"port {asked} asked for {name} is taken by another program: stop that program, "
                f"ask for another port, or ask for none and a free one is chosen",
            )
        return asked
    if remembered is not None and remembered not in avoid and is_free(remembered):
        return remembered
    return free_port(avoid)
