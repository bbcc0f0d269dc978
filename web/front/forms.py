"""What a browser sends with a form: read whole, strictly, and handed on as it was typed.

No model of FastAPI's reads forms: it would turn an empty field into a default and take the last of two of one name.
"""

from collections.abc import Mapping
from typing import NamedTuple

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.types import Message

from web.bodies import read_body
from web.http_codes import HttpCode, HttpRefusal

_MOST_FIELDS = 100
_MOST_BYTES = 65_536  # of one field or file: a detached signature has about 6,000
_MOST_IN_ALL = 3 * _MOST_BYTES  # nothing is read further: what is parsed takes time, and files would fill the disk


class Fields(NamedTuple):
    """Fields of a form by name: one value each, as typed (blanks at the ends are kept); `files` by name."""

    texts: Mapping[str, str]
    files: Mapping[str, bytes]

    def get(self, name: str) -> str:
        """Return a field without blanks at its ends; empty when it did not come."""
        return self.texts.get(name, "").strip()

    def has(self, name: str) -> bool:
        """Say whether a box was ticked, or a button of this name pressed."""
        return name in self.texts


async def read_fields(request: Request) -> Fields:
    """Return what came. Raises HttpRefusal CALL_MALFORMED (not a form, a name twice) or BODY_TOO_LARGE."""
    texts, files = dict[str, str](), dict[str, bytes]()
    whole = _holding(await read_body(request, _MOST_IN_ALL), request)
    try:
        form = await whole.form(max_files=2, max_fields=_MOST_FIELDS, max_part_size=_MOST_BYTES)
    except (MultiPartException, UnicodeDecodeError, ValueError):
        raise HttpRefusal(HttpCode.CALL_MALFORMED) from None
    for name, value in form.multi_items():
        if name in texts or name in files:
            raise HttpRefusal(HttpCode.CALL_MALFORMED)
        if isinstance(value, UploadFile):
            files[name] = await value.read(_MOST_BYTES + 1)
            if len(files[name]) > _MOST_BYTES:
                raise HttpRefusal(HttpCode.BODY_TOO_LARGE)
        else:
            texts[name] = value
        _refuse_half_characters(name, texts.get(name, ""))
    return Fields(texts, files)


def _holding(body: bytes, request: Request) -> Request:
    """Return a call whose body is at hand."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return Request(request.scope, receive)


def _refuse_half_characters(*texts: str) -> None:
    """Refuse half of a surrogate pair: charsets that a caller may name (unicode_escape) write it, and no page can show it."""
    try:
        "".join(texts).encode()
    except UnicodeEncodeError:
        raise HttpRefusal(HttpCode.CALL_MALFORMED) from None
