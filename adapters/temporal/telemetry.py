"""The engine's SDK: its native part's own logs and metrics, one `Runtime` for a process's life.

The native part writes its warnings to standard output by itself. That is fine for a process whose output is a log, in
lines of JSON like ours, and never for a command whose output is an answer. Its logs are not forwarded through Python:
a native thread that calls back while the interpreter ends aborts the process.
"""

import asyncio
import socket
from functools import cache

import httpx2
import structlog
from temporalio import activity, workflow
from temporalio.runtime import LoggingConfig, LoggingFormat, PrometheusConfig, Runtime, TelemetryConfig, TelemetryFilter

_LOOPBACK = "127.0.0.1"
_TRIES = 5
_FETCH_WITHIN = 3.0  # seconds
_JSON_LOGS = LoggingConfig(TelemetryFilter(core_level="WARN", other_level="ERROR"), format=LoggingFormat.JSON)
_log = structlog.get_logger()


@cache
def quiet_runtime() -> Runtime:
    """Return the runtime of commands: standard output is theirs alone."""
    return Runtime(telemetry=TelemetryConfig(logging=None))


@cache
def logging_runtime() -> Runtime:
    """Return the runtime of a process that logs and tells no metrics of the SDK."""
    constant_messages()
    return Runtime(telemetry=TelemetryConfig(logging=_JSON_LOGS))


class MeasuredRuntime:
    """A runtime whose metrics are read on loopback, from the native part's own exporter: a busy loop does not stop it."""

    def __init__(self) -> None:
        constant_messages()
        self.runtime, self._port = _exporting()

    async def metrics(self) -> bytes:
        """Return the SDK's metrics as Prometheus reads them; empty when the exporter does not answer in time."""
        try:
            async with asyncio.timeout(_FETCH_WITHIN):
                return await _fetched(self._port)
        except (httpx2.RequestError, TimeoutError):
            _log.warning("metrics of the engine's SDK not known")
            return b""


def constant_messages() -> None:
    """Let the SDK's Python loggers keep ids out of their messages; they stay with the record (`adapters/logs.py`)."""
    activity.logger.activity_info_on_message = False
    workflow.logger.workflow_info_on_message = False


def _exporting() -> tuple[Runtime, int]:
    """Start an exporter on a free port; between finding and taking it another process may come first."""
    for _ in range(_TRIES):
        port = _free_port()
        prometheus = PrometheusConfig(
            bind_address=f"{_LOOPBACK}:{port}",
            counters_total_suffix=True,
            unit_suffix=True,
            durations_as_seconds=True,
        )
        try:
            return Runtime(telemetry=TelemetryConfig(logging=_JSON_LOGS, metrics=prometheus)), port
        except ValueError as error:
            if "in use" not in str(error):
                raise
    raise OSError(f"no free port on {_LOOPBACK} for the metrics of the engine's SDK")


def _free_port() -> int:
    with socket.create_server((_LOOPBACK, 0)) as server:
        port: int = server.getsockname()[1]
    return port


async def _fetched(port: int) -> bytes:
    async with httpx2.AsyncClient(trust_env=False, timeout=_FETCH_WITHIN) as client:
        answer = await client.get(f"http://{_LOOPBACK}:{port}/metrics")
    return answer.content if answer.is_success else b""
