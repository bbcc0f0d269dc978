"""The long-lived processes and the migration: `worker`, `web`, `sandbox`, `migrate`."""

import os

import typer

from cli.answers import Answer, AsJson
from cli.running import finish, leave, tell_failures
from hosting.running import become


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("worker")(worker)
    app.command("web")(web)
    app.command("sandbox")(sandbox)
    app.command("migrate")(migrate)


def worker(*, as_json: AsJson = False) -> None:
    """Run a worker until SIGTERM."""
    _become("worker", as_json=as_json)


def web(*, as_json: AsJson = False) -> None:
    """Run the web server until SIGTERM."""
    _become("web_process", as_json=as_json)


def _become(program: str, *, as_json: bool) -> None:
    become(program, *(["--json"] if as_json else []))


def sandbox(*, as_json: AsJson = False) -> None:
    """Run the fictional city's outside systems until SIGTERM."""
    leave(lambda: tell_failures(_sandbox, as_json=as_json))


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
