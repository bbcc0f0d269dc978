"""Takes a bare pair from its start to its end by the same script as ours."""

import secrets
from dataclasses import dataclass

from temporalio.client import Client

from bench.bare.workflows import CASES, REQUEST, payment_of
from bench.measuring.history import Follower
from bench.measuring.script import SCRIPT


@dataclass(frozen=True)
class BareDriver:
    """A client with nothing of ours."""

    engine: Client

    async def prepare(self) -> str:
        """Return a new workflow id; nothing is started."""
        return f"bare-request/{secrets.token_hex(8)}"

    async def run(self, workflow_id: str) -> str:
        """Drive the pair from its start until it waits for nothing but its last timer, and return the workflow id."""
        await self.engine.start_workflow(REQUEST, id=workflow_id, task_queue=CASES)
        case = Follower(self.engine, workflow_id)
        await case.until_it_has_a_child()
        followers = {"request": case, "payment": Follower(self.engine, payment_of(workflow_id))}
        for act in SCRIPT:
            follower = followers[act.role]
            if act.waits:
                await follower.until_it_waits()
            target = self.engine.get_workflow_handle(follower.workflow_id)
            if act.kind == "update":
                await target.execute_update("decide")
            else:
                await target.signal("hint")
        await case.until_it_waits()
        return workflow_id
