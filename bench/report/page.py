"""Writes the figures of a run into docs/performance.md."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.report.machine import described
from bench.report.marked import write_between
from bench.report.table import comparison_table, history_table, markdown, ratio_table, target_table

MAKER = "make bench"


def write_figures(page: Path, body: Mapping[str, Any]) -> None:
    """Replace the figures of the run before. Raises NoMarksError."""
    write_between(page, MAKER, figures(body))


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
    if "pages" in body:
        sections += ["### Pages", body["pages"]["table"]]
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
        f"Measured on {day} on {described(machine)}, "
        f"whose load was {machine['load_at_start']:g} before the run. {body['server']}; "
        f"{body['postgres']}, default settings. Python {versions['python']}, temporalio {versions['temporalio']}, "
        f"DBOS {versions['dbos']}. Servers, workers and driver share the machine. {body['rounds']} rounds."
    )
