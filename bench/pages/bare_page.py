"""The yardstick: one page of a given size from FastAPI and Jinja, with nothing behind it. `python -m bench.pages.bare_page PORT BYTES`."""

import sys

import uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from jinja2 import Environment

_TEMPLATE = """<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>{{ title }}</title></head><body>
<main><h1>{{ title }}</h1><ul>{% for line in lines %}<li>{{ line }}</li>{% endfor %}</ul></main></body></html>"""
_LINE = "a line of words as long as others are, here and there & everywhere"


def bare_app(size: int) -> FastAPI:
    """Return an application whose page has about `size` bytes."""
    app, page = FastAPI(), Environment(autoescape=True).from_string(_TEMPLATE)
    lines = [_LINE] * max(1, size // (len(_LINE) + 13))

    @app.get("/page")
    async def show() -> HTMLResponse:
        return HTMLResponse(page.render(title="a page", lines=lines))

    return app


def main() -> None:
    """Serve until stopped."""
    uvicorn.run(bare_app(int(sys.argv[2])), host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")


if __name__ == "__main__":
    main()
