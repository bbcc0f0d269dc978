"""A step of a citizen to which the engine gave no answer: its page stays, says that nothing of it is recorded yet, and what to do."""

import structlog
from fastapi import Response

from domain.errors import PortUnavailable

_log = structlog.get_logger()
_UNAVAILABLE, _A_MINUTE = 503, "60"


def unanswered(page: Response, error: PortUnavailable) -> Response:
    """Return the page from which the step was taken as the answer to it: it can be pressed once more, and is done once."""
    _log.warning("citizens_step_unanswered", system=error.system)
    page.status_code = _UNAVAILABLE
    page.headers["Retry-After"] = _A_MINUTE
    return page
