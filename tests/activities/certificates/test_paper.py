"""交付 and 発送, one activity at a time: printed once, handed over once, the address from the vault."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from fakes.city import NAME, City
from temporalio.exceptions import ApplicationError

from activities.certificates.issuance import IssuanceActivities
from activities.certificates.paper_orders import IssueCertificate
from activities.certificates.post import HandOver, PostActivities, Track
from domain.cases.vault import VaultItem
from domain.certificates.documents import CertificateOrder, CoverLetterOrder
from domain.certificates.vault import RequestItem
from domain.documents import Document
from domain.errors import DomainError, ErrorCode, PortRejected, PortUnavailable
from domain.identity.residents import RegistryFinding, ResidencyStatus
from domain.postal.letters import MailClass, Recipient, ReturnReason

REQUEST = "0190b5b4-0000-7000-8000-000000000001"


Run = Callable[[Callable[[Any], Awaitable[Any]], Any], Awaitable[Any]]
ISSUE = IssueCertificate(
    case_id=REQUEST, revision=1, case_number="2026-000123-N", copies=2, mail_class=MailClass.ORDINARY
)
ELSEWHERE = "架空県みなも市水面町１丁目２番３号　４５号室"
LETTER = HandOver(
    case_id=REQUEST,
    revision=1,
    letter_id="letter-1",
    tracking_number="12345678903",
    mail_class=MailClass.ORDINARY,
    weight_grams=25,
)


@pytest.fixture
async def issuance(city: City) -> IssuanceActivities:
    """Give the press's activities for a request that the register cleared."""
    await city.submit(REQUEST, "999001")
    finding = RegistryFinding(status=ResidencyStatus.RESIDENT, resident_id="r-1001")
    await city.vault.put(REQUEST, VaultItem(kind=RequestItem.ELIGIBILITY), finding.model_dump_json().encode())
    return IssuanceActivities(city.vault, city.registry, city.press, city.book, city.clock)


@pytest.fixture
async def post(city: City) -> PostActivities:
    """Give the carrier's activities for a request."""
    await city.submit(REQUEST, "999001")
    recipient = Recipient(postcode="9990001", address=ELSEWHERE, name=NAME)
    await city.vault.put(REQUEST, VaultItem(kind=RequestItem.RECIPIENT), recipient.model_dump_json().encode())
    return PostActivities(city.carrier, city.vault, city.registry, city.effects, city.numbers, city.clock)


async def test_both_documents_go_into_the_vault(city: City, issuance: IssuanceActivities, run: Run) -> None:
    """Only their commitments, sheets and weight come back."""
    made = await run(issuance.issue_certificate, ISSUE)
    stored = await city.vault.get(REQUEST, VaultItem(kind=RequestItem.CERTIFICATE))
    assert Document.model_validate_json(stored).content.startswith(b"%PDF CertificateOrder")
    assert (made.sheets, made.mail_class) == (2 * 1 + 1, MailClass.ORDINARY)
    assert made.weight_grams > 3
    assert NAME not in made.model_dump_json()
    kinds = [type(order) for order in city.press.printed]
    assert kinds == [CertificateOrder, CoverLetterOrder]


@pytest.mark.parametrize("lost", ["certificate", "cover letter", "answer"])
async def test_nothing_is_printed_twice(city: City, issuance: IssuanceActivities, run: Run, lost: str) -> None:
    """A crash after either document, or after both, prints only what does not stand yet."""
    if lost == "certificate":
        city.press.faults.refuse("cover_letter", PortUnavailable("press"))
    elif lost == "cover letter":
        city.vault.faults.lose_answer("put")
        city.vault.faults.lose_answer("put")
    first = None
    for _ in range(4):
        try:
            first = await run(issuance.issue_certificate, ISSUE)
        except ApplicationError as error:
            assert not error.non_retryable  # noqa: PT017 - the loop is the engine
    assert first == await run(issuance.issue_certificate, ISSUE)
    stored = [Document.model_validate_json(await city.vault.get(REQUEST, VaultItem(kind=kind))) for kind in (
        RequestItem.CERTIFICATE, RequestItem.COVER_LETTER)]  # fmt: skip
    assert len({document.content for document in stored}) == 2


async def test_missing_fonts_are_final(city: City, issuance: IssuanceActivities, run: Run) -> None:
    """Boxes instead of characters are never printed; an officer must look."""
    city.press.faults.refuse("certificate", DomainError(ErrorCode.FONT_MISSING))
    with pytest.raises(ApplicationError) as refused:
        await run(issuance.issue_certificate, ISSUE)
    assert (refused.value.type, refused.value.non_retryable) == ("font_missing", True)


@pytest.mark.parametrize(
    ("sheets", "copies", "code"),
    [
        (1, 1, None),
        (5, 10, None),  # 51 sheets of 4 g and the envelope: 222 g
        (57, 1, None),  # 250 g, the last rate of the tariff
        (58, 1, "policy_invalid"),
        (6, 10, "policy_invalid"),  # a household of 18, ten copies: 262 g
        (200, 10, "policy_invalid"),
    ],
)
async def test_what_no_letter_takes_is_found_before_anybody_pays(
    city: City, issuance: IssuanceActivities, run: Run, sheets: int, copies: int, code: str | None
) -> None:
    """Tried with what would really be printed, which is thrown away; issuing it would say the same."""
    city.press.sheets = sheets
    order = ISSUE.model_copy(update={"copies": copies})
    for step in (issuance.try_print, issuance.issue_certificate):
        if code is None:
            await run(step, order)
        else:
            with pytest.raises(ApplicationError) as refused:
                await run(step, order)
            assert (refused.value.type, refused.value.non_retryable) == (code, True)


async def test_a_trial_keeps_nothing(city: City, issuance: IssuanceActivities, run: Run) -> None:
    """No document, no recipient: the certificate is printed on the day it is issued, from the register of that day."""
    before = dict(city.vault.items)
    tried = await run(issuance.try_print, ISSUE)
    assert city.vault.items == before
    assert NAME not in tried.model_dump_json()
    city.press.faults.refuse("cover_letter", DomainError(ErrorCode.FONT_MISSING))
    with pytest.raises(ApplicationError) as refused:
        await run(issuance.try_print, ISSUE)
    assert refused.value.type == "font_missing"


async def test_nobody_is_printed_whom_the_register_did_not_name(city: City, run: Run) -> None:
    """Without a resident there is nothing to print."""
    await city.submit(REQUEST, "999001")
    finding = RegistryFinding(status=ResidencyStatus.NOT_FOUND)
    await city.vault.put(REQUEST, VaultItem(kind=RequestItem.ELIGIBILITY), finding.model_dump_json().encode())
    issuance = IssuanceActivities(city.vault, city.registry, city.press, city.book, city.clock)
    with pytest.raises(ApplicationError) as refused:
        await run(issuance.issue_certificate, ISSUE)
    assert (refused.value.type, refused.value.non_retryable) == ("vault_item_missing", True)


async def test_the_post_is_told_what_the_envelope_says(city: City, post: PostActivities, run: Run) -> None:
    """Read at the moment of use, from what was printed, never from the form; only the acceptance comes back."""
    accepted = await run(post.hand_over, LETTER)
    letter = city.carrier.letters["letter-1"]
    assert (letter.recipient.address, letter.recipient.name) == (ELSEWHERE, NAME)
    assert accepted.at == city.carrier.scans[0].at


@pytest.mark.parametrize("where", ["carrier", "journal"])
async def test_a_letter_is_handed_over_once(city: City, post: PostActivities, run: Run, where: str) -> None:
    """Taken and not answered: the carrier is asked by the letter's id and says the same."""
    if where == "carrier":
        city.carrier.faults.lose_answer("hand_over")
    else:
        city.effects.faults.refuse("finish", PortUnavailable("postgres"))
    with pytest.raises(ApplicationError) as lost:
        await run(post.hand_over, LETTER)
    assert not lost.value.non_retryable
    accepted = await run(post.hand_over, LETTER)
    assert accepted == await run(post.hand_over, LETTER)
    assert len(city.carrier.letters) == 1
    assert city.carrier.faults.calls["hand_over"] == 2


async def test_a_refused_letter_is_final_and_says_why(city: City, post: PostActivities, run: Run) -> None:
    """The dispatcher needs the carrier's code."""
    city.carrier.faults.refuse("hand_over", PortRejected("post", "tracking_number_in_use"))
    with pytest.raises(ApplicationError) as refused:
        await run(post.hand_over, LETTER)
    assert (refused.value.non_retryable, refused.value.message) == (True, "tracking_number_in_use")


async def test_no_letter_leaves_with_another_cases_number(city: City, post: PostActivities, run: Run) -> None:
    """A decision that came by a door without a claim ends here: the post is not even asked."""
    await city.numbers.claim(LETTER.tracking_number, "another")
    with pytest.raises(ApplicationError) as refused:
        await run(post.hand_over, LETTER)
    assert (refused.value.non_retryable, refused.value.message) == (True, "tracking_number_in_use")
    assert city.carrier.faults.calls["hand_over"] == 0
    assert await city.numbers.bearer(LETTER.tracking_number, city.clock()) == "another"


async def test_a_number_the_post_refused_is_free_again(city: City, post: PostActivities, run: Run) -> None:
    """Only a definite no frees it: without an answer the letter may be with the post."""
    city.carrier.faults.refuse("hand_over", PortUnavailable("post"))
    with pytest.raises(ApplicationError):
        await run(post.hand_over, LETTER)
    assert await city.numbers.bearer(LETTER.tracking_number, city.clock()) == REQUEST
    city.carrier.faults.refuse("hand_over", PortRejected("post", "letter_differs"))
    with pytest.raises(ApplicationError):
        await run(post.hand_over, LETTER)
    assert await city.numbers.bearer(LETTER.tracking_number, city.clock()) is None


async def test_the_instant_of_the_hand_over_is_the_posts(city: City, post: PostActivities, run: Run) -> None:
    """News of the number from before is of somebody else's letter."""
    accepted = await run(post.hand_over, LETTER)
    assert await city.numbers.bearer(LETTER.tracking_number, accepted.at) == REQUEST
    assert await city.numbers.bearer(LETTER.tracking_number, accepted.at - timedelta(seconds=1)) is None


async def test_only_scans_since_the_hand_over_count(city: City, post: PostActivities, run: Run) -> None:
    """Numbers are reused over the years: another letter's delivery is not ours."""
    city.carrier.deliver(LETTER.tracking_number)
    city.clock.ahead = timedelta(days=400)
    track = Track(tracking_number=LETTER.tracking_number, since=city.clock())
    nothing = await run(post.track_letter, track)
    assert (nothing.delivered, nothing.returned) == (None, None)
    scan = city.carrier.send_back(LETTER.tracking_number, ReturnReason.REFUSED)
    found = await run(post.track_letter, track)
    assert (found.returned, found.reason) == (scan.event_id, ReturnReason.REFUSED)
    scan = city.carrier.deliver(LETTER.tracking_number)
    assert (await run(post.track_letter, track)).delivered == scan.event_id
