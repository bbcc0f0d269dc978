"""Readiness by the answer of the program itself: an open port says nothing about what stands behind it."""

import httpx2

from embedded.processes import Probe

_TIMEOUT = 3.0  # seconds


def http_answers(url: str) -> Probe:
    """Return a probe that is true when `url` answers 200. Proxies in the environment are not asked."""

    async def probe() -> bool:
        async with httpx2.AsyncClient(trust_env=False, timeout=_TIMEOUT) as client:
            try:
                return (await client.get(url)).status_code == httpx2.codes.OK
            except httpx2.TransportError:
                return False

    return probe
