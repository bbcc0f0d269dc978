"""Notifications of machines outside, read by the real adapters' readers."""

import json
from datetime import timedelta

import httpx2
import pytest
from fakes.desk import City
from fakes.desk_stories import NOW, POST_SECRET, TRACKING_NUMBER, case_id, confirmed

from adapters.post.webhook import signed
from domain import ids
from domain.errors import PortUnavailable
from domain.postal.letters import PostalEventKind, ReturnReason

NUMBER = TRACKING_NUMBER
PAYMENT = ids.payment_id(case_id(1))


def notification(charge: str) -> dict[str, str]:
    """Return a provider's notification that a charge was paid."""
    return {"notification_type": "Transaction", "merchant_order_id": charge, "order_id": "7", "state": "COMPLETED"}


def scan(
    secret: str = POST_SECRET, number: str = NUMBER, kind: PostalEventKind = PostalEventKind.DELIVERED
) -> tuple[bytes, dict[str, str]]:
    """Return a signed notification of the carrier."""
    told = {"event_id": "scan-1", "tracking_number": number, "kind": kind.value, "at": NOW.isoformat()}
    if kind is PostalEventKind.RETURNED:
        told["reason"] = ReturnReason.UNKNOWN_ADDRESS.value
    body = json.dumps(told).encode()
    return body, {"X-Post-Signature": signed(body, secret, int(NOW.timestamp()))}


@pytest.mark.parametrize("charge", [PAYMENT, f"{PAYMENT}-2"])
async def test_a_payment_is_told_to_ask(client: httpx2.AsyncClient, city: City, charge: str) -> None:
    """A notification about any code of a payment reaches that payment as a hint."""
    city.order()
    answer = await client.post("/api/v1/webhooks/paypay", json=notification(charge))
    assert (answer.status_code, answer.content) == (202, b"")
    assert city.hints == [("charge", charge)]


@pytest.mark.parametrize("charge", ["somebody-else", "pay-nonsense", ids.payment_id(case_id(9)), "pay-" + "0" * 36])
async def test_an_unknown_payment_gets_the_same_answer(client: httpx2.AsyncClient, city: City, charge: str) -> None:
    """Nobody can find out by webhook which payments exist."""
    city.order()
    answer = await client.post("/api/v1/webhooks/paypay", json=notification(charge))
    assert (answer.status_code, answer.content) == (202, b"")


async def test_a_charge_of_no_procedure_of_ours_is_not_looked_at(client: httpx2.AsyncClient, city: City) -> None:
    """Its form is a payment's, its case is of no procedure that is registered: same answer, nothing kept."""
    stranger = ids.payment_id(case_id(1).replace("cert-", "other-"))
    assert ids.payment_of_charge(stranger) == stranger
    answer = await client.post("/api/v1/webhooks/paypay", json=notification(stranger))
    assert (answer.status_code, answer.content) == (202, b"")
    assert city.hints == []


async def test_notifications_of_other_kinds_are_heard_and_let_go(client: httpx2.AsyncClient, city: City) -> None:
    """A settlement file concerns no payment."""
    answer = await client.post("/api/v1/webhooks/paypay", json={"notification_type": "file.created"})
    assert (answer.status_code, city.hints) == (202, [])


async def test_a_database_that_is_down_is_told_again(client: httpx2.AsyncClient, city: City) -> None:
    """The provider is asked to repeat what could not be kept."""
    city.order()
    city.broken = PortUnavailable("postgres")
    answer = await client.post("/api/v1/webhooks/paypay", json=notification(PAYMENT))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b"{}", b'{"notification_type": 1}'])
async def test_a_malformed_notification_is_refused(client: httpx2.AsyncClient, city: City, body: bytes) -> None:
    """What cannot be read is a 4xx, whoever sent it."""
    answer = await client.post("/api/v1/webhooks/paypay", content=body)
    assert answer.status_code == 422
    signed = await client.post("/api/v1/webhooks/post", content=body)
    assert signed.status_code == 401
    assert city.hints == []


def sent(city: City) -> str:
    """Let the first request's letter be sealed, and return the request's id."""
    return city.happened(1, *confirmed()).case_id


@pytest.mark.parametrize("kind", [PostalEventKind.DELIVERED, PostalEventKind.RETURNED])
async def test_the_end_of_a_journey_reaches_its_request(
    client: httpx2.AsyncClient, city: City, kind: PostalEventKind
) -> None:
    """The carrier's news goes to the request whose letter bears the number."""
    request = sent(city)
    body, headers = scan(kind=kind)
    answer = await client.post("/api/v1/webhooks/post", content=body, headers=headers)
    assert (answer.status_code, city.hints) == (202, [(request, "scan-1")])


@pytest.mark.parametrize("kind", sorted(set(PostalEventKind) - {PostalEventKind.DELIVERED, PostalEventKind.RETURNED}))
async def test_a_scan_on_the_way_is_heard_and_let_go(
    client: httpx2.AsyncClient, city: City, kind: PostalEventKind
) -> None:
    """Each hint is an event in a request's history, and the procedure waits for the end of the journey alone."""
    sent(city)
    body, headers = scan(kind=kind)
    answer = await client.post("/api/v1/webhooks/post", content=body, headers=headers)
    assert (answer.status_code, city.hints) == (202, [])
    forged = await client.post("/api/v1/webhooks/post", content=body, headers=scan("another secret", kind=kind)[1])
    assert forged.status_code == 401


async def test_a_scan_of_a_foreign_letter_gets_the_same_answer(client: httpx2.AsyncClient, city: City) -> None:
    """A number of nobody's letter is heard and let go."""
    body, headers = scan()
    answer = await client.post("/api/v1/webhooks/post", content=body, headers=headers)
    assert (answer.status_code, city.hints) == (202, [])


async def test_a_genuine_scan_overheard_is_refused_later(client: httpx2.AsyncClient, city: City) -> None:
    """Five minutes after it was signed it is nobody's word any more."""
    sent(city)
    body, headers = scan()
    city.now = NOW + timedelta(minutes=6)
    answer = await client.post("/api/v1/webhooks/post", content=body, headers=headers)
    assert (answer.status_code, city.hints) == (401, [])


async def test_a_forged_scan_is_refused(client: httpx2.AsyncClient, city: City) -> None:
    """Another secret, no signature, or one changed byte: 401, and nothing is told."""
    body, headers = scan("another secret")
    forged = await client.post("/api/v1/webhooks/post", content=body, headers=headers)
    bare = await client.post("/api/v1/webhooks/post", content=body)
    body, headers = scan()
    changed = await client.post("/api/v1/webhooks/post", content=body + b" ", headers=headers)
    assert {each.status_code for each in (forged, bare, changed)} == {401}
    assert changed.json()["code"] == "webhook_refused"
    assert city.hints == []


@pytest.mark.parametrize("provider", ["stripe", "PayPay", "post "])
async def test_a_provider_that_is_not_the_municipalitys_is_unknown(
    client: httpx2.AsyncClient, city: City, provider: str
) -> None:
    """Only whom the municipality collects by is heard."""
    city.order()
    answer = await client.post(f"/api/v1/webhooks/{provider}", json=notification(PAYMENT))
    assert (answer.status_code, city.hints) == (404, [])
