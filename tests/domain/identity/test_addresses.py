"""How addresses are compared: the same, another one, or a question for an officer."""

import json
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identity.comparison import Likeness, compared_address, same_address

_OUTSIDE = Path(__file__).parents[4] / "shared" / "testdata" / "addresses" / "normalised.json"
# A register of towns would be needed to read these: an officer has one.
_FOR_AN_OFFICER = {
    "without 町, 番丁 or with another word for it": {
        "滋賀県長浜市木之本西山123-4", "石川県輪島市町野桶戸", "東京都江戸川区西小松川12-345", "和歌山県和歌山市12-45",
        "和歌山県和歌山市7番町19",
    },
    "with 大字 or 字 on one side only": {
        "三重県三重郡菰野町大強原2796", "埼玉県川口市新堀999-888", "埼玉県川口市大字新堀町999-888",
        "香川県丸亀市原田町字東三分一１９２６番地１", "香川県仲多度郡まんのう町勝浦字家六２０９４番地１",
    },
    "a prefecture without its 県": {"岩手花巻市１２丁目７０４", "福島石川郡石川町字長久保185-4"},
    "another character": {"京都府宇治市莵道森本8−10", "千葉県巿川巿巿川1丁目"},
    "streets of Kyoto": {
        "京都府京都市中京区河原町二条下ル一之舟入町537-50", "京都府京都市中京区河原町二条下ル一之船入町537-50",
        "京都府京都市下京区西中筋通北小路通上る丸屋町", "京都府京都市上京区あああ通り主計町1番2-403号",
    },
}  # fmt: skip

SAME = [
    ("架空県みなも市水面町一丁目２番３号", "架空県みなも市水面町1-2-3"),
    ("架空県みなも市水面町十二丁目２番地", "架空県みなも市水面町１２丁目２"),
    ("架空県みなも市砂町六丁目１番地の８", "架空県みなも市砂町６－１－８"),
    ("架空県みなも市砂町六ノ一ノ八", "架空県みなも市砂町六の一の八"),
    ("架空県みなも市港町二十一番地", "架空県みなも市港町21"),
    ("架空県みなも市港町廿一番地", "架空県みなも市港町二一"),
    ("架空県みなも市港町千二百番地", "架空県みなも市港町1200番地"),
    ("架空県みなも市港町千二百三番地の二〇", "架空県みなも市港町１２０３－２０"),
    ("架空県みなも市港町一万二千三百四十五番地", "架空県みなも市港町12345"),
    ("架空県みなも市鷗台三丁目５番１２号メゾン水面２０１号室", "架空県みなも市鷗台3-5-12 メゾン水面201"),
    ("架空県みなも市鷗台５番ﾊｲﾂﾐﾅﾓ", "架空県みなも市鷗台５　ハイツミナモ"),
    ("架空県みなも市葛󠄀葉町１１番地４", "架空県みなも市葛葉町11-4"),
    ("架空県みなも市北２条西３丁目", "架空県みなも市北二条西三丁目"),
    ("架空県みなも市二番町１", "架空県みなも市２番町1番"),
    ("架空県みなも市霞ヶ丘９番９号", "架空県みなも市霞が丘9-9"),
    ("架空県みなも市霞ケ丘９番９号", "架空県みなも市霞ガ丘9-9"),
    ("架空県みなも市つつじヵ丘９", "架空県みなも市つつじが丘９"),
    ("架空県みなも市西ノ浜９", "架空県みなも市西の浜９"),
    ("架空県みなも市水面町1‐2", "架空県みなも市水面町１─２"),
    ("架空県みなも市水面町1ー2", "架空県みなも市水面町１━２"),
    ("架空県みなも市センター1－2", "架空県みなも市センター１−２"),
    ("架空県みなも市水面町01-02", "架空県みなも市水面町1-2"),
    ("架空県みなも市水面町 1 2 3", "架空県みなも市水面町1-2-3"),
    ("架空県みなも市水面町⑫", "架空県みなも市水面町12"),
    ("架空県みなも市水面町１ 丁目 ２ 番 ３ 号", "架空県みなも市水面町1-2-3"),
    ("架空県みなも市水面町一 丁目 二 番地", "架空県みなも市水面町1-2"),
    ("架空県みなも市水面町1 ハイツⅡ-101", "架空県みなも市水面町1 ハイツII 101"),
    ("架空県みなも市水面町一ー二ー三", "架空県みなも市水面町一‐二‐三"),
    ("架空県みなも市水面町一〇一", "架空県みなも市水面町一○一"),
    ("みなも市水面町１", "架空県みなも市水面町１"),
    ("宮崎県北諸県郡三股町１", "北諸県郡三股町１"),
    ("広島県山県郡水面町１", "山県郡水面町１"),
    ("岐阜県山県市高木１", "山県市高木１"),
    ("架空県余市郡余市町１", "架空県余市町１"),
    ("中水面郡水面町１", "架空県中水面郡水面町１"),
    ("水面町１", "架空県中水面郡水面町１"),
]
UNCLEAR = [
    ("試験町二丁目７－３　４５号室", "試験町二丁目７－３４　５号室"),
    ("中央1-2 31", "中央1-23 1"),
    ("中央1-23", "中央12-3"),
    ("中央12", "中央１　２"),
    ("中央1²", "中央12"),
    ("中央1⑫", "中央112"),
    ("中央1ハイツI I", "中央1ハイツII"),
    ("中央1ハイツⅡⅠ", "中央1ハイツⅢ"),
    ("中央1コートB-C 5", "中央1コートBC 5"),
    ("水面町１番ハイツ１０１", "水面町１番"),
    ("水面町１番水面荘", "水面町１水面荘"),
    ("水面町１－２", "架空県みなも市水面町１－２"),
    ("みなも市大字水面１", "みなも市水面１"),
    ("みなも市水面字浜１", "みなも市水面浜１"),
    ("みなも市二番町1", "みなも市二号町1"),
    ("みなも市二番町1", "みなも市2町1"),
    ("水面町2百番地", "水面町2-100"),
    ("四谷1", "4谷1"),
    ("千代田1", "1000代田1"),
    ("一宮町2", "1宮町2"),
    ("十二所1", "12所1"),
]
DIFFERENT = [
    ("架空県みなも市水面町一丁目２番３号", "架空県みなも市水面町一丁目２番４号"),
    ("架空県みなも市三条町１番", "架空県みなも市二条町１番"),
    ("架空県みなも市水面町１", "異空県みなも市水面町１"),
    ("架空県東水面郡水面町１", "架空県西水面郡水面町１"),
    ("水面町１", "水面町12"),
    ("水面町1-2", "水面町1-23"),
    ("四谷1", "5谷1"),
]


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        *((*pair, Likeness.SAME) for pair in SAME),
        *((*pair, Likeness.UNCLEAR) for pair in UNCLEAR),
        *((*pair, Likeness.DIFFERS) for pair in DIFFERENT),
    ],
)
def test_what_is_the_same_what_is_not_and_what_an_officer_must_read(one: str, other: str, likeness: Likeness) -> None:
    """Ways of writing do not count; where figures are cut, and what is left out, is a question; both ways round."""
    assert compared_address(one, (), other) is compared_address(other, (), one) is likeness
    assert same_address(one, (), other) is (likeness is Likeness.SAME)


def test_names_with_a_numeral_are_different_names() -> None:
    """二番町, 二号町 and 2町 are three towns."""
    for one, other in combinations(["二番町1", "二号町1", "2町1", "二の町1", "二条町1", "二丁町1"], 2):
        assert not same_address(f"架空県みなも市{one}", (), f"架空県みなも市{other}")


def test_a_character_the_card_could_not_write_is_no_figure() -> None:
    """A flagged place stands for one letter; a number is never guessed."""
    assert same_address("架空県みなも市〓台3-5", (7,), "架空県みなも市鷗台3-5")
    assert not same_address("架空県みなも市港町1〓", (10,), "架空県みなも市港町12")
    assert not same_address("架空県みなも市港町1〓2", (10,), "架空県みなも市港町1-2")


@pytest.mark.skipif(not _OUTSIDE.exists(), reason="outside test data is not here")
def test_addresses_as_people_write_them() -> None:
    """Every address of a public collection equals its normalised form, but for those named above."""
    named = set().union(*_FOR_AN_OFFICER.values())
    cases = json.loads(_OUTSIDE.read_text())
    normal = {
        each["written"]: "".join(each[part] for part in ("prefecture", "city", "town", "block", "rest"))
        for each in cases
    }
    assert named == {written for written, form in normal.items() if not same_address(written, (), form)}


_PLAIN = ("{}-{}-{}", "{} {} {}", "{}ー{}─{}", "{}の{}の{}", "{}－　{}－ {}")
_OF_A_QUARTER = ("{}丁目{}番{}号", "{}丁目{}番地{}", "{}丁目{}-{}")
_OF_A_PLOT = ("{}番地の{} {}号室", "{}番{}-{}", "{}番{}の{}")
_NUMBERS = st.tuples(*(st.integers(1, 1300) for _ in range(3)))


def _in_kanji(number: int) -> str:
    digits = "〇一二三四五六七八九"
    places = zip(f"{number:04d}", "千百十", strict=False)
    units = "".join(("" if each == "1" else digits[int(each)]) + unit for each, unit in places if each != "0")
    return units + (digits[number % 10] if number % 10 else "")


@st.composite
def _written(draw: st.DrawFn, numbers: tuple[int, ...], ways: tuple[str, ...] = _PLAIN) -> str:
    way = draw(st.sampled_from(ways))
    spelled = [
        _in_kanji(each) if " " not in way and draw(st.booleans()) else draw(st.sampled_from([f"{each}", f"{each:05d}"]))
        for each in numbers
    ]
    return "架空県みなも市水面" + way.format(*spelled)


@given(st.data(), st.sampled_from([_OF_A_QUARTER, _OF_A_PLOT]), _NUMBERS, _NUMBERS)
def test_an_address_is_its_numbers(
    data: st.DataObject, units: tuple[str, ...], one: tuple[int, ...], other: tuple[int, ...]
) -> None:
    """Two addresses of one town are the same exactly when their numbers are, however they are written."""
    first, second, again = (data.draw(_written(each, units + _PLAIN)) for each in (one, other, one))
    assert same_address(first, (), second) is (one == other)
    assert same_address(first, (), again)


@given(st.data(), _NUMBERS)
def test_the_same_numbers_of_other_things_are_a_question(data: st.DataObject, numbers: tuple[int, ...]) -> None:
    """1丁目2番3号 is a house, 1番地2 3号室 a flat in another one."""
    house, flat = data.draw(_written(numbers, _OF_A_QUARTER)), data.draw(_written(numbers, _OF_A_PLOT))
    assert compared_address(house, (), flat) is Likeness.UNCLEAR


_ANY = st.text(alphabet="AＢⅡ0123１２一二十百番号丁目地のノ町ヶケがー-─　 ⑫²県郡市字ア", max_size=12).filter(str.strip)


@given(_ANY, _ANY, _ANY)
def test_comparison_is_reflexive_and_symmetric(one: str, other: str, third: str) -> None:
    """Whatever is written: equal to itself, and the same answer both ways round."""
    assert compared_address(one, (), one) is not Likeness.DIFFERS
    assert compared_address(one, (), other) is compared_address(other, (), one)
    for each in (other, third):
        assert compared_address(f"市{one}{each}", (), f"市{one}{each}") is Likeness.SAME


@given(st.lists(st.integers(0, 99).map(str), min_size=1, max_size=6), st.data())
def test_nothing_left_out_joins_figures(figures: list[str], data: st.DataObject) -> None:
    """The same figures cut at other places are never the same address."""
    whole = "".join(figures)
    cuts = data.draw(st.sets(st.integers(1, max(1, len(whole) - 1))))
    parts = [whole[start:end] for start, end in zip([0, *sorted(cuts)], [*sorted(cuts), len(whole)], strict=True)]
    numbers = [int(each) for each in parts if each]
    blank = data.draw(st.sampled_from(["-", " ", "　", "番", "の", "─"]))
    same = same_address("水面" + blank.join(figures), (), "水面" + blank.join(each for each in parts if each))
    assert same is (numbers == [int(each) for each in figures])
