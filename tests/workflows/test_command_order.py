"""The early alarm before the replay gate: the commands the workflows' code issues are those that were written down."""

import json

import pytest
from fixtures.command_order import BASELINE, command_order, order_of

WHAT_TO_DO = """
The workflows issue other commands than tests/workflows/command_order.json says. Requests that are under way would meet
this code in the middle. If histories recorded so far still replay (tests/workflows/test_replay.py), the order did not
change for them; otherwise gate the change with `workflow.patched("…")` and keep the old branch. Then record new histories
and this list:
    pytest tests/workflows/test_replay.py tests/workflows/test_command_order.py --capture-histories
"""


def test_the_workflows_issue_the_commands_written_down(request: pytest.FixtureRequest) -> None:
    """Nobody changes the order of commands without noticing."""
    found = command_order()
    if request.config.getoption("--capture-histories"):
        BASELINE.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert found == json.loads(BASELINE.read_text(encoding="utf-8")), WHAT_TO_DO


def test_every_file_of_a_procedure_is_seen() -> None:
    """The list is of substance: the money's and the paper's steps are in it."""
    found = command_order()
    assert "perform(case, PaymentActivities.return_payment, order)" in found["certificates/fee.py"]["_return_payment"]
    assert "perform(case, PostActivities.hand_over, order)" in found["certificates/paper.py"]["_hand_over"]
    assert "evident(PaymentActivities.create_charge, CreateCharge)" in found["fee_payment/workflow.py"]["_next_code"]


@pytest.mark.parametrize(
    "changed",
    [
        "async def run(self):\n    await workflow.sleep(1)\n    await quick(A.read, order)\n",
        "async def run(self):\n    await evident(A.read, order)\n",
        "async def run(self):\n    await quick(A.write, order)\n",
        "async def run(self):\n    if workflow.patched('x'):\n        await quick(A.read, order)\n",
    ],
)
def test_a_change_is_seen(changed: str) -> None:
    """A step more, of another kind, of another name, or gated reads otherwise."""
    assert order_of(changed) != order_of("async def run(self):\n    await quick(A.read, order)\n")
