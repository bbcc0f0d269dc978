"""Where officers begin."""

import pytest
from fakes.desk_stories import paid


async def test_nobody_gets_in_without_signing_in(client):
    answer = await client.get("/office", headers={"Accept": "text/html"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/office/sign-in")


async def test_a_session_that_idled_out_leads_to_the_sign_in_and_back(officer, city):
    examiner = await officer("examiner")
    city.now = city.sessions.rows[next(iter(city.sessions.rows))].idle_until

    answer = await examiner.get("/office?seen=1")

    assert (answer.status_code, answer.headers["location"]) == (303, "/office/sign-in?to=%3Fseen%3D1")


@pytest.mark.parametrize(
    ("who", "seen", "unseen"),
    [("examiner", "審査", "決裁"), ("approver", "決裁", "審査"), ("closed", "要確認", "審査")],
)
async def test_officers_see_the_queues_of_their_roles_alone(officer, who, seen, unseen):
    html = (await (await officer(who)).get("/office")).text

    assert f">{seen}</a>" in html
    assert f">{unseen}</a>" not in html


async def test_a_queue_says_how_many_wait(officer, city):
    city.happened(1, *paid(1))
    city.happened(2, *paid(2))

    html = (await (await officer("examiner")).get("/office")).text

    assert "<p>2件</p>" in html


async def test_after_a_weak_sign_in_an_approver_has_no_queue(officer):
    assert "扱う案件はありません" in (await (await officer("approver", strong=False)).get("/office")).text
