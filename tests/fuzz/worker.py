"""A process that tries cases, one after the other, and says what each broke; the one that started it watches over it.

Its arguments: the folder in which it works, the seed, the numbers of cases. It writes a line of JSON before each command
and after each case, so that it is known where it was if it must be ended.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from support.running import teitools_bytes

from fuzz.cases import make_case
from fuzz.judge import Run, content, judged

if TYPE_CHECKING:
    from fuzz.cases import Case, Command

_APART = 25  # one of so many cases is run in processes of its own, as a user does it


def main() -> None:
    """Try the cases that are named."""
    box, seed, numbers = Path(sys.argv[1]), sys.argv[2], map(int, sys.argv[3:])
    lines = os.fdopen(os.dup(1), "w", encoding="utf-8")
    for number in numbers:
        case = make_case(seed, number)
        found = []
        for which, command in enumerate(case.commands):
            print(json.dumps({"case": number, "command": which}), file=lines, flush=True)
            found += [[which, *law] for law in _tried(case, command, box, apart=number % _APART == 0)]
        print(json.dumps({"case": number, "broken": found}), file=lines, flush=True)


def _tried(case: Case, command: Command, box: Path, *, apart: bool) -> list[tuple[str, str]]:
    """Run a command on a fresh copy; each law that it broke, and what was to be seen."""
    folder = box / "work" / "project"
    _empty(box / "work")
    case.lay_out(folder)
    before = content(box / "work")
    stdin = case.files[command.stdin] if command.stdin else b""
    try:
        run = _apart(command, folder, stdin) if apart else _here(command, folder, stdin)
    except Exception as error:  # what is not even an exit status
        return [(f"raises {type(error).__name__}: {error}", "")]
    inside = {f"project/{name}" for name in command.writes}
    laws = judged(type(command)(command.arguments, tuple(sorted(inside))), run, before, content(box / "work"))
    seen = f"exit status {run.status}\n--- standard output\n{_shown(run.out)}\n--- standard error\n{_shown(run.err)}"
    left = [
        f"left behind in the folder for temporary files: {name!a}" for name in (content(box / "tmp") if apart else ())
    ]
    return [(law, seen) for law in (*laws, *left)]


def _empty(folder: Path) -> None:
    """Remove what lies in a folder, but no folder: processes that wait for the next command work there."""
    for path in folder.iterdir() if folder.exists() else ():
        if path.is_symlink() or not path.is_dir():
            path.unlink()
        elif path.name == "project":
            _empty(path)
        else:
            shutil.rmtree(path)


def _here(command: Command, folder: Path, stdin: bytes) -> Run:
    done = teitools_bytes(*command.arguments, cwd=folder, stdin=stdin)
    return Run(done.returncode, done.stdout, done.stderr)


def _apart(command: Command, folder: Path, stdin: bytes) -> Run:
    tempfile.tempdir = None
    words = [sys.executable, "-m", "teitools", *map(os.fsencode, command.arguments)]
    done = subprocess.run(words, cwd=folder, input=stdin, capture_output=True, check=False)
    return Run(done.returncode, done.stdout, done.stderr)


def _shown(output: bytes) -> str:
    return output[-20_000:].decode("utf-8", "backslashreplace")


if __name__ == "__main__":
    main()
