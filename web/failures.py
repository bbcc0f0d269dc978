"""What we log of a fault of ours: type, our code and places. No message and no value: they may be personal data."""

import traceback

import structlog

from domain.errors import DomainError

_log = structlog.get_logger()
_DEEPEST = 20  # frames; the last ones count


def log_failure(error: BaseException, error_id: str) -> None:
    """Log an exception nobody expected, with its causes."""
    _log.error("unexpected_error", error_id=error_id, chain=[_told(each) for each in _chain(error)])


def _chain(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    following: list[BaseException | None] = [error]
    while following:
        this = following.pop(0)
        if this is None or this in found:
            continue
        found.append(this)
        following.append(this.__cause__ or this.__context__)
        following.extend(this.exceptions if isinstance(this, BaseExceptionGroup) else ())
    return found


def _told(error: BaseException) -> dict[str, object]:
    frames = traceback.extract_tb(error.__traceback__)[-_DEEPEST:]
    return {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        **({"code": error.code.value} if isinstance(error, DomainError) else {}),
        "frames": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
