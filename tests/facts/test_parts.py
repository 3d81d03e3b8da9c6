"""Dates, declared units, references, pages, words, variants, letters: what each kind of markup becomes."""

from __future__ import annotations

import pytest
from support.facts import TEI, facts_of, facts_of_file, facts_of_source
from support.printed import ARTICLE

from teitools.facts.records import as_record


@pytest.mark.parametrize(
    ("attributes", "edtf"),
    [
        ("when='1920-03-16'", "1920-03-16"),
        ("when='1920-03'", "1920-03"),
        ("when='1920-03-16+02:00'", "1920-03-16"),
        ("when='1920-03-16T10:30:00Z'", "1920-03-16T10:30:00Z"),
        ("when='--03-16'", "XXXX-03-16"),
        ("when='--03'", "XXXX-03"),
        ("when='-0044'", "-0044"),
        ("when='12000'", "Y12000"),
        ("when='1920' cert='low'", "1920?"),
        ("when='1920' precision='low' cert='low'", "1920%"),
        ("from='1914' to='1918-11-11'", "1914/1918-11-11"),
        ("from='1914'", "1914/"),
        ("to='1918'", "/1918"),
        ("notBefore='1901' notAfter='1910'", "[1901..1910]"),
        ("notBefore='1901'", "[1901..]"),
        ("notBefore='1921-02' notAfter='1921-03-16'", "[1921-02-01..1921-03-16]"),
        ("notBefore='1921-02-03' notAfter='1924-02'", "[1921-02-03..1924-02-29]"),
        ("from='2011-01-30T10:03:00'", "2011-01-30/"),
        ("notAfter='1910'", "[..1910]"),
        ("when-iso='1984~'", "1984~"),
        ("dur='P1M'", None),
        ("", None),
    ],
)
def test_dates_are_edtf(attributes: str, edtf: str | None) -> None:
    document = facts_of(f"<p><date {attributes}>then</date></p>")
    assert document.dates[0].when.edtf == edtf
    assert document.findings == ()


def test_what_is_no_date_keeps_its_words_and_is_told_once() -> None:
    document = facts_of(
        "<p><date when='1.3.1920'>1 March</date> <date when='1920-02-30'>x</date> <time when='10:30:00'/></p>"
    )
    first = document.dates[0]
    assert (first.form, first.when.edtf, first.when.start) == ("1 March", None, "1.3.1920")
    assert [(finding.code, "1.3.1920" in finding.message) for finding in document.findings] == [("FCT003", True)]
    assert document.findings[0].message.endswith("2")


DIVISIONS = "<div n='1'><p>a</p><p>b <seg type='x'>c</seg></p></div><div n='2'><head>H</head><lg><l>d</l></lg></div>"


def declared(structure: str) -> dict[str, str]:
    header = f"<encodingDesc><refsDecl>{structure}</refsDecl></encodingDesc>"
    document = facts_of(DIVISIONS, header)
    assert document.findings == ()
    return {unit.cite: document.text_of(unit) for unit in document.units if unit.declared}


def test_declared_units_are_found_and_cited() -> None:
    found = declared(
        "<citeStructure unit='part' match='/TEI/text/(front|body)/div' use='@n'>"
        "<citeStructure unit='p' match='p | lg/l' use='position()' delim='.'>"
        "<citeStructure unit='bit' match=\".//seg[@type='x']\" use='@type' delim=':'/></citeStructure></citeStructure>"
    )
    assert found == {"1": "a\nb c", "1.1": "a", "1.2": "b c", "1.2:x": "c", "2": "H\nd", "2.1": "d"}
    assert declared("<citeStructure unit='p' match='//p' use='seg'/>") == {"c": "b c"}
    assert declared("<citeStructure unit='d' match='//div' use='head'/>") == {"H": "H\nd"}


@pytest.mark.parametrize(
    "pattern",
    [
        "for $d in //div return $d",
        "//*//*//*//*",
        "id('x')",
        "/TEI/text[",
        "",
        "ancestor::*",
        "//p[count(//p) > 1]",
        "((a|b)",
    ],
)
def test_a_pattern_that_is_not_understood_is_told_and_units_are_those_of_structure(pattern: str) -> None:
    structure = f'<citeStructure unit="x" match="{pattern.replace(">", "&gt;")}" use="@n"/>'
    document = facts_of(DIVISIONS, f"<encodingDesc><refsDecl>{structure}</refsDecl></encodingDesc>")
    assert [finding.code for finding in document.findings] == ["FCT002"]
    assert [unit.cite for unit in document.units if unit.element == "p"] == ["div1.p1", "div1.p2"]


def test_citations_by_structure_are_no_ids_of_others() -> None:
    document = facts_of("<div><p>a</p></div><div xml:id='div1'><p>b</p></div>")
    assert document.text_of(document.cite("div1")) == "b"
    assert document.text_of(document.cite("div1.p1")) == "a"


def test_pages_reach_to_the_next_across_paragraphs_and_editions_of_them_are_apart() -> None:
    document = facts_of("<p>a <pb n='1'/>b</p><p>c <pb n='2'/>d<pb n='x' ed='B'/></p><p>e</p>")
    pages = {unit.n: document.text_of(unit) for unit in document.units if unit.milestone}
    assert pages == {"1": "b\nc", "2": "d\ne", "x": "e"}
    assert [unit.cite for unit in document.units if unit.milestone] == ["page1", "page2", "page3"]


def test_references_are_followed_through_schemes_bases_and_inclusions(tmp_path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "names.xml").write_text(
        f"<TEI xmlns='{TEI}'><standOff><listPerson><person xml:id='otto'><persName>Otto</persName></person>"
        "</listPerson></standOff></TEI>",
        encoding="utf-8",
    )
    header = (
        "<encodingDesc><listPrefixDef>"
        "<prefixDef ident='psn' matchPattern='([a-z]+)' replacementPattern='sub/names.xml#$1'/>"
        "<prefixDef ident='two' matchPattern='(.+)' replacementPattern='psn:$1'/>"
        "<prefixDef ident='wd' matchPattern='(Q[0-9]+)' replacementPattern='https://www.wikidata.org/entity/$1'/>"
        "</listPrefixDef></encodingDesc>"
    )
    body = (
        "<p><name ref='psn:otto'>a</name> <name ref='two:otto'>b</name> <name ref='wd:Q1 psn:gone'>c</name>"
        "<name key='k1'>d</name> <name ref='#here'>e</name> <name ref='none.xml#x'>f</name>"
        "<seg xml:base='sub/'><name ref='names.xml#otto'>g</name></seg> <seg xml:id='here'>h</seg></p>"
    )
    document = facts_of(body, header, folder=tmp_path)
    found = [[(one.entity, one.uri) for one in mention.references] for mention in document.mentions]
    otto = ("sub/names#otto", "sub/names#otto")
    assert found == [
        [otto],
        [otto],
        [(None, "https://www.wikidata.org/entity/Q1"), (None, "sub/names#gone")],
        [(None, None)],
        [(None, "a#here")],
        [(None, None)],
        [otto],
    ]
    assert [entity.id for entity in document.entities] == ["sub/names#otto"]
    assert [(finding.code, "none.xml#x" in finding.message) for finding in document.findings] == [("FCT001", True)]


def test_words_variants_and_sentences() -> None:
    document = facts_of(
        "<p><s><w lemma='be' pos='VB' msd='Tense=Pres'>is</w><w join='left'>n’t</w><pc>.</pc></s></p>"
        "<p>x <app xml:id='v'><lem wit='#A'>one</lem><rdgGrp><rdg wit='#B #C' type='s'>two</rdg></rdgGrp></app></p>"
    )
    assert [(token.form, token.lemma, token.pos, token.morphology) for token in document.tokens] == [
        ("is", "be", "VB", "Tense=Pres"),
        ("n’t", "", "", ""),
        (".", "", "", ""),
    ]
    assert document.text() == "isn’t.\nx one"
    assert document.unit(document.tokens[0].unit).kind == "s"
    (variant,) = document.variants
    assert [(one.element, one.text, one.taken, len(one.witnesses)) for one in variant.readings] == [
        ("lem", "one", True, 1),
        ("rdg", "two", False, 2),
    ]
    assert document.text_of(variant) == "one"


def test_an_apparatus_that_stands_apart_changes_nothing() -> None:
    header = "<encodingDesc><variantEncoding method='double-end-point' location='external'/></encodingDesc>"
    document = facts_of("<p>one two <app from='#a'><lem>one</lem><rdg>eins</rdg></app>three</p>", header)
    assert document.text() == "one two three"
    assert not any(reading.taken for reading in document.variants[0].readings)


def test_letters_headers_and_notes_beside_the_text(tmp_path) -> None:
    path = tmp_path / "l.xml"
    path.write_text(
        f"""<TEI xmlns='{TEI}'><teiHeader><fileDesc><titleStmt><title type='main'>A <choice><sic>leter</sic><corr>letter</corr>
        </choice></title><author><persName ref='https://d-nb.info/gnd/1'>Bea</persName></author></titleStmt><publicationStmt>
        <publisher>P</publisher><date when='2020'/><idno type='doi'>10.1/x</idno><availability status='free'>
        <licence target='https://l'>free</licence></availability></publicationStmt><sourceDesc><bibl>S</bibl></sourceDesc>
        </fileDesc><profileDesc><correspDesc><correspAction type='sent'><persName>Bea</persName><placeName>Ystad</placeName>
        <date when='1909-06-11'/></correspAction></correspDesc><creation><date when='1909'/></creation></profileDesc></teiHeader>
        <standOff><listAnnotation><note target='#w'>N</note></listAnnotation></standOff>
        <text><body><p>a <hi xml:id='w'>b</hi> c</p></body></text></TEI>""",
        encoding="utf-8",
    )
    document = facts_of_file(path)
    header = document.header
    assert (header.title, header.authors[0].name, header.published.edtf, header.created.edtf) == (
        "A letter",
        "Bea",
        "2020",
        "1909",
    )
    assert header.authors[0].references[0].uri == "https://d-nb.info/gnd/1"
    assert (header.licence, header.licence_uri, header.availability, header.sources) == (
        "free",
        "https://l",
        "free",
        ("S",),
    )
    assert [one.uri for one in header.identifiers] == ["https://doi.org/10.1/x"]
    (action,) = document.letters[0].actions
    assert (action.type, action.agents[0].name, action.places[0].name, action.when.edtf) == (
        "sent",
        "Bea",
        "Ystad",
        "1909-06-11",
    )
    (note,) = document.notes
    assert (note.text(), document.text()[: note.reading]) == ("N", "a b")


def test_what_a_header_says_in_several_languages_is_taken_in_that_of_the_document(tmp_path) -> None:
    path = tmp_path / "v.xml"
    path.write_text(
        f"""<TEI xmlns='{TEI}' xml:lang='tr'><teiHeader><fileDesc><publicationStmt><availability>
        <licence target='https://l'><p xml:lang='en'>free</p><p xml:lang='tr'>serbest</p></licence></availability>
        </publicationStmt><sourceDesc><bibl>A: <seg xml:lang='en'>list</seg> <seg xml:lang='tr'>liste</seg> 1</bibl>
        <listWit><witness><note xml:lang='en'>file</note><note xml:lang='tr'>dosya</note></witness></listWit></sourceDesc>
        </fileDesc><profileDesc><langUsage><language ident='tr' xml:lang='en'>Turkish</language>
        <language ident='tr' xml:lang='tr'>Türkçe</language></langUsage></profileDesc></teiHeader><text/></TEI>""",
        encoding="utf-8",
    )
    header = facts_of_file(path).header
    assert (header.licence, header.sources) == ("serbest", ("A: liste 1", "dosya"))
    assert header.languages == (("tr", "Türkçe"),)


def test_any_fact_is_plain_values() -> None:
    document = facts_of("<p>a <name ref='https://example.org/x'>b</name></p>")
    (record,) = as_record(document.mentions)
    assert record["reading"] == [2, 3]
    assert record["references"] == [
        {"written": "https://example.org/x", "entity": None, "uri": "https://example.org/x"}
    ]
    assert record["attributes"] == {"ref": "https://example.org/x"}


def test_what_says_no_language_is_in_that_of_the_text_around() -> None:
    document = facts_of_source(
        f"<TEI xmlns='{TEI}' xml:lang='tr'><text><body><p><name>a</name></p><p xml:lang='en'><name>b</name>"
        "<note xml:lang='de'><name>c</name></note></p><p><name>d</name></p></body></text></TEI>"
    )
    assert [mention.language for mention in document.mentions] == ["tr", "en", "de", "tr"]
    assert [unit.language for unit in document.units] == ["tr", "tr", "tr", "en", "tr"]
    assert document.notes[0].language == "de"


def test_an_example_of_markup_is_words_and_no_facts() -> None:
    shown = "<persName ref='#a'>Ann</persName> <date when='1900'>then</date><note>n</note><gap/><choice><sic>x</sic><corr>y</corr></choice>"
    document = facts_of(
        f"<p>before</p><egXML xmlns='http://www.tei-c.org/ns/Examples'><p xml:id='e'>{shown}</p></egXML>"
        "<p>after <m:math xmlns:m='urn:m' when='1901'>2</m:math></p>"
    )
    assert "Ann then" in document.text()
    assert [len(getattr(document, kind)) for kind in ("mentions", "dates", "notes")] == [0, 0, 0]
    assert [unit.element for unit in document.units if unit.element != "body"][-3:] == ["p", "egXML", "p"]


def test_a_note_in_several_languages_gives_each_of_them() -> None:
    document = facts_of(
        "<p>a<note type='editorial'><p xml:lang='tr'>Bu <choice><sic>yanlis</sic><corr>yanlış</corr></choice>.</p>"
        "<p xml:lang='en'>This is <persName ref='#a'>Ann</persName>.</p></note>"
        "<note><p xml:lang='la'>Arma virumque</p><p xml:lang='en'>is no translation</p>"
        "<gap><desc xml:lang='tr'>yırtık</desc><desc xml:lang='en'>torn</desc></gap></note></p>"
    )
    both, other = document.notes
    assert both.text() == "Bu yanlış.\nThis is Ann."
    assert [(one.language, both.text("printed", one.language)) for one in both.versions] == [
        ("tr", "Bu yanlis."),
        ("en", "This is Ann."),
    ]
    assert both.text(language="en") == "This is Ann."
    assert both.text(language="de") == both.text()
    assert other.versions == ()


def test_each_note_of_the_editors_of_the_article_is_in_turkish_and_english() -> None:
    editorial = [note for note in facts_of_file(ARTICLE).notes if note.kind == "editorial"]
    assert len(editorial) > 50
    for note in editorial:
        assert [one.language for one in note.versions] == ["tr", "en"]
        assert f"{note.text(language='tr')}\n{note.text(language='en')}" == note.text()
