"""The command line: parse options, call one function, choose the exit status; no logic.

Exit status: 0 nothing at or above the severity that fails a run, 1 findings, 2 a usage or set-up fault, or one of the
world around (no memory, no room, no output), 130 stopped with Ctrl-C. Findings go to standard output, progress and
faults to standard error.
"""

from __future__ import annotations

import os
import sys

try:
    import gc
    from contextlib import suppress
    from typing import NoReturn

    from teitools.diagnostics import TeitoolsError, outline
    from teitools.processes.garbage import PATIENCE
    from teitools.tasks.hasten import hasten
except KeyboardInterrupt:  # loading takes long enough for somebody to change their mind
    sys.exit(130)

__all__ = ["main"]

_WORLD = (OSError, MemoryError, RecursionError)
_SHORTEN = "nest less, or shorten a chain in which each declaration refers to the next"
_ADVICE = "free the place or memory, or correct the path, its permissions or where the output goes"


def main() -> NoReturn:
    """Run the command line and exit with its status; no fault of a text, a set-up or the world is a traceback."""
    _open_closed_streams()
    gc.set_threshold(PATIENCE)
    sys.modules.setdefault("rnc2rng", None)  # type: ignore[arg-type]  # lxml would load it (60 ms), and we need it not
    try:
        hasten(sys.argv[1:])
        from teitools.commands.group import cli  # while what was hastened gets ready
    except KeyboardInterrupt:
        sys.exit(130)
    try:
        status = cli.main(prog_name="teitools", standalone_mode=False)
    except BaseException as error:
        status = _told(error)
    gc.freeze()  # else Python looks for garbage in all there is before it ends: a sixth of a short check
    sys.exit(status if _flushed() else 2)


def _told(error: BaseException) -> int:
    """Say on standard error, if there is one, what ended a run; the exit status that it comes to."""
    import click

    if isinstance(error, (SystemExit, BrokenPipeError)):  # click leaves so where nobody reads on, as in `… | head`
        return 2
    with suppress(OSError, ValueError):
        if isinstance(error, (click.Abort, KeyboardInterrupt)):
            click.echo("teitools: stopped; nothing was left half-written", err=True)
        elif isinstance(error, click.ClickException):
            error.show()
        elif isinstance(error, TeitoolsError):
            click.echo(f"teitools: {error}", err=True)
        elif isinstance(error, _WORLD):
            if not isinstance(error, OSError) or error.filename or _flushed():  # else that is what is wrong
                advice = _SHORTEN if isinstance(error, RecursionError) else _ADVICE
                click.echo(f"teitools: {outline(error)}; {advice}", err=True)
        else:
            import traceback  # 4 ms that no run should take

            traceback.print_exception(error)
            click.echo(f"teitools: {outline(error)}: a fault of teitools; report it with the lines above", err=True)
    return 130 if isinstance(error, (click.Abort, KeyboardInterrupt)) else 2


def _flushed() -> bool:
    """Write out what still is to be written; whether that went well. If not, Python need not try again at the end."""
    done = True
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError) as error:
            if stream is sys.stdout and not isinstance(error, BrokenPipeError):
                import click

                with suppress(OSError, ValueError):
                    click.echo(f"teitools: standard output: {outline(error)}; {_ADVICE}", err=True)
            done = False
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
                stream.flush()
    return done


def _open_closed_streams() -> None:
    """Put something where standard streams are closed (`>&-`), so that no file that is opened gets their numbers.

    Input cannot be read and output not written, which the system then tells; messages are not missed by anybody.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            descriptor = os.open(os.devnull, os.O_RDONLY if name == "stdout" else os.O_WRONLY)
            if descriptor != number:
                os.dup2(descriptor, number)
                os.close(descriptor)
            stream = open(number, "r" if number == 0 else "w", encoding="utf-8", closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)
