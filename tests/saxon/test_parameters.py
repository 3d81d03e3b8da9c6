"""Stylesheet parameters: what is declared, what is refused, what the values become."""

from __future__ import annotations

import pytest
from support.xslt import DOCUMENT

from teitools.diagnostics import SetupError
from teitools.saxon import SaxonError, compile_file

CONTENT = """<xsl:output method="text"/>
<xsl:include href="more.xsl"/>
<xsl:param name="number" as="xs:integer" select="1"/>
<xsl:param name="flag" as="xs:boolean" select="false()"/>
<xsl:param name="others" as="document-node()*"/>
<xsl:param name="my:plain"/>
<xsl:template match="/">
  <xsl:value-of select="$number + 1, $flag, $others ! base-uri(.), string($my:plain), $day" separator="|"/>
</xsl:template>"""


@pytest.fixture
def sheet(written):
    written('<xsl:param name="day" as="xs:date?"/>', "more.xsl")
    return compile_file(written(CONTENT))


def test_duplicate_declarations_are_a_fault_of_the_stylesheet(written):
    written('<xsl:param name="number"/>', "more.xsl")
    with pytest.raises(SaxonError, match="XTSE0630"):
        compile_file(written(CONTENT))


def test_declared_ones_are_known_with_their_types(sheet):
    assert sheet.parameters == {
        "number": "xs:integer",
        "flag": "xs:boolean",
        "others": "document-node()*",
        "{urn:my}plain": "item()*",
        "day": "xs:date?",
    }


def test_values_become_what_is_declared(sheet):
    values = {
        "number": "41",
        "flag": True,
        "others": [DOCUMENT, DOCUMENT],
        "{urn:my}plain": "ş",
        "day": "1920-09-28",
    }
    uri = "file:///texts/a.xml"
    assert sheet.transform(DOCUMENT, values).text == f"42|true|{uri}|{uri}|ş|1920-09-28"


def test_values_of_one_run_do_not_reach_the_next(sheet):
    sheet.transform(DOCUMENT, {"number": 7})
    assert sheet.transform(DOCUMENT).text.startswith("2|false")


def test_unknown_name_is_refused_with_the_likely_one(sheet):
    with pytest.raises(SetupError, match="no parameter “nubmer”; did you mean “number”"):
        sheet.transform(DOCUMENT, {"nubmer": "1"})


def test_unknown_name_is_refused_with_those_declared(sheet):
    with pytest.raises(SetupError, match="declares day, flag, number, others"):
        sheet.transform(DOCUMENT, {"zzz": "1"})


@pytest.mark.parametrize(("name", "value"), [("number", "many"), ("flag", "maybe"), ("day", "1920-02-30")])
def test_value_of_another_type_is_refused(sheet, name, value):
    with pytest.raises(SetupError, match=f"“{value}” of the parameter “{name}” is not of its type"):
        sheet.transform(DOCUMENT, {name: value})
