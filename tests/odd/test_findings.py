"""Findings about an ODD: their wording and hints in both languages, their places, and what is no finding but an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from teitools.diagnostics import SetupError, speaking
from teitools.odd import compile_odd

CASES = Path(__file__).resolve().parent.parent / "cases" / "odd"
HEAD = '<TEI xmlns="http://www.tei-c.org/ns/1.0">'


def finding(name: str, code: str):
    found = compile_odd(CASES / name / "customization.odd", source=CASES / "source.xml").diagnostics
    return next(d for d in found if d.code == code)


def findings(tmp_path: Path, body: str, source: Path | str | None = CASES / "source.xml", **options):
    path = tmp_path / "my.odd"
    path.write_text(f"{HEAD}{body}</TEI>", encoding="utf-8")
    return compile_odd(path, source=source, **options).diagnostics


@pytest.mark.parametrize(
    ("name", "code", "hint"),
    [
        ("module-unknown", "ODD020", "Did you mean “names”?"),
        ("module-include-unknown", "ODD021", "Did you mean “hi”?"),
        ("element-ref-unknown", "ODD024", "Did you mean “persName”?"),
        ("attribute-unknown", "ODD041", "Did you mean “source”?"),
        ("membership-unknown", "ODD050", "Did you mean “att.typed”?"),
        ("membership-unknown", "ODD051", "Take “att.placed” into the schema: it is in the module msd."),
        ("datatype-unknown", "ODD075", "Did you mean “teidata.word”?"),
        ("datatype-unknown", "ODD070", "Did you mean “token”?"),
        ("content-unknown", "ODD061", "Take “name” into the schema: it is in the module names."),
        ("specification-group-unknown", "ODD007", "Did you mean “#grps”?"),
        (
            "element-of-one-ident-in-two-namespaces",
            "ODD035",
            (
                "They are in two namespaces. To have both, give the one that is not in that of the schema a "
                'prefix="…" of its own; to have one, delete the other.'
            ),
        ),
        (
            "specification-group-dangling",
            "ODD007",
            "There are #notes, #letters; name one of them, or delete the reference, which brings nothing.",
        ),
        (
            "datatype-named-by-the-other-attribute",
            "ODD075",
            'It is a datatype of XML Schema and is read as that: write name="gYear".',
        ),
        (
            "datatype-named-by-the-other-attribute",
            "ODD070",
            'It is a datatype of TEI and is read as that: write key="teidata.word".',
        ),
        ("values-contradicting", "ODD082", "Did you mean “ordered”?"),
        ("start-unknown", "ODD092", "Did you mean “TEI”?"),
        ("misplaced-and-misspelt", "ODD018", "Did you mean “elementSpec”?"),
        ("misplaced-and-misspelt", "ODD019", "Did you mean “include”?"),
        ("class-ref-of-another-module", None, None),
    ],
)
def test_hint_names_what_was_probably_meant(name, code, hint):
    if code is None:
        assert compile_odd(CASES / name / "customization.odd", source=CASES / "source.xml").diagnostics == ()
        return
    assert finding(name, code).hint == hint


def test_class_among_the_elements_of_a_module_is_told_as_such(tmp_path):
    schema = '<schemaSpec ident="x" start="TEI"><moduleRef key="core" include="TEI p att.global"/></schemaSpec>'
    found = [(d.code, d.hint) for d in findings(tmp_path, schema)]
    assert ("ODD021", "“att.global” is something else: class.") in found


def test_prose_between_declarations_may_hold_what_looks_like_one(tmp_path):
    group = '<specGrp xml:id="g"><p>As of <date>May</date>: <elementSpec ident="hi" mode="delete"/></p></specGrp>'
    schema = '<schemaSpec ident="x" start="TEI"><moduleRef key="core"/><specGrpRef target="#g"/></schemaSpec>'
    assert "ODD018" not in [d.code for d in findings(tmp_path, group + schema)]


def test_what_is_newer_than_the_source_is_not_misplaced(tmp_path):
    declared = '<constraintDecl scheme="schematron" queryBinding="xslt3"><p/></constraintDecl><constraintDcl/>'
    schema = f'<schemaSpec ident="x" start="TEI">{declared}<moduleRef key="tei"/><moduleRef key="core"/></schemaSpec>'
    told = [(d.message, d.hint) for d in findings(tmp_path, schema) if d.code == "ODD018"]
    assert [hint for _, hint in told] == ["Did you mean “constraintDecl”?"]


def test_misplaced_part_comes_with_its_place():
    found = compile_odd(CASES / "misplaced-and-misspelt" / "customization.odd", source=CASES / "source.xml").diagnostics
    hints = [d.hint for d in found if d.code == "ODD018"]
    assert hints[1] == "Put <attDef> into <attList>."
    assert "xmlns:sch" in hints[2]
    assert hints[3] == "Put <valItem> into <valList>."


def test_wrong_kind_is_said(tmp_path):
    found = findings(
        tmp_path,
        '<schemaSpec ident="x" start="TEI"><moduleRef key="core"/><elementRef key="model.pLike"/></schemaSpec>',
    )
    assert ("ODD024", "“model.pLike” is something else: class.") in [(d.code, d.hint) for d in found]


def test_second_declaration_names_the_first():
    double = finding("declared-twice-contradicting", "ODD030")
    assert double.message == "the element “p” is declared twice, and both cannot hold"
    (related,) = double.related
    assert (related.location.line, related.message) == (4, "the other declaration")


def test_place_is_the_attribute_that_is_wrong():
    found = finding("module-unknown", "ODD020")
    assert found.source == "odd"
    assert found.location.xpath.endswith("/moduleRef[3]/@key")
    line = (
        (CASES / "module-unknown" / "customization.odd")
        .read_text(encoding="utf-8")
        .splitlines()[found.location.line - 1]
    )
    assert line[found.location.column - 1 : found.location.end_column - 1] == 'key="nmes"'


def test_speaks_turkish():
    with speaking("tr"):
        found = finding("module-unknown", "ODD020")
    assert found.message == "source.xml içinde “nmes” modülü yok".replace("source.xml", _name(CASES / "source.xml"))
    assert found.hint == "“names” mi demek istediniz?"


def _name(path: Path) -> str:
    from teitools.document import display_name

    return display_name(path)


def test_circle_is_written_out():
    assert (
        finding("class-circle", "ODD052").message
        == "the class “model.b” is a member of itself: model.a → model.b → model.a"
    )
    assert finding("macro-circle", "ODD067").message == "the macro “a” contains itself: a → b → a"


def test_malformed_odd_is_a_finding(tmp_path):
    (found,) = findings(tmp_path, "<schemaSpec>")
    assert found.code.startswith("XML")


@pytest.mark.parametrize(
    ("schema", "options", "message"),
    [
        ('<schemaSpec ident="x"/>', {"source": None}, "names no @source; give one with --source"),
        ('<schemaSpec ident="x" source="nothing.xml"/>', {"source": None}, "no such source: nothing.xml"),
        ('<schemaSpec ident="x"/>', {"schema": "y"}, "no schemaSpec “y” here; choose x"),
        ('<schemaSpec ident="x" source="tei:4.9.0"/>', {"source": None}, "is not a local file; allow fetching it"),
    ],
)
def test_what_a_run_lacks_is_a_fault_of_the_set_up(tmp_path, schema, options, message):
    with pytest.raises(SetupError, match=message):
        findings(tmp_path, schema, **{"source": CASES / "source.xml", **options})


def test_missing_odd_is_a_fault_of_the_set_up(tmp_path):
    with pytest.raises(SetupError, match="no such file; name an ODD file"):
        compile_odd(tmp_path / "nothing.odd", source=CASES / "source.xml")


def test_source_may_be_fetched(tmp_path):
    asked = []

    def fetch(reference: str) -> Path:
        asked.append(reference)
        return CASES / "source.xml"

    found = findings(
        tmp_path,
        '<schemaSpec ident="x" start="TEI" source="tei:1.2.3"><moduleRef key="core"/><moduleRef key="tei"/></schemaSpec>',
        source=None,
        fetch=fetch,
    )
    assert found == ()
    assert asked == ["tei:1.2.3"]


def test_given_source_goes_before_the_declared_one(tmp_path):
    schema = '<schemaSpec ident="x" start="TEI" source="nothing.xml"><moduleRef key="core"/><moduleRef key="tei"/></schemaSpec>'
    assert findings(tmp_path, schema) == ()


@pytest.mark.parametrize(
    ("bounds", "message"),
    [
        ('minOccurs="3" maxOccurs="2"', 'maxOccurs="2" is less than minOccurs="3"'),
        ('minOccurs="-1"', 'minOccurs="-1" is no number of occurrences: write a whole number'),
        ('maxOccurs="many"', 'maxOccurs="many" is no number of occurrences: write a whole number, or unbounded'),
        ('maxOccurs="10001"', 'maxOccurs="10001" is more than a schema can write out: at most 10000'),
    ],
)
def test_bounds_that_cannot_be_say_why(tmp_path, bounds, message):
    content = f'<content><elementRef key="hi" {bounds}/></content>'
    spec = f'<moduleRef key="core"/><elementSpec ident="p" mode="change">{content}</elementSpec>'
    found = findings(tmp_path, f'<schemaSpec ident="x" start="TEI"><moduleRef key="tei"/>{spec}</schemaSpec>')
    assert [d.message for d in found if d.code == "ODD064"] == [message]


@pytest.mark.parametrize(
    ("pattern", "hint"), [("(?!x)a", "no look-around"), ("(?i)a", "no look-around"), ("^[a-$", "Leave out ^ and $")]
)
def test_an_expression_of_another_kind_comes_with_what_this_one_knows(tmp_path, pattern, hint):
    datatype = f'<datatype><dataRef name="token" restriction="{pattern}"/></datatype>'
    spec = f'<elementSpec ident="p" mode="change"><attList><attDef ident="x" mode="add">{datatype}</attDef></attList>'
    schema = f'<moduleRef key="tei"/><moduleRef key="core"/>{spec}</elementSpec>'
    found = findings(tmp_path, f'<schemaSpec ident="x" start="TEI">{schema}</schemaSpec>')
    assert hint in next(d.hint for d in found if d.code == "ODD073")
