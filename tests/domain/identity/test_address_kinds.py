"""Addresses as officers see them, kind by kind: each value was written down before the comparison was first tried."""

import pytest

from domain.identity.comparison import Likeness, compared_address

SAME, UNCLEAR, DIFFERS = Likeness.SAME, Likeness.UNCLEAR, Likeness.DIFFERS
CITY = "架空県みなも市"
# The worst is a wrong "same": a letter in another flat.
FLATS = [
    ("水面町1-2-3-405", "水面町1丁目2番3号405号室", SAME),
    ("水面町1-2-3の405", "水面町1丁目2番3-405号", SAME),
    ("水面町1-2-3 ハイツ405", "水面町1-2-3 ﾊｲﾂ405号室", SAME),
    ("水面町1-2-3-405", "水面町1-2-3 ハイツ405", UNCLEAR),
    ("水面町1-2-3 ハイツ405", "水面町1-2-3 ハイツ", UNCLEAR),
    ("水面町1-2-3 ハイツ405", "水面町1-2-3 ハイツ4-05", UNCLEAR),
    ("水面町1-2-3 ハイツ40-5", "水面町1-2-3 ハイツ4-05", UNCLEAR),
    ("水面町1-2-3 県営住宅2-405", "水面町1-2-3 県営住宅24-05", UNCLEAR),
    ("水面町1-2-3 A棟101", "水面町1-2-3 101", UNCLEAR),
    ("水面町1-2-3 A棟101", "水面町1-2-3-A-101", UNCLEAR),
    ("水面町1-2-3 A棟101", "水面町1-2-3 B棟101", DIFFERS),
    ("水面町1-2-3 A-1 01", "水面町1-2-3 A-101", UNCLEAR),
    ("水面町1-2-3 水面ビル4F", "水面町1-2-3 水面ビル4階", UNCLEAR),
    ("水面町1-2-3 ハイツ405", "水面町1-2-3 ハイツ406", DIFFERS),
    ("水面町1-2-3 第一荘101", "水面町1-2-3 第1荘101", UNCLEAR),
    ("水面町1-2-3 第一荘101", "水面町1-2-3 第二荘101", DIFFERS),
    ("水面町1-2-3 ハイツ東101", "水面町1-2-3 ハイツ西101", DIFFERS),
    ("水面町1-2-3 はいつ101", "水面町1-2-3 ハイツ101", UNCLEAR),
    ("水面町1-2-3、405", "水面町1-2-3-405", UNCLEAR),
    ("水面町1-2 鈴木様方", "水面町1-2 鈴木方", UNCLEAR),
]
NUMBERS = [
    ("水面町1丁目2番地", "水面町1番地2", UNCLEAR),
    ("水面町2番3号", "水面町2-3号室", UNCLEAR),
    ("水面町2丁目", "水面町2番地", UNCLEAR),
    ("水面町12番地ノ3", "水面町12番の3号", SAME),
    ("水面町12番地乃3", "水面町12之3", SAME),
    ("水面町1番1号", "水面町11号", UNCLEAR),
    ("水面町十二", "水面町一〇二", DIFFERS),
    ("水面町十二", "水面町102番地", DIFFERS),
    ("水面町一〇二", "水面町10 2", UNCLEAR),
    ("水面町二千三番地", "水面町23番地", DIFFERS),
    ("水面町一萬番地", "水面町10000", SAME),
    ("水面町㊀㊁", "水面町12", UNCLEAR),
    ("水面町1/2", "水面町1-2", UNCLEAR),
    ("水面町1一2", "水面町1-2", UNCLEAR),
    ("水面町1〜3", "水面町1-3", UNCLEAR),
    ("水面町1\u200b2", "水面町12", UNCLEAR),
    ("水面町\u200b12", "水面町12", SAME),
    ("水面町1➖2", "水面町1゠2", SAME),
    ("大釜第3地割45番地", "大釜第三地割四十五番地", SAME),
    ("大釜第3地割45番地", "大釜3-45", UNCLEAR),
    ("大釜第3地割45番地", "大釜第34地割46番地", DIFFERS),
    ("水面甲123番地", "水面乙123番地", DIFFERS),
    ("水面甲123番地", "水面123番地", UNCLEAR),
    ("水面町イ12番地", "水面町い12番地", UNCLEAR),
    ("水面町ニ12番地", "水面町二12番地", UNCLEAR),
    ("水面町イ12番地", "水面町ロ12番地", DIFFERS),
]
NAMES = [
    ("四ツ谷1", "四ッ谷1", SAME),
    ("三ツ境1", "三つ境1", SAME),
    ("四ツ谷1", "四谷1", UNCLEAR),
    ("堀之内1", "堀ノ内1", SAME),
    ("日乃出町1", "日の出町1", SAME),
    ("霞箇丘9", "霞ヶ丘9", SAME),
    ("霞ゖ丘9", "霞が丘9", SAME),
    ("霞丘9", "霞ヶ丘9", UNCLEAR),
    ("か゛く町1", "がく町1", SAME),
    ("龍丘1", "竜丘1", UNCLEAR),
    ("髙町1", "高町1", UNCLEAR),
    ("斎町1", "斉町1", DIFFERS),
    ("東町1", "西町1", DIFFERS),
    ("六本木6-10", "六本木61-0", UNCLEAR),
    ("上十条1-2-3", "上十条一丁目2番3号", SAME),
    ("二十四軒四条5", "24軒4条5", UNCLEAR),
    ("二十四軒四条五丁目1", "二十四軒4条5丁目1番", SAME),
]
WHOLE = [
    ("北海道札幌市中央区北5条西6丁目", "札幌市中央区北五条西六丁目", SAME),
    ("札幌市中央区北5条西6丁目", "札幌市中央区北5西6", UNCLEAR),
    ("札幌市中央区北1条東2丁目", "札幌市中央区北1条西2丁目", DIFFERS),
    ("旭川市7条通8丁目左1号", "旭川市7条通8丁目右1号", DIFFERS),
    ("旭川市7条通8丁目左1号", "旭川市7条通8丁目1号", UNCLEAR),
    ("仙台市青葉区水面1-2", "仙台市水面1-2", UNCLEAR),
    ("仙台市青葉区水面1-2", "仙台市泉区水面1-2", DIFFERS),
    ("兵庫県赤穂郡上郡町本町1", "上郡町本町1", SAME),
    ("福島県郡山市水面町1", "郡山市水面町1", SAME),
    ("岐阜県郡上市八幡町1", "郡上市八幡町1", SAME),
    ("宮城県柴田郡村田町1", "村田町1", SAME),
    ("広島県府中市水面町1", "東京都府中市水面町1", DIFFERS),
    ("・", "・", UNCLEAR),
    ("", "架空県みなも市1", UNCLEAR),
]


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [*((CITY + one, CITY + other, value) for one, other, value in FLATS + NUMBERS + NAMES), *WHOLE],
)
def test_kinds_of_addresses(one: str, other: str, likeness: Likeness) -> None:
    """Both ways round."""
    assert compared_address(one, (), other) is compared_address(other, (), one) is likeness


def test_an_address_the_card_could_not_write_at_all_is_nobody_s() -> None:
    """Nothing was compared."""
    assert compared_address("〓〓〓", range(3), "鷗鷗鷗") is UNCLEAR


def test_no_numeral_is_too_long() -> None:
    """Python reads no more than 4300 figures; nobody's house has so many."""
    assert compared_address(CITY + "一" * 5000, (), CITY + "一" * 5000) is SAME
    assert compared_address(CITY + "一" * 5000, (), CITY + "1" * 5000) is not SAME
