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
    import time
    from contextlib import suppress
    from importlib import import_module
    from typing import TYPE_CHECKING, ClassVar, NoReturn

    import click

    from teitools import __version__
    from teitools.diagnostics import LANGUAGES, TeitoolsError, listen, outline, set_language
    from teitools.processes.garbage import PATIENCE
except KeyboardInterrupt:  # loading takes long enough for somebody to change their mind
    sys.exit(130)

if TYPE_CHECKING:
    from collections.abc import Mapping

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
        status = cli.main(prog_name="teitools", standalone_mode=False)
    except BaseException as error:
        status = _told(error)
    gc.freeze()  # else Python looks for garbage in all there is before it ends: a sixth of a short check
    sys.exit(status if _flushed() else 2)


def _told(error: BaseException) -> int:
    """Say on standard error, if there is one, what ended a run; the exit status that it comes to."""
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


def _default_language() -> str:
    """Turkish where the locale says so (POSIX order of precedence), else English."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    chosen = next((name for name in names if name), "")
    return "tr" if chosen.lower().startswith("tr") else "en"


class _Commands(click.Group):
    """Commands by name; the module of one is loaded when it is called, or when all are listed."""

    homes: ClassVar[Mapping[str, str]] = {
        "build": "build_command",
        "check": "check_command",
        "explain": "explain_command",
        "export": "export_command",
        "fix": "fix_command",
        "lsp": "lsp_command",
        "manifest": "manifest_command",
        "new": "new_command",
        "odd": "odd_group",
        "package": "package_command",
        "schemas": "schemas_group",
        "schematron": "schematron_group",
        "serve": "serve_command",
        "verify": "verify_command",
        "watch": "watch_command",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return list(self.homes)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # as above
        if cmd_name not in self.homes:
            return None
        command: click.Command = getattr(import_module(f"teitools.commands.{cmd_name}"), self.homes[cmd_name])
        return command


def _show_version(ctx: click.Context) -> NoReturn:
    from teitools.native import tables_type

    click.echo(f"teitools {__version__} ({'compiled' if tables_type() else 'pure Python'})")
    ctx.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=lambda ctx, _parameter, value: _show_version(ctx) if value else None,
    help="Show the version, and whether what can be compiled is, and exit.",
)
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=_default_language,
    help="Language of messages; without it, Turkish where the locale is Turkish, else English.",
)
@click.pass_context
def cli(context: click.Context, lang: str) -> None:
    """Validate and publish TEI-XML editions."""
    context.obj = time.perf_counter()  # reports say how long a run took
    set_language(lang)
    listen(lambda text: click.echo(f"teitools: {text}", err=True))
