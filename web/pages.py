"""Plain HTML pages without script; everything is escaped."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_FOLDER = Path(__file__).parent / "templates"


@cache
def _templates() -> Environment:
    return Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined)


def page(template: str, **content: object) -> str:
    """Return a page of `templates/`."""
    return _templates().get_template(template).render(**content)
