"""README.md and docs/*.md name everything that there is to know, nothing that is not, and lead nowhere in vain."""

from __future__ import annotations

import inspect
import json
import re
import shutil
import subprocess
from typing import TYPE_CHECKING
from urllib.parse import unquote

import click
import pytest
from lxml import etree
from support.pages import PAGES, blocks, page, prose
from support.running import ROOT, teitools
from support.sarif import problems

import teitools as package
from teitools import project as settings
from teitools.commands.check import check_command
from teitools.commands.group import cli
from teitools.diagnostics import Diagnostic, Location, Severity, catalogue
from teitools.document.wellformedness import DEPTH, DEPTH_WITH_DTD
from teitools.resources import EDITIONS, resource
from teitools.saxon.parameters import read_modules
from teitools.tasks.editions import KINDS
from teitools.tasks.editions.pdf import PACKAGES
from teitools.tasks.odd import OUTPUT_FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORDS = {stem: page(stem) for stem in PAGES}
XSL = "{http://www.w3.org/1999/XSL/Transform}"


def rows(stem: str, heading: str) -> list[list[str]]:
    """The cells of the tables between a heading and the next one, without their heads."""
    _, found, rest = page(stem).partition(f"\n## {heading}\n")
    assert found, f"{stem} has no section {heading}"
    lines = [line for line in rest.partition("\n## ")[0].splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    heads = {number - 1 for number, row in enumerate(cells) if set(row[0]) == {"-"}}
    return [row for number, row in enumerate(cells) if number not in heads and set(row[0]) != {"-"}]


def names(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def listed(stem: str, heading: str) -> list[str]:
    """The names in the first column of a section's tables."""
    return [name for row in rows(stem, heading) for name in names(row[0])]


def all_commands(command: click.Command = cli, path: str = "teitools") -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from all_commands(inner, f"{path} {name}")


COMMANDS = dict(all_commands())


def test_the_readme_is_a_front_page():
    assert len(WORDS["README"].splitlines()) < 120
    assert {f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")} - {"docs/architecture.md"} <= set(
        links("README")
    )


@pytest.mark.parametrize("path", COMMANDS)
def test_every_command_and_option_is_named(path):
    """A command's options stand on a page that speaks of the command."""
    name = re.compile(re.sub(r"^teitools ", r"teitools (?:--lang \\w+ )?", path) + r"(?![\w-])")
    speaking = [text for text in WORDS.values() if name.search(text)]
    assert speaking, path
    for option in (item for item in COMMANDS[path].params if isinstance(item, click.Option)):
        if option.name != "version":
            for spelling in (*option.opts, *option.secondary_opts):
                wanted = re.compile(rf"(?<![\w-]){spelling}(?![\w-])")
                assert any(wanted.search(text) for text in speaking), f"{path} {spelling}"


@pytest.mark.parametrize("table", ["project", "findings", "editions", "odd", "archive", "serve"])
def test_configuration_names_every_key_and_no_other(table):
    keys = listed("configuration", f"`[{table}]`")
    kinds = EDITIONS if table == "editions" else ()
    inner = dict.fromkeys(key for kind in kinds for key in settings._KEYS[f"editions.{kind}"])
    assert keys == [*settings._KEYS[table], *inner]


def test_configuration_has_a_section_for_every_table():
    assert re.findall(r"^## `\[(.+)\]`$", WORDS["configuration"], re.MULTILINE) == list(
        dict.fromkeys(name.partition(".")[0] for name in ("project", *settings._KEYS[""]))
    )


def test_configuration_names_the_environment_variables_that_are_read():
    read = set()
    for path in (ROOT / "src").rglob("*.py"):
        read |= set(re.findall(r"environ(?:ment)?(?:\.get\(|\[)\"([A-Z0-9_]+)\"", path.read_text(encoding="utf-8")))
    assert len(read) >= 6
    told = set(listed("configuration", "Environment variables"))
    by_name_only = {"LC_ALL", "LC_MESSAGES", "LANG"}  # read in a loop
    by_python = {"HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"}  # read by urllib
    assert told == read | by_name_only | by_python


def test_editions_names_every_parameter_of_the_stylesheets():
    told = {(row[0], *names(row[1]), row[2], *names(row[3])) for row in rows("editions", "Parameters")}
    assert told == set(declared_parameters())


def declared_parameters() -> Iterator[tuple[str, str, str, str]]:
    """Edition, name, type and default of each parameter; those of common modules are parameters of all."""
    for kind in EDITIONS:
        entry = resource(f"xslt/{kind}/edition.xsl")
        for uri in read_modules(entry.read_text(encoding="utf-8"), entry.as_uri()).uris:
            edition = "all" if "/common/" in uri else kind
            for item in etree.parse(unquote(uri.removeprefix("file://"))).getroot().iterchildren(f"{XSL}param"):
                if ":" in item.get("name"):  # filled in by whoever runs the stylesheet
                    continue
                yield edition, item.get("name"), item.get("as").removeprefix("xs:"), item.get("select")


def test_editions_names_every_kind_and_the_debian_packages():
    assert listed("editions", "What lies where") == list(KINDS)
    assert f"apt-get install {PACKAGES}\n" in WORDS["editions"]


def test_customisations_names_every_output_and_every_code_of_lint():
    assert listed("customisations", "Compile") == list(OUTPUT_FORMATS)
    told = " ".join(row[0] for row in rows("customisations", "Lint"))
    lint = [code for code in catalogue() if code.startswith("ODD5")]
    spans = [re.findall(r"\d+", part) for part in told.split()]
    covered = {f"ODD{n}" for span in spans for n in range(int(span[0]), int(span[-1]) + 1)}
    assert covered == set(lint)


def test_findings_names_every_format_key_severity_engine_and_exit_status():
    (formats,) = [item.type.choices for item in check_command.params if item.name == "format_"]
    assert listed("findings", "Other formats") == list(formats)
    keys = listed("findings", "For programs: JSON")
    shown = re.findall(r"^(\{.*\})$", WORDS["findings"], re.MULTILINE)
    assert shown
    assert all(list(json.loads(line)) == keys for line in shown)
    (related,) = [row[2] for row in rows("findings", "For programs: JSON") if row[0] == "`related`"]
    (other,) = json.loads(shown[-1])["related"]
    assert set(other) <= set(names(related))
    assert all(f"`{severity}`" in section("findings", "Severities") for severity in Severity)
    assert [row[0] for row in rows("findings", "Exit status")] == ["0", "1", "2", "130"]
    engines = {re.match(r"[A-Z]+", name)[0] for name in listed("findings", "Codes")}
    assert engines == {code[:3] for code in catalogue()}


def section(stem: str, heading: str) -> str:
    return page(stem).partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def test_codes_that_pages_name_are_codes():
    for stem, text in WORDS.items():
        for code in re.findall(r"\b(?:XML|RNG|SCH|XSD|PTR|ODD|EDN|ARC)\d{3}\b", text):
            assert code in catalogue(), f"{stem}: {code}"


def test_the_page_on_programs_describes_the_public_functions():
    shown = re.search(r"`teitools\.check(\([^`]*\))`", WORDS["ci-and-editors"])
    signature = inspect.signature(package.check)
    bare = signature.replace(
        parameters=[item.replace(annotation=inspect.Parameter.empty) for item in signature.parameters.values()],
        return_annotation=inspect.Signature.empty,
    )
    assert shown
    assert " ".join(shown[1].split()) == str(bare)
    told = section("ci-and-editors", "Python")
    for kind in (Diagnostic, Location):
        assert all(f"`{name}`" in told for name in kind.__dataclass_fields__), kind


def letter(folder: Path) -> str:
    """What an editor or build server sees of the letter on the page about them."""
    for block in blocks("ci-and-editors"):
        if block.file in ("letters/letter-1.xml", "teitools.toml", "teitools.vim"):
            target = folder / block.file
            target.parent.mkdir(exist_ok=True)
            target.write_text(block.text, encoding="utf-8")
    return teitools("check", cwd=folder).stdout


def test_editors_find_the_places_in_real_output(tmp_path):
    output = letter(tmp_path)
    (tasks,) = [json.loads(block.text) for block in blocks("ci-and-editors", "json")]
    pattern = tasks["tasks"][0]["problemMatcher"]["pattern"]
    found = [match for line in output.splitlines() if (match := re.match(pattern["regexp"], line))]
    parts = [[match[pattern[key]] for key in ("file", "line", "column", "severity", "code")] for match in found]
    assert parts == [
        ["letters/letter-1.xml", "1", "1", "warning", "XML060"],
        ["letters/letter-1.xml", "3", "36", "error", "PTR002"],
    ]
    if shutil.which("vim") is None:
        pytest.skip("vim is not installed, so only the pattern for VS Code was tried")
    (tmp_path / "out.txt").write_text(output, encoding="utf-8")
    script = ["cfile out.txt", "call writefile([json_encode(getqflist())], 'list.json')", "qa!"]
    subprocess.run(
        ["vim", "-Nu", "teitools.vim", "-es", *(f"-c{line}" for line in script)], cwd=tmp_path, check=False, timeout=30
    )
    listed_by_vim = json.loads((tmp_path / "list.json").read_text(encoding="utf-8"))
    assert [(item["lnum"], item["col"], item["type"]) for item in listed_by_vim] == [(1, 1, "w"), (3, 36, "e")]
    assert "PTR002" in listed_by_vim[1]["text"]


def test_build_servers_get_what_they_read(tmp_path):
    """The lines of the YAML on the page, run as a build server would."""
    letter(tmp_path)
    yaml = "".join(block.text for block in blocks("ci-and-editors", "yaml"))
    calls = re.findall(r"- (?:run: )?teitools (check --format (\w+)(?: > (\S+))?)$", yaml, re.MULTILINE)
    assert [kind for _, kind, _ in calls] == ["sarif", "github", "gitlab", "junit"]
    reports = {}
    for call, kind, _ in calls:
        done = teitools(*call.partition(" > ")[0].split(), cwd=tmp_path)
        assert done.returncode == 1
        reports[kind] = done.stdout
    assert problems(json.loads(reports["sarif"])) == []
    assert etree.fromstring(reports["junit"].encode()).get("failures") == "1"
    assert "::error file=letters/letter-1.xml,line=3," in reports["github"]
    assert [item["location"]["lines"]["begin"] for item in json.loads(reports["gitlab"])] == [1, 3]
    for _, kind, file in calls:  # the file that is written is the one that is uploaded
        assert file == "" or yaml.count(file) == 2, kind
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    assert all(f"- id: {name}\n" in hooks for name in re.findall(r"- id: (\S+)", yaml))


def links(stem: str) -> list[str]:
    """Where a page leads in the repository; addresses of others are not asked."""
    return re.findall(r"\]\((?!https?:)([^)\s]+)\)", prose(stem))


def anchors(path: Path) -> set[str]:
    """The anchors that GitHub makes of headings: lower case, no punctuation, hyphens for spaces."""
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("stem", PAGES)
def test_links_lead_somewhere(stem):
    for link in links(stem):
        file, _, anchor = link.partition("#")
        target = (PAGES[stem].parent / file).resolve() if file else PAGES[stem]
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("stem", PAGES)
def test_files_that_a_page_makes_are_named_in_its_prose(stem):
    for block in blocks(stem):
        assert block.file is None or f"`{block.file}`" in prose(stem), block.file


@pytest.mark.parametrize(
    ("head", "limit"), [("", DEPTH), ("<!DOCTYPE a>", DEPTH_WITH_DTD)], ids=["no DOCTYPE", "with DOCTYPE"]
)
def test_the_depth_that_the_page_names_is_the_limit(head, limit, tmp_path):
    (row,) = [cells for cells in rows("findings", "Limits") if "XML043" in cells[1]]
    assert re.search(rf"\b{limit}\b", row[0])
    for more in (0, 1):
        (tmp_path / "deep.xml").write_text(head + "<a>" * (limit + more) + "</a>" * (limit + more), encoding="utf-8")
        done = teitools("check", "deep.xml", cwd=tmp_path)
        assert (done.returncode, "[XML043]" in done.stdout) == (more, bool(more))
