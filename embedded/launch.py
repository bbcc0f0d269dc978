"""Become another program whose life is tied to the one that started it.

Run by `embedded.processes` as `python -I -S launch.py PARENT_PID STOP_SIGNAL USER_ID PROGRAM [ARGUMENT ...]`. Standard
library only. Two things must happen between fork and exec, and doing them here keeps them out of a threaded parent:

* Linux tells the kernel to send STOP_SIGNAL when the parent dies, even by SIGKILL, so no orphan is left (prctl(2),
  PR_SET_PDEATHSIG). Elsewhere the next start finds the orphan in the journal (`embedded.journal`).
* Postgres refuses to run as root. Started by root it gets the user USER_ID, and keeps one capability, to pass through
  folders: root's checkout often lies in a closed folder (/root, `mktemp -d`), and opening that folder to everybody, or
  adding a user to the machine, would be worse.
"""

import ctypes
import os
import pwd
import sys

_PR_SET_PDEATHSIG = 1
_PR_SET_KEEPCAPS = 8
_PR_SET_SECUREBITS = 28
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_RAISE = 2
_CAP_DAC_OVERRIDE = 1
_SECBIT_NO_SETUID_FIXUP = 4  # access(2) asks with the real user id; without this it would not see the capability
_CAPABILITY_VERSION_3 = 0x20080522
_CANNOT_EXECUTE = 127
_ARGUMENTS_BEFORE_PROGRAM = 4


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def _become(user_id: int) -> None:
    """Change to an ordinary user, keeping (where the kernel allows it) only the right to pass through folders."""
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None
    if libc is not None:
        libc.prctl(_PR_SET_SECUREBITS, _SECBIT_NO_SETUID_FIXUP, 0, 0, 0)
        libc.prctl(_PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setgid(pwd.getpwuid(user_id).pw_gid)
    os.setuid(user_id)
    if libc is not None:
        only = 1 << _CAP_DAC_OVERRIDE
        sets = (_Sets * 2)(_Sets(only, only, only), _Sets(0, 0, 0))
        if libc.capset(ctypes.byref(_Header(_CAPABILITY_VERSION_3, 0)), sets) != 0:
            none = (_Sets * 2)()
            libc.capset(ctypes.byref(_Header(_CAPABILITY_VERSION_3, 0)), none)
        libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, _CAP_DAC_OVERRIDE, 0, 0)


def _die_with(parent: int, signal_number: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal_number, 0, 0, 0)
    if os.getppid() != parent:  # it died before the line above
        sys.exit(0)


def _main() -> None:
    parent, signal_number, user_id = (int(argument) for argument in sys.argv[1:_ARGUMENTS_BEFORE_PROGRAM])
    argv = sys.argv[_ARGUMENTS_BEFORE_PROGRAM:]
    if user_id != os.geteuid():
        _become(user_id)
    os.umask(0o077)  # logs, databases: what a component writes is read by its own user
    _die_with(parent, signal_number)  # after the change of user, which clears it
    try:
        os.execv(argv[0], argv)  # noqa: S606 - no shell is the point
    except OSError as error:
        sys.stderr.write(f"{argv[0]} cannot be started: {error.strerror}\n")
        sys.exit(_CANNOT_EXECUTE)


if __name__ == "__main__":
    _main()
