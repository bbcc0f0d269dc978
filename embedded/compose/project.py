"""One compose project: built, brought up until everything is healthy, asked, taken down."""

import asyncio
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from embedded.compose.engine import compose_program, require_images, run
from embedded.errors import StackError
from hosting.private_files import private_folder

SERVICES = ("worker", "web", "office", "postgres", "temporal")
"""What runs all the time; the sandbox city comes with its profile."""
JOBS = ("postgres-roles", "temporal-schema", "temporal-namespace", "migrate", "postcodes")
"""What runs once, before them."""
_ASK_EVERY = 1.0  # seconds
_HEALTHY_WITHIN = 240.0  # seconds; half a minute on an idle machine


@dataclass(frozen=True)
class ProjectPlan:
    """`settings` is the file of variables, `environment` what is laid over it; `log` takes what compose itself says."""

    checkout: Path
    name: str
    settings: Path
    log: Path
    sandbox: bool
    environment: Mapping[str, str] = field(repr=False)
    files: Sequence[str] = ("docker-compose.yml",)


class Project:
    """A compose project of this checkout."""

    def __init__(self, plan: ProjectPlan, say: Callable[[str], None]) -> None:
        """Find the programs. Raises StackError when an engine, compose or an image is missing."""
        self.plan = plan
        self._say = say
        program = compose_program()
        require_images()
        classic = {"COMPOSE_DOCKER_CLI_BUILD": "0"} if program == ("docker-compose",) else {}
        self._environment = {**plan.environment, **classic}
        files = [word for file in plan.files for word in ("-f", str(plan.checkout / file))]
        profile = ("--profile", "sandbox") if plan.sandbox else ()
        self._compose = (*program, "-p", plan.name, "--env-file", str(plan.settings), *files, *profile)
        private_folder(plan.log.parent)

    @property
    def services(self) -> tuple[str, ...]:
        """What runs all the time."""
        return (*SERVICES, "sandbox") if self.plan.sandbox else SERVICES

    async def build(self) -> None:
        """Build our images. Raises StackError."""
        ours = ("migrate", "sandbox") if self.plan.sandbox else ("migrate",)
        self._say("building our images (the first time 2 to 5 min, then seconds)")
        await self._do("build", *ours)

    async def up(self) -> None:
        """Start everything and wait until all of it is healthy. Raises StackError."""
        start = time.monotonic()
        self._say("starting Postgres, the schema jobs, Temporal, worker, web and office (usually 30 s to 1 min)")
        await self._do("up", "--detach", "--no-build")
        await self._until_healthy()
        self._say(f"everything is healthy ({time.monotonic() - start:.0f} s)")

    async def down(self, *, volumes: bool) -> None:
        """Stop and remove everything, the volumes only when told. Raises StackError."""
        await self._do("down", "--remove-orphans", *(("--volumes",) if volumes else ()))

    async def execute(self, service: str, *words: str) -> tuple[int, bytes]:
        """Run a command in a running container; return status and output."""
        return await self._run("exec", "-T", service, *words)

    async def logs(self, service: str) -> bytes:
        """Return what a service has said since it was made. Raises StackError."""
        status, out = await self._run("logs", "--no-color", service)
        if status:
            raise StackError(f"the log of {service} cannot be read: does the Docker engine answer?")
        return out

    async def health(self) -> dict[str, str]:
        """Return `healthy`, `starting`, `unhealthy` or what a container is doing instead, by service."""
        return {service: await self._health(service) for service in self.services}

    async def _health(self, service: str) -> str:
        _, container = await self._run("ps", "-q", service)
        if not container.strip():
            return "missing"
        argv = ("docker", "inspect", "--format", "{{json .State}}", container.decode().split()[0])
        status, out = await run(argv, environment=self._environment, cwd=self.plan.checkout)
        state = json.loads(out) if status == 0 else {}
        running = state.get("Status") == "running"
        return str(state.get("Health", {}).get("Status") if running else state.get("Status", "missing"))

    async def _until_healthy(self) -> None:
        deadline = time.monotonic() + _HEALTHY_WITHIN
        while True:
            waiting = {service: state for service, state in (await self.health()).items() if state != "healthy"}
            if not waiting:
                return
            if time.monotonic() > deadline:
                states = ", ".join(f"{service} is {state}" for service, state in waiting.items())
                raise StackError(f"not everything became healthy: {states}; see docker logs and {self.plan.log}")
            await asyncio.sleep(_ASK_EVERY)

    async def _do(self, *words: str) -> None:
        argv = (*self._compose, *words)
        status, _ = await run(argv, environment=self._environment, cwd=self.plan.checkout, log=self.plan.log)
        if status:
            raise StackError(f"compose {words[0]} failed with status {status}: see {self.plan.log}")

    async def _run(self, *words: str) -> tuple[int, bytes]:
        return await run((*self._compose, *words), environment=self._environment, cwd=self.plan.checkout)
