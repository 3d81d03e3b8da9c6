"""Run the command line as a user does, on real files: in a process of its own, or, cheaper, within the tests."""

from __future__ import annotations

import asyncio
import locale
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from unittest import mock

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"  # reference material beside a checkout; tests that use it skip where it is not

_OF_THE_USER = ("LC_ALL", "LC_MESSAGES", "LANG", "TEITOOLS_P5")


def _environment(given: dict[str, str] | None) -> dict[str, str]:
    """The environment of a run: messages are English, and TEI's source is not known, unless `given` says otherwise."""
    return {key: value for key, value in os.environ.items() if key not in _OF_THE_USER} | (given or {})


def teitools_process(
    *arguments: str | Path, cwd: Path = ROOT, stdin: bytes = b"", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `teitools` in a process of its own; output as text."""
    command = [sys.executable, "-m", "teitools", *map(str, arguments)]
    done = subprocess.run(
        command, cwd=cwd, input=stdin, capture_output=True, timeout=120, check=False, env=_environment(env)
    )
    return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())


def teitools(
    *arguments: str | Path,
    cwd: Path = ROOT,
    stdin: bytes = b"",
    env: dict[str, str] | None = None,
    workers: bool = False,
) -> subprocess.CompletedProcess[str]:
    """Run `teitools` within this process, where a start costs nothing; what comes back is as from a process.

    That both ways give the same is tested in cli/test_processes.py. Rules and stylesheets run within this process too,
    as where no other can be started, unless `workers` are asked for: to stop, to confine, to lose them.
    """
    done = teitools_bytes(*arguments, cwd=cwd, stdin=stdin, env=env, workers=workers)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def teitools_bytes(
    *arguments: str | Path,
    cwd: Path,
    stdin: bytes = b"",
    env: dict[str, str] | None = None,
    workers: bool = False,
) -> subprocess.CompletedProcess[bytes]:
    """As `teitools`, output as bytes: not all of it need be text.

    Standard streams are exchanged as file descriptors, so that what libraries in C print is seen too.
    """
    from teitools.cli import main
    from teitools.diagnostics import set_language

    command = ["teitools", *map(str, arguments)]
    status: object = None
    with ExitStack() as stack:
        given, out, err = (stack.enter_context(tempfile.TemporaryFile()) for _ in range(3))
        given.write(stdin)
        given.seek(0)
        stack.enter_context(_working_in(cwd))
        stack.callback(
            locale.setlocale, locale.LC_ALL, locale.setlocale(locale.LC_ALL)
        )  # Saxon takes the environment's
        stack.enter_context(mock.patch.dict(os.environ, _environment(env), clear=True))
        stack.enter_context(mock.patch.object(sys, "argv", command))
        stack.callback(set_language, "en")
        if not workers:
            stack.enter_context(mock.patch("teitools.processes.child.interpreter", return_value=None))
        stack.enter_context(_outside_of_loops())
        with _streams(given, out, err):
            try:
                main()
            except SystemExit as end:
                status = end.code
        texts = [_content(file) for file in (out, err)]
    assert isinstance(status, int), status
    return subprocess.CompletedProcess(command, status, *texts)


@contextmanager
def _outside_of_loops() -> Iterator[None]:
    """As in a process of its own, no event loop runs; Playwright leaves that of an open browser marked as running."""
    before = asyncio._get_running_loop()  # of low-level use, as asyncio has it
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(before)


@contextmanager
def _working_in(folder: Path) -> Iterator[None]:
    """A working folder, the former afterwards."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


@contextmanager
def _streams(*files: BinaryIO) -> Iterator[None]:
    """Standard input, output and error are these files, for Python and for what lies below it."""
    kept = [(number, os.dup(number)) for number in range(3)]
    names = ("stdin", "stdout", "stderr")
    for number, file in enumerate(files):
        os.dup2(file.fileno(), number)
    try:
        with ExitStack() as stack:
            for number, (name, mode) in enumerate(zip(names, ("r", "w", "w"), strict=True)):
                stream = open(number, mode, encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115
                stack.enter_context(stream)
                stack.enter_context(mock.patch.object(sys, name, stream))
            yield
    finally:
        for number, saved in kept:
            os.dup2(saved, number)
            os.close(saved)


def _content(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read()
