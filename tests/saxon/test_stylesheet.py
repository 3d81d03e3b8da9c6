"""Compiling a stylesheet and running it on a text."""

from __future__ import annotations

import subprocess
import sys

import pytest
from support.xslt import DOCUMENT, HEAD

from teitools.saxon import SaxonError, compile_file, compile_text


def test_text_of_a_document_reaches_the_result_whatever_its_declaration_says(written):
    sheet = compile_file(
        written('<xsl:output method="text"/><xsl:template match="/">ş <xsl:value-of select="a"/></xsl:template>')
    )
    assert sheet.transform(DOCUMENT).text == "ş İĞ𝔸"


def test_base_uri_is_that_of_the_document(written):
    sheet = compile_file(
        written('<xsl:output method="text"/><xsl:template match="/"><xsl:value-of select="base-uri()"/></xsl:template>')
    )
    assert sheet.transform(DOCUMENT).text == "file:///texts/a.xml"


def test_stylesheet_in_memory_resolves_includes_against_its_base(written, tmp_path):
    written('<xsl:template match="a"><b/></xsl:template>', "rest.xsl")
    sheet = compile_text(HEAD + '<xsl:include href="rest.xsl"/></xsl:stylesheet>', (tmp_path / "x.xsl").as_uri())
    assert sheet.transform(DOCUMENT).text.endswith("<b/>")


def test_import_loads_no_processor():
    code = "import sys, teitools.saxon; sys.exit('saxonche' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (
            HEAD.encode() + b"<!-- \xed --></xsl:stylesheet>",
            "a.xsl:{line}:6: the byte 0xED at offset 180 is not valid UTF-8",
        ),
        (b"<?xml version='1.0' encoding='x-none'?>" + HEAD.encode() + b"</xsl:stylesheet>", "a.xsl:1:1: "),
        (b"\xfe\xff\xd8\x00\x00<", "a.xsl:1:1: "),
    ],
    ids=["no UTF-8", "unknown encoding", "no UTF-16"],
)
def test_bytes_that_are_no_text_are_told_with_their_place(content, told, tmp_path):
    (tmp_path / "a.xsl").write_bytes(content)
    with pytest.raises(SaxonError) as caught:
        compile_file(tmp_path / "a.xsl")
    assert told.format(line=HEAD.count("\n") + 1) in str(caught.value)
