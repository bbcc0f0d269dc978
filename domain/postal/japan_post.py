"""Numbers of Japan Post (引受番号): 11 or 12 digits, the last = the others mod 7.

The check finds six of seven misreadings; a digit wrong by 7 (0/7, 1/8, 2/9) passes.
"""

JAPAN_POST_PATTERN = "^[0-9]{11,12}$"


def has_right_check_digit(number: str) -> bool:
    """Say whether the last digit is the others' remainder by 7."""
    return int(number[:-1]) % 7 == int(number[-1])
