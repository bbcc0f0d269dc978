"""A process that serves a city with requests in several statuses, for test_description.py."""

import asyncio
import sys
from pathlib import Path

import structlog
from fakes.desk import City, Link, application, desk_of
from fakes.desk_stories import clear, issued, paid

from adapters.policy.files import PolicyFiles
from web.app import Site, serve


class PromptCity(City):
    """The procedure of a request has begun by the time it is acknowledged."""

    async def start(self, order):
        """Begin a request, and let its first event happen."""
        await super().start(order)
        self.events.setdefault(order.case_id, [self.opening(order)])


def peopled() -> City:
    """Return a city with a few requests: begun, to be paid, under examination, to be posted."""
    city = PromptCity()
    for number, story in enumerate((lambda _: (), clear, paid, issued), start=1):
        city.happened(number, *story(number))
        city.links[city.order(number).case_id] = Link("https://pay.example/1")
    return city


def _only_the_port(_logger: object, _method: str, line: dict[str, object]) -> dict[str, object]:
    """Say where it is, and nothing of the thousands of calls, which nobody would read."""
    if line["event"] != "web_opens":
        raise structlog.DropEvent
    return line


async def main() -> None:
    """Serve on any port; the log's first line names it."""
    structlog.configure(processors=[_only_the_port, structlog.processors.JSONRenderer()])
    app = application(desk_of(peopled(), PolicyFiles(Path(sys.argv[1]))), Site("http://127.0.0.1"))
    await serve(app, "127.0.0.1", 0)


if __name__ == "__main__":
    asyncio.run(main())
