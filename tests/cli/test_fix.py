"""`teitools fix` as its users meet it: what it prints, what it changes, its exit status."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from support.running import teitools, teitools_process

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("rules_within")]

SCHEMA = """<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3"
  xmlns:sqf="http://www.schematron-quickfix.com/validator/process">
  <sch:pattern>
    <sch:rule context="p">
      <sch:assert id="n" test="@n" sqf:fix="one two" {default}>It wants a number.</sch:assert>
      <sqf:fix id="one">
        <sqf:description><sqf:title>Number it 1</sqf:title></sqf:description>
        <sqf:add node-type="attribute" target="n" select="1"/>
      </sqf:fix>
      <sqf:fix id="two">
        <sqf:description><sqf:title>Ask for a number</sqf:title></sqf:description>
        <sqf:user-entry name="number"><sqf:description><sqf:title>The number</sqf:title></sqf:description></sqf:user-entry>
        <sqf:add node-type="attribute" target="n" select="$number"/>
      </sqf:fix>
    </sch:rule>
  </sch:pattern>
</sch:schema>
"""
TEXT = b"\xef\xbb\xbf<a>\r\n <p  k='1'/>&amp;<!--c-->\r\n</a>"
FIXED = TEXT.replace(b"k='1'", b"k='1' n=\"1\"")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "s.sch").write_text(SCHEMA.format(default='sqf:default-fix="one"'), encoding="utf-8")
    (tmp_path / "a.xml").write_bytes(TEXT)
    return tmp_path


def run(folder: Path, *arguments: str, stdin: bytes = b"", start=teitools) -> tuple[int, str, str]:
    done = start("fix", *arguments, cwd=folder, stdin=stdin)
    return done.returncode, done.stdout, done.stderr


def test_without_write_a_diff_is_printed_and_nothing_changed(folder):
    status, out, err = run(folder, "a.xml", "--schematron", "s.sch")
    assert status == 1
    assert out == (
        "--- a/a.xml\n+++ b/a.xml\n@@ -1,3 +1,3 @@\n \ufeff<a>\r\n- <p  k='1'/>&amp;<!--c-->\r\n"
        "+ <p  k='1' n=\"1\"/>&amp;<!--c-->\r\n </a>\n\\ No newline at end of file\n"
    ).replace("\ufeff", "")
    assert err == "a.xml:2:2: fix “one”: Number it 1 [SCH:n]\n"
    assert (folder / "a.xml").read_bytes() == TEXT


def test_write_changes_these_bytes_only_and_keeps_permissions_and_links(folder):
    (folder / "a.xml").chmod(0o640)
    (folder / "link.xml").symlink_to("a.xml")
    status, out, _ = run(folder, "link.xml", "--schematron", "s.sch", "--write")
    assert (status, out) == (0, "link.xml: findings fixed: 1\n")
    assert (folder / "a.xml").read_bytes() == FIXED
    assert (folder / "a.xml").stat().st_mode & 0o777 == 0o640
    assert (folder / "link.xml").is_symlink()
    assert sorted(path.name for path in folder.iterdir()) == ["a.xml", "link.xml", "s.sch"]
    assert run(folder, "a.xml", "--schematron", "s.sch") == (0, "", "")


def test_the_embedding_of_a_choice_and_of_a_value(folder):
    status, out, _ = run(folder, "a.xml", "--schematron", "s.sch", "--fix", "two", "--set", "number=x=y", "--write")
    assert (status, out) == (0, "a.xml: findings fixed: 1\n")
    assert b"k='1' n=\"x=y\"/>" in (folder / "a.xml").read_bytes()


def test_several_fixes_without_a_default_are_listed(folder):
    (folder / "s.sch").write_text(SCHEMA.format(default=""), encoding="utf-8")
    status, out, err = run(folder, "a.xml", "--schematron", "s.sch", "--write")
    assert (status, out) == (1, "")
    assert "choose one: --fix one: Number it 1; --fix two: Ask for a number" in err
    assert (folder / "a.xml").read_bytes() == TEXT


def test_a_missing_value_is_asked_for(folder):
    status, _, err = run(folder, "a.xml", "--schematron", "s.sch", "--fix", "two")
    assert status == 1
    assert "give it with --set number=VALUE" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("a.xml", "--schematron", "s.sch", "--fix", "on"), "no rule offers a fix “on”; did you mean “one”?"),
        (("a.xml", "--schematron", "s.sch", "--set", "number"), "--set number: write NAME=VALUE"),
        (("a.xml",), "no Schematron rules"),
        (("-", "--schematron", "s.sch", "--write"), "standard input cannot be changed in place"),
        (("b.xml", "--schematron", "s.sch"), "b.xml: no such file"),
    ],
)
def test_faults_of_use(folder, arguments, message):
    status, out, err = run(folder, *arguments, stdin=TEXT)
    assert (status, out) == (2, "")
    assert message in err


def test_standard_input_gives_a_diff(folder):
    status, out, _ = run(folder, "-", "--schematron", "s.sch", stdin=b"<a><p/></a>")
    assert status == 1
    assert '+<a><p n="1"/></a>' in out


def test_a_document_that_is_not_well_formed_is_told(folder):
    (folder / "b.xml").write_text("<a>", encoding="utf-8")
    status, out, err = run(folder, ".", "--schematron", "s.sch", "--write")
    assert (status, out) == (1, "a.xml: findings fixed: 1\n")
    assert "b.xml:1:4: the document ends here" in err
    assert (folder / "a.xml").read_bytes() == FIXED


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_without_permission_is_a_fault(folder):
    folder.chmod(0o555)
    try:
        status, _, err = run(folder, "a.xml", "--schematron", "s.sch", "--write")
    finally:
        folder.chmod(0o755)
    assert status == 2
    assert "the file is as it was" in err


READING = """<sch:schema xmlns:sch="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3"
  xmlns:sqf="http://www.schematron-quickfix.com/validator/process">
  <sch:pattern><sch:rule context="p"><sch:assert id="n" test="@n" sqf:fix="f">It wants a number.</sch:assert>
    <sqf:fix id="f"><sqf:description><sqf:title>Read</sqf:title></sqf:description>{operation}</sqf:fix>
  </sch:rule></sch:pattern>
</sch:schema>
"""


@pytest.mark.parametrize(
    "operation",
    [
        """<sqf:add node-type="attribute" target="n" select="unparsed-text('../secret.txt')"/>""",
        """<sqf:add node-type="attribute" target="{unparsed-text('../secret.txt')}" select="1"/>""",
        """<sqf:add><sch:value-of select="unparsed-text('../secret.txt')"/></sqf:add>""",
        """<sqf:add><q n="{unparsed-text('../secret.txt')}"/></sqf:add>""",
        """<sqf:add><sqf:copy-of select="doc('../secret.xml')"/></sqf:add>""",
        """<sqf:stringReplace match="text()" regex="{unparsed-text('../secret.txt')}">x</sqf:stringReplace>""",
    ],
)
def test_fixes_read_nothing_outside_of_the_folders(folder, operation):
    inner = folder / "inner"
    inner.mkdir()
    (folder / "secret.txt").write_text("secret", encoding="utf-8")
    (folder / "secret.xml").write_text("<secret/>", encoding="utf-8")
    (inner / "s.sch").write_text(READING.format(operation=operation), encoding="utf-8")
    (inner / "a.xml").write_text("<a><p>t</p></a>", encoding="utf-8")
    status, out, err = run(inner, "a.xml", "--schematron", "s.sch")
    assert (status, out) == (1, "")
    assert "is not read: it lies outside of the folders of the schema and the document" in err
    if 'select="unparsed-text' in operation and 'target="n"' in operation:
        assert '+<a><p n="secret">t</p></a>' in run(inner, "a.xml", "--schematron", "s.sch", "--allow-read", "..")[1]


@pytest.mark.campaign
def test_fixes_that_do_not_end_are_stopped(folder):
    endless = """<sqf:add node-type="attribute" target="n" select="sum(for $i in 1 to 2000000000 return $i mod 7)"/>"""
    (folder / "s.sch").write_text(READING.format(operation=endless), encoding="utf-8")
    status, out, err = run(folder, "a.xml", "--schematron", "s.sch", "--time-limit", "1", start=teitools_process)
    assert (status, out) == (1, "")
    assert err.startswith("a.xml: ")


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="other systems have other rights")
def test_a_read_only_file_is_left_alone_and_the_others_are_fixed(folder):
    (folder / "b.xml").write_bytes(TEXT)
    (folder / "a.xml").chmod(0o444)
    status, out, err = run(folder, "a.xml", "b.xml", "--schematron", "s.sch", "--write")
    assert status == 2
    assert "a.xml: the file is read-only and was left as it is" in err
    assert (folder / "a.xml").read_bytes() == TEXT
    assert (folder / "b.xml").read_bytes() != TEXT
    assert "b.xml" in out


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="other systems have other rights")
def test_other_names_of_a_file_are_told(folder):
    (folder / "other.xml").hardlink_to(folder / "a.xml")
    status, _, err = run(folder, "a.xml", "--schematron", "s.sch", "--write")
    assert status == 0
    assert "a.xml: the file has other names (hard links); they keep the old text" in err
    assert (folder / "other.xml").read_bytes() == TEXT


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_the_owner_of_a_file_stays(folder):
    os.chown(folder / "a.xml", 12345, 23456)
    (folder / "a.xml").chmod(0o640)
    status, _, _ = run(folder, "a.xml", "--schematron", "s.sch", "--write")
    found = (folder / "a.xml").stat()
    assert (status, found.st_uid, found.st_gid, found.st_mode & 0o777) == (0, 12345, 23456, 0o640)
