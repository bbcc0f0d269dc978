"""One run: the parts asked for, one after the other, and what they leave: JSON, tables, a page and a picture."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.parts import FLAMES, Order, abc, load, pages, profile
from bench.report.machine import machine, versions
from bench.report.page import figures, write_figures
from bench.servers.ground import ROOT

PARTS = {"abc": abc, "profile": profile, "pages": pages, "load": load}
RESULT = ROOT / "var" / "bench.json"
PAGE = ROOT / "docs" / "performance.md"
PICTURE = ROOT / "docs" / "one-request.svg"
_VOID, _MISSING = 1, 3


async def run(order: Order, parts: tuple[str, ...], *, docs: bool) -> int:
    """Measure, write and show; return the exit status. `docs`: write docs/ too. Raises StackError.

    What an earlier run found of parts that are not measured now is kept in the JSON.
    """
    body = {} if set(parts) == set(PARTS) else _earlier()
    body |= {"machine": machine(), "versions": versions(), "at": datetime.now(UTC).isoformat(timespec="seconds")}
    for name in parts:
        order.say(f"part {name}: starting Postgres and Temporal")
        folder = order.folder / name
        _make(folder)
        body |= await PARTS[name](replace(order, folder=folder))
        _write(RESULT, json.dumps(body, indent=2, ensure_ascii=False) + "\n")
    if "rows" in body:
        print(f"\n{figures(body)}\n")
    if docs:
        _write_pages(body)
    order.say(f"everything stands in {RESULT}")
    return _status(order, body)


def _status(order: Order, body: Mapping[str, Any]) -> int:
    differs = body.get("history", {}).get("differs_from_bare")
    if differs:
        order.say(f"VOID: the bare pair did not leave the same events as our request: {differs}")
        return _VOID
    return _MISSING if body.get("missing") else 0


def _write_pages(body: Mapping[str, Any]) -> None:
    if "rows" in body:
        write_figures(PAGE, body)
    if "profile" in body:
        shutil.copyfile(FLAMES, PICTURE)


def _earlier() -> dict[str, Any]:
    if not RESULT.exists():
        return {}
    body: dict[str, Any] = json.loads(RESULT.read_text(encoding="utf-8"))
    return body


def _make(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
