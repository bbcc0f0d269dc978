"""The canary search finds what is there in every common writing, and nothing that is not."""

import base64
import json
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embedded.demo.canary import found_in
from embedded.demo.story import APPLICANT, DELIVERY
from sandbox.registry.impression import impression

NAME = APPLICANT["name"]
VALUES = {"name": NAME, "mail": APPLICANT["mail"], "address": DELIVERY["address"]}
_WRITINGS = {
    "as it is": lambda text: text.encode(),
    "utf-16": lambda text: text.encode("utf-16-be"),
    "hex of a dump": lambda text: b"\\x" + text.encode().hex().encode(),
    "json escapes": lambda text: json.dumps(text).encode(),
    "percent": lambda text: quote(text).encode(),
    "base64": lambda text: base64.b64encode(text.encode()),
    "base64 for addresses": lambda text: base64.urlsafe_b64encode(text.encode()),
}


@pytest.mark.parametrize("field", VALUES)
@pytest.mark.parametrize("writing", _WRITINGS)
def test_a_value_is_found_however_it_is_written(field, writing):
    """Each of the demo's values, in each writing, among other bytes."""
    content = b"\x00before " + _WRITINGS[writing](VALUES[field]) + b" after\xff"
    assert f"log: {field}" in found_in({"log": content}, VALUES)


@given(before=st.binary(max_size=9), after=st.binary(max_size=9), url_safe=st.booleans())
def test_a_value_in_the_middle_of_base64_is_found(before, after, url_safe):
    """Whatever stands before and after it: at all three offsets."""
    encode = base64.urlsafe_b64encode if url_safe else base64.b64encode
    content = encode(before + NAME.encode() + after)
    assert found_in({"history": content}, {"name": NAME}) == ["history: name"]


@pytest.mark.parametrize("written", ["髙﨑渚", "髙﨑 渚"])
def test_another_spacing_of_a_name_is_the_name(written):
    """Without the space, or with a narrow one."""
    assert found_in({"log": written.encode()}, {"name": NAME}) == ["log: name"]


def test_a_half_wide_writing_of_an_address_is_the_address():
    """Digits of normal width (NFKC)."""
    written = DELIVERY["address"].translate({0xFF10 + digit: str(digit) for digit in range(10)})
    assert found_in({"log": written.encode()}, {"address": DELIVERY["address"]}) == ["log: address"]


@given(st.binary(max_size=400))
def test_what_is_not_there_is_not_found(content):
    """No writing is so short that chance would hit it."""
    assert found_in({"log": content}, VALUES) == []


def test_the_finding_names_place_and_field_and_never_the_value():
    """What is printed may be seen by anybody."""
    found = found_in({"log a": NAME.encode(), "log b": b""}, VALUES)
    assert found == ["log a: name"]
    assert NAME not in str(found)


PICTURE = impression("0100107 髙﨑　渚", 15.0)
_COPIES = {
    "as it is": lambda png: png,
    "hex of a dump": lambda png: b"\\x" + png.hex().encode(),
    "base64": lambda png: base64.b64encode(b"ab" + png),
    "json numbers": lambda png: json.dumps(list(png)).encode(),
}


@pytest.mark.parametrize("copy", _COPIES)
def test_a_picture_is_found_however_it_is_copied(copy):
    """The seal of the demo, among other bytes; another seal is not it."""
    content = b"\x00before " + _COPIES[copy](PICTURE) + b" after\xff"
    assert found_in({"log": content}, {}, {"seal": PICTURE}) == ["log: seal"]
    assert found_in({"log": content}, {}, {"seal": impression("another", 15.0)}) == []
