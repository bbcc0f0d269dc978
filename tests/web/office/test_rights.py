"""Every route of the office × everybody: who may, who is led to the sign-in, who is refused. A route without a row fails."""

import pytest
from fakes.desk import ROUTERS
from fakes.desk_stories import STAFF, case_id, case_number, paid, sign_in
from fakes.portals import portal_named
from fastapi.routing import APIRoute

from domain.errors import ErrorCode
from web.front.visits import Visit
from web.http_codes import HttpCode
from web.office.page import cookie_name
from web.problem_documents import words_of

EVERYBODY = frozenset(STAFF)
ANYBODY = EVERYBODY | {"anonymous"}
EXAMINERS, APPROVERS = frozenset({"examiner", "both"}), frozenset({"approver", "both"})
DISPATCHER, CLOSED, LEAD = frozenset({"dispatcher"}), frozenset({"closed"}), frozenset({"supervisor"})
AUDITOR, ADMIN = frozenset({"auditor"}), frozenset({"admin"})
WORKERS = EXAMINERS | APPROVERS | DISPATCHER | CLOSED | LEAD
HOLDERS = EXAMINERS | CLOSED
CASE = "/office/cases/{case_id}"
WHO_MAY: dict[str, frozenset[str]] = {
    "GET /office": EVERYBODY,
    **dict.fromkeys(("GET /office/sign-in", "GET /office/return", "GET /office/signed-out"), ANYBODY),
    **dict.fromkeys(("POST /office/sign-out", "POST /office/logout-notice"), ANYBODY),
    **dict.fromkeys(("GET /office/queue/{name}", "GET /office/search", "POST /office/search"), WORKERS),
    f"GET {CASE}": WORKERS,
    **dict.fromkeys((f"POST {CASE}/take", f"POST {CASE}/propose"), EXAMINERS),
    **dict.fromkeys((f"GET {CASE}/return", f"POST {CASE}/return"), EXAMINERS),
    **dict.fromkeys((f"GET {CASE}/propose-rejection", f"POST {CASE}/propose-rejection"), EXAMINERS),
    **dict.fromkeys((f"POST {CASE}/check-again", f"POST {CASE}/hold", f"POST {CASE}/hold/open"), HOLDERS),
    f"GET {CASE}/hold": HOLDERS,
    **dict.fromkeys((f"POST {CASE}/approve", f"GET {CASE}/reject", f"POST {CASE}/reject"), APPROVERS),
    **dict.fromkeys((f"GET {CASE}/remand", f"POST {CASE}/remand"), APPROVERS),
    **dict.fromkeys(("GET /office/approvals", "POST /office/approvals"), APPROVERS),
    **dict.fromkeys((f"GET {CASE}/assign", f"POST {CASE}/assign"), LEAD),
    **dict.fromkeys(
        (
            "GET /office/dispatch",
            "POST /office/dispatch",
            "POST /office/dispatch/letters/{case_number}",
            "GET /office/dispatch/manifest.pdf",
            "GET /office/print",
            "POST /office/print",
            "POST /office/print/again",
            "GET /office/print/batches/{number}",
            "POST /office/print/batches/{number}/again",
            "GET /office/print/batches/{number}/letters.pdf",
            "GET /office/returned",
            "POST /office/returned",
            "GET /office/returned/{case_id}",
            "POST /office/returned/{case_id}/record",
            "GET /office/returned/{case_id}/destroy",
            "POST /office/returned/{case_id}/destroy",
        ),
        DISPATCHER,
    ),
    **dict.fromkeys(
        (
            "GET /office/lead",
            "GET /office/lead/overdue",
            "GET /office/lead/stopped",
            "GET /office/lead/unanswered",
            "GET /office/lead/money",
            "GET /office/lead/stuck",
            "GET /office/lead/officers/{officer_id}",
            "POST /office/lead/officers/{officer_id}",
            "GET /office/lead/statistics",
            "GET /office/lead/statistics.csv",
            "GET /office/lead/absences/new",
            "POST /office/lead/absences/new",
            "POST /office/lead/absences/{absence_id}/drop",
        ),
        LEAD,
    ),
    **dict.fromkeys(
        (
            "GET /office/audit",
            "GET /office/audit/case",
            "GET /office/audit/access",
            "GET /office/audit/ledger",
            "GET /office/audit/ledger/{size}.txt",
            "GET /office/audit/cases/{case_id}",
            "GET /office/audit/cases/{case_id}/proof.json",
            "GET /office/audit/cases/{case_id}/personal",
            "POST /office/audit/cases/{case_id}/personal",
        ),
        AUDITOR,
    ),
    **dict.fromkeys(
        (
            "GET /office/admin",
            "GET /office/admin/people",
            "GET /office/admin/people/new",
            "POST /office/admin/people/new",
            "GET /office/admin/people/officers/{officer_id}",
            "POST /office/admin/people/officers/{officer_id}",
            "GET /office/admin/people/changes/{change_id}",
            "GET /office/admin/people/changes/{change_id}/confirm",
            "POST /office/admin/people/changes/{change_id}/confirm",
            "POST /office/admin/people/changes/{change_id}/drop",
            "GET /office/admin/rules",
            "GET /office/admin/texts",
            "GET /office/admin/texts/{owner}/{part}",
            "GET /office/admin/texts/{owner}/{part}/{key}",
            "GET /office/admin/portals",
            "POST /office/admin/portals/revoke",
            "GET /office/admin/system",
        ),
        ADMIN,
    ),
    "GET /office/admin/people/history": ADMIN | AUDITOR,
}
ROUTES = sorted(
    f"{method} {route.path}"
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute) and route.path.startswith("/office")
    for method in route.methods
)
VALUES = {
    "case_id": case_id(1),
    "case_number": case_number(1),
    "name": "examination",
    "number": "1",
    "officer_id": "officer-sato",
    "absence_id": "1",
    "size": "14",
    "change_id": "change-1",
    "owner": "general",
    "part": "redress",
    "key": "x",
}
SENT = {"decision_id": "attack-0001", "place": "6"}
ROLE_MISSING = words_of(ErrorCode.ROLE_MISSING, "ja").reason
FORM_FOREIGN = words_of(HttpCode.FORM_FOREIGN, "ja").reason


async def ask(browser, row: str, **fields: str):
    """Ask for a route about a request that exists."""
    method, path = row.split(" ", 1)
    return await browser.request(method, path.format(**VALUES), data=fields or None)


def csrf_of(browser) -> str:
    """Return what the forms of a session carry."""
    return Visit(browser.cookies[cookie_name(secure=True)]).csrf


def test_every_route_has_a_row():
    assert sorted(WHO_MAY) == ROUTES


@pytest.mark.parametrize("row", ROUTES)
async def test_only_those_may_who_may(officer, client, city, row):
    """Also with a form that is whole and this session's own; nothing happens, and nothing is opened, where nobody may."""
    city.happened(1, *paid(1))
    client.headers["Accept"] = "text/html"
    for who in sorted(ANYBODY - WHO_MAY[row]):
        before, opened = list(city.events[case_id(1)]), list(city.access.kept)
        browser = client if who == "anonymous" else await officer(who)
        answer = await ask(browser, row, **({**SENT, "csrf": csrf_of(browser)} if who != "anonymous" else SENT))
        if who == "anonymous":
            assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/office/sign-in"), who
        else:
            assert answer.status_code in (303, 403), (who, answer.status_code)
            assert answer.status_code == 303 or ROLE_MISSING in answer.text, who
        assert city.events[case_id(1)] == before, who
        assert city.access.kept == opened, who


@pytest.mark.parametrize("row", ROUTES)
async def test_those_who_may_are_not_refused_for_their_role(officer, city, row):
    city.happened(1, *paid(1))
    for who in sorted(WHO_MAY[row] - {"anonymous"}):
        browser = await officer(who)
        answer = await ask(browser, row, **({**SENT, "csrf": csrf_of(browser)} if row.startswith("POST") else {}))
        assert ROLE_MISSING not in answer.text, who


@pytest.mark.parametrize("row", [row for row in ROUTES if row.startswith("POST")])
async def test_a_form_of_another_session_does_nothing(officer, city, row):
    """Every form carries what only a page shown in this session can hold."""
    city.happened(1, *paid(1))
    other = csrf_of(await officer("examiner"))
    for who in sorted(WHO_MAY[row] - {"anonymous", "examiner"})[:1]:
        before = list(city.events[case_id(1)])
        answer = await ask(await officer(who), row, **{**SENT, "csrf": other})
        assert row.endswith(("/logout-notice", "/sign-out")) or FORM_FOREIGN in answer.text, who
        assert city.events[case_id(1)] == before


@pytest.mark.parametrize("row", [row for row in ROUTES if WHO_MAY[row] != ANYBODY])
async def test_no_token_and_no_key_opens_a_page(client, city, row):
    """Officers' tokens and portals' keys are for programs: on a page nobody has signed in with them."""
    city.happened(1, *paid(1))
    key = city.portals.key_of(portal_named("town-portal"))
    for headers in (sign_in("examiner"), {"Authorization": f"Bearer {key}"}):
        client.headers.update({"Accept": "text/html", **headers})
        answer = await ask(client, row, **SENT)
        assert (answer.status_code, answer.headers["location"].split("?")[0]) == (303, "/office/sign-in")


@pytest.mark.parametrize("row", [row for row in ROUTES if row.startswith("GET") and WHO_MAY[row] != ANYBODY])
async def test_every_page_is_kept_by_nobody_and_runs_nothing_of_others(officer, city, row):
    city.happened(1, *paid(1))
    for who in sorted(WHO_MAY[row])[:1]:
        headers = (await ask(await officer(who), row)).headers
        assert headers["cache-control"] == "no-store"
        assert "unsafe" not in headers.get("content-security-policy", "")
        assert headers["referrer-policy"] in ("same-origin", "no-referrer")


async def test_a_role_taken_away_is_gone_with_the_next_call(officer, city):
    city.happened(1, *paid(1))
    examiner = await officer("examiner")
    assert (await examiner.get("/office/queue/examination")).status_code == 200
    city.people.actors["officer-sato"] = city.people.actors["officer-sato"].model_copy(update={"roles": ()})

    answer = await ask(examiner, f"POST {CASE}/propose", **{**SENT, "csrf": csrf_of(examiner)})

    assert (answer.status_code, ROLE_MISSING in answer.text) == (403, True)


@pytest.mark.parametrize(
    "path",
    ["/office/cases/none", "/office/cases/../admin", "/office//admin", "/office/cases/%2e%2e%2fadmin", "/OFFICE/admin"],
)
async def test_an_odd_address_leads_nowhere_else(officer, city, path):
    answer = await (await officer("examiner")).get(path)

    assert answer.status_code in (403, 404)
