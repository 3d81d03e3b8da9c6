"""The workflows and jobs that the page about build servers shows: their form, and the commands in them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from check_jsonschema import main as check_jsonschema
from click.testing import CliRunner
from lxml import etree
from support.pages import blocks, shell, small_project
from support.sarif import problems

pytestmark = pytest.mark.slow

PAGE = "ci-and-editors"
WORKFLOWS = [data for block in blocks(PAGE, "yaml") if isinstance(data := yaml.safe_load(block.text), dict)]
GITHUB = [data for data in WORKFLOWS if "jobs" in data]
GITLAB = [data for data in WORKFLOWS if "check" in data]
STEPS = [
    step for block in blocks(PAGE, "yaml") if isinstance(data := yaml.safe_load(block.text), list) for step in data
]
COMMANDS = [
    *(step["run"] for data in GITHUB for job in data["jobs"].values() for step in job["steps"] if "run" in step),
    *(step["run"] for step in STEPS),
    *(line for data in GITLAB for job in data.values() for line in job["script"]),
]


@pytest.mark.parametrize(
    ("jobs", "arguments"),
    [
        (GITHUB, ["--builtin-schema", "vendor.github-workflows"]),
        (GITLAB, ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"]),
    ],
    ids=["github", "gitlab"],
)
def test_the_schema_of_the_service_allows_them(jobs, arguments, tmp_path):
    assert jobs
    for number, read in enumerate(jobs):
        data = {"on" if key is True else key: value for key, value in read.items()}  # YAML 1.1 takes `on` for true
        file = tmp_path / f"{number}.yml"
        file.write_text(json.dumps(data), encoding="utf-8")
        done = CliRunner().invoke(check_jsonschema, [*arguments, str(file)])
        assert done.exit_code == 0, done.output
        file.write_text(json.dumps(data | {"jobs": 1, "check": 1}), encoding="utf-8")
        assert CliRunner().invoke(check_jsonschema, [*arguments, str(file)]).exit_code == 1


@pytest.mark.parametrize("command", [line for line in COMMANDS if line.startswith("teitools ")])
def test_a_step_ends_with_1_and_leaves_the_report_that_is_named(command, tmp_path):
    folder = small_project(PAGE, tmp_path)
    for block in blocks(PAGE):
        if block.file and block.file.endswith((".xml", ".toml")):
            (folder / block.file).parent.mkdir(parents=True, exist_ok=True)
            (folder / block.file).write_text(block.text, encoding="utf-8")
    done = shell(command, folder)
    assert done.returncode == 1
    report = folder / command.rpartition("> ")[2] if ">" in command else None
    if "sarif" in command:
        log = json.loads(report.read_text(encoding="utf-8"))
        assert problems(log) == []
        assert {result["ruleId"] for result in log["runs"][0]["results"]} == {"PTR002", "XML060"}
    elif "gitlab" in command:
        rows = json.loads(report.read_text(encoding="utf-8"))
        assert [row["location"]["path"] for row in rows] == ["letters/letter-1.xml"] * 2
    elif "junit" in command:
        assert etree.parse(report).getroot().get("failures") == "1"
    else:
        assert "::error file=letters/letter-1.xml,line=3," in done.stdout


def test_every_step_is_one_of_the_tool_or_installs_it():
    assert len(COMMANDS) == 7
    assert {line for line in COMMANDS if not line.startswith("teitools ")} == {"pip install ADDRESS"}
    named = [job["artifacts"]["reports"] for data in GITLAB for job in data.values()]
    assert [[*reports.values()] for reports in named] == [["quality.json"], ["report.xml"]]
    assert all(any(f"> {file}" in line for line in COMMANDS) for reports in named for file in reports.values())


def test_the_hook_of_the_page_is_one_that_is_there():
    (config,) = (data for data in WORKFLOWS if "repos" in data)
    (hook,) = config["repos"][0]["hooks"]
    offered = yaml.safe_load((Path(__file__).parents[2] / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert hook["id"] in {item["id"] for item in offered}
