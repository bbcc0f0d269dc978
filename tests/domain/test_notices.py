"""Which events are told to the citizen."""

from contracts.stories import completed

from domain.notices import DueNotice, NoticeKind, notices_of


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


def test_a_mails_key_is_the_same_for_every_attempt():
    """Attempts of one notice share their key; occasions do not."""
    first = DueNotice(
        request_id="r",
        notice=NoticeKind.MANUAL_CHECK,
        occasion=3,
        municipality="999001",
        receipt_number="R",
        revision=1,
    )

    assert first.key == first.model_copy(update={"attempt": 2}).key
    assert first.key != first.model_copy(update={"occasion": 7}).key
