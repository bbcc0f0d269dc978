"""One plugin for client, worker and replayer: converter, encryption and sandbox are the same everywhere.

That rules out the classic fault of replay tests with another converter than production.
"""

from temporalio.plugin import SimplePlugin
from temporalio.worker.workflow_sandbox import SandboxRestrictions

from adapters.keys import KeyRing
from adapters.temporal.converter import data_converter
from adapters.temporal.sandbox import QuickSandbox

# Imported once, not anew for every workflow: `domain` is immutable and `activities` are only named (3x in speed).
PASSED_THROUGH = ("domain", "activities")


def madoguchi_plugin(ring: KeyRing) -> SimplePlugin:
    """Return the plugin for one key ring."""
    return SimplePlugin(
        "madoguchi",
        data_converter=data_converter(ring),
        workflow_runner=QuickSandbox(
            restrictions=SandboxRestrictions.default.with_passthrough_modules(*PASSED_THROUGH)
        ),
    )
