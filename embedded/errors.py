"""The errors this layer raises for a person to read."""

import signal


class StackError(Exception):
    """One sentence that says what is wrong and what to do about it; never personal data, never a secret."""


class StackInterrupted(StackError):  # noqa: N818 - not a fault
    """Ctrl-C, SIGTERM or a closed terminal came while something other than `run_until_stopped` was going on."""

    def __init__(self, received: signal.Signals) -> None:
        super().__init__(f"stopped by {received.name}")
        self.received = received
