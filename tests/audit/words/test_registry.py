"""Every procedure is told whole: each event, status, decision and workflow of it has words."""

from typing import Any, get_args

import pytest
from temporalio.workflow import _Definition

from audit.words.registry import WORDS
from audit.words.shape import ProcedureWords
from domain.errors import DomainError, ErrorCode
from domain.procedures import PROCEDURES

EACH = pytest.mark.parametrize("words", list(WORDS), ids=lambda each: each.procedure.name)


def test_every_procedure_has_words() -> None:
    """The auditor's tools know those that the house knows, and no other."""
    assert list(WORDS.procedures) == list(PROCEDURES)


@EACH
def test_every_event_has_words(words: ProcedureWords[Any, Any]) -> None:
    """No event type is without a sentence, and no sentence is left over."""
    assert set(words.sentences) == set(get_args(get_args(words.procedure.event._type)[0]))


@EACH
def test_every_status_and_decision_has_words(words: ProcedureWords[Any, Any]) -> None:
    """Those that the procedure has, and no other."""
    assert set(words.statuses) == set(words.procedure.statuses)
    assert {command.verb() for command in words.procedure.commands} == set(words.actions)


@EACH
def test_every_workflow_has_words_and_every_outcome_a_step(words: ProcedureWords[Any, Any]) -> None:
    """Its own and its children's."""
    assert {_Definition.must_from_class(each).name for each in words.workflows()} <= set(words.engine.workflows)
    assert set(words.engine.outcomes) <= set(words.engine.steps)


def test_a_case_of_no_procedure_has_no_words() -> None:
    """The refusal says which prefix nobody knows."""
    with pytest.raises(DomainError) as refused:
        WORDS.of("dog-0190b5b4-0000-7000-8000-000000000001")

    assert (refused.value.code, refused.value.facts) == (ErrorCode.PROCEDURE_UNKNOWN, {"procedure": "dog"})
