"""A process that can read and write in some folders only, whatever it runs: Landlock, a service of the Linux kernel.

What is not allowed fails in the kernel as “permission denied”, wherever symbolic links and `..` lead; there is no way
back, and what the process would start is confined too. See landlock(7) for the calls; they have had the same numbers on
all architectures since Linux 5.13. Renaming across folders needs the second version of the service (Linux 5.19).
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
import tempfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path
from teitools import filesystem

__all__ = ["can_confine", "confine"]

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION = 1  # LANDLOCK_CREATE_RULESET_VERSION
_PATH_BENEATH = 1  # LANDLOCK_RULE_PATH_BENEATH
_NO_NEW_PRIVILEGES = 38  # PR_SET_NO_NEW_PRIVS
_LEAST = 2

# linux/landlock.h: LANDLOCK_ACCESS_FS_…
_WRITE_FILE, _READ_FILE, _READ_DIR, _TRUNCATE = 1 << 1, 1 << 2, 1 << 3, 1 << 14
_ALL = (1 << 14) - 1  # up to REFER, of the second version
_OF_FILES = _WRITE_FILE | _READ_FILE | _TRUNCATE
_EXECUTE = 1 << 0


def can_confine() -> bool:
    """Whether this system can: Linux with Landlock, which containers and old kernels may lack."""
    return _version() >= _LEAST


def confine(readable: Iterable[Path], writable: Iterable[Path]) -> bool:
    """From now on, let this thread read only below some folders, and read and write below others; it runs no programs.

    Temporary files go into the first of the writable ones. Folders that are not there are left out. Returns whether the
    system could do so; raises OSError if it should have been able to.
    """
    version = _version()
    if version < _LEAST:
        return False
    handled = _ALL | (_TRUNCATE if version > _LEAST else 0)
    attributes = struct.pack("=Q", handled)
    ruleset = _call(_CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0)
    try:
        for path in readable:
            _allow(ruleset, path, _READ_FILE | _READ_DIR)
        folders = list(writable)
        for path in folders:
            _allow(ruleset, path, handled & ~_EXECUTE)
        if _libc().prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
            raise _error()
        _call(_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)
    if folders:
        tempfile.tempdir = str(folders[0])
    return True


def _allow(ruleset: int, path: Path, access: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:  # not there, so there is nothing to allow
        return
    try:
        rule = struct.pack("=Qi", access if filesystem.is_folder(path) else access & _OF_FILES, place)
        _call(_ADD_RULE, ruleset, _PATH_BENEATH, rule, 0)
    finally:
        os.close(place)


def _version() -> int:
    if not sys.platform.startswith("linux"):
        return 0
    return max(0, int(_libc().syscall(_CREATE_RULESET, None, 0, _VERSION)))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _call(number: int, *arguments: object) -> int:
    found = int(_libc().syscall(number, *arguments))
    if found < 0:
        raise _error()
    return found


def _error() -> OSError:
    code = ctypes.get_errno()
    return OSError(code, os.strerror(code))
