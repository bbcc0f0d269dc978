"""Webhooks are signed as Standard Webhooks says, tried for three days, and sent to the internet alone."""

import base64
from datetime import UTC, datetime, timedelta

import pytest

from domain.portals.webhooks import PAUSES, are_public, headers_of, pause_after, secret_in_words, url_fault


def test_a_message_is_signed_as_the_standard_says():
    """The example of the specification's reference implementations."""
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")

    headers = headers_of(
        "msg_p5jXN8AQM9LWM0D4loKWxJek", '{"test": 2432232314}', secret, datetime.fromtimestamp(1614265330, UTC)
    )

    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }
    assert secret_in_words(secret) == "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


def test_it_is_tried_for_three_days_and_no_longer():
    assert timedelta(days=2, hours=23) < sum(PAUSES, timedelta()) < timedelta(days=3, hours=3)
    assert list(PAUSES) == sorted(PAUSES)
    assert pause_after(1) == PAUSES[0]
    assert pause_after(len(PAUSES)) == PAUSES[-1]
    assert pause_after(len(PAUSES) + 1) is None


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("https://portal.example/hooks", None),
        ("https://portal.example:443/hooks?a=1", None),
        ("http://portal.example/hooks", "not_https"),
        ("https://portal.example:8443/", "port"),
        ("https://user:secret@portal.example/", "has_more"),
        ("https://portal.example/#part", "has_more"),
        ("https:///hooks", "unreadable"),
        ("https://portal.example:port/", "unreadable"),
        ("ftp://portal.example/", "not_https"),
        ("file:///etc/passwd", "unreadable"),
        ("https://例え.example/", "unreadable"),
        ("https://portal.example/" + "a" * 500, "unreadable"),
        ("", "unreadable"),
    ],
)
def test_addresses_that_nothing_is_sent_to(url, fault):
    assert url_fault(url, inside=False) == fault


def test_in_the_sandbox_this_machine_may_be_told():
    assert url_fault("http://127.0.0.1:9000/hooks", inside=True) is None
    assert url_fault("ftp://127.0.0.1/", inside=True) == "not_https"


@pytest.mark.parametrize(
    ("addresses", "public"),
    [
        ({"8.8.8.8"}, True),
        ({"2001:4860:4860::8888"}, True),
        ({"8.8.8.8", "10.0.0.1"}, False),
        ({"127.0.0.1"}, False),
        ({"169.254.169.254"}, False),
        ({"::1"}, False),
        ({"fd00::1"}, False),
        ({"100.64.0.1"}, False),
        ({"::ffff:10.0.0.1"}, False),
        ({"0.0.0.0"}, False),
        (set(), False),
    ],
)
def test_machines_of_ours_are_not_reached(addresses, public):
    assert are_public(addresses) is public
