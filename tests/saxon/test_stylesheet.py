"""Compiling a stylesheet and running it on a text."""

from __future__ import annotations

import subprocess
import sys

from support.xslt import DOCUMENT, HEAD

from teitools.saxon import compile_file, compile_text


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
