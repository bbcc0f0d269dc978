"""Japan Post's file: what is read, and what is refused with its line and a way out."""

from pathlib import Path

import pytest

from adapters.postcode_file import PostcodeFileError, read_postcode_file

ROW = '13101,"100  ","{code}","トウキョウト","チヨダク","カスミガセキ","東京都","{city}","{town}",0,0,0,0,0,0\n'


def written(folder: Path, *rows: str, encoding: str = "utf-8") -> Path:
    file = folder / "utf_ken_all.csv"
    file.write_bytes("".join(rows).encode(encoding))
    return file


def row(town: str = "霞が関", city: str = "千代田区", code: str = "1000013") -> str:
    return ROW.format(town=town, city=city, code=code)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_row_is_an_area(tmp_path, encoding):
    """With or without a mark of the encoding."""
    (area,) = read_postcode_file(written(tmp_path, row(), encoding=encoding))
    assert area.model_dump() == {
        "postcode": "1000013",
        "prefecture": "東京都",
        "municipality": "千代田区",
        "town": "霞が関",
    }


@pytest.mark.parametrize(
    ("town", "city", "kept"),
    [
        ("以下に掲載がない場合", "千代田区", ""),
        ("利島村一円", "利島村", ""),
        ("一円", "犬上郡多賀町", "一円"),
        ("渡名喜村一円", "島尻郡渡名喜村", ""),
        ("琴平町の次に１～４２６番地がくる場合", "仲多度郡琴平町", ""),
        ("北一条西（１～１９丁目）", "札幌市中央区", "北一条西（１～１９丁目）"),
    ],
)
def test_what_is_no_town_is_none(tmp_path, town, city, kept):
    """The file's own words for "all others" and "all of it"; a town may be called 一円."""
    assert [each.town for each in read_postcode_file(written(tmp_path, row(town, city)))] == [kept]


@pytest.mark.parametrize(
    ("rows", "encoding", "told"),
    [
        (["a,b,c\n"], "utf-8", ":1: has 3 columns instead of 15"),
        ([row(), row(code="100001")], "utf-8", ":2: has no postcode of seven digits"),
        ([row(city="")], "utf-8", ":1: names no prefecture or no municipality"),
        (['"open\n'], "utf-8", "is no CSV"),
        ([row()], "cp932", "is not UTF-8. Take utf_ken_all.csv, not KEN_ALL.CSV"),
        ([], "utf-8", "has no rows"),
        (["PK\x03\x04"], "utf-8", "is packed. Unpack the ZIP"),
    ],
)
def test_another_file_is_refused_with_a_way_out(tmp_path, rows, encoding, told):
    """By line; nothing of the file is repeated."""
    with pytest.raises(PostcodeFileError) as refused:
        read_postcode_file(written(tmp_path, *rows, encoding=encoding))
    assert told in str(refused.value)
