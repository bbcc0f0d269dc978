"""The sign that the same person asked for the same thing within a day: for the examiner, and no refusal."""

from datetime import timedelta

import pytest
from contracts.stories import case_id, completed

from adapters.postgres.reading import PostgresReading
from adapters.postgres.recorder import PostgresRecorder
from domain import ids
from domain.cases.batch import EventBatch
from domain.certificates.events import AnyEvent, RequestReceived, Withdrawn
from domain.certificates.identity_events import EligibilityConfirmed, Held
from domain.certificates.kinds import CertificateOptions
from domain.certificates.procedure import CERTIFICATES
from domain.certificates.status import HoldStage, Status

pytestmark = pytest.mark.database
SOMEBODY_ELSE = "33" * 16
WITHDRAWN = Withdrawn(at=completed(1)[-1].at, by="applicant", decision_id="withdraw-1")


def asked(number: int, after: timedelta = timedelta(), *more: AnyEvent, **changes: object) -> EventBatch:
    """Return the events of a request to its clearance, received so long after the first; `applicant` is the person's."""
    received, identity, clear, *_ = completed(number)
    assert isinstance(received, RequestReceived)
    assert isinstance(clear, EligibilityConfirmed)
    applicant = changes.pop("applicant", clear.applicant)
    received = received.model_copy(update={"received_at": received.received_at + after, **changes})
    events = (received, identity, clear.model_copy(update={"applicant": applicant}), *more)
    return CERTIFICATES.batch(case_id(number), 1, events)


async def twins(reading: PostgresReading) -> dict[str, str | None]:
    """Return what the worklist says of each request's twin."""
    return {case.case_id: case.twin for case in await reading.worklist(tuple(Status), 50)}


@pytest.mark.parametrize("after", [timedelta(), timedelta(minutes=1), timedelta(hours=24)])
async def test_both_show_the_other(recorder: PostgresRecorder, reading: PostgresReading, after: timedelta):
    """On the worklist and in the case, whichever an examiner opens first; by case number."""
    await recorder.record(asked(1))
    assert await twins(reading) == {case_id(1): None}
    await recorder.record(asked(2, after))
    expected = {case_id(1): ids.case_number(2026, 2), case_id(2): ids.case_number(2026, 1)}
    assert await twins(reading) == expected
    for request, twin in expected.items():
        case = await reading.row(request)
        assert case is not None
        assert case.twin == twin


@pytest.mark.parametrize(
    "other",
    [
        asked(2, timedelta(hours=24, seconds=1)),
        asked(2, applicant=SOMEBODY_ELSE),
        asked(2, applicant=None),
        asked(2, municipality="999002"),
        asked(2, options=CertificateOptions(domicile=True)),
        asked(2, timedelta(), WITHDRAWN),
    ],
    ids=["a day later", "somebody else", "nobody known", "another city", "another paper", "withdrawn"],
)
async def test_what_is_something_else_is_no_sign(
    recorder: PostgresRecorder, reading: PostgresReading, other: EventBatch
):
    """More than a day apart, another person or thing, or taken back: the first shows nothing."""
    await recorder.record(asked(1))
    await recorder.record(other)
    assert (await twins(reading))[case_id(1)] is None


async def test_more_copies_and_a_hold_are_the_same_thing(recorder: PostgresRecorder, reading: PostgresReading):
    """Who asks again for two copies asks again; held or not."""
    await recorder.record(asked(1))
    held = Held(at=completed(1)[3].at, by="system", stage=HoldStage.ELIGIBILITY, applicant="22" * 16)
    again = asked(2, timedelta(hours=1), copies=2)
    await recorder.record(again.model_copy(update={"events": (*again.events[:2], CERTIFICATES.write(held))}))
    assert await twins(reading) == {case_id(1): ids.case_number(2026, 2), case_id(2): ids.case_number(2026, 1)}


async def test_the_sign_is_of_no_request_itself(recorder: PostgresRecorder, reading: PostgresReading):
    """Neither events nor state know of it: it is looked for when somebody looks."""
    for number in (1, 2):
        await recorder.record(asked(number))
    state = await reading.state(case_id(1))
    assert state is not None
    assert ids.case_number(2026, 2) not in state.model_dump_json()
