"""Faults of a municipality's data: which key is wrong, why, and what to write instead."""

from typing import NamedTuple


class Fault(NamedTuple):
    """One fault of one file. `key` is the path inside the file, as in `fee[1].effective_from`."""

    key: str
    reason: str
    fix: str
