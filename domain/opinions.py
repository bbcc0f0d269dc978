"""What citizens say of the counter (ご意見): answers that are counted, never a text of their own.

A text would hold what people were asked not to write, and would be personal data outside the vault; a count is none.
"""

from enum import StrEnum

MOST_BY_NETWORK = 60
"""Opinions from one network in an hour: a few people's, and nobody's campaign."""


class Ease(StrEnum):
    """How it went."""

    EASY = "easy"
    FAIR = "fair"
    HARD = "hard"
    GAVE_UP = "gave_up"


class Trouble(StrEnum):
    """What was hard."""

    FINDING = "finding"
    WORDS = "words"
    MAIL = "mail"
    CARD = "card"
    PAYING = "paying"
    SCREEN = "screen"


Answer = Ease | Trouble
