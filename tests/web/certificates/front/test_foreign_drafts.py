"""Whoever has not begun a draft learns nothing of it, by any of its pages: not even that it is there."""

import httpx2
import pytest
from fakes.desk import ROUTERS, City
from fixtures.applicant import PAGE, Applicant

UNKNOWN = "draft00000099"  # as long as the one there is
DRAFTS = sorted(
    {
        (route.path.replace("{language:language}", "ja"), method)
        for router in ROUTERS
        for route in router.routes
        if "{draft}" in getattr(route, "path", "")
        for method in route.methods
    }
)
_EACH_TIME = ("x-request-id", "date")


@pytest.fixture
async def other(app):
    """Another browser, which has been here before."""
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="https://city.example") as client:
        yield await Applicant(client).open("/ja")


async def answered(other: Applicant, path: str, method: str, draft_id: str) -> tuple[int, dict[str, str], str]:
    """Return status, headers and body, without what differs each time and without the id that was asked for."""
    answer = await other.client.request(
        method, path.replace("{draft}", draft_id), headers=PAGE, data=other.hidden if method == "POST" else None
    )
    headers = {name: value for name, value in answer.headers.items() if name not in _EACH_TIME}
    return answer.status_code, headers, answer.text.replace(draft_id, "…")


def test_every_page_of_a_draft_is_tried():
    assert len(DRAFTS) > 12


@pytest.mark.parametrize(("path", "method"), DRAFTS)
async def test_a_foreign_draft_is_answered_as_one_that_never_was(client, other, city: City, path: str, method: str):
    applicant = Applicant(client)
    await applicant.begins()
    await applicant.fills_in(city.drafts.mailed)
    (draft_id,) = city.drafts.rows

    foreign = await answered(other, path, method, draft_id)
    assert foreign == await answered(other, path, method, UNKNOWN)
    assert foreign[0] == 404
