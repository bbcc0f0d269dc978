"""Structured logs: one JSON object a line on standard error, UTC, ids as fields, constant messages.

Libraries log through Python's `logging`: their records become lines of the same form. Their messages are not ours, so an
exception is told by type and place alone.
"""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from domain import ids
from hosting.failure_chains import chain

_STAMPS: tuple[Any, ...] = (structlog.processors.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True))
_JSON = structlog.processors.JSONRenderer(ensure_ascii=False)
# What the engine's SDK says of where it is, and by which names we log it.
_CONTEXTS = ("temporal_activity", "temporal_workflow")
_IDS = ("workflow_id", "workflow_type", "activity_type", "attempt", "task_queue")


def configure_logs(level: str = "info") -> None:
    """Set the process's logs up; called once by each composition root."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            *_STAMPS,
            structlog.processors.format_exc_info,
            _JSON,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, _first_line, _where, _failure, *_STAMPS],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _JSON],
            keep_exc_info=False,
            keep_stack_info=False,
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def _first_line(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Leave out what a library quotes below its message, such as asyncio the exception of a task."""
    event["event"] = str(event["event"]).partition("\n")[0]
    return event


def _where(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Add the ids of the engine's context."""
    record: logging.LogRecord = event["_record"]
    for context in _CONTEXTS:
        about = getattr(record, context, None)
        if isinstance(about, dict):
            event.update({name: about[name] for name in _IDS if name in about})
    case_id = _case_of(str(event.get("workflow_id", "")))
    return event if case_id is None else {**event, "case_id": case_id}


def _case_of(workflow_id: str) -> str | None:
    payment_id = ids.payment_of_workflow(workflow_id)
    return ids.case_of_workflow(workflow_id) if payment_id is None else ids.case_of_payment(payment_id)


def _failure(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Put an exception's types and places in its place."""
    found = event.pop("exc_info", None)
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["chain"] = chain(error)
    return event
