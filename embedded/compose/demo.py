"""`make compose-demo`: one request to its end on a compose project of its own, checked as `make demo` checks it."""

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from embedded.compose.project import JOBS, Project, ProjectPlan
from embedded.compose.secret_files import make_missing
from embedded.compose.town import Town
from embedded.demo.run import DemoResult, enact
from embedded.demo.story import WITHIN
from embedded.errors import StackError
from embedded.ports import free_port
from embedded.stack_environment import inherited
from hosting.private_files import private_folder, write_private

SETTINGS = Path("deploy/compose/sandbox.env")
_MUNICIPALITY = "999001"
_NAMES = ("web", "office", "sandbox", "postgres", "temporal")


async def run_compose_demo(checkout: Path, say: Callable[[str], None]) -> DemoResult:
    """Build, bring up, play, check, take everything down, whatever happens. Raises StackError."""
    folder = checkout / "var" / "compose-demo"
    shutil.rmtree(folder, ignore_errors=True)
    private_folder(folder)
    begin = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="madoguchi-demo-") as secrets:
        town = _town(checkout, folder, Path(secrets), say)
        await town.project.build()
        try:
            await town.project.up()
            started = int((time.monotonic() - begin) * 1000)
            async with town.client(WITHIN) as client:
                return await enact(town, client, folder / "documents", started)
        finally:
            await _keep_logs(town.project, folder)
            say("taking everything down")
            await town.project.down(volumes=True)


def _town(checkout: Path, folder: Path, secrets: Path, say: Callable[[str], None]) -> Town:
    make_missing(secrets)
    ports: dict[str, int] = {}
    for name in _NAMES:
        ports[name] = free_port(set(ports.values()))
    plan = ProjectPlan(
        checkout=checkout,
        name=f"madoguchi-demo-{os.getpid()}",
        settings=checkout / SETTINGS,
        files=("docker-compose.yml", "deploy/compose/demo.yml"),
        log=folder / "compose.log",
        sandbox=True,
        environment={
            **inherited(os.environ),
            "MADOGUCHI_SECRETS": str(secrets),
            "MADOGUCHI_WEB_BASE_URL": f"http://127.0.0.1:{ports['web']}",
            "MADOGUCHI_PAYPAY_REDIRECT_URL": f"http://127.0.0.1:{ports['web']}/return/payment",
            "MADOGUCHI_OFFICE_BASE_URL": f"http://127.0.0.1:{ports['office']}",
            "MADOGUCHI_SIGN_IN_ISSUER": f"http://127.0.0.1:{ports['sandbox']}/sign_in",
            "MADOGUCHI_CARD_APP_URL": f"http://127.0.0.1:{ports['sandbox']}/card_app",
            "MADOGUCHI_PUBLISHED_PORT": str(ports["web"]),
            "MADOGUCHI_PUBLISHED_OFFICE_PORT": str(ports["office"]),
            "MADOGUCHI_PUBLISHED_SANDBOX_PORT": str(ports["sandbox"]),
            "MADOGUCHI_DEMO_POSTGRES_PORT": str(ports["postgres"]),
            "MADOGUCHI_DEMO_TEMPORAL_PORT": str(ports["temporal"]),
        },
    )
    return Town(
        project=Project(plan, say),
        secrets=secrets,
        municipality=_MUNICIPALITY,
        web_port=ports["web"],
        office_port=ports["office"],
        sandbox_port=ports["sandbox"],
        postgres_port=ports["postgres"],
        temporal_port=ports["temporal"],
    )


async def _keep_logs(project: Project, folder: Path) -> None:
    """Save what each container said, for who asks why after they are gone."""
    for service in (*project.services, *JOBS):
        with suppress(StackError):  # what went wrong before matters more
            write_private(folder / f"{service}.log", await project.logs(service))
