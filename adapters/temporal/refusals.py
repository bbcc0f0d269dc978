"""Payloads that are refused: what the codec hands on in place of a stranger's, and what becomes of them.

`adapters/temporal/door.py` takes them out of what workflows are told. Where one is read all the same, reading fails with
its code, final: an update is rejected, a start ends at once, an activity's input fails the activity.
"""

from temporalio.api.common.v1 import Payload
from temporalio.exceptions import ApplicationError

from domain.errors import ErrorCode

ENCODING = b"madoguchi/refused"


def refused(code: ErrorCode) -> Payload:
    """Return what stands in place of a payload that is not to be read."""
    return Payload(metadata={"encoding": ENCODING}, data=code.value.encode())


def is_refused(payload: Payload) -> bool:
    """Say whether a payload that went through the codec was refused."""
    return payload.metadata.get("encoding") == ENCODING


def raise_if_refused(payload: Payload) -> None:
    """Raise ApplicationError with the code, not to be retried, when the payload was refused."""
    if is_refused(payload):
        code = payload.data.decode()
        raise ApplicationError(code, type=code, non_retryable=True)
