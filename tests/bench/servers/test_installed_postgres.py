"""Which Postgres of the machine's own is taken: the newest whole one that is not too old."""

from pathlib import Path

import pytest

from bench.servers.installed_postgres import newest

PROGRAMS = ("initdb", "postgres", "pg_ctl")


def install(at: Path, names: tuple[str, ...] = PROGRAMS) -> Path:
    """Put programs into a folder."""
    at.mkdir(parents=True)
    for name in names:
        (at / name).touch(mode=0o755)
    return at


@pytest.fixture(autouse=True)
def _nothing_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")


def test_the_newest_of_debians_is_taken(tmp_path: Path) -> None:
    """Numbers, not words: 9 is older than 15."""
    for version in ("9", "15", "17"):
        install(tmp_path / version / "bin")

    assert newest(tmp_path) == tmp_path / "17" / "bin"


def test_one_that_is_too_old_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither Debian's nor the one on PATH may be older than we run on."""
    old = install(tmp_path / "13" / "bin")
    monkeypatch.setenv("PATH", str(old))

    assert newest(tmp_path) is None


def test_one_cut_short_is_none(tmp_path: Path) -> None:
    """Clients alone are no server."""
    install(tmp_path / "16" / "bin", ("initdb",))

    assert newest(tmp_path) is None


def test_the_one_on_path_counts_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Built by hand, and newer than Debian's."""
    install(tmp_path / "debian" / "15" / "bin")
    own = install(tmp_path / "18" / "bin")
    monkeypatch.setenv("PATH", str(own))

    assert newest(tmp_path / "debian") == own
