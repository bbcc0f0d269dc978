"""In which areas an address may lie: sure, among several, or not found; never another place."""

import pytest

from domain.postal.postcode_areas import PostcodeArea, areas_of, keys_of, postcodes_in


def area(postcode: str, prefecture: str, municipality: str, town: str) -> PostcodeArea:
    return PostcodeArea(postcode=postcode, prefecture=prefecture, municipality=municipality, town=town)


SAPPORO, EBETSU, YOICHI = ("北海道", "札幌市中央区"), ("北海道", "江別市"), ("北海道", "余市郡余市町")
ROWS = (
    area("0600001", *SAPPORO, "北一条西（１～１９丁目）"),
    area("0640821", *SAPPORO, "北一条西（２０～２８丁目）"),
    area("0600000", *SAPPORO, ""),
    area("0640941", *SAPPORO, "旭ケ丘"),
    area("0640801", *SAPPORO, "南一条西（２０丁目、２２〜２８丁目）"),
    area("0640804", *SAPPORO, "南一条西（その他）"),
    area("0690811", *EBETSU, "錦町"),
    area("0690812", *EBETSU, "錦町別館"),
    area("0460022", *YOICHI, "朝日町"),
    area("2060001", "東京都", "府中市", "朝日町"),
    area("7260001", "広島県", "府中市", "朝日町"),
    area("1600023", "東京都", "新宿区", "西新宿（次のビルを除く）"),
    area("1631501", "東京都", "新宿区", "西新宿新宿アイランドタワー（１階）"),
    area("1000301", "東京都", "利島村", ""),
    area("1020085", "東京都", "千代田区", "六番町"),
    area("9550071", "新潟県", "三条市", "一ノ木戸"),
    area("7900001", "愛媛県", "松山市", "吉藤"),
)


def found(address: str) -> list[str]:
    keys = keys_of(address)
    return list(postcodes_in(areas_of(address, [row for row in ROWS if row.key in keys])))


@pytest.mark.parametrize(
    ("address", "postcodes"),
    [
        ("北海道札幌市中央区北１条西３丁目１番地", ["0600001"]),
        ("札幌市中央区北一条西23丁目1-1", ["0640821"]),
        ("北海道札幌市中央区北1条西21-1-1", ["0640821"]),
        ("北海道札幌市中央区北1条西21", ["0600001", "0640821"]),
        ("北海道札幌市中央区北一条西２９丁目１", []),
        ("北海道札幌市中央区旭ヶ丘１丁目", ["0640941"]),
        ("北海道札幌市中央区南一条西２２丁目１番", ["0640801"]),
        ("北海道札幌市中央区南一条西２１丁目１番", ["0640804"]),
        ("北海道札幌市中央区知らない町１", []),
        ("北海道江別市錦町１", ["0690811"]),
        ("北海道江別市錦町別館１", ["0690812"]),
        ("北海道江別市錦町別邸１", []),
        ("北海道余市郡余市町朝日町１０番地", ["0460022"]),
        ("余市町朝日町10", ["0460022"]),
        ("東京都府中市朝日町１", ["2060001"]),
        ("府中市朝日町１", ["2060001", "7260001"]),
        ("東京都新宿区西新宿２丁目８番１号", ["1600023"]),
        ("東京都利島村２４８番地", ["1000301"]),
        ("東京都千代田区六番町６", ["1020085"]),
        ("新潟県三条市一ノ木戸１丁目", ["9550071"]),
        ("愛媛県松山市吉藤甲１２３番地", ["7900001"]),
        ("愛媛県松山市大字吉藤１２３番地", ["7900001"]),
        ("愛媛県松山市吉藤字山田１", ["7900001"]),
        ("大阪府千代田区六番町６", []),
    ],
)
def test_an_address_lies_where_it_must(address, postcodes):
    """Written before the first run: 丁目 in brackets, bigger and smaller names, prefectures and 郡 left out."""
    assert sorted(found(address)) == postcodes


@pytest.mark.parametrize("address", ["", " ", "１", "\ue000", "東京都", "札幌市中央区" * 50, "〒100-0001"])
def test_what_is_no_address_lies_nowhere(address):
    """And raises nothing."""
    assert found(address) == []
