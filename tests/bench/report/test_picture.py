"""The drawing of one request's time."""

from xml.etree import ElementTree as ET

from bench.report.picture import Bar, picture

_SVG = "{http://www.w3.org/2000/svg}"


def test_bars_are_as_long_as_their_times():
    """The longest fills the width; the parts of each add up to its own length."""
    bars = [Bar("ours", {"code & rules": 0.03, "engine": 0.06}), Bar("bare", {"code & rules": 0.0, "engine": 0.045})]

    root = ET.fromstring(picture("Where", "a note", bars))  # noqa: S314 - our own drawing

    pieces = [each for each in root.iter(f"{_SVG}rect") if each.get("height") == "46"]
    widths = [float(each.get("width", "0")) for each in pieces]
    assert sum(widths[:2]) == 690
    assert sum(widths[2:]) == 345


def test_the_drawing_says_what_it_shows_without_being_seen():
    """For those who hear it, and for search."""
    root = ET.fromstring(picture("Where", "a note", [Bar("ours", {"a": 0.001})]))  # noqa: S314 - our own drawing

    assert root.get("role") == "img"
    assert root.findtext(f"{_SVG}desc") == "ours: a 1 ms"
