"""Cases in words."""

from datetime import timedelta

import pytest
from contracts.stories import START, case_id, completed

from audit.explain import explain
from audit.phrases import moment, span
from audit.words.certificates.words import CERTIFICATE_WORDS
from domain.certificates.status import Status


def test_a_case_is_told_to_its_end() -> None:
    """Each event gets a step with the status after it, who, and the time since the step before."""
    told = explain(CERTIFICATE_WORDS, case_id(1), completed(1))

    assert [step.place for step in told.steps] == list(range(1, 15))
    assert [step.type for step in told.steps] == [event.type for event in completed(1)]
    assert (told.procedure, told.status, told.closed) == ("certificates", "completed", False)  # it may come back
    assert (told.steps[0].status, told.steps[0].status_words.ja) == ("verifying", "確認中")
    assert told.steps[8].who.ja == "職員 officer-suzuki"
    assert [step.after_seconds for step in told.steps[1:]] == [60.0] * 13
    assert told.elapsed_seconds == 13 * 60


def test_the_time_in_each_status_adds_up() -> None:
    """Times by status are those between steps, all of them."""
    told = explain(CERTIFICATE_WORDS, case_id(1), completed(1))

    assert told.seconds_in[Status.AWAITING_PAYMENT] == 3 * 60
    assert sum(told.seconds_in.values()) == told.elapsed_seconds


def test_the_next_deadline_stands_beside_the_step() -> None:
    """A deadline shows from the event that sets it until the event that ends it."""
    told = explain(CERTIFICATE_WORDS, case_id(1), completed(1))

    assert told.steps[4].due_at == START + timedelta(days=3)
    assert told.steps[5].due_at is None


def test_no_events_are_no_case() -> None:
    """An unknown request is not explained as an empty one."""
    with pytest.raises(ValueError, match="at least one"):
        explain(CERTIFICATE_WORDS, case_id(1), ())


def test_spans_and_instants_read_well() -> None:
    """Two units at most, and Japan's clock."""
    assert [span(seconds).en for seconds in (0.04, 61, 3700, 90_000)] == ["0.0 s", "1 min 1 s", "1 h 1 min", "1 d 1 h"]
    assert moment(START) == "2026-11-23 10:00:00 JST"
