"""Files of ours are their owner's alone, whatever stood there before and whatever the umask is."""

import os
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hosting.private_files import append_private, be_private, private_file, private_folder, write_once, write_private

ROOT = Path(__file__).parents[2]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture(params=[0o000, 0o022, 0o077], autouse=True)
def umask(request: pytest.FixtureRequest) -> Iterator[None]:
    before = os.umask(request.param)
    yield
    os.umask(before)


def _append(path: Path) -> None:
    with append_private(path) as file:
        file.write(b"content")


WRITERS: dict[str, Callable[[Path], object]] = {
    "write": lambda path: write_private(path, "content"),
    "append": _append,
    "make": private_file,
}


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("before", [None, 0o644, 0o666, 0o600, 0o777])
def test_a_file_is_closed_to_others(tmp_path: Path, writer: str, before: int | None):
    """A new one, and one that stood there open to all."""
    path = tmp_path / "file"
    if before is not None:
        path.touch()
        path.chmod(before)
    WRITERS[writer](path)

    assert mode(path) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_who_holds_the_old_file_open_reads_nothing_new(tmp_path: Path):
    """Another file takes its place: a hand that waited on the open one is left with what it had."""
    path = tmp_path / "file"
    path.write_text("old")
    path.chmod(0o644)
    with path.open() as waiting:
        write_private(path, "new")
        assert waiting.read() == "old"
    assert path.read_text() == "new"


def test_a_link_stays_and_what_it_leads_to_is_closed(tmp_path: Path):
    """A link on purpose goes on leading there."""
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    link.symlink_to(target)
    write_private(link, "new")

    assert link.is_symlink()
    assert (target.read_text(), mode(target)) == ("new", 0o600)


def test_what_is_no_file_is_written_into():
    """/dev/null is neither replaced nor changed."""
    before = mode(Path("/dev/null"))
    write_private(Path("/dev/null"), "content")
    append_private(Path("/dev/null")).close()

    assert Path("/dev/null").is_char_device()
    assert mode(Path("/dev/null")) == before


def test_once_is_once(tmp_path: Path):
    """The first stays, closed to others; nothing is left of the second."""
    write_once(tmp_path / "file", b"first")
    with pytest.raises(FileExistsError):
        write_once(tmp_path / "file", b"second")

    assert (tmp_path / "file").read_bytes() == b"first"
    assert mode(tmp_path / "file") == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["file"]


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path: Path):
    """A folder in its place; no folder at all."""
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "folder", tmp_path / "no" / "file"):
        with pytest.raises(OSError):
            write_private(path, "content")

    assert [each.name for each in tmp_path.rglob("*")] == ["folder"]


def test_folders_are_closed_with_all_that_are_made_on_the_way(tmp_path: Path):
    """One that is there stays as it is; a file in its place is refused."""
    tmp_path.chmod(0o755)
    private_folder(tmp_path / "a" / "b" / "c")
    private_folder(tmp_path)

    assert {mode(tmp_path / each) for each in ("a", "a/b", "a/b/c")} == {0o700}
    assert mode(tmp_path) == 0o755
    write_private(tmp_path / "file", "")
    with pytest.raises(OSError):
        private_folder(tmp_path / "file" / "below")
    with pytest.raises(OSError):
        private_folder(tmp_path / "file")


def test_a_program_that_began_so_makes_closed_files(tmp_path: Path):
    """What a library opens itself is covered by the umask."""
    be_private()
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()

    assert (mode(tmp_path / "file"), mode(tmp_path / "folder")) == (0o600, 0o700)


def test_nobody_of_ours_writes_a_file_past_this_module():
    """Another way would leave the mode to the umask: a writer is one of the functions above, or named here with its reason."""
    writers = re.compile(
        r"write_text\(|write_bytes\(|\.touch\(|\bopen\([^)]*[\"'](?:w|a|x)b?[\"']|\.mkdir\(|os\.open\([^)]*O_CREAT"
    )
    named = {
        "hosting/private_files.py",
        "bench/servers/engine_cache.py",  # programs for the whole machine, nothing of ours
        "embedded/doctor.py",  # an empty probe that is removed again
        "bench/servers/engine_on_postgres.py",  # an empty mark in a closed folder
    }
    packages = ("adapters", "web", "sandbox", "cli", "upkeep", "hosting", "audit", "embedded", "composition")
    files = [
        *(file for each in packages for file in (ROOT / each).rglob("*.py")),
        ROOT / "worker.py",
        ROOT / "web_process.py",
        ROOT / "starter.py",
    ]
    found = {file.relative_to(ROOT).as_posix() for file in files if writers.search(file.read_text(encoding="utf-8"))}

    assert found <= named
