"""Dates as registers have them: whole, in part, in words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.documents.era import as_registered
from domain.identity.comparison import Likeness
from domain.identity.register_date import Known, RegisterDate


@pytest.mark.parametrize(
    ("written", "known", "printed"),
    [
        ("1980-05-03", (1980, 5, 3), "昭和55年5月3日"),
        ("19800503", (1980, 5, 3), "昭和55年5月3日"),
        ("1980-00-00", (1980,), "1980年（月日不詳）"),
        ("19800000", (1980,), "1980年（月日不詳）"),
        ("1980", (1980,), "1980年（月日不詳）"),
        ("1980-05-00", (1980, 5), "1980年5月（日不詳）"),
        ("1980-05", (1980, 5), "1980年5月（日不詳）"),
        ("1980-00-03", (1980,), "1980年（月日不詳）"),
        ("0000-00-00", (), "不詳"),
        (None, (), "不詳"),
        ("", (), "不詳"),
        ("不詳", (), "不詳"),
        ("生年月日不詳", (), "生年月日不詳"),
        ("昭和55年5月3日", (1980, 5, 3), "昭和55年5月3日"),
        ("昭和５５年５月３日", (1980, 5, 3), "昭和５５年５月３日"),
        ("昭和五十五年五月三日", (1980, 5, 3), "昭和五十五年五月三日"),
        ("S55.5.3", (1980, 5, 3), "S55.5.3"),
        ("平成元年", (1989,), "平成元年"),
        ("昭和55年月日不詳", (1980,), "昭和55年月日不詳"),
        ("昭和55年5月日不詳", (1980, 5), "昭和55年5月日不詳"),
        ("昭和55年00月00日", (1980,), "昭和55年00月00日"),
        ("昭和55年5月3日か4日", (1980, 5), "昭和55年5月3日か4日"),
        ("昭和55年5月3日(不詳)", (1980, 5), "昭和55年5月3日(不詳)"),
        ("1980年頃", (), "1980年頃"),
        ("55年5月3日", (), "55年5月3日"),
        ("1980-13-01", (), "1980-13-01"),
        ("1980-02-30", (), "1980-02-30"),
        ("昭和九千九百九十九年一月一日", (), "昭和九千九百九十九年一月一日"),
        ("twentieth of May", (), "twentieth of May"),
        ("S55/5/3", (1980, 5, 3), "S55/5/3"),
        ("昭55.5.3", (1980, 5, 3), "昭55.5.3"),
        ("h1.1.8", (1989, 1, 8), "h1.1.8"),
        ("1980−05−03", (1980, 5, 3), "1980−05−03"),
        ("昭和55年5月3日生", (1980, 5, 3), "昭和55年5月3日生"),
        ("明治45年7月30日", (1912, 7, 30), "明治45年7月30日"),
        ("大正元年7月30日", (1912, 7, 30), "大正元年7月30日"),
        ("大正元年7月29日", (), "大正元年7月29日"),
        ("昭和元年12月25日", (1926, 12, 25), "昭和元年12月25日"),
        ("昭和64年1月7日", (1989, 1, 7), "昭和64年1月7日"),
        ("昭和64年1月10日", (), "昭和64年1月10日"),
        ("昭和64年2月", (), "昭和64年2月"),
        ("昭和64年", (1989,), "昭和64年"),
        ("平成元年1月7日", (), "平成元年1月7日"),
        ("平成31年5月1日", (), "平成31年5月1日"),
        ("令和元年", (2019,), "令和元年"),
        ("令和元年4月30日", (), "令和元年4月30日"),
        pytest.param("一" * 5000 + "年", (), "一" * 5000 + "年", id="more figures than Python reads"),
    ],
)
def test_what_is_known_of_a_date_and_how_it_is_printed(
    written: str | None, known: tuple[int, ...], printed: str
) -> None:
    """Figures are printed by what is known of them, words as they stand; nothing is made up."""
    day = RegisterDate.model_validate(written)
    assert (day.known, as_registered(day)) == (Known(*known), printed)
    assert (day.whole is not None) is (len(known) == 3)
    assert RegisterDate.model_validate_json(day.model_dump_json()) == day


@pytest.mark.parametrize(
    ("written", "likeness"),
    [
        ("1980-05-03", Likeness.SAME),
        ("昭和55年5月3日", Likeness.SAME),
        ("1980-05-04", Likeness.DIFFERS),
        ("1981-00-00", Likeness.DIFFERS),
        ("1980-06-00", Likeness.DIFFERS),
        ("昭和56年月日不詳", Likeness.DIFFERS),
        ("1980-05-00", Likeness.UNCLEAR),
        ("1980-00-00", Likeness.UNCLEAR),
        ("昭和55年月日不詳", Likeness.UNCLEAR),
        ("1981年頃", Likeness.UNCLEAR),
        ("1980-02-30", Likeness.UNCLEAR),
        (None, Likeness.UNCLEAR),
    ],
)
def test_a_date_in_part_is_a_question(written: str | None, likeness: Likeness) -> None:
    """Neither clear nor different, unless what is known contradicts the card; a card without a day asks too."""
    assert RegisterDate.model_validate(written).compared(date(1980, 5, 3)) is likeness
    assert RegisterDate.model_validate(written).compared(None) is Likeness.UNCLEAR


@given(st.text(alphabet="0123456789０９-/.年月日昭和平成元SH一二十百千万不詳頃 \u3000", max_size=14), st.dates())
def test_no_text_is_too_odd(written: str, day: date) -> None:
    """Whatever stands there is read, compared and printed; a whole day is the same as itself."""
    odd = RegisterDate(written)
    assert as_registered(odd)
    assert (odd.compared(day) is Likeness.SAME) is (odd.whole == day)
    assert RegisterDate.of(day).compared(day) is Likeness.SAME
