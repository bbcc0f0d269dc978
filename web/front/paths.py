"""The language at the beginning of a page's address: `/ja/…`, `/ja-simple/…`, `/en/…`.

A route writes it as `/{language:language}`; importing this module makes the converter known. Any other word there is no
page of ours.
"""

from starlette.convertors import Convertor, register_url_convertor

from domain.municipality.texts import Language

PREFIX = "/{language:language}"
CASE = PREFIX + "/r/{number}"
"""Where every page of a case begins, whatever its procedure."""


class _LanguageConvertor(Convertor[Language]):
    regex = "|".join(sorted((each.value for each in Language), key=len, reverse=True))

    def convert(self, value: str) -> Language:
        """Return the language of a path."""
        return Language(value)

    def to_string(self, value: Language) -> str:
        """Return how a path writes it."""
        return value.value


register_url_convertor("language", _LanguageConvertor())
