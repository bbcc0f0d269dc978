"""The sandbox's few pages: plain HTML without script, everything escaped."""

from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_FOLDER = Path(__file__).parent / "templates"
_JAPAN = timezone(timedelta(hours=9))


@cache
def _templates() -> Environment:
    templates = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined)
    templates.filters["japan"] = _in_japan
    return templates


def page(template: str, **content: object) -> str:
    """Return a page of `templates/`."""
    return _templates().get_template(template).render(**content)


def _in_japan(instant: datetime) -> str:
    return instant.astimezone(_JAPAN).strftime("%Y-%m-%d %H:%M:%S")
