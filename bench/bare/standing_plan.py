"""The plan of this process: set once by the worker, read by the workflows, so that no payload has to carry it.

Passed through the sandbox, or every workflow would find it unset.
"""

from bench.bare.plan import Plan

_standing: list[Plan] = []


def set_plan(plan: Plan) -> None:
    """Set the plan; a second one replaces the first."""
    _standing[:] = [plan]


def plan() -> Plan:
    """Return the plan. Raises IndexError when none was set."""
    return _standing[0]
