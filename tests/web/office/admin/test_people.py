"""職員と役割: what one admin proposes another confirms, and a role taken away is gone with the next page."""

import re
from datetime import timedelta

import pytest
from fixtures.forms import hidden_fields

from domain.actors import Actor, Role

SATO = "/office/admin/people/officers/officer-sato"


async def proposed(browser, path=SATO, **fields):
    """Send the form of a row; return the answer."""
    form = (await browser.get(path)).text
    values = dict(re.findall(r'<input[^>]* name="(\w+)" type="text" value="([^"]*)"', form))
    sent = {**hidden_fields(form), **values, "ground": "transfer", **fields}
    return await browser.post(path, data={name: value for name, value in sent.items() if value is not None})


async def confirmed(browser, change):
    """Press the button of the page that asks to confirm; return the answer."""
    page = await browser.get(f"{change}/confirm")
    return await browser.post(f"{change}/confirm", data=hidden_fields(page.text))


async def test_a_change_holds_once_another_admin_has_confirmed_it(kobayashi, kato, officer, city):
    examiner = await officer("examiner")
    change = (await proposed(kobayashi, role_approver="on", name="佐藤 一郎")).headers["location"]
    assert city.people.actors["officer-sato"].roles == (Role.EXAMINER,)
    assert "確認を待つ提案: 1件" in (await kato.get("/office/admin")).text
    page = (await kato.get(change)).text
    assert "<td>審査</td><td><mark>決裁</mark></td>" in page

    answer = await confirmed(kato, change)

    assert answer.headers["location"] == "/office/admin/people"
    assert "変更を有効にしました" in (await kato.get("/office/admin/people")).text
    home = (await examiner.get("/office")).text
    assert ">決裁</a>" in home
    assert ">審査</a>" not in home


async def test_who_has_proposed_may_only_take_back(kobayashi, kato, city):
    change = (await proposed(kobayashi, role_approver="on")).headers["location"]
    page = (await kobayashi.get(change)).text
    assert "確認へ進む" not in page
    sent = hidden_fields(page)
    assert (await kobayashi.post(f"{change}/confirm", data=sent)).status_code == 403

    await kobayashi.post(f"{change}/drop", data=sent)

    assert not city.changes.changes.pending
    assert "この提案は、もう終わっています" in (await kato.get(change)).text
    assert "取り下げました" in (await kato.get("/office/admin/people/history")).text


async def test_an_officer_who_leaves_cannot_even_sign_in(kobayashi, kato, officer, city):
    """From the confirmation on: the open session is worth nothing."""
    examiner = await officer("examiner")
    yesterday = city.now.date() - timedelta(days=1)
    refused = await proposed(kobayashi, effective_until=yesterday.isoformat())
    assert (refused.status_code, "終わる日が始まる日より前です" in refused.text) == (422, True)
    change = (await proposed(kobayashi)).headers["location"]
    await confirmed(kato, change)
    assert "扱う案件はありません" in (await examiner.get("/office")).text


async def test_somebody_new_is_added_by_two(kobayashi, kato, city):
    path = "/office/admin/people/new"
    row = {"officer": "Officer-Mori", "name": "森 一葉", "section": "市民生活課", "role_examiner": "on"}
    change = (await proposed(kobayashi, path, **row)).headers["location"]
    await confirmed(kato, change)
    assert city.people.actors["officer-mori"].roles == (Role.EXAMINER,)
    page = (await kato.get("/office/admin/people")).text
    assert "森 一葉" in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": " "}, "氏名が入力されていません"),
        ({"effective_from": "来週"}, "2026-12-01のように"),
        ({"effective_from": "2026-11-23"}, "始まる日が過ぎています"),
        ({"ground": None}, "理由が入力されていません"),
        ({"ground": "revenge"}, "理由が入力されていません"),
        ({"resident": "住民"}, "住民登録の番号を、英小文字と数字とハイフンで"),
        ({"role_admin": "on", "role_examiner": "on"}, "ほかの役割と兼ねられません"),
        ({"role_examiner": "on"}, "いまの行と同じです"),
        ({"subject": "officer-suzuki"}, "このサインインの名前は、別の職員のものです"),
    ],
)
async def test_what_cannot_be_is_told_at_its_field_and_above(kobayashi, city, fields, said):
    answer = await proposed(kobayashi, **fields)
    assert answer.status_code == 422
    assert answer.text.count(said) == 2
    assert not city.changes.changes.proposed


async def test_what_was_typed_stays(kobayashi):
    answer = await proposed(kobayashi, name="", section="税務課 <収納>", role_approver="on", ground="correction")
    assert 'value="税務課 &lt;収納&gt;"' in answer.text
    assert re.search(r'name="role_approver" checked', answer.text)
    assert re.search(r'value="correction" checked', answer.text)


async def test_a_page_that_has_become_old_is_shown_anew(kobayashi, kato, city):
    """Something else was proposed meanwhile: nothing is decided on the ground of what is no longer so."""
    change = (await proposed(kobayashi, role_approver="on")).headers["location"]
    seen = hidden_fields((await kato.get(f"{change}/confirm")).text)
    await proposed(kobayashi, "/office/admin/people/officers/officer-suzuki", role_examiner="on")

    answer = await kato.post(f"{change}/confirm", data=seen)

    assert answer.headers["location"] == change
    assert "まだ何も決めていません" in (await kato.get(change)).text
    assert not city.changes.changes.confirmed


async def test_what_has_become_wrong_since_is_told_where_it_is_confirmed(kobayashi, kato, officer, city):
    """Two admins go, each by a proposal that was right alone."""
    for who in ("admin-mori", "admin-hara"):
        city.people.actors[who] = Actor(id=who, roles=(Role.ADMIN,))
    mori = await officer("admin-mori")
    paths = [f"/office/admin/people/officers/{who}" for who in ("admin-kato", "admin-hara", "admin-kobayashi")]
    changes = [
        (await proposed(by, path)).headers["location"] for by, path in zip((kobayashi, kato, kato), paths, strict=True)
    ]
    await confirmed(kobayashi, changes[1])
    await confirmed(mori, changes[0])
    answer = await confirmed(mori, changes[2])
    assert answer.status_code == 422
    assert '<a href="#lines">管理者が2人より少なくなります' in answer.text


async def test_confirming_needs_somebody_who_has_just_shown_who_they_are(kobayashi, kato, city):
    change = (await proposed(kobayashi, role_approver="on")).headers["location"]
    city.now += timedelta(minutes=16)
    answer = await kato.get(f"{change}/confirm")
    assert answer.headers["location"].startswith("/office/sign-in?to=")
    assert answer.headers["location"].endswith("&fresh=1")


async def test_nobody_changes_their_own_row(kobayashi, kato):
    assert "自分の行は変えられません</td>" in (await kato.get("/office/admin/people")).text
    assert (await kato.get("/office/admin/people/officers/admin-kato")).status_code == 403
    change = await proposed(kobayashi, "/office/admin/people/officers/admin-kato", role_admin="on", section="総務課")
    page = (await kato.get(change.headers["location"])).text
    assert "確認へ進む" not in page
    assert "認めない" not in page


async def test_the_last_two_admins_stay(kobayashi, kato):
    answer = await proposed(kobayashi, "/office/admin/people/officers/admin-kato")
    assert "管理者が2人より少なくなります" in answer.text


@pytest.mark.parametrize("who", ["examiner", "approver", "supervisor", "auditor", "nobody"])
@pytest.mark.parametrize("path", ["", "/people", "/people/new", "/people/officers/officer-sato", "/people/changes/x"])
async def test_only_admins_administer(officer, who, path):
    assert (await (await officer(who)).get(f"/office/admin{path}")).status_code == 403


async def test_an_admin_after_a_weak_sign_in_is_asked_for_a_strong_one(officer):
    answer = await (await officer("admin", strong=False)).get("/office/admin/people")
    assert answer.headers["location"] == "/office/sign-in?to=%2Fadmin%2Fpeople&strong=1"


async def test_an_auditor_reads_what_was_changed(kobayashi, officer):
    await proposed(kobayashi, role_approver="on", name="佐藤 一郎")
    page = await (await officer("auditor")).get("/office/admin/people/history")
    assert "佐藤 一郎(officer-sato)の変更を提案しました(異動・担当替え)。" in page.text


async def test_who_somebody_is_in_the_register_is_on_no_page(kobayashi, kato):
    change = (await proposed(kobayashi, role_examiner="on", resident="r-9009")).headers["location"]
    pages = [(await kato.get(path)).text for path in (change, f"{change}/confirm")]
    await confirmed(kato, change)
    pages += [(await kato.get(path)).text for path in (SATO, "/office/admin/people", "/office/admin/people/history")]
    assert not any("r-9009" in page for page in pages)
    assert "登録があります。空のままなら変わりません" in pages[2]
    again = (await proposed(kobayashi, role_dispatcher="on")).headers["location"]
    assert "<td>あり</td><td>あり</td>" in (await kato.get(again)).text


async def test_what_is_not_there_is_not_found(kobayashi):
    for path in ("officers/officer-nobody", "changes/change-0009", "changes/change-0009/confirm"):
        assert (await kobayashi.get(f"/office/admin/people/{path}")).status_code == 404
