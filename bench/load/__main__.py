"""`python -m bench.load`: the load run alone, on servers of its own. Writes var/bench-load.json."""

import argparse
import asyncio
import gc
import json
import os
import shutil
import sys
import tempfile
import time
from dataclasses import asdict, replace
from pathlib import Path

from bench.load.figures import LoadFigures
from bench.load.filling import FillPlan
from bench.load.run import QUICK, LoadPlan, measure_load
from bench.load.table import table
from bench.load.waiting import NotInTimeError
from bench.servers.ground import ROOT, servers
from embedded.errors import StackError

_RESULT = ROOT / "var" / "bench-load.json"


def main() -> int:
    """Run; 0 when every target is met, 1 when one is missed, 3 when a server cannot be had."""
    words = _words()
    plan = QUICK if words.quick else LoadPlan()
    if words.open is not None:
        plan = replace(plan, fill=FillPlan(words.open))
    if words.no_rush:
        plan = replace(plan, rush=None)
    try:
        found = asyncio.run(_measured(plan, keep=words.keep))
    except (StackError, NotInTimeError) as error:
        _say(f"the load run could not be finished: {error}")
        return 3
    finally:
        gc.collect()
    _RESULT.parent.mkdir(exist_ok=True)
    _RESULT.write_text(json.dumps(asdict(found) | {"misses": found.misses}, indent=2, ensure_ascii=False) + "\n")
    print(table(found))
    return 1 if found.misses else 0


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--open", type=int, help="open requests at the restart (20000)")
    parser.add_argument("--quick", action="store_true", help="everything small: whether it works, not how fast")
    parser.add_argument("--no-rush", action="store_true", help="leave out the rush at the counter")
    parser.add_argument(
        "--keep", type=Path, help="a folder for data and logs that stays; used again, its requests are still open"
    )
    return parser.parse_args()


async def _measured(plan: LoadPlan, *, keep: Path | None) -> LoadFigures:
    folder = keep or Path(tempfile.mkdtemp(prefix="madoguchi-load-"))
    try:
        async with servers(folder, environment=os.environ, say=_say) as ground:
            return await measure_load(ground, folder / "installation", os.environ, _say, plan)
    finally:
        if keep is None:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


_START = time.monotonic()


def _say(line: str) -> None:
    sys.stderr.write(f"[{time.monotonic() - _START:5.0f} s] {line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
