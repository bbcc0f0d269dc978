"""The profile: a flame graph of what a process does, and a plain word where it cannot be had."""

import asyncio
import sys
from pathlib import Path

import pytest

from bench.profile import looking_into
from embedded.errors import StackError

BUSY = """
import time

def spinning_on_purpose():
    end = time.time() + 60
    while time.time() < end:
        sum(range(1000))

spinning_on_purpose()
"""


async def test_what_a_process_works_on_is_drawn(tmp_path: Path) -> None:
    """By the names of its functions."""
    busy = await asyncio.create_subprocess_exec(sys.executable, "-c", BUSY)
    try:
        async with looking_into(busy.pid, tmp_path / "flames.svg"):
            await asyncio.sleep(1)  # there is nothing to wait for but samples
    finally:
        busy.kill()
        await busy.wait()
    assert "spinning_on_purpose" in (tmp_path / "flames.svg").read_text(encoding="utf-8")


async def test_a_process_that_cannot_be_looked_into_is_told(tmp_path: Path) -> None:
    """In the sampler's own last line, not as a drawing of nothing."""
    with pytest.raises(StackError, match="py-spy could not look into the worker"):
        async with looking_into(2**22 + 1, tmp_path / "flames.svg"):
            await asyncio.sleep(0.5)
