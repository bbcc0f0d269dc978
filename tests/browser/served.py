"""The application on a port of this machine, before a small city in memory: any state of a page is there at once.

Whole requests through engine and database, from the first page to the letter box, are walked in `test_journeys.py`.
"""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from fakes.desk import City, desk_of
from fastapi import FastAPI
from fixtures.gallery.pages import gallery

from domain.municipality.book import PolicyBook
from web.app import create_app
from web.certificates.desk import CertificateDesk
from web.certificates.face import certificates
from web.desk import Site
from web.front.pages import PageSet


@dataclass
class Counter:
    """What a browser reaches at `address`. Each test gets a city of its own by `open_anew`."""

    address: str
    book: PolicyBook
    city: City = field(default_factory=City)
    desk: CertificateDesk = field(init=False)
    app: FastAPI = field(init=False)
    _pages: PageSet | None = None

    def __post_init__(self) -> None:
        self.open_anew()

    def open_anew(self) -> City:
        """Begin with an empty city."""
        self.city = City()
        self.desk = desk_of(self.city, self.book)
        faces = [certificates(self.desk), gallery(self.desk)]
        self.app = create_app(self.desk, Site(base_url=self.address), faces)
        self._pages = self.app.state.pages = self._pages or self.app.state.pages  # templates are compiled once
        return self.city

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Hand a call to the application of now."""
        await self.app(scope, receive, send)


@asynccontextmanager
async def served(book: PolicyBook) -> AsyncIterator[Counter]:
    """Serve on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        counter = Counter(f"http://127.0.0.1:{listening.getsockname()[1]}", book)
        config = uvicorn.Config(counter, log_config=None, lifespan="off", server_header=False)
        server = _Server(config)
        running = asyncio.create_task(server.serve([listening]))
        try:
            yield counter
        finally:
            server.should_exit = server.force_exit = True
            await running


class _Server(uvicorn.Server):
    def install_signal_handlers(self) -> None:
        """Leave Ctrl-C to pytest."""
