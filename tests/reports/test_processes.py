"""Reports as a user gets them: runs on a broken document, on a terminal and in a pipe."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios

import pytest
from lxml import etree
from support import sarif
from support.running import teitools, teitools_process

pytestmark = pytest.mark.slow

DOCUMENT = """<TEI xmlns="http://www.tei-c.org/ns/1.0">
  <text><body>
    <p xml:id="a">Gazi <persName ref="#lenni">Lenin</persName> ile</p>
    <p xml:id="a" n="\u202e"/>
  </body></text>
</TEI>
"""
CLEAN = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><?xml-model href="a.rng"?><text><body><p/></body></text></TEI>\n'
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "broken.xml").write_text(DOCUMENT, encoding="utf-8")
    (tmp_path / "clean file.xml").write_text(CLEAN, encoding="utf-8")
    return tmp_path


def on_terminal(folder, *arguments, columns=80, **environment):
    """What a run writes to a terminal of that many columns, and its exit status."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    base = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")}
    process = subprocess.Popen(
        [sys.executable, "-m", "teitools", *arguments],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=follower,
        stderr=subprocess.DEVNULL,
        env=base | {"TERM": "xterm-256color", "LC_ALL": "C.UTF-8"} | environment,
    )
    os.close(follower)
    written = bytearray()
    with contextlib.suppress(OSError):  # Linux reports the end of a terminal as an input/output error
        while chunk := os.read(leader, 65536):
            written += chunk
    os.close(leader)
    return written.decode().replace("\r\n", "\n"), process.wait(timeout=60)


def test_terminal_gets_colour_headings_and_nothing_wider_than_it_is(folder):
    text, status = on_terminal(folder, "check", ".", columns=70)
    assert status == 1
    assert "\x1b[31m" in text
    plain = ESCAPE.sub("", text)
    assert "\x1b" not in plain
    assert "── broken.xml · 2 errors, 1 warning ─" in plain
    assert "── clean file.xml · 1 warning ─" in plain
    assert max(map(len, plain.splitlines())) <= 70
    assert "<U+202E>" in plain
    assert "\u202e" not in plain


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_terminal_without_colour(folder, environment):
    text, _ = on_terminal(folder, "check", ".", **environment)
    assert "\x1b" not in text
    assert "[PTR002]" in text


def test_explanation_is_coloured_on_a_terminal(folder):
    text, status = on_terminal(folder, "explain", "PTR002", columns=50)
    assert status == 0
    assert "\x1b[31m" in text
    assert max(map(len, ESCAPE.sub("", text).splitlines())) <= 50


def test_pipe_gets_plain_text_one_line_a_message(folder):
    done = teitools("check", ".", cwd=folder)
    assert done.returncode == 1
    assert "\x1b" not in done.stdout
    heads = [line for line in done.stdout.splitlines() if re.match(r"\S.*:\d+:\d+: ", line)]
    assert len(heads) == 4
    assert all(re.fullmatch(r".+\.xml:\d+:\d+: (error|warning): .+ \[[A-Z]{3}\d{3}\]", line) for line in heads)
    assert done.stdout.splitlines()[-1].startswith("2 documents checked, 2 errors, 2 warnings, 0 notes, ")


def test_colour_can_be_forced_into_a_pipe(folder):
    assert "\x1b[31m" in teitools("check", ".", cwd=folder, env={"FORCE_COLOR": "1"}).stdout


def test_turkish(folder):
    done = teitools("--lang", "tr", "check", ".", cwd=folder)
    assert ": hata: " in done.stdout
    assert re.search(r"^2 belge denetlendi, 2 hata, 2 uyarı, 0 bilgi, \d+,\d\d sn$", done.stdout, re.MULTILINE)


def test_all_formats_tell_the_same_findings(folder):
    out = {name: teitools("check", ".", "--format", name, cwd=folder) for name in ("json", "sarif", "junit", "github")}
    assert {done.returncode for done in out.values()} == {1}
    assert {done.stderr for done in out.values()} == {""}
    rows = json.loads(out["json"].stdout)
    expected = [(row["file"], row["line"], row["column"], row["code"]) for row in rows]
    assert len(expected) == 4
    assert from_sarif(out["sarif"].stdout) == expected
    assert from_junit(out["junit"].stdout) == expected
    assert from_github(out["github"].stdout) == expected


def from_sarif(text):
    log = json.loads(text)
    assert sarif.problems(log) == []
    artifacts = [item["location"]["uri"] for item in log["runs"][0]["artifacts"]]
    assert artifacts == ["broken.xml", "clean%20file.xml"]
    found = []
    for result in log["runs"][0]["results"]:
        place = result["locations"][0]["physicalLocation"]
        region = place["region"]
        name = place["artifactLocation"]["uri"].replace("%20", " ")
        found.append((name, region["startLine"], region["startColumn"], result["ruleId"]))
    return found


def from_junit(text):
    found = []
    for case in etree.fromstring(text.encode()).iter("testcase"):
        place, code, _ = case.get("name").split(" ", 2)
        line, column = map(int, place.split(":"))
        found.append((case.get("file"), line, column, code))
    return found


def from_github(text):
    pattern = r"::\w+ file=(.*?),line=(\d+),endLine=\d+,col=(\d+),endColumn=\d+,title=(\w+)"
    return [(name, int(line), int(column), code) for name, line, column, code in re.findall(pattern, text)]


def test_threshold_makes_warnings_failures_in_junit(folder):
    for threshold, failures in (("error", "2"), ("warning", "4")):
        done = teitools("check", ".", "--format", "junit", "--fail-on", threshold, cwd=folder)
        assert etree.fromstring(done.stdout.encode()).get("failures") == failures


@pytest.mark.parametrize("format_", ["text", "json", "sarif", "junit", "github"])
def test_file_name_that_is_not_utf8(tmp_path, format_):
    name = os.fsencode(tmp_path) + b"/kay\xfet.xml"
    with open(name, "w", encoding="utf-8") as file:  # noqa: PTH123  # a name of bytes
        file.write("<TEI>")
    done = teitools("check", ".", "--format", format_, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == ""
    assert "kay" in done.stdout


@pytest.mark.parametrize("format_", ["text", "json", "sarif", "junit", "github"])
def test_same_input_gives_the_same_bytes(folder, format_):
    first, second = (run("check", ".", "--format", format_, cwd=folder).stdout for run in (teitools, teitools_process))
    clock = r'\d+\.\d\d s$| time="[\d.]+"'
    assert re.sub(clock, "", first, flags=re.MULTILINE) == re.sub(clock, "", second, flags=re.MULTILINE)
    if format_ in ("json", "sarif"):
        assert first == second
