"""NIST's path validation suite, run through the very function that judges cards."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from adapters.jpki.path import PathState, validate_path

FOLDER = Path(__file__).parents[4] / "shared" / "testdata" / "pkits"
SUITE = json.loads((FOLDER / "cases.json").read_text("utf-8")) if FOLDER.exists() else {"cases": []}


async def judge(case: dict) -> PathState:
    return await validate_path(
        certificate(case["end_entity"]),
        certificate(SUITE["trust_anchor"]),
        datetime.fromisoformat(SUITE["moment"]),
        [(FOLDER / "crls" / name).read_bytes() for name in case["crls"]],
        [certificate(name) for name in case["intermediates"]],
    )


def certificate(name: str) -> bytes:
    return (FOLDER / "certs" / name).read_bytes()


@pytest.mark.skipif(not FOLDER.exists(), reason="no test data from outside here")
def test_the_suite_is_whole():
    """All 62 cases are there, 26 of them valid."""
    assert len(SUITE["cases"]) == 62
    assert sum(case["expected"] == "valid" for case in SUITE["cases"]) == 26


@pytest.mark.parametrize("case", SUITE["cases"], ids=lambda case: f"{case['number']} {case['case']}")
async def test_pkits(case):
    """Valid means good; invalid means anything but good."""
    state = await judge(case)
    assert (state is PathState.GOOD) == (case["expected"] == "valid"), case["reason"]


@pytest.mark.parametrize(
    ("number", "state"),
    [
        ("4.4.1", PathState.REVOCATION_UNKNOWN),
        ("4.4.2", PathState.REVOKED),
        ("4.4.3", PathState.REVOKED),
        ("4.4.4", PathState.REVOCATION_UNKNOWN),
        ("4.4.11", PathState.REVOCATION_UNKNOWN),
        ("4.1.3", PathState.INVALID),
        ("4.2.2", PathState.NOT_YET_VALID),
        ("4.2.6", PathState.EXPIRED),
    ],
)
@pytest.mark.skipif(not FOLDER.exists(), reason="no test data from outside here")
async def test_the_kind_of_no_is_told_apart(number, state):
    """Revoked, unknown, too early, too late and forged are five different answers."""
    case = next(case for case in SUITE["cases"] if case["number"] == number)
    assert await judge(case) is state
