"""An exception as it may stand in a log: types, our codes and places in the code. No message: it may hold anything."""

import re
import traceback
from collections.abc import Iterator
from typing import Any

_DEEPEST = 20  # frames; the last ones count
_CODE = re.compile(r"[A-Za-z0-9_.-]{1,64}")


def chain(error: BaseException) -> list[dict[str, Any]]:
    """Return an exception, its causes and what a group holds, outermost first, each once.

    A cause that was cut off (`from None`) stays cut off.
    """
    return [_as_fields(each) for each in _causes(error)]


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    following: list[BaseException | None] = [error]
    while following:
        this = following.pop(0)
        if this is None or id(this) in seen:
            continue
        seen.add(id(this))
        yield this
        following.append(this.__cause__ or (None if this.__suppress_context__ else this.__context__))
        following.extend(this.exceptions if isinstance(this, BaseExceptionGroup) else ())


def _as_fields(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)[-_DEEPEST:]
    code = _code(error)
    return {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        **({"code": code} if code else {}),
        "frames": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }


def _code(error: BaseException) -> str | None:
    """Return our stable code: the domain's refusals have it as `code`, the engine's failures carry it as `type`."""
    written = getattr(error, "code", None) or getattr(error, "type", None)
    return str(written) if isinstance(written, str) and _CODE.fullmatch(written) else None
