"""The command line: parse options, call one function, choose the exit status; no logic.

Exit status: 0 nothing at or above the severity that fails a run, 1 findings, 2 a usage or set-up fault, 130 stopped
with Ctrl-C. Findings go to standard output, progress and faults to standard error.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, NoReturn

import click

from teitools import __version__
from teitools.diagnostics import LANGUAGES, TeitoolsError, set_language

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["main"]


def main() -> NoReturn:
    """Run the command line and exit with its status; no fault of a text, a set-up or a user ends in a traceback."""
    sys.modules.setdefault("rnc2rng", None)  # type: ignore[arg-type]  # lxml would load it (60 ms), and we need it not
    try:
        status = cli.main(prog_name="teitools", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        status = 2
    except TeitoolsError as error:
        click.echo(f"teitools: {error}", err=True)
        status = 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("teitools: stopped; nothing was left half-written", err=True)
        status = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else Python complains again at exit
        status = 1
    sys.exit(status)


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
        "fix": "fix_command",
        "odd": "odd_group",
        "schematron": "schematron_group",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return list(self.homes)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # as above
        if cmd_name not in self.homes:
            return None
        command: click.Command = getattr(import_module(f"teitools.commands.{cmd_name}"), self.homes[cmd_name])
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=_default_language,
    help="Language of messages; without it, Turkish where the locale is Turkish, else English.",
)
def cli(lang: str) -> None:
    """Validate and publish TEI-XML editions."""
    set_language(lang)
