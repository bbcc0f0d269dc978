"""The one place where failures of ports and refusals of the domain become the engine's failures.

`type` carries the stable code; the message carries nothing else, so nothing personal can slip into a history.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from temporalio import activity
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from domain.errors import DomainError, ErrorCode, PortRejected, PortUnavailable

# What another release wrote, or a procedure that no worker of this one serves: a worker that can will be asked in its turn.
_ANOTHER_RELEASES = {ErrorCode.EVENT_UNKNOWN, ErrorCode.PROCEDURE_UNKNOWN}


@contextmanager
def translated(*, rejection_is_final: bool = True) -> Iterator[None]:
    """Turn what adapters and the domain raise into ApplicationErrors.

    No answer → retried, after the system's own Retry-After; a local activity, inside whose workflow task there is no
    time for that pause, ends with it. A refusal → final, unless the caller says that trying again later can help, or
    what is refused is another release's. A bug stays what it is.
    """
    try:
        yield
    except PortUnavailable as error:
        delay = None if error.retry_after is None else timedelta(seconds=error.retry_after)
        raise ApplicationError(
            error.system,
            type=ErrorCode.SYSTEM_UNAVAILABLE.value,
            next_retry_delay=delay,
            non_retryable=delay is not None and activity.in_activity() and activity.info().is_local,
        ) from None
    except PortRejected as error:
        raise _refusal(ErrorCode.SYSTEM_REJECTED, error.provider_code, final=rejection_is_final) from None
    except DomainError as error:
        raise _refusal(error.code, error.code.value, final=error.code not in _ANOTHER_RELEASES) from None


def _refusal(code: ErrorCode, message: str, *, final: bool) -> ApplicationError:
    return ApplicationError(message, type=code.value, non_retryable=final, category=ApplicationErrorCategory.BENIGN)
