"""The network a browser is counted by: the peer's, or what a proxy of ours says; never what the browser says of itself."""

from ipaddress import ip_network

import pytest
from fastapi import Request

from web.desk import Site
from web.front.network import network_of

OURS = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


def network(peer: str | None, *forwarded: str, proxies=OURS) -> str:
    headers = [(b"x-forwarded-for", each.encode()) for each in forwarded]
    client = None if peer is None else (peer, 4711)
    return network_of(Request({"type": "http", "headers": headers, "client": client}), Site("", proxies=proxies))


@pytest.mark.parametrize(
    ("peer", "forwarded", "told"),
    [
        ("192.0.2.7", (), "192.0.2.7"),
        ("192.0.2.7", ("198.51.100.1",), "192.0.2.7"),  # a browser's own word
        ("10.0.0.1", ("198.51.100.1",), "198.51.100.1"),
        ("10.0.0.1", ("203.0.113.9, 198.51.100.1",), "198.51.100.1"),  # the left was the browser's
        ("10.0.0.1", ("203.0.113.9", "198.51.100.1, 10.0.0.2"), "198.51.100.1"),
        ("fd00::1", ("198.51.100.1:50123",), "198.51.100.1"),
        ("10.0.0.1", ("[2001:db8:1:2:3:4:5:6]:443",), "2001:db8:1:2::/64"),
        ("10.0.0.1", ("10.0.0.5, 10.0.0.2",), "10.0.0.5"),  # a machine of ours
        ("10.0.0.1", (), "10.0.0.1"),
        ("10.0.0.1", ("unknown",), "10.0.0.1"),
        ("10.0.0.1", ("198.51.100.1, _hidden",), "10.0.0.1"),
        ("10.0.0.1", ("",), "10.0.0.1"),
        ("::ffff:10.0.0.1", ("::ffff:198.51.100.1",), "198.51.100.1"),
        ("2001:db8:1:2:ffff::1", (), "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", (), "2001:db8:1:2::/64"),
        ("", (), "-"),
        (None, ("198.51.100.1",), "-"),
    ],
)
def test_it_is_the_nearest_that_is_no_proxy_of_ours(peer: str | None, forwarded: tuple[str, ...], told: str):
    assert network(peer, *forwarded) == told


def test_without_a_proxy_nobody_is_believed():
    assert network("10.0.0.1", "198.51.100.1", proxies=()) == "10.0.0.1"
