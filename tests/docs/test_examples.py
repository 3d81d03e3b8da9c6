"""What README.md and docs/*.md show is what happens: every example runs, and prints what the page says."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import tomllib
from typing import TYPE_CHECKING

import click
import pytest
import yaml
from support.pages import FIXTURES, PAGES, blocks, pattern, prose, run_page, shell, small_project
from support.running import ROOT

from teitools.commands.group import cli
from teitools.project import read_project

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

FOR_USERS = set(PAGES) - {"architecture"}  # that page is about the code, and need not show how to use it


def project_of(stem: str, folder: Path) -> Path:
    """The project of a page: for the README the edition itself beside a lab's corpus."""
    if stem == "README":
        for name in ("tei", "schema", "xslt"):
            shutil.copytree(ROOT / name, folder / name)
        for name in ("teitools.toml", "LICENSE", "README.md", "CHANGELOG.md", "CITATION.cff"):
            shutil.copy(ROOT / name, folder)
    return small_project(stem, folder)


LONG = (
    "archive",
    "cluster",
    "configuration",
    "customisations",
    "data",
    "editions",
    "findings",
    "from-jing-and-oxygen",
    "rules-and-fixes",
)  # pages whose examples take seconds


@pytest.mark.parametrize("stem", [pytest.param(stem, marks=[pytest.mark.campaign] * (stem in LONG)) for stem in PAGES])
def test_examples_do_what_the_page_shows(stem, tmp_path):
    ran = list(run_page(stem, project_of(stem, tmp_path)))
    assert len(ran) >= 3 or stem not in FOR_USERS
    different = [
        f"line {command.line}: $ {command.text}\n{printed}"
        for command, printed in ran
        if not re.fullmatch(pattern(command.expected), printed)
    ]
    assert different == [], "\n".join(different)


@pytest.mark.parametrize("stem", PAGES)
def test_settings_are_read_by_the_tool(stem, tmp_path):
    """A teitools.toml that a page shows, in a folder that has every file it names."""
    for number, block in enumerate(blocks(stem, "toml")):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name in named_files(tomllib.loads(block.text)):
            file = folder / name.replace("*", "one")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch()
        (folder / "teitools.toml").write_text(block.text, encoding="utf-8")
        assert read_project(folder / "teitools.toml").root == folder


def named_files(settings: object) -> list[str]:
    """Every text in settings that looks like the path of a file."""
    if isinstance(settings, dict):
        return [name for value in settings.values() for name in named_files(value)]
    if isinstance(settings, list):
        return [name for value in settings for name in named_files(value)]
    return [settings] if isinstance(settings, str) and re.fullmatch(r"[\w/*-]+\.\w+", settings) else []


@pytest.mark.parametrize("stem", PAGES)
def test_json_can_be_read(stem):
    for block in blocks(stem, "json"):
        json.loads(block.text)


@pytest.mark.parametrize("stem", PAGES)
def test_yaml_can_be_read(stem):
    for block in blocks(stem, "yaml"):
        assert yaml.safe_load(block.text)


@pytest.mark.parametrize("stem", PAGES)
def test_commands_that_are_not_run_are_commands_of_the_tool(stem, tmp_path):
    """In blocks for the shell, for build servers and for editors, and in prose: known commands, known options."""
    shown = [line.strip() for block in blocks(stem) for line in block.text.splitlines() if block.language != "console"]
    shown += re.findall(r"`(teitools [^`]*)`", prose(stem))
    scripts = "".join(block.text for block in blocks(stem, "sh"))
    assert shell(f"true || {{ :\n{scripts}\n}}", tmp_path).returncode == 0
    for line in shown:
        for call in re.findall(r"(?:^|run: |- |: \")teitools ([^|>\"]*)", line):
            parse(cli, shlex.split(call.replace("…", ""), comments=True))


def parse(command: click.Command, arguments: list[str], parent: click.Context | None = None) -> None:
    """Raise click's error if a command line has an unknown command, option or choice; no file need be there."""
    context = command.context_class(command, parent=parent, info_name=command.name)
    given, rest, _ = command.make_parser(context).parse_args(list(arguments))
    for parameter in command.params:
        value = given.get(parameter.name)
        values = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        for one in values if isinstance(parameter.type, click.Choice) else []:
            parameter.type.convert(one, parameter, context)
    if isinstance(command, click.Group) and rest:
        _, inner, more = command.resolve_command(context, rest)
        assert inner is not None, f"there is no command {rest[0]}"
        parse(inner, more, context)


def test_every_project_belongs_to_a_page():
    assert {path.name for path in FIXTURES.iterdir() if path.is_dir()} - {"__pycache__"} <= set(PAGES)
