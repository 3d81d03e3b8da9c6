"""Files that are written in one step each, several of them all or none.

New content goes into a file beside the old one, reaches the disk, and takes its name. The permissions of new files are
what the kernel makes of the process's umask, which therefore is never asked for: that would change it for a moment,
for all threads.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import SetupError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

__all__ = ["not_kept", "refuse_to_replace", "write_file", "write_files"]

_ALL, _OWN = 0o666, 0o600


def refuse_to_replace(paths: Iterable[Path], read: Iterable[Path], option: str = "--output") -> None:
    """Raise SetupError if one of the files to be written, which `option` names, was read, by whatever name."""
    known = {key for path in read for key in _keys(path)}
    for path in paths:
        if not known.isdisjoint(_keys(path)):
            raise SetupError(f"{path}: this file was read to make it; name another place with {option}")


def _keys(path: Path) -> Iterator[object]:
    """What two names of one file have in common: the path behind links, the number of the file."""
    yield filesystem.real(path)
    with contextlib.suppress(OSError, ValueError):
        status = path.stat()
        yield status.st_dev, status.st_ino


def write_file(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file, whose folder is there, in one step.

    Where it leads to, if it is a link, is what is replaced; an existing file keeps its permissions and, as far as this
    user may see to it, its owner; other names of it (hard links) keep the old content. A `private` file is
    for its owner alone, whatever was there before, and a link of its name is replaced. Raises OSError, with the path as
    its `filename`, if that is not possible; then what was there is as it was.
    """
    with _drafted(path, content, private=private) as draft, _told(path):
        draft.replace(_target(path, private=private))


def write_files(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files, named relative to a folder, all or none; folders that they need are made. Returns their paths.

    Each is written as `write_file` does, all of them under other names first. Raises OSError, with the path as its
    `filename`, if one cannot be written; then all are as they were.
    """
    paths = [folder / name for name in files]
    with contextlib.ExitStack() as drafts, contextlib.ExitStack() as undo:
        ready = []
        for path, content in zip(paths, files.values(), strict=True):
            with _told(path):
                path.parent.mkdir(parents=True, exist_ok=True)
            ready.append((path, drafts.enter_context(_drafted(path, content))))
        for path, draft in ready:
            target = _target(path)
            with _told(path):
                old = drafts.enter_context(_kept(target))
                draft.replace(target)
            undo.callback(old.replace, target) if old else undo.callback(target.unlink, missing_ok=True)
        undo.pop_all()
    return paths


def _target(path: Path, *, private: bool = False) -> Path:
    return path if private else Path(os.path.realpath(path))


@contextlib.contextmanager
def _drafted(path: Path, content: bytes, *, private: bool = False) -> Iterator[Path]:
    """The content in a file beside the one meant, with the permissions that it is to have; removed in the end."""
    target = _target(path, private=private)
    draft = _beside(target)
    try:
        with _told(path):
            if filesystem.is_folder(target):
                raise IsADirectoryError(errno.EISDIR, "is a folder", str(path))
            mode = None if private or not filesystem.exists(target) else stat.S_IMODE(target.stat().st_mode)
            _write(draft, content, _OWN if private else _ALL if mode is None else mode & _ALL)
            if mode is not None:
                _give_away(draft, target.stat())
                draft.chmod(mode)  # last, as a change of owner takes rights away
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _give_away(draft: Path, owner: os.stat_result) -> None:
    """Let a draft belong to whom the file belongs that it replaces, as far as this user may do that."""
    made = draft.stat()
    if hasattr(os, "chown") and (made.st_uid, made.st_gid) != (owner.st_uid, owner.st_gid):
        with contextlib.suppress(OSError):
            os.chown(draft, -1, owner.st_gid)
        with contextlib.suppress(OSError):
            os.chown(draft, owner.st_uid, -1)


def not_kept(path: Path) -> list[str]:
    """What writing this file takes from it: keys of phrases that say so; nothing for a file of one name and owner."""
    try:
        status = path.stat()
    except OSError:
        return []
    others = hasattr(os, "geteuid") and os.geteuid() not in (0, status.st_uid)
    return [*(["file_other_names"] if status.st_nlink > 1 else []), *(["file_owner"] if others else [])]


def _write(draft: Path, content: bytes, mode: int) -> None:
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(descriptor)


def _beside(target: Path) -> Path:
    """A new name in the same folder, short, as that of the file may be as long as a name can be."""
    return target.with_name(f".teitools-{os.getpid()}-{os.urandom(6).hex()}.new")


@contextlib.contextmanager
def _kept(target: Path) -> Iterator[Path | None]:
    """Another name for what a file holds now, None if there is none; removed in the end."""
    if not filesystem.exists(target):
        yield None
        return
    old = _beside(target)
    try:
        try:
            old.hardlink_to(target)
        except OSError:  # a file system without them, or one that does not let this user make them
            shutil.copy2(target, old)
        yield old
    finally:
        old.unlink(missing_ok=True)


@contextlib.contextmanager
def _told(path: Path) -> Iterator[None]:
    """Let errors name the file that was to be written, not one that stood in for it."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error
