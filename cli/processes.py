"""The long-lived processes and the migration: `worker`, `web`, `sandbox`, `migrate`."""

import os
from collections.abc import Callable, Coroutine
from typing import Any

import typer

from cli.answers import Answer, AsJson, finish, leave


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("worker")(worker)
    app.command("web")(web)
    app.command("sandbox")(sandbox)
    app.command("migrate")(migrate)


def _run(serve: Callable[[], Coroutine[Any, Any, int]], *, as_json: bool) -> None:
    from cli.failures import told

    leave(lambda: told(serve, as_json=as_json))


def worker(*, as_json: AsJson = False) -> None:
    """Run a worker until SIGTERM."""
    from worker import serve

    _run(serve, as_json=as_json)


def web(*, as_json: AsJson = False) -> None:
    """Run the web server until SIGTERM."""
    from cli.failures import CannotRunError
    from cli.web_process import serve
    from web.serving import PortTaken

    async def serving() -> int:
        try:
            return await serve()
        except PortTaken as error:
            raise CannotRunError(str(error)) from None

    _run(serving, as_json=as_json)


def sandbox(*, as_json: AsJson = False) -> None:
    """Run the fictional city's outside systems until SIGTERM."""
    _run(_sandbox, as_json=as_json)


async def _sandbox() -> int:
    from adapters.logs import configure_logs
    from adapters.settings import SettingsError, file_settings
    from cli.failures import CannotRunError
    from cli.training_parts import training_parts

    with training_parts():
        from sandbox.app import SandboxPortTaken, serve
        from sandbox.settings import SandboxSettings, SandboxSettingsInvalid

        configure_logs()
        try:
            await serve(SandboxSettings.from_environment({**file_settings(), **os.environ}))
        except SandboxSettingsInvalid as error:
            raise SettingsError(error.problems) from None
        except SandboxPortTaken as error:
            raise CannotRunError(str(error)) from None
    return 0


def migrate(*, dry_run: bool = False, as_json: AsJson = False) -> None:
    """Bring the database's schema up to this code's."""

    async def work() -> Answer:
        from adapters.postgres.migrate import migrate as run_migrations
        from adapters.settings import StoreSettings

        dsn = StoreSettings.from_environment().database_url.get_secret_value()
        done = await run_migrations(dsn, dry_run=dry_run)
        words = "\n".join(done) if done else "データベースは最新です (nothing to do)"
        return Answer({"applied": done, "dry_run": dry_run}, words)

    finish(work, as_json=as_json)
