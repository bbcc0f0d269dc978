"""`python -m bench`: everything in one run, or parts of it (`--only`). `make bench` is everything, docs included."""

import argparse
import asyncio
import gc
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

from bench.load.waiting import NotInTimeError
from bench.parts import Order
from bench.run import PARTS, run
from embedded.errors import StackError

_START = time.monotonic()


def main() -> int:
    """Run; 0 when it was measured (targets met or missed: the table says), 1 when void, 3 when something is missing."""
    words = _words()
    folder = words.keep or Path(tempfile.mkdtemp(prefix="madoguchi-bench-"))
    order = Order(folder, words.rounds, words.development, dict(os.environ), say)
    try:
        return asyncio.run(run(order, tuple(words.only or PARTS), docs=words.docs))
    except (StackError, NotInTimeError) as error:
        say(f"could not be measured: {error}")
        return 3
    except KeyboardInterrupt:
        say("interrupted: everything is stopped, nothing was written for the part under way")
        return 130
    finally:
        if words.keep is None:
            shutil.rmtree(folder, ignore_errors=True)
        gc.collect()


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", action="append", choices=tuple(PARTS), help="measure this part (may be given again)")
    parser.add_argument("--rounds", type=int, default=10, help="rounds of A, B, C in turn (10)")
    parser.add_argument("--docs", action="store_true", help="write docs/performance.md and its picture")
    parser.add_argument("--keep", type=Path, help="leave data and logs in this folder")
    parser.add_argument("--development", action="store_true", help="use Temporal's development server")
    return parser.parse_args()


def say(line: str) -> None:
    """Show a line of progress with the seconds since the start."""
    sys.stderr.write(f"[{time.monotonic() - _START:5.0f} s] {line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
