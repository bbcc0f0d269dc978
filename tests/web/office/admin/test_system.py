"""稼働状況: what needs somebody is seen at a glance; no case stands there."""

from adapters.postgres.backlog import KINDS
from domain.office.health import system, waits
from web.certificates.office.pages import OFFICE_PAGES
from web.office.pages import set_up_office


async def test_an_installation_that_does_well_says_so(kobayashi):
    page = (await kobayashi.get("/office/admin/system")).text
    assert '<p class="status done" data-test="status">問題はありません</p>' in page
    assert '<th scope="row">送るメール</th><td>よい</td><td class="number">0</td><td>-</td><td>1時間</td>' in page


async def test_what_is_late_and_what_does_not_answer_is_told(kobayashi, city):
    city.back.health.systems.append(system("temporal", answers=False))
    city.back.health.systems.append(system("worker.certificates", answers=False))
    city.back.health.waiting.append(waits("staged", 1200, 700.0))
    page = (await kobayashi.get("/office/admin/system")).text
    assert '<p class="status stopped" data-test="status">見てください</p>' in page
    assert "<td>遅れています</td>" in page
    assert "<td>11分</td><td>10分</td>" in page
    assert '<th scope="row">ワーカー(証明書)</th><td>答えません</td>' in page


def test_everything_that_may_wait_has_words():
    words = set_up_office([OFFICE_PAGES]).words
    assert all(words.has(f"system.name.{kind}") for kind in (*KINDS, "uncovered", "postgres", "temporal", "worker"))
