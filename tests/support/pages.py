"""The examples of README.md and docs/*.md: found in the text, run in a copy of a small project, compared.

A block of code does what its first line says:

    ```console          commands after `$ `, run by one shell for the whole page, and what they print, both streams
    ```xml letters.sch  a file of the project: written before the blocks that follow it
    ```python           a program, run in the project
    ```toml             a teitools.toml, read by the reader of the tool
    ```json             JSON that can be read
    ```sh               commands that need more than a test has (make, the network): they are read, not run

In the output a line `…` stands for any lines, an ellipsis in a line for any text. `tests/docs/PAGE/` holds what a page
does not show of its project.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from support.running import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

FIXTURES = ROOT / "tests" / "docs"
PAGES = {path.stem: path for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))}
_BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LEAVE_NOTHING = """trap '[ -z "$(jobs -p)" ] || kill $(jobs -p)' EXIT"""  # of what a page starts beside its commands
_PORT = "8765"  # at which examples serve
_END = "\x1e"  # after the output of each command
# What would change what commands print: of the user's, and of a `make` that runs the tests.
_UNWANTED = (
    "LC_ALL",
    "LC_MESSAGES",
    "LANGUAGE",
    "TEITOOLS_P5",
    "NO_COLOR",
    "FORCE_COLOR",
    "MAKEFLAGS",
    "MAKELEVEL",
    "MFLAGS",
)


@dataclass(frozen=True)
class Block:
    """A block of code: its language, the file that it is (or None), its text, the line where it starts."""

    language: str
    file: str | None
    text: str
    line: int


@dataclass(frozen=True)
class Command:
    """A command of a console block and the output that the page shows."""

    text: str
    expected: str
    line: int


def page(stem: str) -> str:
    """The text of a page; the port of its examples is another one for each process of tests, as several may run."""
    return PAGES[stem].read_text(encoding="utf-8").replace(_PORT, str(20_000 + os.getpid() % 10_000))


def blocks(stem: str, language: str | None = None) -> list[Block]:
    """The blocks of a page in their order; all, or those of a language."""
    text = page(stem)
    found = [Block(m[1], m[2], m[3], text.count("\n", 0, m.start()) + 1) for m in _BLOCK.finditer(text)]
    return [block for block in found if language in (None, block.language)]


def prose(stem: str) -> str:
    """A page without its blocks of code."""
    return _BLOCK.sub("", page(stem))


def commands(block: Block) -> list[Command]:
    parts = re.split(r"^\$ ", block.text, flags=re.MULTILINE)
    assert parts[0] == "", f"line {block.line}: a console block starts with a command"
    found = []
    for part in parts[1:]:
        lines = part.splitlines()
        length = next(n for n, line in enumerate(lines, 1) if not line.endswith("\\"))
        found.append(Command("\n".join(lines[:length]), "".join(f"{line}\n" for line in lines[length:]), block.line))
    return found


def pattern(expected: str) -> str:
    """The expected output as a regular expression."""
    lines = [
        r"(?:.*\n)*?" if line == "…" else re.escape(line).replace("…", ".*?") + "\n" for line in expected.splitlines()
    ]
    return "".join(lines)


def small_project(stem: str, folder: Path) -> Path:
    """The project of a page, as it is before its first example."""
    if (FIXTURES / stem).is_dir():
        shutil.copytree(FIXTURES / stem, folder, dirs_exist_ok=True)
    return folder


def run_page(stem: str, folder: Path) -> Iterator[tuple[Command, str]]:
    """Run all examples of a page, in its order, in one shell; each command with what it printed."""
    wanted: list[Command] = []
    script: list[str] = []
    for block in blocks(stem):
        if block.file is not None:
            script.append(
                f"mkdir -p \"$(dirname '{block.file}')\" && cat > '{block.file}' <<'{_END}'\n{block.text}{_END}"
            )
        elif block.language in ("console", "python"):
            program = f"python - <<'{_END}'\n{block.text}{_END}"
            asked = commands(block) if block.language == "console" else [Command(program, "…\n", block.line)]
            for command in asked:
                script.append(f"{{ {command.text}\n}} 2>&1; status=$?; printf '{_END}'; (exit $status)")
                wanted.append(command)
    done = shell(f"{_LEAVE_NOTHING}\n" + "\n".join(script), folder)
    assert done.stderr == "", done.stderr
    printed = done.stdout.split(_END)
    assert len(printed) == len(wanted) + 1, done.stdout
    yield from zip(wanted, printed, strict=False)


def shell(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a script of the shell as a user of the project would, in English."""
    environment = {name: value for name, value in os.environ.items() if name not in _UNWANTED}
    environment |= {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "LANG": "C.UTF-8"}
    environment["XDG_DATA_HOME"] = str(folder / ".data")
    return subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
