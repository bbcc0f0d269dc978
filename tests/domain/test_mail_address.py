"""What a mail server takes: local parts in quotes where they must be, and nothing too long."""

import pytest

from domain.mail_address import LONGEST, mailbox, masked


def _domain(length: int) -> str:
    """Return a domain of this length, in labels of at most 63."""
    whole, rest = divmod(length - 4, 64)
    return "".join("d" * 63 + "." for _ in range(whole)) + "e" * rest + ".jp" + "p" * (length - 3 - 64 * whole - rest)


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("hanako@example.jp", "hanako@example.jp"),
        ("ten..ko.@docomo.example", '"ten..ko."@docomo.example'),
        (".hanako@example.jp", '".hanako"@example.jp'),
        ("a" * 64 + "@example.jp", "a" * 64 + "@example.jp"),
        ("." + "a" * 61 + "@example.jp", '".' + "a" * 61 + '"@example.jp'),
    ],
)
def test_stands_in_quotes_only_where_it_must(address: str, written: str) -> None:
    assert mailbox(address) == written


@pytest.mark.parametrize("address", ["." + "a" * 62 + "@example.jp", "." + "a" * 63 + "@example.jp"])
def test_quotes_count_for_the_length(address: str) -> None:
    with pytest.raises(ValueError, match="malformed_mail"):
        mailbox(address)


@pytest.mark.parametrize(("local", "fits"), [("ab", True), ("abc", False), (".", False)])
def test_the_whole_has_254_characters_at_most(local: str, *, fits: bool) -> None:
    """Quotes are two of them."""
    domain = _domain(LONGEST - 3)
    assert len(domain) == LONGEST - 3
    if fits:
        assert len(mailbox(f"{local}@{domain}")) == LONGEST
    else:
        with pytest.raises(ValueError, match="malformed_mail"):
            mailbox(f"{local}@{domain}")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("hanako@example.jp", "h•••o@example.jp"),
        ("abc@example.jp", "a•••@example.jp"),
        ("a@example.jp", "a•••@example.jp"),
    ],
)
def test_an_address_is_told_to_who_knows_it_alone(address, told):
    assert masked(address) == told
