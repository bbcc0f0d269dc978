"""A copy of a real municipality that a test may spoil."""

import shutil
from pathlib import Path

import pytest

MUNICIPALITIES = Path(__file__).parents[3] / "municipalities"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """みなも市 in a folder of its own."""
    return Path(shutil.copytree(MUNICIPALITIES / "999001", tmp_path / "999001"))
