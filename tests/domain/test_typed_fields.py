"""What people type is read as they meant it, or refused with the right word; every day since 1873, in both calendars."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.certificates.problems import CertificateProblem
from domain.form_problems import FormProblem
from domain.identity.eras import ERAS
from domain.problem_codes import ProblemLanguage
from domain.problems import problem
from domain.typed_fields import (
    NotReadError,
    in_era,
    read_day,
    read_line,
    read_mail,
    read_number,
    read_postcode,
)

DAYS = """
1985-04-12 | 1985-4-12 | 1985/04/12 | 1985/4/12 | 1985.4.12 | 1985．４．１２ | １９８５－０４－１２ | 1985‐4‐12 | 1985–4–12 | 1985—4—12
1985−4−12 | 1985ー4ー12 | 1985ｰ4ｰ12 | 1985─4─12 | 1985 4 12 | 1985　4　12 | 19850412 | １９８５０４１２ | 1985,4,12 | 1985、4、12 | 1985・4・12
1985年4月12日 | １９８５年４月１２日 | 1985年04月12日 | 1985年 4月 12日 | 1985年4月12 | 西暦1985年4月12日 | 1985年4月12日生 | 1985年4月12日生まれ
1985年4月12日(金) | 1985年4月12日（金曜日） | 生年月日：1985年4月12日 | 一九八五年四月十二日 | 一九八五年四月一二日 | April 12, 1985 | Apr 12 1985
apr. 12, 1985 | 12 April 1985 | 12 Apr 1985 | 12-Apr-1985 | 12th April 1985 | April 12th, 1985
昭和60年4月12日 | 昭和６０年４月１２日 | 昭和 60年 4月 12日 | 昭和60/4/12 | 昭和60.4.12 | 昭和60-04-12 | 昭60.4.12 | 昭60年4月12日 | 昭和六十年四月十二日
昭和六〇年四月十二日 | ㍼60年4月12日 | S60.4.12 | s60.4.12 | Ｓ６０．４．１２ | S60/4/12 | S60-4-12 | S60年4月12日 | S 60.4.12 | S.60.4.12 | S600412 | s60 4 12
昭和600412 | Showa 60-4-12 | Shōwa 60.4.12 | S60.4.12生 | 昭和60年4月12日生まれ
"""
FIRST_YEARS = {
    "平成元年1月8日": "1989-01-08",
    "平成1年1月8日": "1989-01-08",
    "H元.1.8": "1989-01-08",
    "h1.1.8": "1989-01-08",
    "㍻元年1月8日": "1989-01-08",
    "令和元年五月一日": "2019-05-01",
    "R1.5.1": "2019-05-01",
    "㋿1年5月1日": "2019-05-01",
    "Reiwa 1-5-1": "2019-05-01",
    "昭和64年1月7日": "1989-01-07",
    "昭和元年12月25日": "1926-12-25",
    "大正15年12月25日": "1926-12-25",
    "大正元年7月30日": "1912-07-30",
    "明治45年7月30日": "1912-07-30",
    "M6.1.1": "1873-01-01",
    "平成31年4月30日": "2019-04-30",
    "2004-02-29": "2004-02-29",
    "平成16年2月29日": "2004-02-29",
}
WRONG_DAYS = {
    "": "missing",
    "　": "missing",
    "\u200b": "missing",
    "昨日": "malformed_date",
    "1985": "malformed_date",
    "1985年4月": "malformed_date",
    "昭和60年": "malformed_date",
    "12/4/1985": "malformed_date",
    "4/12/1985": "malformed_date",
    "1985-4-12-1": "malformed_date",
    "198504": "era_missing",
    "1985412": "malformed_date",
    "S60412": "malformed_date",
    "²⁰⁰⁰-1-1": "malformed_date",
    "١٩٨٥-٤-١٢": "malformed_date",
    "①985-4-12": "malformed_date",
    "西暦60年4月12日": "malformed_date",
    "昭和昭和60年4月12日": "malformed_date",
    "慶応3年1月1日": "malformed_date",
    "1985-4-12 <script>": "malformed_date",
    "60.4.12": "era_missing",
    "60年4月12日": "era_missing",
    "850412": "era_missing",
    "元年5月1日": "era_missing",
    "5/4/12": "era_missing",
    "1985-02-29": "no_such_day",
    "1985-13-01": "no_such_day",
    "1985-00-10": "no_such_day",
    "1985-4-31": "no_such_day",
    "1985年4月0日": "no_such_day",
    "昭和60年2月29日": "no_such_day",
    "R6.2.30": "no_such_day",
    "昭和64年1月8日": "day_outside_era",
    "昭和65年1月1日": "day_outside_era",
    "平成元年1月7日": "day_outside_era",
    "平成31年5月1日": "day_outside_era",
    "H32.1.1": "day_outside_era",
    "令和元年4月30日": "day_outside_era",
    "大正15年12月26日": "day_outside_era",
    "昭和元年12月24日": "day_outside_era",
    "S0.4.12": "day_outside_era",
    "明治5年12月2日": "birth_date_too_old",
    "M1.1.1": "birth_date_too_old",
    "0000-01-01": "era_missing",
}
POSTCODES = (
    "9990001 | 999-0001 | 999 0001 | ９９９－０００１ | ９９９０００１ | 〒999-0001 | 〒 999 0001 | 〶9990001 | 999ー0001 | 999−0001 | 999‐0001 | 郵便番号 999-0001"
    " | 郵便番号:999-0001 | 999-OOO1 | \ufeff999-0001\u200b | 〒９９９ー０００１"
)
WRONG_POSTCODES = {
    "": "missing",
    "〒": "missing",
    "-": "missing",
    "999-001": "malformed_postcode",
    "999-00011": "malformed_postcode",
    "999-000A": "malformed_postcode",
    "九九九〇〇〇一": "malformed_postcode",
    "9²90001": "malformed_postcode",
    "٩٩٩٠٠٠١": "malformed_postcode",
    "999-0001 999-0002": "malformed_postcode",
}
MAILS = (
    "hanako@example.jp | ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ | hanako＠example.jp |  hanako@example.jp  | hanako@example.jp\u200b | mailto:hanako@example.jp"
    " | <hanako@example.jp> | 窓口 花子 <hanako@example.jp> | hanako @ example.jp | hanako@example。jp | メール: hanako@example.jp | E-mail: hanako@example.jp"
)
OTHER_MAILS = (
    "a.b+c-d_e@sub.example.co.jp",
    "ten..ko.@docomo.example",
    "o'neil@example.ie",
    "HANAKO@EXAMPLE.JP",
    "1@2.example",
)
WRONG_MAILS = {
    "": "missing",
    " ": "missing",
    "hanako": "malformed_mail",
    "hanako@": "malformed_mail",
    "@example.jp": "malformed_mail",
    "hanako@example": "malformed_mail",
    "hanako@@example.jp": "malformed_mail",
    "hana ko@example.jp": "malformed_mail",
    "hanako@example.jp, taro@example.jp": "malformed_mail",
    "hanako@example.jp;taro@example.jp": "malformed_mail",
    "花子@example.jp": "malformed_mail",
    "hanako@exa_mple.jp": "malformed_mail",
    "hanako@192.0.2.1": "malformed_mail",
    "hanako@example.jp.": "malformed_mail",
    "hanako@-example.jp": "malformed_mail",
    "a" * 65 + "@example.jp": "malformed_mail",
    "hanako@example.jp\r\nBcc: x@example.jp": "malformed_mail",
}
NUMBERS = "1 | １ | 1通 | 一 | 一通 | 1部 | １枚 | 01 |  1  | \u200b1 | 壱"
WRONG_NUMBERS = ("0", "11", "-1", "1.5", "一〇〇", "²", "①", "١", "たくさん", "1通2通", "1e1", "十一", "9" * 400)
LANGUAGES: tuple[ProblemLanguage, ...] = ("ja", "ja-simple", "en")


def spellings(table: str) -> list[str]:
    return [each.strip(" \n") for line in table.strip().splitlines() for each in line.split(" | ")]


def refusal(reading, written: str) -> str:
    with pytest.raises(NotReadError) as refused:
        reading(written)
    assert written == "" or len(written) < 3 or written not in str(refused.value.facts)
    return refused.value.code.value


@pytest.mark.parametrize("written", spellings(DAYS))
def test_a_day_is_read_in_every_spelling(written: str):
    """Both calendars, every width, line and blank, kanji numbers, English months."""
    assert read_day(written) == date(1985, 4, 12)


@pytest.mark.parametrize(("written", "day"), FIRST_YEARS.items())
def test_the_edges_of_eras_are_days(written: str, day: str):
    """元年, the last days, and days that belong to two eras."""
    assert read_day(written).isoformat() == day


@pytest.mark.parametrize(("written", "code"), WRONG_DAYS.items())
def test_a_wrong_day_is_told_why(written: str, code: str):
    """Not one that merely could be read."""
    assert refusal(read_day, written) == code


@pytest.mark.parametrize(
    ("written", "era"),
    [
        ("昭和64年1月8日", "平成"),
        ("平成1年1月7日", "昭和"),
        ("平成31年5月1日", "令和"),
        ("大正15年12月26日", "昭和"),
        ("H99.1.1", "令和"),
    ],
)
def test_an_impossible_day_of_an_era_names_the_right_one(written: str, era: str):
    """So that nobody has to look it up."""
    with pytest.raises(NotReadError) as refused:
        read_day(written)
    assert refused.value.facts["era"] == era


def test_every_day_since_1873_is_itself_in_both_calendars():
    """To the end of 2030: shown back and read again; the day before an era is not of it, the day after neither."""
    day, last = date(1873, 1, 1), date(2030, 12, 31)
    while day <= last:
        assert read_day(day.isoformat()) == day
        assert read_day(in_era(day)) == day
        for era in ERAS:
            year = day.year - era.first.year + 1
            written = f"{era.initial}{year}.{day.month}.{day.day}"
            if era.first <= day <= era.last:
                assert read_day(written) == day
            elif 0 < year < 100:
                assert refusal(read_day, written) == "day_outside_era"
        day += timedelta(days=1)


@pytest.mark.parametrize("written", spellings(POSTCODES))
def test_a_postcode_is_read_in_every_spelling(written: str):
    """One box, hyphen free."""
    assert read_postcode(written) == "9990001"


@pytest.mark.parametrize(("written", "code"), WRONG_POSTCODES.items())
def test_a_wrong_postcode_is_told(written: str, code: str):
    """Seven digits, no more and no less."""
    assert refusal(read_postcode, written) == code


@pytest.mark.parametrize("written", spellings(MAILS))
def test_a_mail_address_is_read_as_pasted(written: str):
    """Full width, with a name around it, with a dot of the Japanese keyboard."""
    assert read_mail(written) == "hanako@example.jp"


@pytest.mark.parametrize("written", OTHER_MAILS)
def test_a_mail_address_stays_as_it_is(written: str):
    """Signs, dots in a row, capitals: real addresses have them."""
    assert read_mail(written) == written


@pytest.mark.parametrize(("written", "code"), WRONG_MAILS.items())
def test_a_wrong_mail_address_is_told(written: str, code: str):
    """A blank inside is not taken out: it might be another person's address then."""
    assert refusal(read_mail, written) == code


@pytest.mark.parametrize("written", spellings(NUMBERS))
def test_a_number_of_copies_is_read(written: str):
    """With its counter or without."""
    assert read_number(written, CertificateProblem.COPIES_OUT_OF_RANGE, least=1, most=10) == 1


@pytest.mark.parametrize("written", WRONG_NUMBERS)
def test_a_wrong_number_is_told(written: str):
    """What is no whole number of ours."""
    code = CertificateProblem.COPIES_OUT_OF_RANGE
    assert refusal(lambda text: read_number(text, code, least=1, most=10), written) == code.value


@pytest.mark.parametrize("name", ["髙﨑　渚", "𠮷田 太郎", "葛\U000e0100城", "O'Neil-Smith", "ﾏﾄﾞｸﾞﾁ"])
def test_a_name_is_not_touched_but_for_its_ends(name: str):
    """Letter for letter: nothing is folded in what is printed and compared."""
    assert read_line(f" 　{name}\ufeff\n") == name


def test_there_are_enough_spellings():
    """W6: 80 accepted, 40 refused."""
    accepted = [DAYS, POSTCODES, MAILS, NUMBERS]
    refused = [WRONG_DAYS, WRONG_POSTCODES, WRONG_MAILS, WRONG_NUMBERS]
    assert sum(len(set(spellings(each))) for each in accepted) + len(FIRST_YEARS) + len(OTHER_MAILS) >= 80
    assert sum(map(len, refused)) >= 40


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "code",
    [
        *(
            FormProblem(each)
            for each in sorted({*WRONG_DAYS.values(), *WRONG_POSTCODES.values(), *WRONG_MAILS.values()})
        ),
        FormProblem.BIRTH_DATE_IN_FUTURE,
        CertificateProblem.COPIES_OUT_OF_RANGE,
    ],
)
def test_each_refusal_says_what_and_shows_an_example(code, language: ProblemLanguage):
    """In three languages; only an empty field needs no example of ours: its hint has one."""
    told = problem("field", code, language, era="昭和", reading="しょうわ", roman="Showa")
    assert told.reason
    assert code is FormProblem.MISSING or any(each in "0123456789" for each in told.fix) or "@" in told.fix


@given(st.text(max_size=60))
def test_nothing_that_is_typed_breaks_the_reading(written: str):
    """Whatever it is: a value or a refusal."""
    for reading in (read_day, read_postcode, read_mail, read_line):
        try:
            assert reading(written)
        except NotReadError as refused:
            assert refused.code  # noqa: PT017 - either is fine


@given(
    st.from_regex(
        r"[sSｓ昭㍼]?(和)?[ 0-9０-９一二十〇元]{0,6}[年./-]?[ 0-9０-９一二十]{0,4}[月./-]?[0-9十]{0,4}日?",
        fullmatch=True,
    )
)
def test_what_looks_like_a_day_is_one_or_is_refused(written: str):
    """Close to the spellings people use."""
    try:
        day = read_day(written)
    except NotReadError:
        return
    assert date(1873, 1, 1) <= day
