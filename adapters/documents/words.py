"""Words of papers that citizens take away: `words/<paper>.<language>.toml`, the same keys and placeholders in each language."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from domain.municipality.texts import Language, render

FOLDER = Path(__file__).parent / "words"


class PaperWords:
    """Words of one paper in one language."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words

    def __call__(self, key: str, **values: object) -> str:
        """Return the words of a key with its placeholders filled. Raises KeyError for a key or placeholder unknown."""
        return render(self._words[key], {name: str(value) for name, value in values.items()})


@cache
def words_of(paper: str, language: Language) -> PaperWords:
    """Return the words of a paper. Raises OSError when there is none of this name."""
    file = FOLDER / f"{paper}.{language.value}.toml"
    return PaperWords(tomllib.loads(file.read_text(encoding="utf-8")))
