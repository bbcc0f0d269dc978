"""統計: the page, and the file that is exactly its list."""

import csv
import io

import pytest
from fakes.desk_stories import ARRIVED, NOW, STAFF, case_number, held, issued, paid, sent, stamp

from domain.certificates.examination_events import CaseTaken
from domain.municipality.officers import Officer

PERIOD = "from=2026-11-01&to=2026-11-30"


def the_month(city) -> None:
    """Let requests be under way, issued and sent, and one be the closed desk's."""
    city.happened(1, *paid(1), CaseTaken(**stamp(5, "officer-sato"), decision_id="take-0001"))
    city.happened(2, *issued(2))
    city.happened(3, *sent(3))
    city.happened(4, *held())


def cells(text: str) -> list[list[str]]:
    """Return the rows of a file."""
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


async def test_the_figures_and_the_list_of_a_period(officer, city):
    the_month(city)
    html = (await (await officer("supervisor")).get(f"/office/lead/statistics?{PERIOD}")).text

    assert [case_number(number) in html for number in (1, 2, 3, 4)] == [True, True, True, False]
    assert "3件のうち、3件を表示しています" in html


async def test_without_days_it_is_this_month(officer, city):
    the_month(city)
    html = (await (await officer("supervisor")).get("/office/lead/statistics")).text

    assert 'value="2026-11-01"' in html
    assert case_number(1) in html


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        (PERIOD, (1, 2, 3)),
        (f"{PERIOD}&time=kept", (3,)),
        (f"{PERIOD}&time=under_way", (1, 2)),
        (f"{PERIOD}&time=late", ()),
        (f"{PERIOD}&kind=resident_record_copy", (1, 2, 3)),
        (f"{PERIOD}&kind=seal_registration_certificate", ()),
        ("from=2026-11-23&to=2026-11-23", (1, 2, 3)),
        ("from=2026-11-24&to=2026-11-30", ()),
        ("from=2026-10-01&to=2026-11-22", ()),
    ],
)
async def test_the_file_is_exactly_the_list_of_the_page(officer, city, query, numbers):
    the_month(city)
    supervisor = await officer("supervisor")

    html = (await supervisor.get(f"/office/lead/statistics?{query}")).text
    answer = await supervisor.get(f"/office/lead/statistics.csv?{query}")

    listed = [case_number(number) for number in numbers]
    assert [row[0] for row in cells(answer.text)[1:]] == listed
    assert [each in html for each in map(case_number, (1, 2, 3))] == [each in numbers for each in (1, 2, 3)]


async def test_the_file_has_the_time_in_its_name_and_stays_out_of_caches(officer, city):
    the_month(city)
    answer = await (await officer("supervisor")).get(f"/office/lead/statistics.csv?{PERIOD}")

    assert answer.headers["content-disposition"] == 'attachment; filename="requests-20261124-100000.csv"'
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert "no-store" in answer.headers["cache-control"]
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.content.count(b"\r\n") == 4


@pytest.mark.parametrize("name", ['=HYPERLINK("http://evil.example")', "+1", "-1", "@SUM(A1)", "＝1"])
async def test_no_cell_is_a_formula(officer, city, name):
    """A name of an officer is whatever somebody once typed."""
    the_month(city)

    async def named(officer_id: str) -> Officer | None:
        actor = city.people.actors.get(officer_id)
        about = {"id": officer_id, "name": name, "section": "課", "roles": actor.roles if actor else ()}
        return Officer.model_validate(about)

    city.people.officer = named
    answer = await (await officer("supervisor")).get(f"/office/lead/statistics.csv?{PERIOD}")

    assert cells(answer.text)[1][5] == f"'{name}"


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("from=2026-11-30&to=2026-11-01", "to"),
        ("from=yesterday&to=2026-11-01", "from"),
        ("from=2026-11-01&to=", "to"),
        ("from=0001-01-01&to=9999-12-31", "from"),
    ],
)
async def test_days_that_are_none_are_a_mistake_for_the_page_and_the_file(officer, query, wrong):
    supervisor = await officer("supervisor")
    for path in ("statistics", "statistics.csv"):
        answer = await supervisor.get(f"/office/lead/{path}?{query}")
        assert answer.status_code == 422
        assert f'href="#{wrong}"' in answer.text


async def test_what_is_too_long_is_never_cut_off_unseen(officer, city):
    """Also when the filter leaves few of it: what is missing might fit it."""
    the_month(city)
    one = (await city.workload.requests(ARRIVED, NOW, 1))[0]

    async def endless(_since, _until, most):
        return [one] * most

    city.workload.requests = endless
    supervisor = await officer("supervisor")

    for time in ("", "late"):
        assert (await supervisor.get(f"/office/lead/statistics.csv?{PERIOD}&time={time}")).status_code == 422
    html = (await supervisor.get(f"/office/lead/statistics?{PERIOD}")).text
    assert "その一部です" in html
    assert "statistics.csv" not in html


@pytest.mark.parametrize("who", sorted(set(STAFF) - {"supervisor"}))
@pytest.mark.parametrize("path", ["statistics", "statistics.csv"])
async def test_nobody_else_reads_them(officer, who, path):
    assert (await (await officer(who)).get(f"/office/lead/{path}?{PERIOD}")).status_code == 403
