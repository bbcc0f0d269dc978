"""What the auditor's tools are told of one procedure: its events, codes, steps and decisions in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic

from pydantic import BaseModel, ConfigDict

from audit.phrases import Phrase, phrase
from domain.cases.event import Event
from domain.cases.procedure import AnyEvent, Procedure, State

Result = Mapping[str, Any]
"""What a step or a message brought, as the history holds it: plain JSON, of whatever version wrote it."""
Codes = Mapping[type[StrEnum], Mapping[str, Phrase]]
"""Words of codes by their type and value: equal spellings in two types are two things."""


@dataclass(frozen=True)
class EngineWords:
    """What the names in a history mean: workflow types, messages, steps and what those brought, answers."""

    workflows: Mapping[str, Phrase]
    messages: Mapping[str, Phrase]
    steps: Mapping[str, Phrase]
    outcomes: Mapping[str, Callable[[Result], Phrase]]
    answers: tuple[Callable[[Result], Phrase | None], ...] = ()

    def __or__(self, other: "EngineWords") -> "EngineWords":
        """Return the words of both; `other` has the last word."""
        return EngineWords(
            workflows={**self.workflows, **other.workflows},
            messages={**self.messages, **other.messages},
            steps={**self.steps, **other.steps},
            outcomes={**self.outcomes, **other.outcomes},
            answers=(*self.answers, *other.answers),
        )

    def workflow(self, name: str) -> Phrase:
        """Return a workflow type in words; its bare name when it is not among ours (any more)."""
        return self.workflows.get(name) or phrase(name, name)

    def message(self, name: str) -> Phrase:
        """Return a machine's message in words."""
        return self.messages.get(name) or phrase(name, name)

    def step(self, name: str) -> Phrase:
        """Return what a step does; its bare name when it is not among ours (any more)."""
        return self.steps.get(name) or phrase(name, name)

    def outcome(self, name: str, result: Any) -> Phrase:
        """Return what a finished step brought."""
        tell = self.outcomes.get(name)
        if tell is None or not isinstance(result, Mapping):
            return phrase("済み", "done")
        try:
            return tell(result)
        except (KeyError, TypeError, ValueError):  # written by another version of the step
            return phrase("済み", "done")


class Summary(BaseModel):
    """A case in a few sentences, beside its steps: a line above them, and lines below."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    head: Phrase
    lines: tuple[Phrase, ...]


@dataclass(frozen=True)
class ProcedureWords(Generic[State, AnyEvent]):
    """One procedure as auditors read it.

    `workflows` gives its classes and its children's, and imports them only when asked: most readers need no engine.
    `summary` tells a case from its state and the instant of its last event. `parts` are what officers open of a case.
    """

    procedure: Procedure[State, AnyEvent]
    title: Phrase
    workflows: Callable[[], tuple[type, ...]]
    engine: EngineWords
    sentences: Mapping[type[Event], Callable[[Any], Phrase]]
    statuses: Mapping[str, Phrase]
    actions: Mapping[str, Phrase]
    summary: Callable[[State, datetime], Summary]
    parts: Mapping[str, Phrase] = field(default_factory=dict)

    def sentence(self, event: AnyEvent) -> Phrase:
        """Return what happened; who and when stand in the event itself."""
        return self.sentences[type(event)](event)

    def status(self, value: str) -> Phrase:
        """Return a status in words."""
        return self.statuses.get(value) or phrase(value, value)

    def action(self, name: str) -> Phrase:
        """Return a decision's action in words."""
        return self.actions.get(name) or phrase(name, name)

    def part(self, name: str) -> Phrase:
        """Return what an officer opened of a case."""
        return self.parts.get(name) or phrase(name, name)

    def answer(self, value: Any) -> Phrase:
        """Return a workflow's answer in words: what its engine words tell of it, or the status it names."""
        if not isinstance(value, Mapping):
            return phrase("", "")
        told = next((said for tell in self.engine.answers if (said := tell(value)) is not None), None)
        return told or self.statuses.get(str(value.get("status"))) or phrase("", "")
