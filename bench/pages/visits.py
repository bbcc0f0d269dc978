"""Browsers at the counter's pages: what a page weighs for one that was never here, and how long many wait for theirs."""

import asyncio
import itertools
import re
import time
from collections.abc import Awaitable, Callable, Iterable

import httpx2

from bench.load.citizens import SignedBody
from bench.load.installation import Installation
from bench.pages.figures import Times, Weight

_HEADERS = {"Accept": "text/html", "Accept-Encoding": "gzip", "Accept-Language": "ja"}
_PARTS = re.compile(r'<(link|script)[^>]* (?:href|src)="(/static/[^"]+)"')
_CSRF = re.compile(r'name="csrf" value="([0-9a-f]{64})"')
_LINE = 4  # bytes: `: ` and the end of a header's line


class NoPageError(Exception):
    """A page that is to be measured does not answer as one."""


async def weight(client: httpx2.AsyncClient, web: str, path: str) -> Weight:
    """Return what a page costs a browser without anything kept. Raises NoPageError."""
    page = await client.get(f"{web}{path}", headers=_HEADERS)
    if page.status_code != httpx2.codes.OK:
        raise NoPageError(f"{path} answers {page.status_code}")
    wire, script, parts = _size(page), 0, _PARTS.findall(page.text)
    for kind, part in parts:
        answer = await client.get(f"{web}{part}", headers=_HEADERS)
        wire += _size(answer)
        script += answer.num_bytes_downloaded if kind == "script" else 0
    return Weight(path, wire, 1 + len(parts), script)


async def begun_draft(client: httpx2.AsyncClient, web: str) -> tuple[str, str]:
    """Begin a draft as a browser does; return the path of its pages and the cookie. Raises NoPageError."""
    kind = "/ja/procedures/resident_record_copy"
    page = await client.get(f"{web}{kind}", headers=_HEADERS)
    token, cookie = _CSRF.search(page.text), page.headers.get("set-cookie", "").partition(";")[0]
    if token is None:
        raise NoPageError(f"{kind} has no form")
    headers = {**_HEADERS, "Cookie": cookie, "Origin": web}
    began = await client.post(f"{web}{kind}", data={"csrf": token[1]}, headers=headers)
    return began.headers["location"].rpartition("/")[0], cookie


async def at_a_rate(name: str, ask: Callable[[], Awaitable[bool]], a_second: float, count: int) -> Times:
    """Ask so often a second, whether or not the one before was answered; each waits from the instant it was due."""
    begin, took, errors = time.monotonic() + 0.1, list[float](), 0

    async def one(number: int) -> None:
        nonlocal errors
        due = begin + number / a_second
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        try:
            fine = await ask()
        except httpx2.HTTPError:
            fine = False
        took.append(time.monotonic() - due)
        errors += not fine

    await asyncio.gather(*(one(number) for number in range(count)))
    return Times.of(name, took, errors)


def pages(client: httpx2.AsyncClient, urls: Iterable[str], cookie: str = "") -> Callable[[], Awaitable[bool]]:
    """Return who opens these pages in turn, again and again."""
    turn, headers = itertools.cycle(urls), {**_HEADERS, "Cookie": cookie}

    async def ask() -> bool:
        return (await client.get(next(turn), headers=headers)).status_code == httpx2.codes.OK

    return ask


async def submissions(here: Installation, bodies: Iterable[SignedBody], a_second: float) -> tuple[Times, list[str]]:
    """Hand signed forms in; return the times, and the receipt numbers that were given."""
    ready, numbers = list(bodies), list[str]()
    waiting = iter(ready)

    async def ask() -> bool:
        signed = next(waiting)
        headers = {"Idempotency-Key": signed.key, "Content-Type": "application/json"}
        answer = await here.client.post(f"{here.web}/api/v1/requests", content=signed.body, headers=headers)
        if answer.status_code != httpx2.codes.ACCEPTED:
            return False
        numbers.append(answer.json()["receipt_number"])
        return True

    return await at_a_rate("submissions", ask, a_second, len(ready)), numbers


def _size(answer: httpx2.Response) -> int:
    return answer.num_bytes_downloaded + sum(len(name) + len(value) + _LINE for name, value in answer.headers.raw)
