"""Somebody else's site: another origin that shows what it is told to, and notes who came."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from html import escape
from typing import Any

import uvicorn
from fastapi import Request
from fastapi.responses import HTMLResponse


@dataclass
class Elsewhere:
    """`address` is of another site (`localhost` beside our 127.0.0.1), `near` of ours with another port."""

    port: int
    body: str = "<h1>elsewhere</h1>"
    came: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where it is, for the browser another site."""
        return f"http://localhost:{self.port}"

    @property
    def near(self) -> str:
        """Where it is, on our own site with another port."""
        return f"http://127.0.0.1:{self.port}"

    def sends_forms_to(self, url: str, method: str = "post") -> None:
        """Show a page whose button sends a form to somebody else."""
        action = escape(url, quote=True)
        self.body = (
            f'<form method="{method}" action="{action}"><input name="csrf" value="x"><button>win</button></form>'
        )

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer any call."""
        path = Request(scope).url.path
        self.came += [path] if path != "/favicon.ico" else []
        await HTMLResponse(f"<!doctype html><title>elsewhere</title>{self.body}")(scope, receive, send)


@asynccontextmanager
async def elsewhere() -> AsyncIterator[Elsewhere]:
    """Serve on a free port of every loopback address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        site = Elsewhere(listening.getsockname()[1])
        server = uvicorn.Server(uvicorn.Config(site, log_config=None, lifespan="off"))
        server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
        running = asyncio.create_task(server.serve([listening]))
        try:
            yield site
        finally:
            server.should_exit = server.force_exit = True
            await running
