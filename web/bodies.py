"""Bodies read strictly: JSON in UTF-8, at most 64 KiB, no name twice. Two readers must never see two different requests."""

import json
from collections.abc import Callable, Coroutine
from email.message import Message
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from domain.form_problems import FormProblem
from web.http_codes import HttpCode, HttpRefusal

_BOM = "\ufeff"  # a parser may pass over it (RFC 8259 §8.1); editors of Windows write it
LIMIT = 65_536  # bytes; a form with its signature has about 6,000


class _RepeatedNameError(ValueError):
    """An object has two entries of one name."""


async def read_body(request: Request, limit: int = LIMIT) -> bytes:
    """Return a body, reading no further than `limit`. Raises HttpRefusal(BODY_TOO_LARGE)."""
    declared = request.headers.get("content-length", "0")
    if declared.isascii() and declared.isdigit() and int(declared[:20]) > limit:
        raise _too_large(limit)
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > limit:
            raise _too_large(limit)
    return bytes(content)


def _too_large(limit: int) -> HttpRefusal:
    mistake = (FormProblem.BODY_TOO_LARGE, {"limit": limit})
    return HttpRefusal(HttpCode.BODY_TOO_LARGE, headers={"Connection": "close"}, mistake=mistake)


def parse(body: bytes) -> Any:
    """Return the value of a JSON document. Raises HttpRefusal MALFORMED_UTF8, MALFORMED_JSON or DUPLICATE_KEY."""
    try:
        text = body.decode().removeprefix(_BOM)
        value = json.loads(text, object_pairs_hook=_once, parse_constant=_refuse_constant)
        json.dumps(value, ensure_ascii=False).encode()  # half of a surrogate pair (\ud800) is no character
    except UnicodeDecodeError as error:
        mistake = (FormProblem.MALFORMED_UTF8, {"position": error.start + 1})
        raise HttpRefusal(HttpCode.MALFORMED_UTF8, mistake=mistake) from None
    except _RepeatedNameError:
        raise HttpRefusal(HttpCode.DUPLICATE_KEY) from None
    except (ValueError, RecursionError):
        raise HttpRefusal(HttpCode.MALFORMED_JSON) from None
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _RepeatedNameError
    return found


def _refuse_constant(_name: str) -> None:
    raise ValueError("NaN and Infinity are not JSON")


class _StrictRequest(Request):
    """A request whose JSON is read by the rules above."""

    async def body(self) -> bytes:
        if not hasattr(self, "_body"):
            self._body = await read_body(self)
        return self._body

    async def json(self) -> Any:
        return parse(await self.body())

    def require_json(self) -> None:
        """Raise HttpRefusal(NOT_JSON) unless the body says that it is JSON in UTF-8."""
        message = Message()
        message["content-type"] = self.headers.get("content-type", "")
        charset = str(message.get_param("charset", "utf-8")).lower()
        if message.get_content_type() != "application/json" or charset not in ("utf-8", "utf8"):
            raise HttpRefusal(HttpCode.NOT_JSON)


class StrictRoute(APIRoute):
    """A route that takes nothing but strict JSON."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler FastAPI calls."""
        handle = super().get_route_handler()
        takes_body = bool(self.dependant.body_params)

        async def strictly(request: Request) -> Response:
            strict = _StrictRequest(request.scope, request.receive)
            if takes_body:
                strict.require_json()
            return await handle(strict)

        return strictly
