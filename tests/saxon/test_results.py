"""Secondary results: written as they say, and only below the folder."""

from __future__ import annotations

import pytest
from support.xslt import DOCUMENT

from teitools.diagnostics import SetupError
from teitools.saxon import compile_file

CONTENT = """<xsl:output method="html" encoding="iso-8859-9"/>
<xsl:param name="href" select="'sub/ş x.txt'"/>
<xsl:template match="/">
  <xsl:message select="'one'"/>
  <html><br/>ş</html>
  <xsl:result-document href="{$href}" method="text" encoding="UTF-8">text ş</xsl:result-document>
</xsl:template>"""


def test_they_are_written_below_the_folder_as_they_say(written, tmp_path):
    (tmp_path / "out").mkdir()
    result = compile_file(written(CONTENT)).transform_to_folder(DOCUMENT, tmp_path / "out", "a.html")
    assert result.files == ("a.html", "sub/ş x.txt")
    assert result.messages == ("one",)
    assert (tmp_path / "out" / "sub" / "ş x.txt").read_bytes() == "text ş".encode()
    assert "<br>ş" in (tmp_path / "out" / "a.html").read_text(encoding="utf-8")
    assert len(list((tmp_path / "out").iterdir())) == 2


@pytest.mark.parametrize(
    "href", ["../escaped.txt", "sub/../../escaped.txt", "/escaped.txt", "http://a.b/c", "%2e%2e/x"]
)
def test_none_leaves_the_folder(written, tmp_path, href):
    (tmp_path / "out").mkdir()
    sheet = compile_file(written(CONTENT))
    with pytest.raises(SetupError, match="outside the output folder"):
        sheet.transform_to_folder(DOCUMENT, tmp_path / "out", "a.html", {"href": href})
    assert {path.name for path in tmp_path.iterdir()} == {"main.xsl", "out"}
    assert list((tmp_path / "out").iterdir()) == []


def test_the_name_of_the_principal_result_is_taken(written, tmp_path):
    sheet = compile_file(written(CONTENT))
    with pytest.raises(SetupError, match=r"two results are written to the file a\.html"):
        sheet.transform_to_folder(DOCUMENT, tmp_path, "a.html", {"href": "a.html"})


def test_empty_principal_result_is_no_file(written, tmp_path):
    sheet = compile_file(
        written('<xsl:template match="/"><xsl:result-document href="x.xml"><x/></xsl:result-document></xsl:template>')
    )
    assert sheet.transform_to_folder(DOCUMENT, tmp_path, "a.xml").files == ("x.xml",)


def test_transform_writes_nothing(written, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    compile_file(written(CONTENT)).transform(DOCUMENT)
    assert {path.name for path in tmp_path.iterdir()} == {"main.xsl"}
