"""Which language a caller wants: Accept-Language (RFC 9110 §12.5.4) among those every municipality writes."""

from typing import Annotated

from fastapi import Depends, Request

from domain.municipality.texts import Language
from domain.problem_codes import ProblemLanguage
from web.accepting import ranges


def preferred(accept_language: str) -> Language:
    """Return the best language for a header; Japanese when it names none of ours or cannot be read."""
    for tag, quality in sorted(ranges(accept_language), key=lambda each: -each[1]):
        language = _language(tag)
        if quality > 0 and language is not None:
            return language
    return Language.JA


def _language(tag: str) -> Language | None:
    """Return ours for a tag: `ja-simple` is やさしい日本語, any other `ja-…` is Japanese."""
    if tag == Language.JA_SIMPLE:
        return Language.JA_SIMPLE
    primary = tag.split("-", 1)[0]
    return Language(primary) if primary in (Language.JA, Language.EN) else None


def wanted_language(request: Request) -> Language:
    """Return the language of an answer to this request."""
    return preferred(request.headers.get("accept-language", ""))


def problem_language(request: Request) -> ProblemLanguage:
    """Return the language of a problem document."""
    return wanted_language(request).value


WantedLanguage = Annotated[Language, Depends(wanted_language)]
