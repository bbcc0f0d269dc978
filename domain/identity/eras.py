"""元号: the eras since 明治, each with its names and its first and last day (元号法; 太政官布告 for those before)."""

from datetime import date
from typing import NamedTuple


class Era(NamedTuple):
    """One era. `initial` stands for it in forms, `digit` on a card. The day it changed on may belong to both.

    `reading` in kana, `roman` in Latin letters, `square` as one character (Unicode: SQUARE ERA NAME).
    """

    name: str
    initial: str
    digit: str
    first: date
    last: date
    reading: str
    roman: str
    square: str


ERAS = (
    Era("明治", "M", "1", date(1868, 1, 25), date(1912, 7, 30), "めいじ", "Meiji", "㍾"),
    Era("大正", "T", "2", date(1912, 7, 30), date(1926, 12, 25), "たいしょう", "Taisho", "㍽"),
    Era("昭和", "S", "3", date(1926, 12, 25), date(1989, 1, 7), "しょうわ", "Showa", "㍼"),
    Era("平成", "H", "4", date(1989, 1, 8), date(2019, 4, 30), "へいせい", "Heisei", "㍻"),
    Era("令和", "R", "5", date(2019, 5, 1), date.max, "れいわ", "Reiwa", "㋿"),
)
"""Oldest first."""
