"""Which events are told to the citizen."""

from contracts.stories import START, completed

from domain.actors import Role
from domain.cases.access import AccessGround
from domain.cases.notices import DueNotice
from domain.certificates.examination_events import Approved
from domain.certificates.identity_events import CheckRepeated, FindingOpened, Held, HoldReleased, ReleaseProposed
from domain.certificates.notices import NoticeKind, notices_of
from domain.certificates.paper_events import CertificateIssued
from domain.certificates.status import HoldStage


def test_a_request_that_goes_well_tells_six_times():
    """Received, to be paid, paid, approved, posted, delivered; nothing of what is internal."""
    told = [notice for event in completed(1) if (notice := notices_of(event))]

    assert told == [
        NoticeKind.RECEIVED,
        NoticeKind.PAYMENT_OPEN,
        NoticeKind.PAID,
        NoticeKind.APPROVED,
        NoticeKind.DISPATCHED,
        NoticeKind.COMPLETED,
    ]


HELD = [
    Held(at=START, by="system", stage=HoldStage.ELIGIBILITY, evidence="e"),
    FindingOpened(
        at=START, by="officer-a", stage=HoldStage.ELIGIBILITY, decision_id="open-1", ground=AccessGround.HOLD
    ),
    ReleaseProposed(at=START, by="officer-a", stage=HoldStage.ELIGIBILITY, decision_id="release-1", role=Role.EXAMINER),
    HoldReleased(at=START, by="officer-b", stage=HoldStage.ELIGIBILITY, decision_id="release-1", role=Role.CLOSED_DESK),
    CheckRepeated(at=START, by="officer-b", stage=HoldStage.ELIGIBILITY, decision_id="again-1"),
]


def test_a_hold_is_told_by_no_mail_wherever_it_stands():
    """The mails of a request that was held and released, at any place, are those of one that was not."""
    plain = completed(1)
    told = [notices_of(event) for event in plain if notices_of(event)]
    for place in range(1, len(plain)):
        story = [*plain[:place], *HELD, *plain[place:]]
        assert [notices_of(event) for event in story if notices_of(event)] == told


def test_nothing_is_told_between_approval_and_the_letter():
    """The check before issue may still hold an approved request: the word of issue comes when the paper is made."""
    assert notices_of(Approved(at=START, by="officer-a", decision_id="approve-1")) is None
    kinds = [type(event) for event in completed(1)]
    assert kinds.index(Approved) < kinds.index(CertificateIssued)


def test_a_mails_key_is_the_same_for_every_attempt():
    """Attempts of one notice share their key; occasions do not."""
    first = DueNotice(
        case_id="r",
        notice=NoticeKind.PAID,
        occasion=3,
        state="{}",
    )

    assert first.key == first.model_copy(update={"attempt": 2}).key
    assert first.key != first.model_copy(update={"occasion": 7}).key
