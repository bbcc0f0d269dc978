"""Admins see who may call, and take a key away."""

import pytest
from fakes.portals import portal_named
from fixtures.forms import hidden_fields


@pytest.fixture
async def admin(officer, city):
    """An admin; one portal has a key."""
    city.portals.key_of(portal_named("town-portal"))
    return await officer("admin")


async def test_portals_are_listed_without_their_keys(admin):
    html = (await admin.get("/office/admin/portals")).text

    assert "town-portal" in html
    assert "mdg_test_abcd…" in html
    assert "申請を送る" in html


async def test_a_key_is_taken_away_at_a_press(admin, city):
    shown = (await admin.get("/office/admin/portals")).text

    answer = await admin.post("/office/admin/portals/revoke", data=hidden_fields(shown))

    assert (answer.status_code, city.portals.revoked) == (303, [("town-portal", 1)])
    assert "キーを無効にしました" in (await admin.get("/office/admin/portals")).text


@pytest.mark.parametrize("who", ["examiner", "approver", "closed", "supervisor", "auditor"])
async def test_nobody_else_sees_them(officer, who):
    assert (await (await officer(who)).get("/office/admin/portals")).status_code == 403
