"""規則: what holds today, on which ground, and what comes next."""

from datetime import UTC, datetime


async def test_rules_stand_with_their_ordinance_and_since_when(kobayashi):
    page = (await kobayashi.get("/office/admin/rules")).text
    assert "1通300円" in page
    assert "みなも市手数料条例 別表第1の3の項</td><td>2025年4月1日</td>" in page
    assert "(1) 申請者が交付の準備に着手する前に申請を取り下げたとき。" in page
    assert "決まっている変更はありません" in page
    assert "行政手続法第6条" in page


async def test_a_change_to_come_is_told_before_it_holds(kobayashi, city):
    """As of a day before the fee rose."""
    city.now = datetime(2025, 3, 1, 3, 0, tzinfo=UTC)
    page = (await kobayashi.get("/office/admin/rules")).text
    assert "<td>1通250円<br><strong>2025年4月1日から: 1通300円</strong></td>" in page
    assert "<li>証明書の手数料・住民票の写し: 2025年4月1日から: 1通300円</li>" in page


async def test_every_kind_of_rule_is_there(kobayashi):
    page = (await kobayashi.get("/office/admin/rules")).text
    for title in ("証明書の手数料", "手数料の還付", "オンラインで受け付ける証明書", "期限", "郵便料金"):
        assert f">{title}</h3>" in page
    assert "定形50gまで110円、定形外50gまで140円" in page
