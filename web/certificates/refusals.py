"""What it means when the engine does not know a request, or takes no step of its citizen any more."""

from domain.errors import DomainError, ErrorCode, PortUnavailable
from web.certificates.desk import CertificateDesk

_OVER = frozenset({ErrorCode.NOT_ALLOWED_NOW, ErrorCode.REQUEST_CLOSED})


def is_over(told: Exception) -> bool:
    """Say whether a request has gone on or ended meanwhile: its page says where it stands, and nothing else is to be told."""
    return isinstance(told, DomainError) and told.code in _OVER


async def explained(desk: CertificateDesk, case_id: str, error: DomainError) -> Exception:
    """Return what to tell when the engine refused something about a request.

    A request that only the engine does not know is early (acknowledged, not started yet: come back) or over (its
    history has been cleared away); it is never called unknown.
    """
    if error.code is not ErrorCode.REQUEST_UNKNOWN:
        return error
    state = await desk.reading.state(case_id)
    if state is not None and state.closed:
        return DomainError(ErrorCode.REQUEST_CLOSED)
    known = state is not None or await desk.receipts.get(case_id) is not None
    return PortUnavailable("temporal") if known else error
