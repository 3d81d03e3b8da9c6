"""What a stylesheet or document must not reach, and what it may be."""

from __future__ import annotations

import pytest
from support.xslt import DOCUMENT

from teitools.saxon import Input, SaxonError, compile_file


@pytest.mark.parametrize(
    "call",
    ["doc('http://example.org/x')/*", "unparsed-text('http://example.org/x')", "json-doc('http://example.org/x')"],
)
def test_network_is_out_of_reach(written, call):
    sheet = compile_file(written(f'<xsl:template match="/"><xsl:value-of select="{call}"/></xsl:template>'))
    with pytest.raises(SaxonError, match="prohibited"):
        sheet.transform(DOCUMENT)


def test_stylesheets_are_not_fetched(written):
    with pytest.raises(SaxonError, match="prohibited"):
        compile_file(written('<xsl:include href="http://example.org/x.xsl"/>'))


@pytest.fixture
def text_of(written):
    sheet = compile_file(
        written('<xsl:output method="text"/><xsl:template match="/"><xsl:value-of select="."/></xsl:template>')
    )
    return lambda text: sheet.transform(Input(text, "file:///a.xml")).text


def test_external_entities_are_not_read(text_of, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret", encoding="utf-8")
    entity = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><a>-&x;-</a>'
    assert "secret" not in text_of(entity)


def test_external_dtd_is_not_read(text_of):
    assert text_of('<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a>text</a>') == "text"


def test_internal_entities_are_expanded(text_of):
    assert text_of('<!DOCTYPE a [<!ENTITY x "Seddi">]><a>Kafkas &x;</a>') == "Kafkas Seddi"


def test_deep_documents_are_read(text_of):
    assert text_of("<a>" * 1000 + "deep" + "</a>" * 1000) == "deep"


def test_many_attributes_are_read(text_of):
    attributes = " ".join(f"a{number}='1'" for number in range(300))
    assert text_of(f"<a {attributes}>many</a>") == "many"
