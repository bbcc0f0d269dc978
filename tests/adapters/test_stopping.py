"""Signals become an event once, then do what they always do; a run ends with a status, whatever ended it."""

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.stopping import INTERRUPTED, run_and_leave

pytestmark = pytest.mark.program

ROOT = Path(__file__).parents[2]
PROGRAM = """
import asyncio
from adapters.stopping import run_and_leave, stop_event

async def main():
    stop = stop_event()
    print("ready", flush=True)
    await stop.wait()
    print("stopping", flush=True)
    await asyncio.sleep({patience})
    return 0

raise SystemExit(run_and_leave(main))
"""


def started(patience):
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(patience=patience)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_first_signal_asks_and_the_process_ends_by_itself(number):
    """What is held is finished, and the status is fine."""
    with started(0) as process:
        process.send_signal(number)
        assert process.stdout.read() == "stopping\n"
    assert process.returncode == 0


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, -signal.SIGTERM), (signal.SIGINT, INTERRUPTED)])
def test_the_second_signal_has_no_patience(number, status):
    """Whoever asks twice is obeyed at once, in the middle of an hour's work."""
    with started(3600) as process:
        process.send_signal(number)
        assert process.stdout.readline() == "stopping\n"
        process.send_signal(number)
    assert process.returncode == status


def test_the_status_is_the_one_returned():
    """Nothing is made of it."""

    async def main():
        await asyncio.sleep(0)
        return 7

    assert run_and_leave(main) == 7


def ended(main):
    """Run a program with this `main` to its end. Never here: a signal raised among the tests reaches the stack they run."""
    code = f"import asyncio, signal\nfrom adapters.stopping import run_and_leave\n{main}\nraise SystemExit(run_and_leave(main))"
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


def test_an_interrupted_run_has_the_shells_status():
    """128 and the number of SIGINT."""
    program = ended("""
async def main():
    signal.raise_signal(signal.SIGINT)
    await asyncio.sleep(3600)
""")
    assert (program.returncode, INTERRUPTED) == (130, 130)


def test_a_bug_passes_through():
    """It is not this function's to hide."""

    async def main():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run_and_leave(main)


def test_what_fails_because_of_an_interruption_is_not_reported():
    """A socket closed under a driver's feet: nobody waits for it any more."""
    program = ended("""
async def main():
    abandoned = asyncio.get_running_loop().create_future()
    try:
        signal.raise_signal(signal.SIGINT)
        await asyncio.sleep(3600)
    finally:
        abandoned.set_exception(ConnectionError("unexpected connection_lost() call"))
        del abandoned
""")
    assert (program.returncode, program.stderr) == (INTERRUPTED, "")


def test_what_failed_is_not_reported_when_it_is_collected_after_the_run_either():
    """A driver's connection may hold the failed future until the process collects its garbage."""
    program = ended("""
held = []

async def main():
    held.append(asyncio.get_running_loop().create_future())
    try:
        signal.raise_signal(signal.SIGINT)
        await asyncio.sleep(3600)
    finally:
        held[0].set_exception(ConnectionError("unexpected connection_lost() call"))
""")
    assert (program.returncode, program.stderr) == (INTERRUPTED, "")
