"""How workflows and activities are written: what a reader may rely on everywhere."""

import ast
import inspect
import time
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions
from temporalio.workflow import SandboxImportNotificationPolicy, _Definition

from activities.certificates.identity import IdentityActivities
from activities.certificates.issuance import IssuanceActivities
from activities.certificates.post import PostActivities
from activities.certificates.registry import RegistryActivities
from activities.certificates.terms import TermsActivities
from activities.overpayments import OverpaymentActivities
from activities.payments import PaymentActivities
from activities.policy import PolicyActivities
from activities.recording import RecordingActivities
from adapters.temporal.plugin import PASSED_THROUGH
from workflows.certificates.workflow import CertificateRequestWorkflow
from workflows.fee_payment.workflow import FeePaymentWorkflow
from workflows.overpayment.workflow import OverpaymentWorkflow

ROOT = Path(__file__).parents[2]
WORKFLOWS = (CertificateRequestWorkflow, FeePaymentWorkflow, OverpaymentWorkflow)
ACTIVITIES = (
    IdentityActivities,
    IssuanceActivities,
    OverpaymentActivities,
    PaymentActivities,
    PolicyActivities,
    PostActivities,
    RecordingActivities,
    RegistryActivities,
    TermsActivities,
)
FIRST_PARTY = ("domain", "hosting", "activities", "adapters", "workflows", "web", "audit", "upkeep")
# Code of callers, which runs in no sandbox.
CALLERS = {
    "case_files.py",
    "claiming.py",
    "client.py",
    "counter.py",
    "engine_answers.py",
    "form.py",
    "messages.py",
    "money_books.py",
    "queues.py",
    "__init__.py",
}
MOST_MILLISECONDS = 15.0


def steps() -> Iterator[Any]:
    for owner in ACTIVITIES:
        for _, member in inspect.getmembers(owner, inspect.isfunction):
            if hasattr(member, "__temporal_activity_definition"):
                yield member


def procedure_files() -> list[Path]:
    return [path for path in sorted((ROOT / "workflows").rglob("*.py")) if path.name not in CALLERS]


def restrictions() -> SandboxRestrictions:
    return SandboxRestrictions.default.with_passthrough_modules(*PASSED_THROUGH)


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda each: each.__name__)
async def test_workflows_load_in_the_sandbox_with_what_they_meant_to_pass_through(workflow: type) -> None:
    """A stray import would be loaded anew for each workflow, or share state between them: it fails here."""
    strict = restrictions().with_import_notification_policy(
        SandboxImportNotificationPolicy.RAISE_ON_UNINTENTIONAL_PASSTHROUGH
    )
    SandboxedWorkflowRunner(restrictions=strict).prepare_workflow(_Definition.must_from_class(workflow))


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda each: each.__name__)
async def test_a_workflow_instance_costs_little(workflow: type) -> None:
    """Each open request costs one sandbox after a restart: milliseconds, not tenths of seconds (measured: 2 ms)."""
    runner = SandboxedWorkflowRunner(restrictions=restrictions())
    definition = _Definition.must_from_class(workflow)
    costs = []
    for _ in range(10):
        begun = time.perf_counter()
        runner.prepare_workflow(definition)
        costs.append((time.perf_counter() - begun) * 1000)
    assert min(costs) < MOST_MILLISECONDS


def test_activities_are_called_in_two_ways_only() -> None:
    """`quick` and `evident` give every call its time-outs and a named retry policy; nobody goes round them."""
    callers = {
        path.name
        for path in procedure_files()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr.startswith(
            ("execute_activity", "start_activity", "execute_local_activity", "start_local_activity")
        )
    }
    assert callers == {"calling.py"}


def test_every_call_has_time_outs_and_a_policy() -> None:
    """Start-to-close, schedule-to-close and a retry policy by name."""
    calls = [
        node
        for node in ast.walk(ast.parse((ROOT / "workflows" / "calling.py").read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr.startswith("execute_")
    ]
    assert len(calls) == 2
    for call in calls:
        given = {keyword.arg: keyword.value for keyword in call.keywords}
        assert {"start_to_close_timeout", "schedule_to_close_timeout", "retry_policy"} <= set(given)
        assert isinstance(given["retry_policy"], ast.Name)


@pytest.mark.parametrize("step", list(steps()), ids=lambda each: each.__qualname__)
def test_a_step_takes_one_model_and_returns_one(step: Any) -> None:
    """Fields can be added to a model; a second argument could not be."""
    hints = typing.get_type_hints(step)
    returned = hints.pop("return")
    assert len(hints) == 1
    assert issubclass(next(iter(hints.values())), BaseModel)
    assert issubclass(returned, BaseModel)


def test_every_step_is_served() -> None:
    """An activity that no worker knows would keep its request waiting for ever."""
    served = {
        node.attr
        for path in (ROOT / "composition").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    }
    assert {step.__name__ for step in steps()} <= served


def test_the_names_of_types_are_pinned() -> None:
    """A renamed class or method is no migration: the engine knows them by the names written here."""
    names = {step.__name__: getattr(step, "__temporal_activity_definition").name for step in steps()}
    assert all(name == given for name, given in names.items())
    assert [_Definition.must_from_class(each).name for each in WORKFLOWS] == [
        "certificate-request",
        "fee-payment",
        "overpayment",
    ]


def test_workflow_files_pass_their_imports_through() -> None:
    """Our own modules are imported once, inside `imports_passed_through`."""
    stray = [
        f"{path.name}: {ast.unparse(node)}"
        for path in procedure_files()
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in FIRST_PARTY
    ]
    assert stray == []


def test_no_bug_may_fail_a_request() -> None:
    """An unforeseen exception suspends a workflow until it is mended; nothing makes it end the request instead."""
    guilty = [
        path.name
        for folder in ("workflows", "adapters/temporal")
        for path in (ROOT / folder).rglob("*.py")
        if "failure_exception_types" in path.read_text(encoding="utf-8")
    ]
    assert guilty == []
    assert "failure_exception_types" not in (ROOT / "worker.py").read_text(encoding="utf-8")
