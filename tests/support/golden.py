"""Expected files: what a test makes is compared with one, or, with --accept, shown as a difference and written.

`make accept` does the latter for all of them: first it prints every difference, then it writes.
"""

from __future__ import annotations

import json
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Golden", "json_text"]

_ROOT = Path(__file__).resolve().parents[2]
_NEW = pytest.StashKey[dict[Path, bytes | None]]()


def json_text(value: object) -> str:
    """A value as it stands in expected files."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


class Golden:
    """Called with a file and what it should hold, byte for byte; None if there should be no such file."""

    def __init__(self, config: pytest.Config) -> None:
        self._accepting = bool(config.getoption("--accept"))
        self._new = config.stash.setdefault(_NEW, {})

    def __call__(self, path: Path, made: str | bytes | None) -> None:
        """Compare, or note the difference."""
        content = made.encode() if isinstance(made, str) else made
        if content == _held(path):
            return
        if not self._accepting:
            pytest.fail("\n".join([*_difference(path, content), "if this is meant, run make accept"]), pytrace=False)
        self._new[path] = content

    def accept(self) -> Iterator[str]:
        """The differences, line by line; when all have been given, the files are written."""
        for path, content in sorted(self._new.items()):
            yield from _difference(path, content)
        for path, content in self._new.items():
            if content is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        yield f"expected files written or removed: {len(self._new)}"


def _held(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _difference(path: Path, new: bytes | None) -> list[str]:
    """A unified diff from what the file holds; bytes that are not UTF-8, and carriage returns, as escapes."""
    old = _held(path)
    before, after = ((text or b"").decode(errors="backslashreplace").split("\n") for text in (old, new))
    name = path.relative_to(_ROOT).as_posix()
    names = ("/dev/null" if old is None else f"a/{name}", "/dev/null" if new is None else f"b/{name}")
    return [line.replace("\r", "\\r") for line in unified_diff(before, after, *names, lineterm="", n=1)]
