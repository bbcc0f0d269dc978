"""What a citizen sees of a request."""

from datetime import datetime, timedelta

import httpx2
import pytest
from fakes.desk import City, Link
from fakes.desk_stories import (
    NOW,
    TRACKING_NUMBER,
    case_id,
    clear,
    confirmed,
    delivered,
    finding_opened,
    held,
    paid,
    receipt_number,
    sent,
    stamp,
    with_code,
)

from domain import ids
from domain.certificates.events import AnyEvent, DeadlineSet
from domain.certificates.examination_events import (
    ApprovalProposed,
    Approved,
    Rejected,
    RejectionProposed,
    Remark,
    ReturnedToApplicant,
)
from domain.certificates.identity_events import Held, IdentityRefused
from domain.certificates.money_events import RefundDue, RefundHandedToOfficer
from domain.certificates.paper_events import MailReturned
from domain.certificates.status import CorrectableField, HoldStage, RejectionReason, RemarkCode
from domain.certificates.terms import DeadlineKind
from domain.postal.letters import ReturnReason

PAYMENT = ids.payment_id(case_id(1))


async def test_a_request_without_workflow_is_received(client: httpx2.AsyncClient, city: City) -> None:
    """While the engine is down the citizen sees that the request has arrived."""
    city.order()
    answer = await client.get(f"/api/v1/requests/{receipt_number(1)}")
    assert answer.status_code == 200
    assert answer.json()["status"] == "received"
    assert answer.json()["status_text"] == "受け付けました"
    assert answer.json()["actions"] == []


async def test_a_receipt_number_may_be_written_loosely(client: httpx2.AsyncClient, city: City) -> None:
    """Case and hyphens do not matter."""
    city.order()
    written = receipt_number(1).replace("-", "").lower()
    assert (await client.get(f"/api/v1/requests/{written}")).json()["receipt_number"] == receipt_number(1)


@pytest.mark.parametrize("written", ["0000-0000-0000-0009", "nonsense", "%00", "a" * 2000])
async def test_an_unknown_receipt_number_is_not_found(client: httpx2.AsyncClient, written: str) -> None:
    """A number that is no request's, or no number, gets the same answer."""
    answer = await client.get(f"/api/v1/requests/{written}")
    assert (answer.status_code, answer.json()["code"]) == (404, "request_unknown")


def _held(number: int, stage: HoldStage, evidence: str = "22" * 32) -> Held:
    return Held(**stamp(number), stage=stage, evidence=evidence)


PROPOSED = ApprovalProposed(**stamp(5, "officer-sato"), decision_id="propose-1")
APPROVED = Approved(**stamp(6, "officer-suzuki"), decision_id="approve-1")
REJECTION = RejectionProposed(
    **stamp(4, "officer-sato"), decision_id="propose-1", reasons=(RejectionReason.COUNTER_ONLY,)
)
IN_THE_OFFICE: dict[str, tuple[AnyEvent, ...]] = {
    "being checked": (),
    "held at the identity check": (_held(1, HoldStage.IDENTITY, ""),),
    "held by the register": held(),
    "register silent": held(""),
    "held, to be rejected": (*held(), finding_opened("officer-sato"), REJECTION),
    "under examination": paid(),
    "awaiting approval": (*paid(), PROPOSED),
    "approved": (*paid(), PROPOSED, APPROVED),
    "held before issue": (*paid(), PROPOSED, APPROVED, _held(7, HoldStage.BEFORE_ISSUE)),
}


@pytest.mark.parametrize("language", ["ja", "ja-simple", "en"])
async def test_what_the_office_does_cannot_be_told_from_outside(
    client: httpx2.AsyncClient, city: City, language: str
) -> None:
    """Held or not, before payment or after approval: status, words, actions, payment page, byte for byte, headers too."""
    told = {}
    for name, events in IN_THE_OFFICE.items():
        city.events.clear()
        city.happened(1, *events)
        address, headers = f"/api/v1/requests/{receipt_number(1)}", {"Accept-Language": language} | with_code(1)
        answers = [await client.get(f"{address}{page}", headers=headers) for page in ("", "/payment")]
        told[name] = [(each.status_code, each.content, sorted(_lasting(each))) for each in answers]
    assert {name: each for name, each in told.items() if each != told["under examination"]} == {}
    assert b"under_examination" in told["under examination"][0][1]
    assert b"withdraw" in told["under examination"][0][1]


def _lasting(answer: httpx2.Response) -> list[tuple[str, str]]:
    """Return the headers that do not name this very call."""
    return [(name, value) for name, value in answer.headers.items() if name not in {"date", "x-request-id"}]


@pytest.mark.parametrize(
    ("accept", "language", "text"),
    [("en-GB, ja;q=0.5", "en", "Waiting for payment"), ("ja", "ja", "お支払い待ち"), ("fr", "ja", "お支払い待ち")],
)
async def test_words_come_in_the_language_asked_for(
    client: httpx2.AsyncClient, city: City, accept: str, language: str, text: str
) -> None:
    """The municipality's words in the language the caller prefers, Japanese when it is none of ours."""
    city.happened(1, *clear())
    answer = await client.get(f"/api/v1/requests/{receipt_number(1)}", headers={"Accept-Language": accept})
    assert (answer.json()["language"], answer.json()["status_text"]) == (language, text)
    assert answer.headers["content-language"] == language
    assert "accept-language" in answer.headers["vary"].lower()


async def test_a_payment_shows_where_and_until_when(client: httpx2.AsyncClient, city: City) -> None:
    """While the fee is due the citizen sees amount and deadline, and with the code from the mail also where to pay."""
    due = NOW + timedelta(days=3)
    order = city.happened(1, *clear(), DeadlineSet(**stamp(4), deadline=DeadlineKind.PAYMENT, due_at=due))
    city.links[order.case_id] = Link("https://pay.example/1", NOW + timedelta(minutes=5))
    address = f"/api/v1/requests/{receipt_number(1)}"
    assert (await client.get(address)).json()["payment"] == {"amount": 300, "url": None, "expires_at": None}
    shown = (await client.get(address, headers=with_code(1))).json()
    assert shown["status"] == "awaiting_payment"
    assert shown["payment"]["url"] == "https://pay.example/1"
    assert shown["payment"]["amount"] == 300
    assert shown["due_at"].startswith("2026-11-27T01:00")
    assert shown["actions"] == ["withdraw"]
    assert city.hints == []


async def test_an_expired_code_is_renewed_once_a_minute(client: httpx2.AsyncClient, city: City) -> None:
    """However often the page is loaded, the payment is asked for a new code once a minute."""
    order = city.happened(1, *clear())
    city.links[order.case_id] = Link("https://pay.example/1", NOW)
    address = f"/api/v1/requests/{receipt_number(1)}"
    await client.get(address)
    assert city.hints == []  # the number alone moves nothing
    for _ in range(3):
        assert (await client.get(address, headers=with_code(1))).json()["payment"] == {
            "amount": 300,
            "url": None,
            "expires_at": None,
        }
    assert city.hints == [(PAYMENT, "renew")]
    city.now = NOW + timedelta(minutes=1)
    await client.get(address, headers=with_code(1))
    assert city.hints == [(PAYMENT, "renew")] * 2


async def test_a_status_is_readable_while_the_engine_is_down(client: httpx2.AsyncClient, city: City) -> None:
    """An expired code that cannot be renewed now keeps nobody from reading where the request stands."""
    order = city.happened(1, *clear())
    city.links[order.case_id] = Link("https://pay.example/1", NOW)
    city.engine_down = True
    answer = await client.get(f"/api/v1/requests/{receipt_number(1)}")
    assert (answer.status_code, answer.json()["payment"]["url"]) == (200, None)


async def test_a_payment_without_code_is_being_prepared(client: httpx2.AsyncClient, city: City) -> None:
    """Between the request for a code and its making there is an amount and no address."""
    city.happened(1, *clear())
    shown = (await client.get(f"/api/v1/requests/{receipt_number(1)}")).json()
    assert shown["payment"] == {"amount": 300, "url": None, "expires_at": None}


async def test_a_returned_request_names_the_fields(client: httpx2.AsyncClient, city: City) -> None:
    """The citizen sees which fields to correct, why, and until when."""
    remark = Remark(field=CorrectableField.DELIVERY_ADDRESS, code=RemarkCode.INCOMPLETE)
    city.happened(
        1,
        *paid(),
        ReturnedToApplicant(**stamp(5, "officer-sato"), decision_id="return-1", remarks=(remark,)),
        DeadlineSet(**stamp(6), deadline=DeadlineKind.CORRECTION, due_at=NOW),
    )
    shown = (await client.get(f"/api/v1/requests/{receipt_number(1)}")).json()
    assert shown["status"] == "returned"
    assert shown["remarks"] == [
        {"field": "delivery.address", "code": "incomplete", "name": "住所", "reason": "足りないところがあります。"}
    ]
    assert shown["due_at"] is not None
    assert shown["actions"] == ["correct", "withdraw"]


async def test_a_rejection_states_the_grounds_of_the_approver(client: httpx2.AsyncClient, city: City) -> None:
    """Grounds and the way to object are shown, those decided rather than those proposed."""
    city.happened(
        1,
        *paid(),
        RejectionProposed(**stamp(5, "officer-sato"), decision_id="propose-1", reasons=(RejectionReason.DUPLICATE,)),
        Rejected(**stamp(6, "officer-suzuki"), decision_id="reject-1", reasons=(RejectionReason.COUNTER_ONLY,)),
        RefundDue(**stamp(6, "officer-suzuki"), payment_id=PAYMENT, amount=300),
        RefundHandedToOfficer(**stamp(7), payment_id=PAYMENT, officer="officer-kimura"),
    )
    answer = await client.get(f"/api/v1/requests/{receipt_number(1)}", headers={"Accept-Language": "en"})
    assert [ground["code"] for ground in answer.json()["grounds"]] == ["counter_only"]
    assert "審査請求" in answer.json()["redress"]
    assert answer.json()["refund"] == "due"
    assert "officer-" not in answer.text


@pytest.mark.parametrize(
    ("reasons", "ground", "what_to_do"),
    [(("revoked",), "certificate_revoked", "新しい電子証明書の発行"), (("expired",), "certificate_expired", "更新")],
)
async def test_a_card_that_was_refused_says_which_fault_and_what_to_do_now(
    client: httpx2.AsyncClient, city: City, reasons: tuple[str, ...], ground: str, what_to_do: str
) -> None:
    """Revoked or expired: the citizen reads which, and goes and has a new one made."""
    city.happened(1, IdentityRefused(**stamp(1), evidence="11" * 32, reasons=reasons))
    shown = (await client.get(f"/api/v1/requests/{receipt_number(1)}")).json()
    (told,) = shown["grounds"]
    assert told["code"] == ground
    assert what_to_do in told["reason"]
    assert shown["redress"]


async def test_a_letter_that_came_back_shows_how_long_it_is_kept(client: httpx2.AsyncClient, city: City) -> None:
    """Also after it was delivered."""
    kept = NOW + timedelta(days=90)
    city.happened(
        1,
        *delivered(),
        MailReturned(**stamp(11, "officer-ito"), reason=ReturnReason.MOVED, decision_id="back-0001"),
        DeadlineSet(**stamp(12), deadline=DeadlineKind.RETURNED_MAIL, due_at=kept),
    )
    shown = (await client.get(f"/api/v1/requests/{receipt_number(1)}")).json()
    assert (shown["status"], datetime.fromisoformat(shown["due_at"])) == ("mail_returned", kept)


async def test_a_sent_letter_shows_its_tracking_number(client: httpx2.AsyncClient, city: City) -> None:
    """The number is shown once the post has the letter, not before."""
    city.happened(1, *confirmed())
    address = f"/api/v1/requests/{receipt_number(1)}"
    assert (await client.get(address)).json()["tracking_number"] is None
    city.happened(1, *sent())
    assert (await client.get(address)).json()["tracking_number"] == TRACKING_NUMBER


async def test_examination_and_approval_look_the_same(client: httpx2.AsyncClient, city: City) -> None:
    """What an examiner proposed is not for the citizen to see."""
    city.happened(1, *paid())
    address = f"/api/v1/requests/{receipt_number(1)}"
    examined = await client.get(address)
    city.happened(1, *paid(), ApprovalProposed(**stamp(5, "officer-sato"), decision_id="propose-1"))
    assert (await client.get(address)).content == examined.content


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "届けできません"), ("ja-simple", "とどきません"), ("en", "could not deliver")]
)
@pytest.mark.parametrize("begun", [True, False])
async def test_who_cannot_be_reached_by_mail_is_told_here(
    client: httpx2.AsyncClient, city: City, language: str, words: str, begun: bool
) -> None:
    """The mails that would tell of the next step do not come, so the page says it; others read nothing of it."""
    order = city.happened(1, *paid()) if begun else city.order()
    address, headers = f"/api/v1/requests/{receipt_number(1)}", {"Accept-Language": language}
    before = (await client.get(address, headers=headers)).json()
    city.unreached_by_mail.add(order.case_id)
    after = (await client.get(address, headers=headers)).json()
    assert before["mail_note"] is None
    assert words in after["mail_note"]
    assert before == after | {"mail_note": None}
