"""Composition root of the workers: settings → adapters → activities → one Worker per task queue, and the upkeep.

`python worker.py` starts a worker against whatever engine and database the environment names.
"""

if __name__ == "__main__":  # before what takes long to import
    from hosting.running import enter, look_after_ctrl_c, need_packages

    look_after_ctrl_c()
    need_packages()

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import structlog
from temporalio.worker import Interceptor, Worker

from adapters.health import serve_health
from adapters.logs import configure_logs
from adapters.mail.smtp_mailer import SmtpMailer
from adapters.metrics.worker_metrics import WorkerMetrics
from adapters.outside import Ports, mail_server, outside, payment_settings
from adapters.payment_providers import provider_kind
from adapters.postgres.backlog import PostgresBacklog
from adapters.readiness import Probe, keep_ready
from adapters.records import utc_now
from adapters.settings import OutsideSettings, SettingsError, WorkerSettings, require
from adapters.stopping import run_and_leave, stop_event
from adapters.temporal.connection import check_namespace
from adapters.temporal.histories import EngineHistories
from adapters.temporal.pollers import unpolled
from adapters.temporal.telemetry import MeasuredRuntime
from audit.ledger_key import ledger_signer
from audit.publishing import Publisher
from cli.running import tell_failures
from composition import certificates, payments
from composition.served import QueueWork, Served, Tools
from domain.errors import PortUnavailable
from domain.procedures import PROCEDURES
from hosting.private_files import private_folder
from starter import CALLER_SETTINGS, Caller, open_caller
from upkeep.archivist import Archivist
from upkeep.checkpointer import Checkpointer
from upkeep.code_mails import CodeMails
from upkeep.courier import Courier
from upkeep.eraser import Eraser
from upkeep.loop import repeat
from upkeep.mail_room import MailRoom
from upkeep.sealer import Sealer
from upkeep.sweeper import Sweeper
from upkeep.told_charges import ToldCharges
from upkeep.told_scans import ToldScans
from workflows.unknown import UnknownWorkflow

# After a restart every open request is replayed: few at a time, or replay trips the engine's two-second limit.
_WORKFLOW_TASKS = 8
_CACHED_WORKFLOWS = 500
_SEAL_EVERY = timedelta(milliseconds=200)
_SWEEP_EVERY = timedelta(seconds=2)
_INBOX_EVERY = timedelta(milliseconds=200)
_COURIER_EVERY = timedelta(seconds=2)
_MAIL_EVERY = timedelta(seconds=1)
_CODE_EVERY = timedelta(milliseconds=500)  # somebody waits for it
_ERASE_EVERY = timedelta(minutes=1)
_ARCHIVE_EVERY = timedelta(seconds=5)
_CHECKPOINT_LOOK = timedelta(seconds=1)
_RECONNECT_EVERY = timedelta(seconds=2)
_log = structlog.get_logger()


@dataclass(frozen=True)
class Parts:
    """What a worker is made of, connected and not at work yet."""

    caller: Caller
    ports: Ports
    mailer: SmtpMailer
    settings: WorkerSettings
    metrics: WorkerMetrics
    ready: asyncio.Event
    stop: asyncio.Event


def procedures(caller: Caller, tools: Tools) -> tuple[Served, ...]:
    """Return what this worker serves: a procedure adds its line."""
    return (certificates.served(caller.certificates.requests, tools),)


def workers(
    caller: Caller, queues: Iterable[QueueWork], grace: timedelta, interceptors: Sequence[Interceptor] = ()
) -> list[Worker]:
    """Return one worker per task queue."""
    return [
        Worker(
            caller.engine,
            task_queue=each.queue,
            workflows=[*each.workflows, UnknownWorkflow],
            activities=each.steps,
            max_concurrent_workflow_tasks=_WORKFLOW_TASKS,
            max_cached_workflows=_CACHED_WORKFLOWS,
            graceful_shutdown_timeout=grace,
            interceptors=interceptors,
        )
        for each in queues
    ]


def upkeep(
    parts: Parts, served: Sequence[Served], mailer: SmtpMailer, ports: Ports
) -> dict[str, tuple[Callable[[], Awaitable[int]], timedelta]]:
    """Return the background work by name, with its pause."""
    caller, worker, metrics = parts.caller, parts.settings, parts.metrics
    store = caller.store
    sweeper = Sweeper(store.intake, {each.name: each.start for each in served})
    mail_room = MailRoom(store.outbox, store.vault, caller.book, mailer, worker.web_base_url)
    code_mails = CodeMails(store.code_mails, caller.book, caller.municipality, mailer, worker.web_base_url)
    eraser = Eraser((store.drafts, store.mail_codes, store.opened))
    histories = EngineHistories(caller.engine)
    archivist = Archivist(store.archive, histories, worker.archive_dir, utc_now)
    publisher = Publisher(store.pool, ledger_signer(caller.keys, caller.municipality), worker.checkpoint_dir)
    every = timedelta(seconds=worker.checkpoint_seconds)
    checkpointer = Checkpointer(publisher, every, metrics.checkpoints, utc_now)
    charges = ToldCharges(
        store.inbox, store.reading, ports.provider, caller.payments.hint, caller.overpayments.send_back
    )
    courier = Courier(store.portal_news, ports.webhooks, store.webhooks.secret, utc_now)
    scans = ToldScans(store.inbox, {each.name: each.tell_scan for each in served if each.tell_scan})
    tasks: dict[str, tuple[Callable[[], Awaitable[int]], timedelta]] = {
        "sealer": (Sealer(store.sealing, histories).seal, _SEAL_EVERY),
        "sweeper": (sweeper.sweep, _SWEEP_EVERY),
        "mail room": (mail_room.send_due, _MAIL_EVERY),
        "code mails": (code_mails.send_due, _CODE_EVERY),
        "eraser": (eraser.erase, _ERASE_EVERY),
        "archivist": (archivist.archive_closed, _ARCHIVE_EVERY),
        "checkpointer": (checkpointer.sign_when_due, _CHECKPOINT_LOOK),
        "told charges": (charges.look, _INBOX_EVERY),
        "told scans": (scans.pass_on, _INBOX_EVERY),
        "courier": (courier.tell, _COURIER_EVERY),
    }
    return {name: (metrics.upkeep.seen(name, work), pause) for name, (work, pause) in tasks.items()}


async def serve() -> int:
    """Run until SIGTERM or SIGINT, then finish or hand back what is held. Raises what `opened` and `run` raise."""
    async with opened() as parts:
        if parts is not None:
            await run(parts)
    return 0


@asynccontextmanager
async def opened() -> AsyncIterator[Parts | None]:
    """Connect everything a worker needs, waiting for engine and database; None when told to stop before they answered.

    Who tries or measures a worker puts something of its own into the parts, then runs them (ADR 25).
    Raises what `open_caller` raises, and HealthPortTaken.
    """
    configure_logs()
    stop = stop_event()
    require(*CALLER_SETTINGS, WorkerSettings, OutsideSettings, *payment_settings())
    settings, outsiders = WorkerSettings.from_environment(), OutsideSettings.from_environment()
    _check_archive(settings.archive_dir)
    engine = MeasuredRuntime()
    metrics = WorkerMetrics({"archive": settings.archive_dir, "checkpoints": settings.checkpoint_dir}, engine.metrics)
    async with AsyncExitStack() as stack:
        ready = await stack.enter_async_context(
            serve_health(settings.worker_health_port, settings.metrics_host, metrics=metrics.page)
        )
        caller = await _connected(stack, stop, engine, metrics)
        if caller is None:
            yield None
            return
        ports = await stack.enter_async_context(outside(outsiders, provider_kind(caller.payment), utc_now))
        yield Parts(caller, ports, mail_server(outsiders, utc_now), settings, metrics, ready, stop)


async def run(parts: Parts, interceptors: Sequence[Interceptor] = ()) -> None:
    """Work until told to stop. Raises an ExceptionGroup when a poller or the upkeep died."""
    caller, metrics, stop = parts.caller, parts.metrics, parts.stop
    ports, mailer = _measured(parts.ports, parts.mailer, metrics)
    _watch(metrics, caller, parts.ready)
    grace = timedelta(seconds=parts.settings.worker_grace_seconds)
    tools = Tools(caller.store, caller.book, caller.verifier, ports)
    served = procedures(caller, tools)
    books = {PROCEDURES.by_name(each.name).prefix: each.money_books for each in served if each.money_books is not None}
    money = payments.work(tools, books)
    async with asyncio.TaskGroup() as tasks:
        for worker in workers(caller, [*(each.work for each in served), money], grace, interceptors):
            tasks.create_task(_until(stop, worker))
        for name, (work, pause) in upkeep(parts, served, mailer, ports).items():
            tasks.create_task(repeat(name, work, pause, stop), name=name)
        tasks.create_task(keep_ready(parts.ready, _needed(caller), stop), name="readiness")
        _log.info("worker ready")
        await stop.wait()
        parts.ready.clear()
        _log.info("worker drains")


def _check_archive(folder: Path) -> None:
    try:
        private_folder(folder)
        fine = os.access(folder, os.W_OK | os.X_OK)
    except OSError:
        fine = False
    if not fine:
        raise SettingsError(("MADOGUCHI_ARCHIVE_DIR is wrong: nothing can be written there; make it this user's",))


def _measured(ports: Ports, mailer: SmtpMailer, metrics: WorkerMetrics) -> tuple[Ports, SmtpMailer]:
    measured = metrics.measured
    ours = ports._replace(
        registry=measured("registry", ports.registry),
        carrier=measured("post", ports.carrier),
        provider=measured("payment", ports.provider),
    )
    return ours, measured("mail", mailer)


def _watch(metrics: WorkerMetrics, caller: Caller, ready: asyncio.Event) -> None:
    backlog = PostgresBacklog(caller.store.pool)
    metrics.watch(
        backlog.read,
        _needed(caller),
        ready.is_set,
        lambda: caller.verifier.revocation_list_until,
        partial(unpolled, caller.engine),
    )


def _needed(caller: Caller) -> dict[str, Probe]:
    async def database() -> bool:
        return bool(await caller.store.pool.fetchval("SELECT true"))

    async def engine() -> bool:
        await check_namespace(caller.engine)
        return True

    return {"postgres": database, "temporal": engine}


async def _connected(
    stack: AsyncExitStack, stop: asyncio.Event, engine: MeasuredRuntime, metrics: WorkerMetrics
) -> Caller | None:
    """Wait, visibly, until engine and database answer; None when told to stop before they did."""
    while not stop.is_set():
        try:
            return await stack.enter_async_context(
                open_caller(
                    lazy=False, lasting=True, runtime=engine.runtime, measured=metrics.measured, told=metrics.refusals
                )
            )
        except PortUnavailable as error:
            metrics.reachable.blocked_by(error.system)
            _log.warning("worker waits", system=error.system)
            with suppress(TimeoutError):
                async with asyncio.timeout(_RECONNECT_EVERY.total_seconds()):
                    await stop.wait()
    return None


async def _until(stop: asyncio.Event, worker: Worker) -> None:
    async with worker:
        await stop.wait()


def main() -> int:
    """Start a worker; the same as `madoguchi worker`."""
    return run_and_leave(lambda: tell_failures(serve, as_json="--json" in sys.argv[1:]))


if __name__ == "__main__":
    enter(main)
