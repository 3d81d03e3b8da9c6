"""`teitools serve` as a process, for tests."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["started"]


@contextmanager
def started(folder: Path, *arguments: str, port: int = 0) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A service of a folder, and its port."""
    command = [sys.executable, "-m", "teitools", "serve", "--port", str(port), *arguments]
    environment = {**os.environ, "TEITOOLS_CACHE": str(folder / ".cache"), "LC_ALL": "C.UTF-8"}
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )
    try:
        assert process.stdout is not None
        said = process.stdout.readline()
        match = re.match(r"http://127\.0\.0\.1:(\d+)/ serves (.+); Ctrl-C ends it$", said)
        assert match, said + (process.stderr.read() if process.stderr else "")
        yield process, int(match[1])
    finally:
        process.kill()
        process.communicate()
