"""The whole stack on one machine: Postgres, Temporal, the sandbox city, worker and web, in one data folder.

Start order: postgres, temporal and sandbox side by side; migrate as soon as Postgres answers; then worker, web, office, and the
fictional city's postcodes.
"""

import asyncio
import signal
import time
from collections.abc import Awaitable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from embedded.data_folder import DataFolder
from embedded.development_secrets import as_json, development_secrets
from embedded.dynamic_config import read_dynamic_config
from embedded.engine import EnginePlan
from embedded.engine_binary import EngineSources, find_engine
from embedded.errors import StackInterrupted
from embedded.journal import ProcessJournal
from embedded.ports import LOOPBACK, choose_port
from embedded.postgres import PostgresPlan
from embedded.probes import http_answers
from embedded.processes import ChildProcess, ProcessSpec
from embedded.stack_environment import (
    ENVIRONMENT_FILE,
    OFFICE_FILE,
    for_all_but_the_office,
    for_office,
    for_sandbox,
    inherited,
    stack_environment,
)
from embedded.stack_options import PORTS, Addresses, EngineInPostgres, EnginePlace, StackOptions
from embedded.stop_signals import StopSignals
from embedded.supervisor import Supervisor, together
from hosting.private_files import write_private

T = TypeVar("T")

_DYNAMIC_CONFIG = Path("deploy") / "temporal" / "dynamicconfig.yaml"
_MIGRATE_WITHIN = 120.0  # seconds
_READY_WITHIN = 60.0  # seconds; a second or two on an idle machine
_WORKER_GRACE = 25.0  # seconds; the worker gives its activities 20


class Stack:
    """`async with Stack(checkout, StackOptions(environment=...)) as stack`: running inside, stopped after."""

    def __init__(self, checkout: Path, options: StackOptions) -> None:
        self._checkout = checkout.absolute()
        self._options = options
        self.data = DataFolder(options.folder or self._checkout / "var")
        self.supervisor = Supervisor(ProcessJournal(self.data.path / "processes.json"))
        self._environment: dict[str, str] = {}
        self._ports: dict[str, int] = {}
        self._stop_asked = asyncio.Event()
        self._signals = StopSignals(self._on_signal)
        self._owner: asyncio.Task[Any] | None = None
        self._waiting = False
        self._leaving = False

    def environment(self) -> dict[str, str]:
        """Return the MADOGUCHI_ variables with which any of our programs reaches this stack."""
        return dict(self._environment)

    @property
    def addresses(self) -> Addresses:
        """Where the parts answer."""
        at = {name: f"{LOOPBACK}:{port}" for name, port in self._ports.items()}
        return Addresses(
            web=f"http://{at['web']}",
            office=f"http://{at['web' if self._options.one_web else 'office']}",
            sandbox=f"http://{at['sandbox']}",
            mail=f"http://{at['sandbox']}/mail",
            temporal=at["temporal"],
            postgres=at["postgres"],
            worker_health=f"http://{at['worker']}/health/ready",
        )

    def process(self, name: str) -> ChildProcess:
        """Return a running component: postgres, temporal, sandbox, worker, web or office."""
        return next(child for child in self.supervisor.children if child.spec.name == name)

    async def guard(self, work: Awaitable[T]) -> T:
        """Await `work`; raise StackError as soon as a component dies."""
        return await self.supervisor.guard(work)

    async def run_until_stopped(self) -> signal.Signals:
        """Wait for Ctrl-C, SIGTERM or a closed terminal and say which. Raises StackError as soon as a component dies."""
        self._waiting = True
        try:
            await self.supervisor.guard(self._stop_asked.wait())
        finally:
            self._waiting = False
        return self._signals.received or signal.SIGTERM

    async def __aenter__(self) -> Self:
        """Take the data folder, end what a killed start left, start everything. Raises StackError, leaving nothing."""
        self._owner = asyncio.current_task()
        self._signals.install()
        try:
            self.data.acquire()
            await asyncio.to_thread(ProcessJournal(self.data.path / "processes.json").end_left_behind)
            await self._start()
        except BaseException as error:
            await self._leave(error)
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop everything in the reverse order."""
        await self._leave(error)

    async def _leave(self, error: BaseException | None) -> None:
        self._leaving = True
        try:
            await self.supervisor.stop()
        finally:
            self.data.release()
            self._signals.remove()
        if isinstance(error, asyncio.CancelledError) and self._signals.received is not None:
            if self._owner is not None:
                self._owner.uncancel()
            raise StackInterrupted(self._signals.received) from None

    def _on_signal(self) -> None:
        if self._leaving:  # asked twice: no more patience
            for child in self.supervisor.children:
                child.kill()
            return
        self._stop_asked.set()
        if not self._waiting and self._owner is not None:
            self._leaving = True
            self._owner.cancel()

    async def _start(self) -> None:
        self._ports = self._choose_ports()
        secrets_folder = self.data.make("secrets")
        secrets = development_secrets(secrets_folder)
        base = inherited(self._options.environment)
        postgres = PostgresPlan(
            folder=self.data.path / "postgres",
            log=self.data.log("postgres"),
            port=self._ports["postgres"],
            password=secrets.tokens["postgres_password"],
            environment=base,
            installed=self._options.postgres_programs,
            connections=self._options.engine.connections if self._options.engine else PostgresPlan.connections,
        )
        self._environment = stack_environment(
            data=self.data,
            checkout=self._checkout,
            municipality=self._options.municipality,
            ports=self._ports,
            database_url=postgres.dsn(),
            secrets=secrets,
        )
        write_private(secrets_folder / ENVIRONMENT_FILE, as_json(dict(self._environment)))
        office = for_office(self._environment, self._ports)
        write_private(secrets_folder / OFFICE_FILE, as_json(dict(office)))
        ours = {**base, **for_all_but_the_office(self._environment)}
        sandbox = self._spec("sandbox", {**base, **for_sandbox(self._environment)}, self._url("sandbox", "/health"))
        await together(self._kept(postgres, base, ours), self._started(sandbox))
        worker = self._spec("worker", ours, self._url("worker", "/health/ready"), grace=_WORKER_GRACE)
        webs = (self._started(web) for web in self._webs(ours, {**base, **office}))
        postcodes = self._spec("postcodes", ours, None, ready_within=_MIGRATE_WITHIN)
        await together(self._started(worker), self.supervisor.run(postcodes), *webs)

    def _webs(self, citizens: Mapping[str, str], office: Mapping[str, str]) -> list[ProcessSpec]:
        ready = "/health/ready"
        if self._options.one_web:
            both = {**office, **citizens, "MADOGUCHI_WEB_DESK": "both"}
            return [self._spec("web", both, self._url("web", ready))]
        return [
            self._spec("web", citizens, self._url("web", ready)),
            self._spec("office", office, self._url("office", ready)),
        ]

    async def _kept(self, postgres: PostgresPlan, base: Mapping[str, str], ours: Mapping[str, str]) -> None:
        """Start what keeps data: side by side, unless the engine keeps its own in Postgres."""
        engine = self._options.engine
        if engine is None:
            await together(self._database(postgres, ours), self._development_engine(base))
        else:
            await self._database(postgres, ours)
            await self._engine_in(engine, postgres, base)

    async def _database(self, postgres: PostgresPlan, environment: Mapping[str, str]) -> None:
        await postgres.prepare()
        await self._started(postgres.spec())
        await postgres.ensure_database()
        await self.supervisor.run(self._spec("migrate", environment, None, ready_within=_MIGRATE_WITHIN))

    async def _engine_in(
        self, engine: EngineInPostgres, postgres: PostgresPlan, environment: Mapping[str, str]
    ) -> None:
        start = time.monotonic()
        place = EnginePlace(
            folder=self.data.path / "temporal",
            log=self.data.log("temporal"),
            dynamic_config=self._checkout / _DYNAMIC_CONFIG,
            environment=environment,
            port=self._ports["temporal"],
            http_port=self._ports["temporal_http"],
        )
        await engine.start(postgres, place, self.supervisor)
        self._options.say(f"temporal is ready ({time.monotonic() - start:.1f} s)")

    async def _development_engine(self, environment: Mapping[str, str]) -> None:
        sources = EngineSources(environment=self._options.environment, given=self._options.temporal_cli)
        plan = EnginePlan(
            binary=await find_engine(sources),
            database=self.data.path / "temporal" / "temporal.db",
            log=self.data.log("temporal"),
            port=self._ports["temporal"],
            http_port=self._ports["temporal_http"],
            metrics_port=self._ports["temporal_metrics"],
            settings=read_dynamic_config(self._checkout / _DYNAMIC_CONFIG),
            environment=environment,
        )
        await self._started(plan.spec())
        await plan.keep_histories()

    async def _started(self, spec: ProcessSpec) -> None:
        start = time.monotonic()
        await self.supervisor.start(spec)
        self._options.say(f"{spec.name} is ready ({time.monotonic() - start:.1f} s)")

    def _spec(
        self,
        name: str,
        environment: Mapping[str, str],
        url: str | None,
        *,
        ready_within: float = _READY_WITHIN,
        grace: float = 10.0,
    ) -> ProcessSpec:
        return ProcessSpec(
            name=name,
            argv=self._options.command(name),
            log=self.data.log(name),
            cwd=self._checkout,
            environment=environment,
            ready=http_answers(url) if url else None,
            ready_within=ready_within,
            grace=grace,
        )

    def _url(self, port: str, path: str) -> str:
        return f"http://{LOOPBACK}:{self._ports[port]}{path}"

    def _choose_ports(self) -> dict[str, int]:
        """Choose and remember. A copied checkout must not take over its original's ports, so the path is kept too."""
        state = self.data.read_state()
        known = state.get("ports") if state.get("folder") == str(self.data.path) else None
        remembered = known if isinstance(known, dict) else {}
        ports: dict[str, int] = {}
        for name in PORTS:
            before = remembered.get(name)
            ports[name] = choose_port(
                name,
                asked=self._options.ports.get(name),
                remembered=before if isinstance(before, int) else None,
                avoid={*ports.values(), *self._options.ports.values()},
            )
        self.data.write_state({"folder": str(self.data.path), "ports": dict(ports)})
        return ports
