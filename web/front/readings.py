"""Readings of やさしい日本語: the catalogues write `漢字(かな)`, pages show ruby above it, or kana alone.

Titles, options and labels for screen readers cannot hold ruby: they get the kana (`in_kana`).
"""

import re

from markupsafe import Markup, escape

# Only where a run of kanji begins: inside of one the same would be looked for again, and long ones take minutes.
_READ = re.compile(r"(?<![㐀-鿿々〆ヶ])([㐀-鿿々〆ヶ]+)\(([ぁ-ゖー]+)\)")
_KANJI = re.compile(r"[㐀-鿿々〆]+")
_SENTENCE = re.compile(r"[。\n]")


def in_ruby(text: str) -> Markup:
    """Return a text with its readings as ruby (HTML, everything else escaped)."""
    parts, at = list[Markup](), 0
    for found in _READ.finditer(text):
        parts.append(escape(text[at : found.start()]))
        parts.append(Markup("<ruby>{}<rp>(</rp><rt>{}</rt><rp>)</rp></ruby>").format(*found.groups()))
        at = found.end()
    return Markup("").join([*parts, escape(text[at:])])


def in_kana(text: str) -> str:
    """Return a text with its readings in place of what they read."""
    return _READ.sub(r"\2", text)


def without(text: str) -> str:
    """Return a text without its readings; one that is escaped already stays marked as such."""
    return text.__class__(_READ.sub(r"\1", text))


def unread(text: str) -> list[str]:
    """Return kanji without a reading; one read earlier in the same sentence may stand alone after that."""
    found = list[str]()
    for sentence in _SENTENCE.split(text):
        read = {each[1] for each in _READ.finditer(sentence)}
        found += [word for word in _KANJI.findall(_READ.sub("", sentence)) if word not in read]
    return found
