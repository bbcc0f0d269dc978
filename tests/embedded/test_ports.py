"""Choosing ports."""

import socket
from collections.abc import Iterator

import pytest

from embedded.errors import StackError
from embedded.ports import choose_port, free_port, is_free


@pytest.fixture
def taken() -> Iterator[int]:
    """A port somebody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_listening_port_is_not_free(taken: int) -> None:
    """A port with a listener is taken, and free once the listener is gone."""
    assert not is_free(taken)


def test_listener_on_all_addresses_counts() -> None:
    """A program listening on every address has the loopback port too."""
    with socket.socket() as listener:
        listener.bind(("0.0.0.0", 0))
        listener.listen()
        assert not is_free(listener.getsockname()[1])


def test_free_ports_lie_below_the_outgoing_range() -> None:
    """A chosen port cannot be taken by an outgoing connection while we are stopped."""
    assert all(20_000 <= free_port() < 32_000 for _ in range(20))


def test_port_asked_for_wins_over_the_remembered_one() -> None:
    """What was asked for is what is used."""
    asked, remembered = free_port(), free_port()
    assert choose_port("web", asked=asked, remembered=remembered, avoid=()) == asked


def test_port_asked_for_and_taken_is_an_error(taken: int) -> None:
    """It names the port, the part and the ways out."""
    with pytest.raises(StackError, match=rf"port {taken} asked for web is taken by another program: stop that"):
        choose_port("web", asked=taken, remembered=None, avoid=())


def test_remembered_port_is_kept_only_while_free(taken: int) -> None:
    """A restart keeps its port unless another has it."""
    free = free_port()
    assert choose_port("web", asked=None, remembered=free, avoid=()) == free
    assert choose_port("web", asked=None, remembered=taken, avoid=()) != taken
    assert choose_port("web", asked=None, remembered=free, avoid=(free,)) != free
