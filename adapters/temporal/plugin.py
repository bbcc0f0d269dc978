"""One plugin for client, worker and replayer: converter, encryption, sandbox and its door are the same everywhere.

That rules out the classic fault of replay tests with another converter than production.
"""

from functools import partial

from temporalio.plugin import SimplePlugin
from temporalio.worker.workflow_sandbox import SandboxRestrictions

from adapters.keys import EngineKeys
from adapters.temporal.converter import data_converter
from adapters.temporal.door import Door, Refusal, Told
from adapters.temporal.sandbox import QuickSandbox
from adapters.vouching import VoucherChecks

# Imported once, not anew for every workflow: `domain` is immutable and `activities` are only named (3x in speed).
PASSED_THROUGH = ("domain", "activities")


def nobody_told(_refusal: Refusal) -> None:
    """Count nothing."""


def madoguchi_plugin(keys: EngineKeys, told: Told = nobody_told) -> SimplePlugin:
    """Return the plugin for an installation's keys; `told` is told what its workflows' doors refuse."""
    return SimplePlugin(
        "madoguchi",
        data_converter=data_converter(keys),
        workflow_runner=QuickSandbox(
            SandboxRestrictions.default.with_passthrough_modules(*PASSED_THROUGH),
            partial(Door, vouchers=VoucherChecks(keys.vouchers), told=told),
        ),
    )
