"""The demo as one call: start the stack, play the story, check it, stop everything."""

import json
import os
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import httpx2

from embedded.demo.evidence import Check, Evidence
from embedded.demo.histories import CaseHistories
from embedded.demo.scene import OneMachine, Scene
from embedded.demo.story import COPY, WITHIN, Story, cast, play
from embedded.stack import Stack
from embedded.stack_options import StackOptions, temporal_cli

CHAPTERS = ("certificates",)
"""What can be played so far; a procedure that is registered has no chapter until one is written."""


@dataclass(frozen=True)
class DemoResult:
    """The story, the evidence, and what they add up to."""

    story: Story
    checks: list[Check]
    payment: dict[str, Any]
    events: list[dict[str, Any]]
    ledger: dict[str, Any]
    histories: CaseHistories
    started_ms: int
    submitted_ms: int

    @property
    def ok(self) -> bool:
        """Whether the request is completed and every check holds."""
        return self.story.status == "completed" and all(check.ok for check in self.checks)

    def document(self) -> dict[str, Any]:
        """Return the result as one JSON document."""
        return {
            "ok": self.ok,
            "case_id": self.story.case_id,
            "receipt_number": self.story.receipt_number,
            "status": self.story.status.upper(),
            "kind": self.story.kind,
            "events": self.events,
            "payment": self.payment,
            "dispatch": {"tracking_number": self.story.tracking_number},
            "documents": [str(path) for path in self.story.documents],
            "ledger": {"size": self.ledger.get("size"), "root": self.ledger.get("root")},
            "history_events": self.histories.events,
            "history_bytes": self.histories.size,
            "history_kinds": self.histories.kinds,
            "elapsed_ms": {step.what: step.took_ms for step in self.story.steps},
            "started_ms": self.started_ms,
            "submitted_ms": self.submitted_ms,
            "checks": [asdict(check) for check in self.checks],
        }


async def run_demo(checkout: Path, say: Any, kind: str) -> DemoResult:
    """Run the demo of a kind of certificate on a stack of its own. Raises StackError when something does not come about."""
    begin = time.monotonic()
    options = StackOptions(environment=os.environ, temporal_cli=temporal_cli(os.environ), say=say)
    async with Stack(checkout, options) as stack, httpx2.AsyncClient(timeout=WITHIN) as client:
        started = _ms_since(begin)
        documents = stack.data.path / "documents"
        return await stack.guard(enact(OneMachine(stack), client, documents, started, kind))


async def enact(
    scene: Scene, client: httpx2.AsyncClient, documents: Path, started_ms: int, kind: str = COPY
) -> DemoResult:
    """Play the story on a running installation and check it. Raises StackError when something does not come about."""
    environment = scene.environment()
    people = cast(client, scene, _tokens(environment), environment["MADOGUCHI_POST_TOKEN"])
    story = await play(people, environment["MADOGUCHI_MUNICIPALITY"], documents, kind)
    histories = await CaseHistories.fetch(environment, story.case_id)
    evidence = Evidence(scene, client, story, histories)
    checks = await evidence.checks()
    case = await people.examiner.case(story.case_id)
    return DemoResult(
        story=story,
        checks=checks,
        payment={"amount": case["amount"], "captured_at": case["captured_at"], "refund": case["refund"]},
        events=[{key: each[key] for key in ("type", "at", "by")} for each in case["timeline"]],
        ledger=evidence.ledger,
        histories=histories,
        started_ms=started_ms,
        submitted_ms=started_ms + sum(step.took_ms for step in story.steps[:3]),
    )


def _tokens(environment: Mapping[str, str]) -> dict[str, str]:
    tokens: dict[str, str] = json.loads(Path(environment["MADOGUCHI_STAFF_TOKENS_FILE"]).read_text(encoding="utf-8"))
    return tokens


def _ms_since(begin: float) -> int:
    return int((time.monotonic() - begin) * 1000)
