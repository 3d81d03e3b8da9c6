"""Output folders that are replaced as a whole: whoever looks sees the old one or the new one, never half of each.

A new folder is filled beside the old one and takes its place in one step of the file system. A list of its files,
`.teitools`, lies in it: a folder with anything else in it is somebody's own work and is not replaced. The list is the
first file that a new folder gets and the last that is removed, so that it is always known which folders are ours.
"""

from __future__ import annotations

import contextlib
import errno
import glob
import os
import re
import shutil
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from teitools import filesystem
from teitools.diagnostics import SetupError
from teitools.files.locking import locked
from teitools.files.manifest import MANIFEST, begin, foreign, is_ours, write_manifest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["MADE", "Left", "clean_up", "copy_files", "put_away", "refuse_foreign", "replaced_folder", "swapped"]

MADE = "made"
"""What takes the place of a target, in a folder for the work; see `swapped`."""

_NEW, _OLD = ".new-", ".old-"
_NUMBERS = re.compile(r"-[0-9]+-[0-9a-f]{8}\Z")  # see _beside
_SHOWN = 3
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # linux/fs.h


@contextmanager
def replaced_folder(target: Path, beside: Path | None = None) -> Iterator[Path]:
    """A new, empty folder; when the block ends without an exception, it takes the place of `target`.

    On any exception `target` stays as it was. What killed runs left behind is removed first. The new folder is filled
    beside the target, or `beside` another folder of the same file system, from which `clean_up` removes what is left.
    Raises SetupError if `target` cannot be replaced: it holds files that no build made, is no folder, or cannot be
    written.
    """
    with _taking_place(target, refuse_foreign, beside=beside) as new:
        yield new
        write_manifest(new)


@contextmanager
def swapped(target: Path, refuse: Callable[[Path], None], left: Left | None = None) -> Iterator[Path]:
    """The same for a folder or a file that is handed on, and so bears no sign of ours: the folder is for the work.

    `MADE` in it takes the place of `target`. `refuse` raises SetupError for what is at that path and must stay. Where
    `left` goes on with what an interrupted run left, the folder is that one; and it stays if this run is interrupted,
    which is no exception of a program. Raises SetupError if the target cannot be written.
    """
    with _taking_place(target, refuse, MADE, left) as new:
        yield new


class Left(Protocol):
    """Says what becomes of what interrupted runs left, and of what this one leaves."""

    def goes_on(self, folder: Path) -> bool:
        """Whether this run goes on with a folder; else that is removed."""
        ...

    def stays(self, folder: Path) -> bool:
        """Whether a folder, whose run is interrupted, stays for the next one."""
        ...


@contextmanager
def _taking_place(
    target: Path, refuse: Callable[[Path], None], part: str = "", left: Left | None = None, beside: Path | None = None
) -> Iterator[Path]:
    """A folder of ours; when the block ends without an exception, it or a part of it takes the place of `target`."""
    target = Path(os.path.realpath(target))  # a link to a folder stays a link
    stays = False
    with ExitStack() as locks:
        with _told(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            new = _taken_up(target, left, locks) if left else None
            if beside is None:
                clean_up(target)
            refuse(target)
            new = new or _new_folder(beside or target, locks)
        try:
            with _told(target):
                yield new
                refuse(target)
                _put_in_place(new / part, target)
        except BaseException as error:
            stays = left is not None and not isinstance(error, Exception) and left.stays(new)
            raise
        finally:
            if not stays:
                _remove(new)


@contextmanager
def _told(target: Path) -> Iterator[None]:
    """Let errors of the system say that the target is as it was."""
    try:
        yield
    except OSError as error:
        raise _cannot_write(target, error) from error


def _taken_up(target: Path, left: Left, locks: ExitStack) -> Path | None:
    """What an interrupted run left and this one goes on with, its lock held; None if there is nothing."""
    if sys.platform == "win32":  # nobody knows whether its run has ended: see `locked`
        return None
    for new in sorted(target.parent.glob(f".{glob.escape(target.name)}{_NEW}*")):
        with contextlib.suppress(OSError), ExitStack() as own:
            own.enter_context(locked(new, waits=False))
            if is_ours(new) and left.goes_on(new):
                locks.push(own.pop_all())
                return new
    return None


def _new_folder(target: Path, locks: ExitStack) -> Path:
    """A folder beside the target, with its lock held and the sign of ours in it.

    Until then another build may take it for what a killed one left, and remove it: it is then made once more.
    """
    while True:
        new = _beside(target, _NEW)
        new.mkdir()
        try:
            locks.enter_context(locked(new, waits=False))
            begin(new)
        except (FileNotFoundError, BlockingIOError):
            continue
        return new


def _beside(target: Path, kind: str) -> Path:
    return target.parent / f".{target.name}{kind}{os.getpid()}-{os.urandom(4).hex()}"


def _cannot_write(target: Path, error: OSError) -> SetupError:
    place, reason = filesystem.place(error, target), filesystem.reason(error)
    return SetupError(f"{place}: {reason}; {target} is as it was; free the place or choose another")


def copy_files(source: Path, target: Path) -> None:
    """Copy the files below a folder, without their times and rights, which say nothing of the copy."""
    for parent, folders, names in os.walk(source):
        folders.sort()
        place = target / Path(parent).relative_to(source)
        place.mkdir(parents=True, exist_ok=True)
        for name in sorted(names):
            shutil.copyfile(Path(parent, name), place / name)


def _remove(folder: Path) -> None:
    """Remove a folder of ours, the sign of that last: what is left by a process that is killed is still known."""
    with contextlib.suppress(OSError):
        for item in folder.iterdir():
            if item.is_dir() and not item.is_symlink():
                shutil.rmtree(item, ignore_errors=True)
            elif item.name != MANIFEST:
                item.unlink()
    shutil.rmtree(folder, ignore_errors=True)


def put_away(folder: Path, beside: Path) -> None:
    """Remove a folder of ours in one step, as seen by others: it goes beside another one first."""
    old = _beside(beside, _OLD)
    folder.rename(old)
    _remove(old)


def refuse_foreign(target: Path) -> None:
    """Raise SetupError if what is at this path is no folder, or one with files that no build wrote."""
    if not os.path.lexists(target):
        return
    if not filesystem.is_folder(target):
        raise SetupError(f"{target} is a file; the edition needs a folder of that name: move the file away")
    found = [name.replace("\n", "\\n") for name in foreign(target)]
    if found:
        more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        shown = ", ".join(found[:_SHOWN])
        raise SetupError(
            f"{target} holds files that no build wrote ({shown}{more}); nothing was changed: "
            "move them away or choose another output folder"
        )


def _put_in_place(new: Path, target: Path) -> None:
    if not filesystem.exists(target):
        new.rename(target)
    elif not _exchange(new, target):
        old = _beside(target, _OLD)
        target.rename(old)
        try:
            new.rename(target)
        except BaseException:
            old.rename(target)
            raise
        _remove(old)


def _exchange(first: Path, second: Path) -> bool:
    """Let two folders swap their names in one step; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes  # 5 ms

    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):  # an old kernel, or a file system without it
        return False
    raise OSError(code, os.strerror(code), str(second))


def clean_up(target: Path) -> None:
    """Remove what killed runs left. One killed between two renames left no target: its old folder goes back.

    A folder that only has such a name is somebody's own.
    """
    name = glob.escape(target.name)
    for old in filter(is_ours, sorted(target.parent.glob(f".{name}{_OLD}*"))):
        if not filesystem.exists(target):
            old.rename(target)
        else:
            _remove(old)
    for new in target.parent.glob(f".{name}{_NEW}*"):
        with contextlib.suppress(OSError), locked(new, waits=False):  # OSError: another build is at work
            if is_ours(new):
                _remove(new)
            elif _NUMBERS.search(new.name) and not new.is_symlink():
                if not filesystem.size(new / MANIFEST):  # its process was killed while it signed it
                    (new / MANIFEST).unlink(missing_ok=True)
                new.rmdir()  # only if it is empty: its process was killed before it wrote anything else
