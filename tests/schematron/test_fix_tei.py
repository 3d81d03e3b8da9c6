"""The quick fixes of TEI's own schema for its journal, as they are in use: what they are meant for, they do."""

from __future__ import annotations

import pytest
from support.relaxng import shared

from teitools.document import parse
from teitools.document.markup import Style
from teitools.document.pieces import Pieces
from teitools.schematron import Schema
from teitools.schematron.quickfix.edits import edits
from teitools.schematron.quickfix.splices import splices

TEXT = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt>{title}</titleStmt></fileDesc>
</teiHeader><text><body><div><head>H</head><p>{text}</p></div></body></text></TEI>"""
TITLE = '<title type="main">T</title>'


@pytest.fixture(scope="module")
def schema() -> Schema:
    return Schema.load(shared("tei/tei_jtei.rng"))


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("apostrophe.replace", "it's &amp; that&#39;s", "it’s &amp; that’s"),
        ("dash.replace", "this -- <![CDATA[that--]]>", "this — <![CDATA[that—]]>"),
        ("hyphen.replace", "pages 10-12, 3–4", "pages 10–12, 3–4"),
        ("comma.add", "e.g. this, I.e. that, i.e., so", "e.g., this, I.e., that, i.e., so"),
        ("nonbreakingspace.remove", "a&#160;b", "a b"),
    ],
)
def test_fix(schema, name, before, after):
    document, _ = parse(TEXT.format(title=TITLE, text=before).encode(), "a.xml")
    assert document is not None
    offers = [offer for item in schema.run(document, answers="{}").findings for offer in item.offers]
    (offer,) = [offer for offer in offers if offer.id == name]
    pieces = Pieces.of(document)
    pieces.change(splices(document.data, edits(document, offer.edits, Style.of(document.data, pieces.encoding))))
    assert pieces.text.decode() == TEXT.format(title=TITLE, text=after)


def test_the_type_of_a_title_is_added(schema):
    document, _ = parse(TEXT.format(title="<title >T</title><title>U</title>", text="").encode(), "a.xml")
    assert document is not None
    (offer,) = [o for f in schema.run(document, answers="{}").findings for o in f.offers if o.id == "type.add"]
    pieces = Pieces.of(document)
    pieces.change(splices(document.data, edits(document, offer.edits, Style.of(document.data, pieces.encoding))))
    assert pieces.text.decode() == TEXT.format(title='<title type="main" >T</title><title>U</title>', text="")
