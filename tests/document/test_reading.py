"""Reading is hardened: nothing outside the file is loaded, nothing hangs, and what a document declares is read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from teitools.document import parse, read

DTD_ENTITY = "LOADED FROM OUTSIDE"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "outside.dtd").write_text(
        f'<!ENTITY outside "{DTD_ENTITY}">\n<!ATTLIST a n CDATA "{DTD_ENTITY}">', encoding="utf-8"
    )
    (tmp_path / "outside.txt").write_text(DTD_ENTITY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "a.xml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_an_external_dtd_is_reported_and_not_loaded(folder):
    document, (finding,) = read(write(folder, '<!DOCTYPE a\n SYSTEM "outside.dtd">\n<a><b/></a>'))
    assert finding.code == "XML041"
    assert finding.severity == "info"
    assert (finding.location.line, finding.location.column) == (2, 2)
    assert document.root.get("n") is None
    assert document.location(document.root[0]).line == 3


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE a SYSTEM "outside.dtd"><a>&outside;</a>',
        '<!DOCTYPE a PUBLIC "-//x" "outside.dtd"><a>&outside;</a>',
        '<?t x?><!-- <!DOCTYPE a> --><!DOCTYPE a SYSTEM "outside.dtd"><a>&outside;</a>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "outside.txt">]><a>&x;</a>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "http://localhost:1/x">]><a>&x;</a>',
        '<!DOCTYPE a [<!ENTITY % p SYSTEM "outside.dtd">%p;]><a>&outside;</a>',
        '<!DOCTYPE a [<!ENTITY x PUBLIC "p" "outside.txt">]><a n="&x;"/>',
    ],
)
def test_nothing_outside_the_file_gets_in(folder, text):
    document, findings = read(write(folder, text))
    assert document is None
    assert {item.code for item in findings} <= {"XML028", "XML040"}
    assert DTD_ENTITY not in str(findings)


@pytest.mark.parametrize(
    "written", ['SYSTEM "<e>&x;[ğ"', "PUBLIC\t'-//X//Y: Z'\n'x\ny'", 'PUBLIC "(a) +_%#$@*!;=?." "]>"', "SYSTEM ''"]
)
def test_an_external_identifier_may_hold_what_xml_says(written):
    document, findings = parse(f'<!DOCTYPE a {written} [<!ENTITY e "f">]>\n<a>&e;</a>'.encode(), "a.xml")
    assert document is not None
    assert [found.code for found in findings] == ["XML041"]
    assert document.root.text == "f"


def test_an_external_entity_that_nobody_uses_does_no_harm(folder):
    document, findings = read(write(folder, '<!DOCTYPE a [<!ENTITY x SYSTEM "outside.txt">]><a/>'))
    assert document is not None
    assert findings == ()


def test_includes_are_not_followed(folder):
    document, _ = read(write(folder, '<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="b.xml"/></a>'))
    assert len(document.root) == 1


def test_internal_entities_are_expanded(folder):
    document, findings = read(write(folder, '<!DOCTYPE a [<!ENTITY e "<b>x</b>">]><a>&e;</a>'))
    assert findings == ()
    assert document.root[0].text == "x"


def test_a_duplicate_id_does_not_stop_the_parser(folder):
    document, findings = read(write(folder, '<a><b xml:id="x"/><b xml:id="x"/></a>'))
    assert document is not None
    assert findings == ()


def test_the_name_is_relative_to_the_working_folder(folder):
    document, _ = read(write(folder, "<a/>").absolute())
    assert document.name == "a.xml"
    assert document.path.is_absolute()


def test_a_document_without_a_file_has_no_path():
    document, _ = parse(b"<a/>", "<stdin>")
    assert document.path is None
    assert str(document.location(document.root)) == "<stdin>:1:1"


@pytest.mark.parametrize("name", ["nothing.xml", "no/such/folder.xml", "with\0nul.xml", "x" * 5000])
def test_a_file_that_is_not_there_is_a_finding(folder, name):
    document, (finding,) = read(folder / name)
    assert document is None
    assert finding.code == "XML030"


def test_a_file_without_permission_is_a_finding(folder, monkeypatch):
    path = write(folder, "<a/>")

    def refuse(self):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refuse)  # the super-user may read every file, so no chmod
    _, (finding,) = read(path)
    assert finding.code == "XML030"
    assert "Permission denied" in finding.message


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo], ids=["folder", "FIFO"])
def test_what_is_no_regular_file_is_not_opened(folder, make):
    make(folder / "x.xml")
    _, (finding,) = read(folder / "x.xml")
    assert finding.code == "XML031"


def test_a_device_is_not_opened():
    _, (finding,) = read(Path("/dev/zero"))
    assert finding.code == "XML031"


def test_a_link_in_a_circle_is_a_finding(folder):
    (folder / "x.xml").symlink_to("x.xml")
    _, (finding,) = read(folder / "x.xml")
    assert finding.code == "XML030"


RNG = "http://relaxng.org/ns/structure/1.0"
MODELS = {
    f'href="a.rng" schematypens="{RNG}"': "relaxng",
    f'href="a.rnc" schematypens="{RNG}"': "rnc",
    f'href="a" type="application/relax-ng-compact-syntax" schematypens="{RNG}"': "rnc",
    'href="a" schematypens="http://purl.oclc.org/dsdl/schematron"': "schematron",
    'href="a" schematypens="http://www.w3.org/2001/XMLSchema"': "xsd",
    "href='a.rng?x=1#y' type='application/xml'": "relaxng",
    'href="a.sch"': "schematron",
    'href="a.dtd" type="application/xml-dtd"': "dtd",
    'href="a.txt"': "unknown",
}


@pytest.mark.parametrize(("pseudo", "kind"), MODELS.items())
def test_the_kind_of_a_schema_is_told_by_namespace_type_and_ending(pseudo, kind):
    document, findings = parse(f"<?xml-model {pseudo}?><a/>".encode(), "a.xml")
    assert findings == ()
    assert [model.kind for model in document.models] == [kind]


def test_models_come_in_order_with_place_phase_and_title():
    first_line, last_line = '<?xml-model href="a&amp;b.rng" title="A"?>', '<?xml-model href="c.sch" phase="p"?>'
    text = f'<?xml version="1.0"?>\n<!-- c -->\n{first_line}\n<?t?>\n{last_line}\n<a/>'
    document, _ = parse(text.encode(), "a.xml")
    first, second = document.models
    assert (first.href, first.title, first.phase) == ("a&b.rng", "A", None)
    assert (second.href, second.phase) == ("c.sch", "p")
    assert [model.location.line for model in document.models] == [3, 5]
    assert first.location.end_column == len(first_line) + 1


def test_references_in_a_model_are_those_of_xml():
    """`&copy`, which HTML takes for a sign, is part of an address (Associating Style Sheets with XML documents, 4)."""
    document, _ = parse(b'<?xml-model href="a&amp;b&copy=1&#x2e;rng"?><a/>', "a.xml")
    assert [model.href for model in document.models] == ["a&b&copy=1.rng"]


def test_models_after_the_doctype_are_placed_too():
    document, _ = parse(b'<!DOCTYPE a [<?xml-model href="x.rng"?>]>\n<?xml-model href="c.rng"?><a/>', "a.xml")
    assert [(model.href, model.location.line) for model in document.models] == [("c.rng", 2)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<?xml-model href=a.rng?><a/>", "XML050"),
        ('<?xml-model href="a.rng?><a/>', "XML050"),
        ('<?xml-model href="a.rng"type="x"?><a/>', "XML050"),
        ('<?xml-model href="a" href="b"?><a/>', "XML050"),
        ('<?xml-model 1="a"?><a/>', "XML050"),
        ("<?xml-model?><a/>", "XML051"),
        ('<?xml-model hrf="a.rng"?><a/>', "XML051"),
        ('<?xml-model href=" "?><a/>', "XML051"),
        ('<a><?xml-model href="a.rng"?></a>', "XML052"),
        ('<a/><?xml-model href="a.rng"?>', "XML052"),
    ],
)
def test_a_model_that_cannot_be_used_is_a_finding(text, code):
    document, (finding,) = parse(text.encode(), "a.xml")
    assert finding.code == code
    assert finding.location.column == text.index("<?xml-model") + 1
    assert document.models == ()
