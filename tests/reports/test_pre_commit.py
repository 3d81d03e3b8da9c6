"""The hook that other repositories use: its file is read as the few lines of YAML that it consists of."""

from __future__ import annotations

import re
import shlex
import tomllib

from support.running import ROOT, teitools

ITEM = re.compile(
    r"(?P<lead>- |  )(?P<key>[a-z_]+): (?P<value>\[[^\[\]]*\]|[^\[\]{}&*!|>'\"%@`#:]+?|\\\.xml\$)(?: +#.*)?"
)


def hook():
    """The only hook: plain scalars and flow lists of them, two spaces deep; anything else fails here."""
    values = {}
    for number, line in enumerate((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8").splitlines()):
        if not line or line.startswith("#"):
            continue
        match = ITEM.fullmatch(line)
        assert match, f"line {number + 1}: {line}"
        assert (match["lead"] == "- ") == (not values), "one hook, its keys indented by two spaces"
        assert match["key"] not in values
        value = match["value"]
        values[match["key"]] = [item.strip() for item in value[1:-1].split(",")] if value.startswith("[") else value
    return values


def test_hook_runs_the_console_script_of_the_package():
    script, command = shlex.split(hook()["entry"])
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    assert script in scripts
    assert teitools(command, "--help").returncode == 0


def test_hook_checks_xml_files_with_options_that_exist(tmp_path):
    values = hook()
    assert values["id"] == "teitools-check"
    assert values["language"] == "python"
    assert values["types"] == ["xml"]
    assert re.search(values["files"], "tei/article.xml")
    assert not re.search(values["files"], "schema/article.rng")
    (tmp_path / "a.xml").write_text("<TEI>", encoding="utf-8")
    done = teitools(*shlex.split(values["entry"])[1:], *values["args"], "a.xml", cwd=tmp_path)
    assert done.returncode == 1
    assert "[XML003]" in done.stdout
