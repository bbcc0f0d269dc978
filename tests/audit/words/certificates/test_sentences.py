"""A request's events and codes in words."""

from enum import StrEnum
from typing import get_args

import pytest
from contracts.stories import completed

from audit.words.certificates.codes import CODES
from audit.words.certificates.words import CERTIFICATE_WORDS
from domain.certificates.events import AnyEvent

EVENT_TYPES = get_args(get_args(AnyEvent)[0])


@pytest.mark.parametrize("kind", list(CODES), ids=lambda each: each.__name__)
def test_every_code_has_words(kind: type[StrEnum]) -> None:
    """Each member of each enumeration is named in both languages, and no two alike."""
    names = CODES[kind]
    assert set(names) == set(kind)
    assert len({name.ja for name in names.values()}) == len({name.en for name in names.values()}) == len(names)


def test_every_code_of_an_event_has_words() -> None:
    """A new enumeration in an event must get its words."""
    used = {each for kind in EVENT_TYPES for field in kind.model_fields.values() for each in _enums(field.annotation)}
    assert used <= set(CODES)


def _enums(annotation: object) -> set[type]:
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return {annotation}
    return {each for part in get_args(annotation) for each in _enums(part)}


def test_sentences_say_amounts_and_japans_time() -> None:
    """A sentence carries what an auditor asks: how much, and when in Japan."""
    said = CERTIFICATE_WORDS.sentence(completed(1)[5])

    assert said.ja == "300円が2026-11-23 10:05:00 JSTに納付されました(決済番号 reference)"
    assert said.en == "300 yen were paid at 2026-11-23 10:05:00 JST (provider's number reference)"
