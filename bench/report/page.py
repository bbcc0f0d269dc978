"""Writes the figures of a run into docs/performance.md, between markers; the words around them are people's."""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.report.table import comparison_table, history_table, markdown, ratio_table, target_table

BEGIN, END = "<!-- figures: written by make bench -->", "<!-- end of the figures -->"
_BETWEEN = re.compile(re.escape(BEGIN) + ".*?" + re.escape(END), re.DOTALL)


class NoMarkers(Exception):  # noqa: N818 - reads as what happened
    """The page has no place for the figures."""


def write_figures(page: Path, body: Mapping[str, Any]) -> None:
    """Replace what stands between the markers. Raises NoMarkers."""
    text = page.read_text(encoding="utf-8")
    if len(_BETWEEN.findall(text)) != 1:
        raise NoMarkers(f"{page} needs one {BEGIN} and one {END} after it")
    page.write_text(_BETWEEN.sub(lambda _: f"{BEGIN}\n\n{figures(body)}\n\n{END}", text), encoding="utf-8")


def figures(body: Mapping[str, Any]) -> str:
    """Return the figures of a run as Markdown."""
    sections = [
        _where(body),
        "### Targets",
        target_table(body),
        "### Side by side",
        comparison_table(body),
        ratio_table(body),
        "### What a request leaves in the engine",
        history_table(body),
    ]
    if "profile" in body:
        sections += ["### Where one request's time goes", profile_table(body)]
    if "load" in body:
        sections += ["### Under load", body["load"]["table"]]
    return "\n\n".join(sections)


def profile_table(body: Mapping[str, Any]) -> str:
    """Return the parts of one request's time, ours and the bare pair's."""
    ours, bare = body["profile"]["ours_ms"], body["profile"]["bare_ms"]
    rows = [(part, f"{ours[part]:.1f} ms", f"{bare[part]:.1f} ms") for part in ours]
    total = ("all", f"{sum(ours.values()):.0f} ms", f"{sum(bare.values()):.0f} ms")
    return markdown(("", "our request", "bare pair"), [*rows, total])


def _where(body: Mapping[str, Any]) -> str:
    machine, versions = body["machine"], body["versions"]
    day = datetime.fromisoformat(body["at"]).date()
    return (
        f"Measured on {day} on {machine['cores']} cores ({machine['processor']}), {machine['memory_gib']:g} GiB, "
        f"{machine['system']}, whose load was {machine['load_at_start']:g} before the run. {body['server']}; "
        f"{body['postgres']}, default settings. Python {versions['python']}, temporalio {versions['temporalio']}, "
        f"DBOS {versions['dbos']}. Servers, workers and driver share the machine. {body['rounds']} rounds."
    )
