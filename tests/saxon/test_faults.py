"""Faults of stylesheets and their runs: every one with its place, none on standard error."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from support.xslt import DOCUMENT

from teitools.diagnostics import SetupError
from teitools.saxon import SaxonError, compile_file


def test_all_compile_errors_have_module_line_and_code(written, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    content = '<xsl:template match="a"><xsl:value-of select="$no"/></xsl:template>\n<xsl:template match="b["/>'
    with pytest.raises(SaxonError) as caught:
        compile_file(written(content))
    found = {(fault.module, fault.line, fault.code) for fault in caught.value.faults}
    assert found == {("main.xsl", 3, "XPST0008"), ("main.xsl", 4, "XTSE0340")}
    assert "main.xsl:3:5" in str(caught.value)


def test_error_in_an_included_module_names_it(written, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ığdır").mkdir()
    written('<xsl:template match="a">', "ığdır/rest.xsl")
    with pytest.raises(SaxonError) as caught:
        compile_file(written('<xsl:include href="ığdır/rest.xsl"/>'))
    assert [(fault.module, fault.line) for fault in caught.value.faults] == [("ığdır/rest.xsl", 4)]


def test_run_time_error_has_its_place_and_stderr_stays_clean(written, capfd, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    sheet = compile_file(
        written('<xsl:template match="a">\n<b><xsl:value-of select="1 idiv (@n - 1)"/></b></xsl:template>')
    )
    with pytest.raises(SaxonError) as caught:
        sheet.transform(DOCUMENT)
    (fault,) = caught.value.faults
    assert (fault.module, fault.line, fault.code) == ("main.xsl", 4, "FOAR0001")
    assert capfd.readouterr().err == ""


def test_words_of_a_terminating_message_are_kept(written):
    sheet = compile_file(
        written('<xsl:template match="/"><xsl:message terminate="yes">Böyle olmaz</xsl:message></xsl:template>')
    )
    with pytest.raises(SaxonError, match="Böyle olmaz"):
        sheet.transform(DOCUMENT)


def test_warning_is_told_and_not_printed(written, capfd):
    sheet = compile_file(written('<xsl:template match="a"/><xsl:template match="*[self::a]" priority="0"/>'))
    assert [fault.code for fault in sheet.transform(DOCUMENT).warnings] in ([], ["XTDE0540"])
    assert capfd.readouterr().err == ""


def test_missing_file_is_a_set_up_fault(tmp_path):
    with pytest.raises(SetupError, match=r"nowhere\.xsl: the stylesheet cannot be read"):
        compile_file(tmp_path / "nowhere.xsl")


def test_works_without_a_standard_error_stream(written):
    path = written('<xsl:output method="text"/><xsl:template match="/">ok</xsl:template>')
    code = (
        "import os, pathlib; os.close(2); from teitools.saxon import *;"
        f"print(compile_file(pathlib.Path({str(path)!r})).transform(Input('<a/>', 'file:///a')).text)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, env=os.environ)
    assert (done.returncode, done.stdout) == (0, b"ok\n")
