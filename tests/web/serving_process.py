"""A process that serves a small city, for test_serving.py: a statement is answered only once closing has begun."""

import asyncio
import sys
from pathlib import Path

import structlog
from fakes.desk import City, application, desk_of
from fastapi import FastAPI

from adapters.policy.files import PolicyFiles
from web.app import Site, serve


class SlowCity(City):
    """Answers when the process is told to stop."""

    app: FastAPI | None = None

    async def draft(self, form):
        """Wait until closing has begun."""
        sys.stdout.write("under way\n")
        sys.stdout.flush()
        while self.app is not None and not self.app.state.closing:  # noqa: ASYNC110 - a flag of the application
            await asyncio.sleep(0.005)
        return await super().draft(form)


async def main() -> None:
    """Serve on the port given, or on any; go on for the seconds given after the signal."""
    structlog.configure(processors=[structlog.processors.JSONRenderer()], cache_logger_on_first_use=False)
    city = SlowCity()
    city.app = application(desk_of(city, PolicyFiles(Path(sys.argv[1]))), Site("http://127.0.0.1"))
    await serve(city.app, "127.0.0.1", int(sys.argv[2]), drain_seconds=float(sys.argv[3]))


asyncio.run(main())
