"""From a list to its cases, on to the next, and back to the same list."""

import re

from fakes.desk_stories import case_id, paid
from fixtures.forms import hidden_fields

LIST = "?officer=nobody&queue=examination"


def links(html: str) -> dict[str, str]:
    """Return where a case's page leads within its list, by what the link is."""
    found = re.findall(r'<li><a href="([^"]+)"(?: rel="(\w+)")? data-key', html)
    return {rel or "list": address.replace("&amp;", "&") for address, rel in found}


async def test_a_case_leads_to_the_next_of_its_list_and_back(officer, city):
    for number in (1, 2, 3):
        city.happened(number, *paid(number))
    examiner = await officer("examiner")

    assert links((await examiner.get(f"/office/cases/{case_id(2)}{LIST}")).text) == {
        "list": "/office/queue/examination?officer=nobody",
        "prev": f"/office/cases/{case_id(1)}{LIST}",
        "next": f"/office/cases/{case_id(3)}{LIST}",
    }
    assert "一覧の最後の案件です" in (await examiner.get(f"/office/cases/{case_id(3)}{LIST}")).text


async def test_after_an_act_the_list_is_still_the_same(officer, city):
    city.happened(1, *paid(1))
    examiner = await officer("examiner")
    here = f"/office/cases/{case_id(1)}{LIST}"

    html = (await examiner.get(here)).text
    (act,) = re.findall(r'action="([^"]+/propose\?[^"]+)"', html)
    answer = await examiner.post(act.replace("&amp;", "&"), data=hidden_fields(html))

    assert (answer.status_code, answer.headers["location"]) == (303, here)


async def test_who_comes_from_elsewhere_or_from_a_list_of_others_has_no_list(officer, city):
    city.happened(1, *paid(1))
    examiner = await officer("examiner")

    for given in ("", "?queue=approval", "?queue=nothing"):
        assert links((await examiner.get(f"/office/cases/{case_id(1)}{given}")).text) == {}
