"""Rare characters as outlines of the font that prints them."""

import pytest

from adapters.documents.glyphs import FontGlyphs
from domain.identity.glyphs import has_rare

GLYPHS = FontGlyphs()


@pytest.mark.parametrize("name", ["𠮷田", "葛\U000e0100城", "彅"])
def test_a_name_is_drawn_character_by_character(name):
    drawing = GLYPHS.drawn(name)

    assert drawing is not None
    assert all(path.startswith("M") for _, path in drawing.paths)
    assert drawing.width == 1000 * len(drawing.paths)


def test_a_variation_has_its_own_shape():
    plain, varied = GLYPHS.drawn("葛"), GLYPHS.drawn("葛\U000e0100")

    assert plain is not None
    assert varied is not None
    assert plain.paths != varied.paths


@pytest.mark.parametrize("text", ["\ue000", "葛\U000e01ef", "葛\U000e0100\u0301"])
def test_what_the_font_lacks_is_not_drawn_as_something_else(text):
    assert GLYPHS.drawn(text) is None


@pytest.mark.parametrize(
    ("text", "rare"), [("髙﨑 花子", False), ("𠮷田", True), ("葛\U000e0100城", True), ("", False)]
)
def test_what_every_screen_has_needs_no_drawing(text, rare):
    assert has_rare(text) is rare
