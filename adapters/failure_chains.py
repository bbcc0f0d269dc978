"""An exception as it may stand in a log: types, our codes and places in the code. No message: it may hold anything."""

import traceback
from collections.abc import Iterator
from typing import Any

_DEEPEST = 20  # frames; the last ones count
_CODE_LENGTH = 64


def chain(error: BaseException) -> list[dict[str, Any]]:
    """Return an exception and its causes, outermost first."""
    return [_told(each) for each in _causes(error)]


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        following = following.__cause__ or (None if following.__suppress_context__ else following.__context__)


def _told(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)[-_DEEPEST:]
    code = getattr(error, "type", None)  # the engine's failures carry our stable code there
    return {
        "type": f"{type(error).__module__}.{type(error).__qualname__}",
        **({"code": code} if isinstance(code, str) and len(code) <= _CODE_LENGTH else {}),
        "frames": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
