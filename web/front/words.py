"""The words of the pages: TOML catalogues `words/<area>.<language>.toml`, one area for each group of pages.

A key is `area.name` or `area.table.name`. All languages have the same keys with the same placeholders: a test asks
`faults`. A text may quote another, `{area.key}` in it: what a thing is called stands in one place (`card_app.name`). What a
municipality decides (statuses, kinds, grounds) is not here but in its own texts.
"""

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import reduce
from pathlib import Path
from string import Formatter

from domain.municipality.texts import Language, render

Tree = Mapping[str, object]
_QUOTED = re.compile(r"\{(\w+\.[\w.-]+)\}")


class Catalogue:
    """Words of one language, by key."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = words

    def say(self, key: str, **values: object) -> str:
        """Return the words of a key with its placeholders filled: whole numbers by thousands, so that money reads alike.

        Raises KeyError for a key or placeholder unknown.
        """
        return render(self._words[key], {name: _written(value) for name, value in values.items()})

    def keys(self) -> Collection[str]:
        """Return all keys."""
        return self._words.keys()

    def has(self, key: str) -> bool:
        """Say whether there are words of a key."""
        return key in self._words


def catalogues(folders: Iterable[Path]) -> Mapping[Language, Catalogue]:
    """Return the catalogues of all languages from these folders."""
    all_folders = tuple(folders)
    return {language: catalogue(all_folders, language) for language in Language}


def catalogue(folders: Iterable[Path], language: Language) -> Catalogue:
    """Return the catalogue of one language from these folders."""
    return Catalogue(_words(tuple(folders), language))


def faults(folders: Iterable[Path]) -> Iterator[str]:
    """Yield keys that a language lacks, and placeholders in which it differs from Japanese."""
    all_folders = tuple(folders)
    words = {language: _words(all_folders, language) for language in Language}
    keys = reduce(set.union, (set(each) for each in words.values()), set[str]())
    for key in sorted(keys):
        for language in Language:
            if key not in words[language]:
                yield f"{language.value}: {key} is missing"
            elif placeholders(words[language][key]) != placeholders(words[Language.JA].get(key, "")):
                yield f"{language.value}: {key} has other placeholders than in ja"


def placeholders(words: str) -> frozenset[str]:
    """Return the names of a text's placeholders."""
    return frozenset(name for _, name, _, _ in Formatter().parse(words) if name)


def _written(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


def _words(folders: Iterable[Path], language: Language) -> dict[str, str]:
    found = dict[str, str]()
    for folder in folders:
        for file in sorted(folder.glob(f"*.{language.value}.toml")):
            area = file.name.removesuffix(f".{language.value}.toml")
            found |= dict(_flat(tomllib.loads(file.read_text(encoding="utf-8")), area))
    return {key: _QUOTED.sub(lambda quoted: found[quoted[1]], text) for key, text in found.items()}


def _flat(tree: Tree, prefix: str) -> Iterator[tuple[str, str]]:
    for name, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}.{name}")
        else:
            yield f"{prefix}.{name}", str(value).strip()
