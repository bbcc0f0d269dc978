"""The sandbox's few pages: plain HTML without script, everything escaped."""

from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from domain.japan import to_the_second

_FOLDER = Path(__file__).parent / "templates"


@cache
def _templates() -> Environment:
    templates = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined)
    templates.filters["japan"] = _in_japan
    return templates


def page(template: str, **content: object) -> str:
    """Return a page of `templates/`."""
    return _templates().get_template(template).render(**content)


def _in_japan(instant: datetime) -> str:
    return to_the_second(instant)
