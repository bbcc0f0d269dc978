"""Processor time of programs with all their children, as the operating system counts it."""

import contextlib

import psutil

Seconds = float


def processor_seconds(pid: int) -> Seconds:
    """Return user and system seconds of a process and of everything it started, children that ended included."""
    process = psutil.Process(pid)
    used = _own(process)
    for child in process.children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            used += _own(child)
    return used


def _own(process: psutil.Process) -> Seconds:
    times = process.cpu_times()
    return float(times.user + times.system + times.children_user + times.children_system)
