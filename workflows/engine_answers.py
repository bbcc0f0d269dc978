"""How the engine's failures reach callers of a workflow: in the words of the domain, for every client alike."""

from collections.abc import Iterator
from contextlib import contextmanager

from temporalio.service import RPCError, RPCStatusCode

from domain.errors import DomainError, ErrorCode, PortRejected, PortUnavailable
from hosting.engine_words import is_closed, is_no_connection, is_no_namespace

_ENGINE = "temporal"


@contextmanager
def engine_answers() -> Iterator[None]:
    """Turn what a call to the engine raises into the domain's errors.

    Raises DomainError REQUEST_CLOSED (the workflow has ended) or REQUEST_UNKNOWN (there is none of that id),
    PortRejected("temporal") when there is no such namespace, PortUnavailable("temporal") for anything else.
    """
    try:
        yield
    except RPCError as error:
        if error.status is RPCStatusCode.NOT_FOUND:
            raise _not_found(error.message) from None
        raise PortUnavailable(_ENGINE) from error
    except RuntimeError as error:
        if not is_no_connection(error):
            raise
        raise PortUnavailable(_ENGINE) from error


def _not_found(message: str) -> DomainError | PortRejected:
    if is_no_namespace(message):
        return PortRejected(_ENGINE, "namespace_not_found")
    return DomainError(ErrorCode.REQUEST_CLOSED if is_closed(message) else ErrorCode.REQUEST_UNKNOWN)
