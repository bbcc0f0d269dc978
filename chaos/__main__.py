"""`make chaos`: the whole run, or one case of it. Status 0 all held, 1 a promise broke, 3 something needed is missing."""

import argparse
import asyncio
import os
import shutil
import sys
import tempfile
from pathlib import Path

from adapters.stopping import run_and_leave
from bench.servers.server_binaries import ServerBinaries
from chaos.catalogue import Case, catalogue, short
from chaos.controller import Controller
from chaos.preparing import SomethingMissing, in_words, make_stack, server_on_postgres
from chaos.report import AGAIN, MAKER, write
from chaos.run import Run, broken_promises, run
from chaos.town import Town
from embedded.errors import StackError, StackInterrupted

_BROKEN, _WRONG_USE, _MISSING, _INTERRUPTED = 1, 2, 3, 130
_SEED = 5
ROOT = Path(__file__).parents[1]


def main() -> int:
    """Read the words of the command and do what they say."""
    parser = argparse.ArgumentParser(prog="python -m chaos", description=__doc__)
    parser.add_argument("--seed", type=int, default=_SEED, help="chooses order, occurrences and company")
    parser.add_argument("--case", default="", metavar="NAME,…", help="only these cases")
    parser.add_argument("--short", action="store_true", help="the few cases of make test")
    parser.add_argument("--development", action="store_true", help="on Temporal's development server")
    parser.add_argument("--page", action="store_true", help="write the cases of --case into docs/reliability.md too")
    parser.add_argument("--list", action="store_true", help="show the names of all cases")
    words = parser.parse_args()
    known = {case.name: case for case in (*short(), *catalogue())}
    if words.list:
        sys.stdout.write("\n".join(case.name for case in catalogue()) + "\n")
        return 0
    unknown = [name for name in words.case.split(",") if name and name not in known]
    if unknown:
        sys.stderr.write(f"no case is called {', '.join(unknown)}: python -m chaos --list shows all\n")
        return _WRONG_USE
    named = [known[name] for name in words.case.split(",") if name]
    cases = tuple(named) or (short() if words.short else catalogue())
    whole = not named and not words.short
    maker = MAKER if whole else AGAIN if words.page else None
    return run_and_leave(lambda: _chaos(cases, words.seed, maker, development=words.development))


async def _chaos(cases: tuple[Case, ...], seed: int, maker: str | None, *, development: bool) -> int:
    folder = _folder()
    try:
        server = None if development else await server_on_postgres(os.environ, _say)
        result = await _on_a_stack(folder / "var", cases, seed, server)
    except SomethingMissing as error:
        _say(str(error))
        return _MISSING
    except StackInterrupted as error:
        _say(str(error))
        await asyncio.to_thread(_remove, folder)
        return _INTERRUPTED
    except StackError as error:
        _say(f"{error}\nwhat was written is in {folder}")
        return _MISSING
    write(result, ROOT, maker)
    if broken := broken_promises(result, cases):
        _say("\n".join([*broken, f"BROKEN; the logs are in {folder / 'var'}"]))
        return _BROKEN
    _say(f"all {len(result.trials)} cases held: {result.requests} requests in {result.seconds:.0f} s (seed {seed})")
    await asyncio.to_thread(_remove, folder)
    return 0


def _folder() -> Path:
    """Make a folder that whoever Postgres runs as may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="chaos-"))
    folder.chmod(0o755)
    return folder


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


async def _on_a_stack(folder: Path, cases: tuple[Case, ...], seed: int, server: ServerBinaries | None) -> Run:
    async with Controller() as controller:
        stack = await make_stack(folder, controller, os.environ, _say, server)
        async with stack, Town(stack, controller) as town:
            return await run(cases, town, _say, Run(seed, in_words(server), development=server is None))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
