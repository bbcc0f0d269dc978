"""The parts for training and development (`embedded/`, `sandbox/`): absent from the production image.

Whatever runs in production must start without them; the commands that need them say so in one sentence.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from cli.answers import Interrupted
from cli.failures import CannotRunError, NotInThisImageError

_PARTS = {"embedded", "sandbox", "aiosmtpd", "psutil"}


@contextmanager
def training_parts() -> Iterator[None]:
    """Import and use them inside.

    Raises NotInThisImageError without them, CannotRunError for what their stack says, Interrupted when it was stopped.
    """
    try:
        from embedded.errors import StackError, StackInterrupted
    except ModuleNotFoundError:
        raise NotInThisImageError from None
    try:
        yield
    except StackInterrupted as error:
        raise Interrupted(error.received) from None
    except StackError as error:
        raise CannotRunError(str(error)) from None
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] in _PARTS:
            raise NotInThisImageError from None
        raise
