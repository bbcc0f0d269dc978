"""What the world does to one request, in order: the same script drives ours and the bare one."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["request", "payment"]
Kind = Literal["signal", "update"]


@dataclass(frozen=True)
class Act:
    """One message to a workflow. `waits`: sent as soon as the workflow waits for it, else right after the act before."""

    name: str
    role: Role
    kind: Kind
    waits: bool = True


SCRIPT = (
    Act("payment hint", "payment", "signal"),
    Act("take", "request", "update"),
    Act("propose", "request", "update", waits=False),
    Act("approve", "request", "update", waits=False),
    Act("confirm dispatch", "request", "update"),
    Act("postal hint", "request", "signal"),
)
