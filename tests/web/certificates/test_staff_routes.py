"""Queue, case, decisions and documents for officers."""

import httpx2
import pytest
from fakes.desk import City
from fakes.desk_stories import STAFF, case_id, confirmed, delivered, held, issued, paid, sign_in, stamp

from domain import ids
from domain.actors import Actor, Role
from domain.cases.access import AccessGround
from domain.cases.vault import VaultItem
from domain.certificates.disclosure import Part
from domain.certificates.examination_events import ApprovalProposed, CaseTaken
from domain.certificates.paper_events import HandOverRefused
from domain.certificates.vault import RequestItem
from domain.documents import Document
from domain.errors import DomainError, ErrorCode

BASE = "/api/v1/staff/requests"
PDF = b"%PDF-1.7 canary"


def command(action: str, number: int = 1, **facts: object) -> dict[str, object]:
    """Return the body of a decision."""
    return {"decision_id": f"decision-{number}", "command": {"action": action, **facts}}


async def test_the_queue_holds_what_the_role_can_act_on(client: httpx2.AsyncClient, city: City) -> None:
    """Each officer sees, oldest first, the cases that wait for their role."""
    city.happened(1, *paid(1))
    city.happened(2, *paid(2), ApprovalProposed(**stamp(5, "officer-sato"), decision_id="propose-1"))
    city.happened(3, *issued(3))
    for role, number in (("examiner", 1), ("approver", 2), ("dispatcher", 3)):
        page = (await client.get(BASE, headers=sign_in(role))).json()
        assert [item["case_id"] for item in page["items"]] == [case_id(number)]
    everything = (await client.get(BASE, headers=sign_in("auditor"))).json()
    assert len(everything["items"]) == 3


async def test_a_delivered_case_waits_for_nobody(client: httpx2.AsyncClient, city: City) -> None:
    """Its letter may come back, and the dispatcher may say so; the queue is of what there is to do."""
    city.happened(1, *delivered())
    queue = (await client.get(BASE, headers=sign_in("dispatcher"))).json()
    asked = (await client.get(f"{BASE}?status=completed", headers=sign_in("dispatcher"))).json()
    case = (await client.get(f"{BASE}/{case_id(1)}", headers=sign_in("dispatcher"))).json()
    assert (queue["items"], [item["status"] for item in asked["items"]]) == ([], ["completed"])
    assert (case["actions"], case["delivery"]) == (["record_returned_mail"], "assumed")


async def test_a_letter_the_post_refused_is_shown_with_its_reason(client: httpx2.AsyncClient, city: City) -> None:
    """In the queue and in the case; the number is not the case's any more."""
    letter = ids.letter_id(case_id(1), 1)
    city.happened(1, *confirmed(), HandOverRefused(**stamp(9), letter_id=letter, code="letter_differs"))
    (item,) = (await client.get(BASE, headers=sign_in("dispatcher"))).json()["items"]
    case = (await client.get(f"{BASE}/{case_id(1)}", headers=sign_in("dispatcher"))).json()
    assert (item["refusal"], case["refusal"]) == ("letter_differs", "letter_differs")
    assert (case["tracking_number"], case["actions"]) == (None, ["confirm_dispatch"])


async def test_the_queue_comes_in_pages(client: httpx2.AsyncClient, city: City) -> None:
    """Following `next` shows every case once."""
    for number in range(1, 6):
        city.happened(number, *paid(number))
    seen, after = [], None
    while True:
        params = {"limit": "2", "status": "under_examination"} | ({"after": after} if after else {})
        page = (await client.get(BASE, params=params, headers=sign_in("examiner"))).json()
        seen += [item["case_id"] for item in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert seen == [case_id(number) for number in range(1, 6)]


@pytest.mark.parametrize("query", ["status=nonsense", "limit=0", "limit=201", "limit=x", "after=nonsense"])
async def test_a_wrong_query_is_refused(client: httpx2.AsyncClient, query: str) -> None:
    """A query that cannot be meant is a 422 in our form."""
    answer = await client.get(f"{BASE}?{query}", headers=sign_in("examiner"))
    assert (answer.status_code, answer.json()["code"]) == (422, "call_invalid")
    assert "nonsense" not in answer.text


async def test_a_case_shows_its_story_and_what_you_may_do(client: httpx2.AsyncClient, city: City) -> None:
    """State, timeline and this officer's own next actions, without anything that names or links people."""
    proposed = ApprovalProposed(**stamp(5, "officer-tanaka"), decision_id="propose-1")
    order = city.happened(1, *paid(), proposed)
    answer = await client.get(f"{BASE}/{order.case_id}", headers=sign_in("approver"))
    case = answer.json()
    assert (case["status"], case["proposer"]) == ("awaiting_approval", "officer-tanaka")
    assert case["actions"] == ["approve", "reject", "remand"]
    assert [each["type"] for each in case["timeline"]][-1] == "approval_proposed"
    assert [each["place"] for each in case["timeline"]] == list(range(1, case["place"] + 1))
    assert "ef" * 16 not in answer.text  # the hash of the resident
    assert "ab" * 32 not in answer.text  # the commitment of evidence
    proposer = await client.get(f"{BASE}/{order.case_id}", headers=sign_in("both"))
    assert proposer.json()["actions"] == []  # four eyes


async def test_a_case_without_workflow_is_received(client: httpx2.AsyncClient, city: City) -> None:
    """Officers see an acknowledged request before its procedure has begun."""
    order = city.order()
    case = (await client.get(f"{BASE}/{order.case_id}", headers=sign_in("auditor"))).json()
    assert (case["status"], case["timeline"]) == ("received", [])


async def test_a_decision_is_answered_at_once(client: httpx2.AsyncClient, city: City) -> None:
    """An officer learns where the request stands; the same decision twice is one."""
    order = city.happened(1, *paid())
    address = f"{BASE}/{order.case_id}/decisions"
    first = await client.post(address, json=command("propose_approval"), headers=sign_in("examiner"))
    second = await client.post(address, json=command("propose_approval"), headers=sign_in("examiner"))
    assert first.status_code == 200
    assert first.json()["status"] == "awaiting_approval"
    assert first.json() == second.json()
    assert city.events[order.case_id][-1].by == "officer-sato"


@pytest.mark.parametrize(
    ("role", "body", "status", "code"),
    [
        ("examiner", command("propose_rejection"), 422, "reason_missing"),
        ("examiner", command("return_to_applicant"), 422, "remark_missing"),
        ("examiner", command("release_hold"), 409, "not_allowed_now"),
        ("approver", command("approve"), 409, "not_allowed_now"),
        ("approver", command("take"), 403, "role_missing"),
        ("auditor", command("take"), 403, "role_missing"),
        ("examiner", command("withdraw"), 422, "call_invalid"),
        ("examiner", command("correct", revision=2, resigned=True), 422, "call_invalid"),
        ("examiner", command("record_payment"), 422, "call_invalid"),
        ("examiner", {"decision_id": "decision-1", "command": {}}, 422, "call_invalid"),
        ("examiner", {"decision_id": "x", "command": {"action": "take"}}, 422, "call_invalid"),
        ("examiner", {"decision_id": "decision-1", "command": {"action": "take"}, "actor": {}}, 422, "call_invalid"),
    ],
)
async def test_a_refused_decision_says_why(
    client: httpx2.AsyncClient, city: City, role: str, body: dict[str, object], status: int, code: str
) -> None:
    """A decision that cannot be taken is refused with a stable code and leaves no trace."""
    order = city.happened(1, *paid())
    before = list(city.events[order.case_id])
    answer = await client.post(f"{BASE}/{order.case_id}/decisions", json=body, headers=sign_in(role))
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert city.events[order.case_id] == before


async def test_a_number_of_another_letter_is_refused_with_its_case(client: httpx2.AsyncClient, city: City) -> None:
    """The dispatcher reads which case has it, and can look there."""
    city.happened(1, *issued())
    city.broken = DomainError(ErrorCode.TRACKING_NUMBER_IN_USE, case_id=case_id(7))
    body = command("confirm_dispatch", tracking_number="12345678903")
    answer = await client.post(f"{BASE}/{case_id(1)}/decisions", json=body, headers=sign_in("dispatcher"))
    told = answer.json()
    assert (answer.status_code, told["code"], told["case_id"]) == (409, "tracking_number_in_use", case_id(7))


async def test_nobody_approves_what_they_proposed(client: httpx2.AsyncClient, city: City) -> None:
    """Four eyes hold for an officer with both roles."""
    order = city.happened(1, *paid())
    address = f"{BASE}/{order.case_id}/decisions"
    await client.post(address, json=command("propose_approval"), headers=sign_in("both"))
    answer = await client.post(address, json=command("approve", 2), headers=sign_in("both"))
    assert (answer.status_code, answer.json()["code"]) == (403, "four_eyes")


async def test_a_decision_may_be_sent_without_waiting(client: httpx2.AsyncClient, city: City) -> None:
    """With `Prefer: respond-async` the decision goes as a signal."""
    order = city.happened(1, *paid())
    headers = sign_in("examiner") | {"Prefer": "wait=5, Respond-Async"}
    answer = await client.post(f"{BASE}/{order.case_id}/decisions", json=command("take"), headers=headers)
    assert (answer.status_code, answer.json()["status"]) == (202, None)
    assert answer.headers["preference-applied"] == "respond-async"
    ((request, decision),) = city.signals
    assert (request, decision.actor) == (order.case_id, STAFF["examiner"])


async def test_a_role_is_asked_for_before_a_decision_is_sent(client: httpx2.AsyncClient, city: City) -> None:
    """Sent without waiting, a decision in the wrong role is refused here and never becomes a signal."""
    order = city.happened(1, *paid())
    headers = sign_in("approver") | {"Prefer": "respond-async"}
    answer = await client.post(f"{BASE}/{order.case_id}/decisions", json=command("take"), headers=headers)
    assert (answer.status_code, city.signals) == (403, [])


@pytest.mark.parametrize("prefer", ["", "respond-async"])
async def test_a_decision_on_a_request_not_started_yet_is_to_be_repeated(
    client: httpx2.AsyncClient, city: City, prefer: str
) -> None:
    """An acknowledged request is never called unknown, whichever way the decision is sent."""
    order = city.order()
    headers = sign_in("examiner") | {"Prefer": prefer}
    answer = await client.post(f"{BASE}/{order.case_id}/decisions", json=command("take"), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (503, "system_unavailable")


@pytest.mark.parametrize("written", [case_id(9), "nonsense", "..%2f.."])
async def test_an_unknown_case_is_not_found(client: httpx2.AsyncClient, written: str) -> None:
    """Whatever is no request id of ours is a 404 on every route of a case."""
    case = await client.get(f"{BASE}/{written}", headers=sign_in("examiner"))
    decision = await client.post(f"{BASE}/{written}/decisions", json=command("take"), headers=sign_in("examiner"))
    document = await client.get(f"{BASE}/{written}/documents/certificate", headers=sign_in("dispatcher"))
    assert [each.status_code for each in (case, decision, document)] == [404, 404, 404]


@pytest.fixture
def letter(city: City) -> str:
    """A request whose documents are ready."""
    order = city.happened(1, *issued())
    stored = Document(content=PDF, sheets=1).model_dump_json().encode()
    city.items[order.case_id, VaultItem(kind=RequestItem.CERTIFICATE)] = stored
    return order.case_id


async def test_the_dispatcher_opens_documents_and_it_is_logged(
    client: httpx2.AsyncClient, city: City, letter: str
) -> None:
    """A document is a PDF that nobody keeps, and its opening is an entry of the ledger."""
    answer = await client.get(f"{BASE}/{letter}/documents/certificate", headers=sign_in("dispatcher"))
    assert (answer.status_code, answer.content) == (200, PDF)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    (opened,) = city.access.kept
    assert (opened.officer, opened.case_id) == ("officer-takahashi", letter)
    assert (opened.part, opened.ground) == (Part.CERTIFICATE, AccessGround.DISPATCH)


async def test_documents_are_for_letters_to_be_sent(client: httpx2.AsyncClient, city: City, letter: str) -> None:
    """Neither another role, nor another moment, nor a document that is not there."""
    for role in ("examiner", "approver", "auditor"):
        answer = await client.get(f"{BASE}/{letter}/documents/certificate", headers=sign_in(role))
        assert (answer.status_code, answer.json()["code"]) == (403, "role_missing")
    missing = await client.get(f"{BASE}/{letter}/documents/cover_letter", headers=sign_in("dispatcher"))
    assert (missing.status_code, missing.json()["code"]) == (404, "vault_item_missing")
    other = await client.get(f"{BASE}/{letter}/documents/application", headers=sign_in("dispatcher"))
    assert other.status_code == 422
    city.happened(1, *delivered())
    late = await client.get(f"{BASE}/{letter}/documents/certificate", headers=sign_in("dispatcher"))
    assert (late.status_code, late.json()["code"]) == (409, "request_closed")


async def test_a_hold_is_seen_by_officers(client: httpx2.AsyncClient, city: City) -> None:
    """What is neutral outside is plain inside."""
    order = city.happened(1, *held())
    case = (await client.get(f"{BASE}/{order.case_id}", headers=sign_in("examiner"))).json()
    assert (case["status"], case["hold"]) == ("held", "eligibility")
    assert case["actions"] == ["open_finding"]


async def test_actions_hide_what_the_rules_would_refuse(client: httpx2.AsyncClient, city: City) -> None:
    """A case taken by another examiner offers nothing to this one."""
    taken = CaseTaken(**stamp(5, "officer-tanaka"), decision_id="take-0001")
    order = city.happened(1, *paid(), taken)
    case = (await client.get(f"{BASE}/{order.case_id}", headers=sign_in("examiner"))).json()
    assert case["actions"] == []
    assert Actor(id="officer-tanaka", roles=(Role.EXAMINER,)).id == case["examiner"]
