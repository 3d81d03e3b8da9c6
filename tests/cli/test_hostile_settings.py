"""Settings of any type and content: what is read, or one line that names file and key, never anything else."""

from __future__ import annotations

import os
import re
from itertools import pairwise

import pytest
from support.running import teitools

from teitools.diagnostics import SetupError
from teitools.project import _KEYS, read_project

VALUES = (
    "true",
    "1",
    "-1",
    "1.5",
    "nan",
    "inf",
    "9" * 30,
    "1979-05-27",
    "1979-05-27T07:32:00Z",
    "{}",
    "{a=1}",
    '{"a.b"=[1]}',
    '{"\\u0000"="x"}',
    "[]",
    "[1]",
    "[[]]",
    "[{}]",
    *(f"{before}{text}{after}" for before, after in (('"', '"'), ('["', '"]')) for text in (
        "", " ", "x", "x/../..", "\\u0000", "a\\nb", "\\u202e\\u001b[31m", "\\U0010ffff", ".", "..", "./", "/", "~", "~nobody", "*", "**", "**/**/**",
        "../*", "[", "[a-", "/etc/passwd", "file:///etc", "https://[", "tei:", "tei:x:y", "a" * 300, "b" * 5000)),
)  # fmt: skip
HIDDEN = re.compile("[\x00-\x1f\x7f\u202a-\u202e]")


@pytest.mark.parametrize(("table", "key"), [(table, key) for table, keys in _KEYS.items() for key in keys])
def test_a_value_is_read_or_refused_in_one_line(tmp_path, monkeypatch, table, key):
    monkeypatch.chdir(tmp_path)
    settings = tmp_path / "teitools.toml"
    refused = 0
    for value in VALUES:
        settings.write_text(f'{f"[{table}]" if table else ""}\n"{key}" = {value}\n', encoding="utf-8")
        try:
            read_project(settings)
        except SetupError as error:
            said = str(error)
            refused += 1
            assert said.startswith(f"{settings}: "), value
            assert key in said, value
            assert len(said) < 1000 + len(str(tmp_path)), value
            assert not HIDDEN.search(said), value
    assert refused >= 8


@pytest.mark.parametrize(
    "text",
    ["", "\x00", "[project\n", "a = \n", "\ufeff[project]\n", "[a.b.c]\n", "[project]\n[project]\n", "x" * 100_000],
)
def test_what_is_no_toml_or_of_unknown_tables_is_refused(tmp_path, text):
    (tmp_path / "teitools.toml").write_text(text, encoding="utf-8")
    (tmp_path / "a.xml").write_text("<a/>", encoding="utf-8")
    done = teitools("check", "a.xml", cwd=tmp_path)
    assert done.returncode == (2 if text else 0)
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == (1 if text else 0)


def test_a_folder_where_files_are_wanted_is_said_to_be_one(tmp_path):
    (tmp_path / "tei").mkdir()
    for pattern, advice in (("tei", "tei/**/*.xml"), ("./tei", "tei/**/*.xml"), (".", "**/*.xml")):
        (tmp_path / "teitools.toml").write_text(f'[project]\ndocuments = ["{pattern}"]\n', encoding="utf-8")
        done = teitools("check", cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        assert f"that is a folder: name what is in it, such as “{advice}”" in done.stderr


TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0" xmlns:xi="http://www.w3.org/2001/XInclude">{}</TEI>'
LEVELS = "".join(f'<!ENTITY {after} "{f"&{before};" * 10}">' for before, after in pairwise("abcdefgh"))
REGISTERS = {
    "circle.xml": TEI.format('<xi:include href="other.xml"/><p xml:id="one"/>'),
    "other.xml": TEI.format('<xi:include href="circle.xml"/><p xml:id="two"/>'),
    "itself.xml": TEI.format('<p xml:id="one"/><p xml:id="two"/>'),
    "broken.xml": "<TEI><p xml:id='one'></TEI>",
    "bomb.xml": f'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">{LEVELS}]><a>&h;</a>',
    "empty.xml": "",
    "page.html": "<!DOCTYPE html><html><p>none<br></html>",
}


@pytest.mark.parametrize("name", [name for name in REGISTERS if name != "other.xml"])
def test_registers_may_be_circular_and_are_refused_if_they_are_broken(tmp_path, name):
    for file, text in REGISTERS.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    (tmp_path / "doc.xml").write_text(TEI.format('<p resp="#one #two one #three"/>'), encoding="utf-8")
    documents = ["doc.xml", *([name] if name == "itself.xml" else [])]
    (tmp_path / "teitools.toml").write_text(
        f'[project]\ndocuments = {documents}\nregisters = ["{name}"]\n', encoding="utf-8"
    )
    done = teitools("check", cwd=tmp_path)
    if name in ("circle.xml", "itself.xml"):
        assert done.returncode == 1
        assert re.findall(r"“#?(\w+)”.*\[(PTR\d+)\]", done.stdout) == [("three", "PTR002")]
    else:
        assert (done.returncode, done.stdout) == (2, "")
        assert f"{name}: this register is not well-formed XML; check it" in done.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_a_register_that_is_a_pipe_holds_nobody_up(tmp_path):
    os.mkfifo(tmp_path / "pipe.xml")
    (tmp_path / "doc.xml").write_text("<a/>", encoding="utf-8")
    (tmp_path / "teitools.toml").write_text('[project]\nregisters = ["pipe.xml"]\n', encoding="utf-8")
    done = teitools("check", "doc.xml", cwd=tmp_path)
    assert done.returncode == 2
    assert "no file matches “pipe.xml”" in done.stderr


def test_what_was_meant_is_looked_for_in_a_large_register_a_few_times_only(tmp_path, monkeypatch):
    from teitools.pointers import resolving

    compared = []
    nearest = resolving.nearest

    def counting(wanted, names):
        compared.append(len(names))
        return nearest(wanted, names)

    monkeypatch.setattr(resolving, "nearest", counting)
    (tmp_path / "persons.xml").write_text(
        TEI.format("".join(f'<p xml:id="pmb{n}"/>' for n in range(9000))), encoding="utf-8"
    )
    pointers = "".join(f'<p resp="pmb{n}x" corresp="#pmb{n}x"/>' for n in range(200))
    (tmp_path / "doc.xml").write_text(TEI.format(pointers), encoding="utf-8")
    (tmp_path / "teitools.toml").write_text('[project]\nregisters = ["persons.xml"]\n', encoding="utf-8")
    done = teitools("check", "doc.xml", "--all", cwd=tmp_path)
    assert done.stdout.count("[PTR002]") == 200
    assert "did you mean “pmb0”?" in done.stdout
    assert sum(compared) < 70_000


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("https://example.org", "https://example.org/"),
        ("https://example.org/letters//", "https://example.org/letters/"),
        ("http://[::1]:8000/%C3%A7/", "http://[::1]:8000/%C3%A7/"),
        ("", ""),
        ("ftp://example.org/", None),
        ("example.org/letters", None),
        ("https://example.org/?of=letters", None),
        ("https://example.org/#letters", None),
        ("https://örnek.org/", None),
        ("https:///letters", None),
    ],
)
def test_the_address_that_others_are_below_is_one_of_the_web(tmp_path, given, read):
    settings = tmp_path / "teitools.toml"
    settings.write_text(f'[project]\nbase = "{given}"\n', encoding="utf-8")
    if read is None:
        with pytest.raises(SetupError, match=r"\[project\] base: “.*” must be an address of the web"):
            read_project(settings)
    else:
        assert read_project(settings).base == read
