"""The commands, found by their names, and what goes before a command: the language of messages, the version."""

from __future__ import annotations

import os
import time
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, NoReturn

import click

from teitools import __version__
from teitools.diagnostics import LANGUAGES, listen, set_language

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["cli"]


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
