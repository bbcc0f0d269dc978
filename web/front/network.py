"""Where a browser calls from, for counting alone: never stored but as a keyed hash, never logged.

The peer of the connection, unless that is a proxy of ours: then what it says in X-Forwarded-For, read from its end as far as
our own proxies go. What stands further left anybody can have written.
"""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Annotated

from fastapi import Depends, Request

from web.desk import Network, TheSite

_HOUSEHOLD = 64
"""Bits of an IPv6 address that are one customer's at least; all others are theirs to choose (RFC 6177)."""
_NOWHERE = "-"


def network_of(request: Request, site: TheSite) -> str:
    """Return the network of the browser that calls: an IPv4 address, or the first 64 bits of an IPv6 one."""
    peer = request.client.host if request.client else ""
    named = [each.strip() for line in request.headers.getlist("x-forwarded-for") for each in line.split(",")]
    return _written(_farthest(peer, named, site.proxies))


def _farthest(peer: str, named: Sequence[str], proxies: Sequence[Network]) -> IPv4Address | IPv6Address | None:
    """Return the nearest address that is no proxy of ours; where the trail ends before, the last on it."""
    here = _address(peer)
    for name in reversed(named):
        if here is None or not any(here in proxy for proxy in proxies):
            break
        there = _address(name)
        if there is None:
            break
        here = there
    return here


def _address(name: str) -> IPv4Address | IPv6Address | None:
    """Return an address as proxies write it, with or without a port."""
    host = name.partition("]")[0].removeprefix("[")
    if host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        found = ip_address(host)
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found


def _written(address: IPv4Address | IPv6Address | None) -> str:
    if address is None:
        return _NOWHERE
    if isinstance(address, IPv4Address):
        return str(address)
    return str(ip_network((int(address), _HOUSEHOLD), strict=False))


TheNetwork = Annotated[str, Depends(network_of)]
