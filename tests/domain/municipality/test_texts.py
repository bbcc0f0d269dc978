"""Words for citizens."""

import pytest

from domain.certificates.texts import Placeholder
from domain.municipality.texts import render


def test_placeholders_are_filled_and_braces_kept():
    """A doubled brace is a brace, a placeholder is its value."""
    text = render(
        "{{a}} {receipt_number}: {status_url}", {Placeholder.RECEIPT_NUMBER: "K7QD", Placeholder.STATUS_URL: "u"}
    )
    assert text == "{a} K7QD: u"


def test_a_value_is_never_read_as_a_template():
    """Braces inside a value stay as they are."""
    assert render("{status_url}", {Placeholder.STATUS_URL: "{payment_url}"}) == "{payment_url}"


def test_a_placeholder_without_a_value_is_an_error():
    """A mail with a hole is not sent."""
    with pytest.raises(KeyError):
        render("{payment_url}", {})
