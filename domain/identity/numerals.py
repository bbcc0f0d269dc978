"""Kanji numerals (漢数字) as addresses and years write them: by place (一二〇三) or with units (千二百三, 廿一, 一万二千)."""

import re

NUMERALS = "〇一二三四五六七八九十百千万萬零○◯壱壹弌弐貳弍参參弎伍拾陌阡廿卄卅丗卌"
"""Every character that may stand in one, for use inside a character class."""

_SPELLED = str.maketrans(
    dict(zip("零○◯壱壹弌弐貳弍参參弎伍拾陌阡萬", "〇〇〇一一一二二二三三三五十百千万", strict=True))
    | {"廿": "二十", "卄": "二十", "卅": "三十", "丗": "三十", "卌": "四十"}
)
_DIGITS = {digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")}
_BELOW_MYRIAD = (
    "(?:[一二三四五六七八九]?千)?(?:[一二三四五六七八九]?百)?(?:[一二三四五六七八九]?十)?[一二三四五六七八九]?"
)
_WITH_UNITS = re.compile(f"(?:({_BELOW_MYRIAD})万)?({_BELOW_MYRIAD})")
_PLACE = re.compile("([一二三四五六七八九]?)([千百十])")
_WORTH = {"十": 10, "百": 100, "千": 1000}
_LONGEST = 18  # characters; longer ones number nothing, and Python reads no figures without end


def value_of(numeral: str) -> int | None:
    """Return the value, or None when the characters make no number in either way of writing (十十, 百二〇) or are too many."""
    if len(numeral) > _LONGEST:
        return None
    spelled = numeral.translate(_SPELLED)
    if spelled and all(each in _DIGITS for each in spelled):
        return int("".join(_DIGITS[each] for each in spelled))
    parts = _WITH_UNITS.fullmatch(spelled)
    if not spelled or parts is None or parts[1] == "":
        return None
    return _below_myriad(parts[1] or "") * 10_000 + _below_myriad(parts[2])


def _below_myriad(spelled: str) -> int:
    places = sum(int(_DIGITS.get(digit, "1")) * _WORTH[unit] for digit, unit in _PLACE.findall(spelled))
    return places + int(_DIGITS.get(spelled[-1:], "0"))
