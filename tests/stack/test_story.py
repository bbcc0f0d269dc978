"""The whole story as processes, and the evidence for it that is not ours."""

import pytest
from fixtures.journey import Town

from embedded.demo.evidence import Evidence
from embedded.demo.histories import CaseHistories
from embedded.demo.scene import OneMachine
from embedded.demo.story import OPTIONS, play

pytestmark = pytest.mark.stack


@pytest.mark.parametrize("kind", OPTIONS)
async def test_a_request_reaches_the_letter_box_and_every_check_holds(town: Town, kind: str):
    """The demo's own story and checks, of each kind: books of others, mails, ledger, replay, size of histories, canary."""
    stack = town.stack
    story = await stack.guard(play(town.people(), "999001", stack.data.path / "documents", kind))
    histories = await CaseHistories.fetch(stack.environment(), story.case_id)
    checks = await stack.guard(Evidence(OneMachine(stack), town.client, story, histories).checks())

    assert story.status == "completed"
    assert [check for check in checks if not check.ok] == []
    assert len(checks) >= 7
    assert all(path.read_bytes().startswith(b"%PDF") for path in story.documents)
