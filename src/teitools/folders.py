"""Output folders that are replaced as a whole: whoever looks sees the old one or the new one, never half of each.

A new folder is filled beside the old one and takes its place in one step of the file system. A list of its files,
`.teitools`, lies in it: a folder with anything else in it is somebody's own work and is not replaced.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import glob
import os
import shutil
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from teitools.diagnostics import SetupError

if sys.platform != "win32":
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MANIFEST", "copy_files", "files_below", "replaced_folder"]

MANIFEST = ".teitools"
_HEAD = "# Written by teitools, with these files; a folder that holds any other file is never replaced.\n"
_CLUTTER = {".DS_Store", "Thumbs.db", "desktop.ini"}  # made by file managers, wanted by nobody
_NEW, _OLD = ".new-", ".old-"
_SHOWN = 3
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # linux/fs.h


@contextmanager
def replaced_folder(target: Path) -> Iterator[Path]:
    """A new, empty folder; when the block ends without an exception, it takes the place of `target`.

    On any exception `target` stays as it was. What killed runs left behind is removed first. Raises SetupError if
    `target` cannot be replaced: it holds files that no build made, is no folder, or cannot be written.
    """
    target = Path(os.path.realpath(target))  # a link to a folder stays a link
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _clean_up(target)
        _refuse_foreign(target)
        new = target.parent / f".{target.name}{_NEW}{os.getpid()}"
        new.mkdir()
    except OSError as error:
        raise _cannot_write(target, error) from error
    with _locked(new):
        try:
            yield new
            _write_manifest(new)
            _refuse_foreign(target)
            _put_in_place(new, target)
        except OSError as error:
            raise _cannot_write(target, error) from error
        finally:
            shutil.rmtree(new, ignore_errors=True)


def _cannot_write(target: Path, error: OSError) -> SetupError:
    reason = error.strerror or str(error)
    return SetupError(f"{error.filename or target}: {reason}; {target} is as it was; free the place or choose another")


def files_below(folder: Path) -> list[str]:
    """The relative paths of all files (and links) below a folder, sorted; the list of files itself is left out."""
    found = []
    for parent, folders, names in os.walk(folder):
        links = [name for name in folders if Path(parent, name).is_symlink()]
        found += [Path(parent, name).relative_to(folder).as_posix() for name in [*names, *links]]
    return sorted(name for name in found if name != MANIFEST)


def copy_files(source: Path, target: Path) -> None:
    """Copy the files below a folder, without their times and rights, which say nothing of the copy."""
    for parent, folders, names in os.walk(source):
        folders.sort()
        place = target / Path(parent).relative_to(source)
        place.mkdir(parents=True, exist_ok=True)
        for name in sorted(names):
            shutil.copyfile(Path(parent, name), place / name)


def _write_manifest(folder: Path) -> None:
    lines = "".join(f"{name}\n" for name in files_below(folder))
    (folder / MANIFEST).write_text(_HEAD + lines, encoding="utf-8", errors="surrogateescape")


def _refuse_foreign(target: Path) -> None:
    if not os.path.lexists(target):
        return
    if not target.is_dir():
        raise SetupError(f"{target} is a file; the edition needs a folder of that name: move the file away")
    manifest = target / MANIFEST
    text = manifest.read_text(encoding="utf-8", errors="surrogateescape") if manifest.is_file() else ""
    own = set(text.splitlines())
    foreign = [name for name in files_below(target) if name not in own and Path(name).name not in _CLUTTER]
    if foreign:
        more = f" and {len(foreign) - _SHOWN} more" if len(foreign) > _SHOWN else ""
        shown = ", ".join(foreign[:_SHOWN])
        raise SetupError(
            f"{target} holds files that no build wrote ({shown}{more}); nothing was changed: "
            "move them away or choose another output folder"
        )


def _put_in_place(new: Path, target: Path) -> None:
    if not target.exists():
        new.rename(target)
    elif not _exchange(new, target):
        old = target.parent / f".{target.name}{_OLD}{os.getpid()}"
        target.rename(old)
        try:
            new.rename(target)
        except BaseException:
            old.rename(target)
            raise
        shutil.rmtree(old, ignore_errors=True)


def _exchange(first: Path, second: Path) -> bool:
    """Let two folders swap their names in one step; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):  # an old kernel, or a file system without it
        return False
    raise OSError(code, os.strerror(code), str(second))


def _clean_up(target: Path) -> None:
    """Remove what killed runs left. One killed between two renames left no target: its old folder goes back."""
    name = glob.escape(target.name)
    for old in sorted(target.parent.glob(f".{name}{_OLD}*")):
        if not target.exists():
            old.rename(target)
        else:
            shutil.rmtree(old, ignore_errors=True)
    for new in target.parent.glob(f".{name}{_NEW}*"):
        with contextlib.suppress(OSError), _locked(new):  # a lock that somebody holds: another build is at work
            shutil.rmtree(new, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, which ends with the process however that ends. Raises OSError if somebody has it.

    Windows has no locks on folders: there, two builds of one edition at the same time are not kept apart.
    """
    if sys.platform == "win32":
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)
