"""Every page speaks three languages with the same keys and placeholders."""

from web.certificates.front.pages import PAGES
from web.front.pages import word_folders
from web.front.words import faults


def test_every_language_has_every_word():
    assert list(faults(word_folders([PAGES]))) == []
