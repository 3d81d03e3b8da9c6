"""Asking the file system, which may refuse to answer: names too long or with NUL, folders that are closed or gone.

`pathlib` raises a different exception for each of these, and other ones from version to version of Python. Here a
question is answered, or a SetupError says why it cannot be; nothing else of the package asks the system itself.
"""

from __future__ import annotations

import errno
import glob
import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from teitools.diagnostics import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "absolute",
    "each_matching",
    "entries",
    "exists",
    "files_below",
    "is_file",
    "is_folder",
    "is_full",
    "is_there",
    "matching",
    "normal",
    "place",
    "real",
    "reason",
    "relative",
    "require_file",
    "size",
    "state",
    "working_folder",
]

_IS_PLAIN = re.compile(r"(?!.*\*\*)[^/\\:.\0]+(?:/[^/\\:\0]+)*")
"""Patterns of which `glob` and `Path.glob` find the same: relative ones, without `**`."""
_NOT_THERE = (errno.ENOENT, errno.ENOTDIR)
_FULL = {getattr(errno, name, errno.ENOSPC) for name in ("ENOSPC", "EDQUOT", "EFBIG", "EROFS")}


def is_file(path: Path | str) -> bool:
    """Whether there is such a file, as far as can be seen."""
    return os.path.isfile(path)  # noqa: PTH113


def is_folder(path: Path | str) -> bool:
    """Whether there is such a folder, as far as can be seen."""
    return os.path.isdir(path)  # noqa: PTH112


def exists(path: Path | str) -> bool:
    """Whether there is anything at this path, as far as can be seen; a link that leads nowhere is nothing."""
    return os.path.exists(path)  # noqa: PTH110


def is_there(path: Path) -> bool:
    """Whether there is anything at this path, a link that leads nowhere too."""
    return os.path.lexists(path)


def size(path: Path) -> int | None:
    """How many bytes a file has; None if there is no such file, as far as can be seen."""
    try:
        status = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def state(path: Path) -> tuple[int, int] | None:
    """When a file was changed last and its size, which tell whether it has changed; None if it cannot be seen."""
    try:
        status = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):
        return None
    return status.st_mtime_ns, status.st_size


def is_full(error: OSError) -> bool:
    """Whether an exception says that there is no place for what was to be written."""
    return error.errno in _FULL


def place(error: OSError, otherwise: Path) -> str:
    """The path that an exception is about: where two files had a part, as in a copy, the one that has no place."""
    full = error.filename2 if is_full(error) else None
    return str(full or error.filename or otherwise)


def reason(error: OSError | ValueError) -> str:
    """What an exception of the file system says, without names and numbers."""
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)


def require_file(path: Path, missing: str) -> None:
    """Raise SetupError, with the path first, unless this is a file: `missing` if there is none, else why it is not."""
    try:
        if stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116
            return
    except OSError as error:
        if error.errno not in _NOT_THERE:
            raise SetupError(f"{path}: {reason(error)}; correct the path or its permissions") from error
    except ValueError as error:  # a NUL in the path
        raise SetupError(f"{path}: {error}; correct the path") from error
    raise SetupError(f"{path}: {missing}")


def working_folder() -> Path:
    """The working folder. Raises SetupError if it was removed or may not be looked at."""
    return Path(_working_folder())


def _working_folder() -> str:
    try:
        return os.getcwd()  # noqa: PTH109  # asked for often: paths as text take a third of the time
    except OSError as error:
        raise SetupError(f"the working folder: {reason(error)}; change to another folder") from error


def absolute(path: Path) -> Path:
    """The path from the root of the file system, links and `..` as they are. Raises SetupError as `working_folder`."""
    return path if path.is_absolute() else Path(_working_folder(), path)


def _from_root(path: Path) -> str:
    return str(path) if path.is_absolute() else os.path.join(_working_folder(), path)  # noqa: PTH118  # as above


def normal(path: Path) -> Path:
    """The path from the root without `.` and `..`; links stay as named. Raises SetupError as `working_folder`."""
    return Path(os.path.normpath(_from_root(path)))


def real(path: Path) -> Path:
    """The path from the root without links and `..`, as far as they can be followed. Raises as `working_folder`."""
    whole = _from_root(path)
    try:
        return Path(os.path.realpath(whole))
    except (OSError, ValueError):  # a NUL in the path
        return Path(whole)


def relative(path: Path, folder: Path) -> str:
    """How an absolute path is named from another folder, with `/`; as it is where that lies on another drive."""
    try:
        return Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:
        return path.as_posix()


def matching(folder: Path, pattern: str) -> list[Path]:
    """What a pattern of `Path.glob` finds in a folder, sorted.

    Raises ValueError or NotImplementedError for what is no relative pattern, SetupError if the system refuses.
    """
    return sorted(map(Path, each_matching(folder, pattern)))


def each_matching(folder: Path, pattern: str) -> Iterator[str]:
    """The same as it is found: there may be very many, which are texts as these take a fourth of the time of paths."""
    if pattern and not Path(pattern).parts:  # `.`: glob knows no such pattern
        yield str(folder)
        return
    try:
        if _IS_PLAIN.fullmatch(pattern):
            start = os.path.join(folder, "")  # noqa: PTH118
            yield from (start + name for name in glob.iglob(pattern, root_dir=folder, include_hidden=True))  # noqa: PTH207
        else:
            yield from map(str, folder.glob(pattern))
    except OSError as error:
        raise SetupError(f"{folder}: {pattern}: {reason(error)}; correct the pattern or permissions") from error
    except RecursionError as error:  # hundreds of folders in one another
        raise SetupError(f"{folder}: {pattern}: File name too long; correct the pattern") from error


def entries(folder: Path) -> list[Path]:
    """What lies in a folder, sorted. Raises SetupError if that cannot be seen."""
    try:
        return sorted(folder.iterdir())
    except (OSError, ValueError) as error:
        raise SetupError(f"{folder}: {reason(error)}; correct the path or its permissions") from error


def files_below(folder: Path, ending: str, *, hidden: bool = True) -> list[Path]:
    """The files below a folder whose names end so (small letters), in the order of their paths, folder by folder.

    Without `hidden`, folders whose names begin with a dot are passed over. A folder that cannot be looked into stands
    for what would be found in it: whoever reads it is told.
    """
    closed: list[OSError] = []
    found: list[Path] = []
    for parent, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if hidden or not name.startswith("."))
        found += [Path(parent, name) for name in sorted(names) if name.lower().endswith(ending)]
    return found + [Path(error.filename) for error in closed if error.filename]
