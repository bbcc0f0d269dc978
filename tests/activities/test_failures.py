"""The one table of how failures become the engine's: what is tried again, what is final, and that nothing is told."""

import dataclasses
from datetime import timedelta

import pytest
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory
from temporalio.testing import ActivityEnvironment

from activities.failures import translated
from domain.errors import DomainError, ErrorCode, PortRejected, PortUnavailable


@pytest.mark.parametrize(
    ("error", "code", "message", "final", "delay"),
    [
        (PortUnavailable("registry"), "system_unavailable", "registry", False, None),
        (PortUnavailable("registry", retry_after=90), "system_unavailable", "registry", False, timedelta(seconds=90)),
        (PortRejected("post", "number_in_use"), "system_rejected", "number_in_use", True, None),
        (DomainError(ErrorCode.FONT_MISSING, font="x"), "font_missing", "font_missing", True, None),
        (DomainError(ErrorCode.LEDGER_CONFLICT), "ledger_conflict", "ledger_conflict", True, None),
    ],
)
def test_what_is_tried_again_and_what_is_final(
    error: Exception, code: str, message: str, final: bool, delay: timedelta | None
) -> None:
    """No answer is tried again after the system's own delay; a refusal ends; both carry a stable code."""
    with pytest.raises(ApplicationError) as translated_to, translated():
        raise error
    result = translated_to.value
    assert (result.type, result.message, result.non_retryable, result.next_retry_delay) == (code, message, final, delay)
    assert result.details == ()
    assert result.__cause__ is None
    expected = ApplicationErrorCategory.BENIGN if final else ApplicationErrorCategory.UNSPECIFIED
    assert result.category is expected


@pytest.mark.parametrize(("local", "retry_after", "final"), [(True, 90, True), (True, None, False), (False, 90, False)])
async def test_a_local_activity_has_no_time_for_a_pause(local: bool, retry_after: float | None, final: bool) -> None:
    """Inside a workflow task nobody waits for a Retry-After: the quick way ends, the patient one begins."""
    environment = ActivityEnvironment()
    environment.info = dataclasses.replace(environment.info, is_local=local)

    async def step() -> None:
        with translated():
            raise PortUnavailable("registry", retry_after=retry_after)

    with pytest.raises(ApplicationError) as failed:
        await environment.run(step)
    assert failed.value.non_retryable is final


def test_where_a_refusal_may_end_it_is_tried_again() -> None:
    """A provider that refuses today may not tomorrow."""
    with pytest.raises(ApplicationError) as refused, translated(rejection_is_final=False):
        raise PortRejected("payments", "balance_too_low")
    assert (refused.value.non_retryable, refused.value.message) == (False, "balance_too_low")


OF_ANOTHER_RELEASE = {ErrorCode.EVENT_UNKNOWN, ErrorCode.PROCEDURE_UNKNOWN}


@pytest.mark.parametrize("code", ErrorCode)
def test_every_code_reaches_the_workflow(code: ErrorCode) -> None:
    """The type is the code, for each of the closed list; what only another release's worker can do is tried again."""
    with pytest.raises(ApplicationError) as refused, translated():
        raise DomainError(code)
    assert (refused.value.type, refused.value.non_retryable) == (code.value, code not in OF_ANOTHER_RELEASE)


def test_a_bug_stays_a_bug() -> None:
    """What nobody foresaw is not dressed up: it is tried again and shows in the log."""
    with pytest.raises(KeyError), translated():
        raise KeyError("surprise")


def test_all_is_well() -> None:
    """Nothing happens when nothing happens."""
    with translated():
        pass
