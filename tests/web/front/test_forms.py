"""What a browser sends is read whole or refused: no form is too odd for an answer, none is read without end."""

import re

import pytest

PAGE = {"Accept": "text/html"}
MIB = 1 << 20


async def _token(client) -> str:
    shown = (await client.get("/ja/feedback", headers=PAGE)).text
    found = re.search(r'name="csrf" value="([^"]+)"', shown)
    assert found
    return found[1]


def _part(name: str, content: bytes, more: str = "") -> bytes:
    return f'--xx\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode() + content + b"\r\n"


async def _send(client, content: bytes, kind: str = "application/x-www-form-urlencoded"):
    return await client.post("/ja/feedback", headers={**PAGE, "Content-Type": kind}, content=content)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"&" * MIB, "application/x-www-form-urlencoded"),
        (b"csrf=" + b"a" * MIB, "application/x-www-form-urlencoded"),
        (_part("file", b"a" * MIB, '; filename="a"') + b"--xx--", "multipart/form-data; boundary=xx"),
    ],
    ids=["separators", "a field", "a file"],
)
async def test_a_form_larger_than_any_of_ours_is_refused_unread(client, content, kind):
    assert (await _send(client, content, kind)).status_code == 413


@pytest.mark.parametrize("charset", ["unicode_escape", "raw_unicode_escape"])
@pytest.mark.parametrize("name", ["csrf", "ease"])
async def test_half_a_character_in_a_charset_the_caller_names_is_refused(client, charset, name):
    token = _part("csrf", (await _token(client)).encode()) if name != "csrf" else b""
    content = token + _part(name, rb"\ud800") + b"--xx--"

    answer = await _send(client, content, f"multipart/form-data; boundary=xx; charset={charset}")

    assert answer.status_code == 400


async def test_a_name_twice_or_too_many_names_are_refused(client):
    token = await _token(client)

    assert (await _send(client, f"csrf={token}&ease=easy&ease=hard".encode())).status_code == 400
    assert (await _send(client, "&".join(f"a{number}=1" for number in range(200)).encode())).status_code == 400
