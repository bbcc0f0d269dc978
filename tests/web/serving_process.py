"""A process that serves a small city, for test_serving.py: a statement is answered only once closing has begun."""

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

import structlog
from fakes.desk import City, application, desk_of
from fastapi import FastAPI

from adapters.policy.files import PolicyFiles
from counter.certificates.counter import Counter
from web.app import Site, serve


class SlowCounter:
    """Answers for a text to sign when the process is told to stop."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter
        self.app: FastAPI | None = None

    async def write_statement(self, form):
        """Wait until closing has begun."""
        sys.stdout.write("under way\n")
        sys.stdout.flush()
        while self.app is not None and not self.app.state.closing:  # noqa: ASYNC110 - a flag of the application
            await asyncio.sleep(0.005)
        return await self.counter.write_statement(form)


async def main() -> None:
    """Serve on the port given, or on any; go on for the seconds given after the signal."""
    structlog.configure(processors=[structlog.processors.JSONRenderer()], cache_logger_on_first_use=False)
    desk = desk_of(City(), PolicyFiles(Path(sys.argv[1])))
    slow = SlowCounter(desk.counter)
    slow.app = application(replace(desk, counter=slow), Site("http://127.0.0.1"))
    await serve(slow.app, "127.0.0.1", int(sys.argv[2]), drain_seconds=float(sys.argv[3]))


asyncio.run(main())
