"""The data folder and its lock."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from embedded.data_folder import LOCK, DataFolder
from embedded.errors import StackError

ROOT = Path(__file__).resolve().parents[2]


def test_lock_is_exclusive_and_names_the_holder(tmp_path: Path) -> None:
    """While one holds the folder, another is told the process id and what to do."""
    first, second = DataFolder(tmp_path / "var"), DataFolder(tmp_path / "var")
    first.acquire()
    assert second.in_use()
    with pytest.raises(StackError, match=rf"process id {os.getpid()}: stop that one first"):
        second.acquire()
    first.release()
    assert not second.in_use()
    second.acquire()
    second.release()


def test_lock_of_a_killed_process_is_taken_over(tmp_path: Path) -> None:
    """A process killed with the lock in its hands leaves its number in the file and nothing in the way."""
    code = "import os, signal, sys, pathlib; sys.path.insert(0, sys.argv[1])\n"
    code += "from embedded.data_folder import DataFolder\n"
    code += "folder = DataFolder(pathlib.Path(sys.argv[2])); folder.acquire(); os.kill(os.getpid(), signal.SIGKILL)"
    killed = subprocess.run([sys.executable, "-c", code, str(ROOT), str(tmp_path)], check=False, timeout=30)
    assert killed.returncode < 0
    folder = DataFolder(tmp_path)
    assert folder.holder() is not None
    assert not folder.in_use()
    folder.acquire()
    assert folder.holder() == os.getpid()
    folder.release()
    assert folder.holder() is None


def test_unwritable_place_is_one_sentence(tmp_path: Path) -> None:
    """A folder that cannot be made is said so, with what to do."""
    (tmp_path / "file").write_text("")
    with pytest.raises(StackError, match=r"cannot be written \(Not a directory\): make it yours or remove it"):
        DataFolder(tmp_path / "file" / "var").acquire()


ACQUIRE_AS_NOBODY = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from embedded.data_folder import DataFolder
from embedded.errors import StackError
os.setuid(65534)
try:
    DataFolder(Path(sys.argv[2])).acquire()
except StackError as error:
    print(error)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to act as another user")
def test_folder_of_somebody_else_is_refused() -> None:
    """An ordinary user is told whose the folder is."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        command = [sys.executable, "-c", ACQUIRE_AS_NOBODY, str(ROOT), folder]
        found = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30)
    assert "belongs to the user root: run as that user" in found.stdout


def test_state_survives_damage(tmp_path: Path) -> None:
    """A remembered state cut short by a power loss counts as none."""
    folder = DataFolder(tmp_path)
    folder.write_state({"ports": {"web": 1}})
    assert folder.read_state() == {"ports": {"web": 1}}
    (tmp_path / "stack.json").write_text('{"ports": {"we')
    assert folder.read_state() == {}
    (tmp_path / LOCK).write_text("not a number")
    assert folder.holder() is None


def test_sub_folders_are_closed_whatever_the_umask(tmp_path: Path) -> None:
    """The folder itself and those in it, also under umask 000 and 077, also one that stood open."""
    for mask in (0o000, 0o077):
        before = os.umask(mask)
        try:
            folder = DataFolder(tmp_path / str(mask))
            folder.path.mkdir(mode=0o755)
            folder.acquire()
            assert folder.path.stat().st_mode & 0o777 == 0o700
            assert folder.make("secrets").stat().st_mode & 0o777 == 0o700
            assert (folder.path / LOCK).stat().st_mode & 0o777 == 0o600
            folder.release()
        finally:
            os.umask(before)
