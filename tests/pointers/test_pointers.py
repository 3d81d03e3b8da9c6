"""Pointers beyond the case folders: documents without a file, costs, laws."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.running import teitools

from teitools import pointers
from teitools.document import parse, read
from teitools.document.addresses import decoded, split
from teitools.document.prefixes import Costly, PrefixDefinition, compile_pattern, is_costly
from teitools.document.uris import malformed_part
from teitools.pointers.attributes import is_list, is_pointer

if TYPE_CHECKING:
    from pathlib import Path

TEI = "http://www.tei-c.org/ns/1.0"


def collect(text: str, path: Path | None = None) -> pointers.Facts:
    document, _ = parse(text.encode(), "a.xml", path)
    return pointers.collect(document)


def refuse(path: Path) -> None:
    raise AssertionError(f"{path} was loaded without need")


def load(path: Path) -> pointers.Facts | None:
    return pointers.collect(read(path)[0])


def resolved(facts, load, reopen=lambda _name: None):
    return list(pointers.resolve(facts, load, reopen))


def test_a_document_without_a_file_points_from_the_working_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "b.xml").write_text(f'<TEI xmlns="{TEI}" xml:id="b"/>', encoding="utf-8")
    facts = collect(f'<TEI xmlns="{TEI}">\n<ptr target="b.xml#b b.xml#c"/></TEI>')
    (finding,) = resolved([facts], load)
    assert finding.code == "PTR003"
    assert str(finding.location) == "a.xml:2:6"


def test_a_clean_document_is_never_searched_for_places(tmp_path, monkeypatch):
    from teitools.document import model

    def fail(*_):
        raise AssertionError("places were computed")

    monkeypatch.setattr(model, "Positions", fail)
    path = tmp_path / "a.xml"
    path.write_text(
        f'<?xml-model href="x.rng"?><TEI xmlns="{TEI}" xml:id="a"><ptr target="#a a.xml#a b.xml#b"/></TEI>',
        encoding="utf-8",
    )
    (tmp_path / "b.xml").write_text(f'<TEI xmlns="{TEI}" xml:id="b"/>', encoding="utf-8")
    documents = [read(tmp_path / name)[0] for name in ("a.xml", "b.xml")]
    assert (resolved([pointers.collect(item) for item in documents], refuse)) == []


def test_a_file_is_loaded_once(tmp_path):
    (tmp_path / "b.xml").write_text(f'<TEI xmlns="{TEI}" xml:id="b"/>', encoding="utf-8")
    loaded = []

    def load(path):
        loaded.append(path.name)
        return pointers.collect(read(path)[0])

    text = f'<TEI xmlns="{TEI}"><ptr target="b.xml#b ./b.xml#b {tmp_path.name}/../b.xml#b"/></TEI>'
    (tmp_path / tmp_path.name).mkdir()
    assert (resolved([collect(text, tmp_path / "a.xml")], load)) == []
    assert loaded == ["b.xml"]


def test_links_lead_to_the_same_document(tmp_path):
    (tmp_path / "b.xml").write_text(f'<TEI xmlns="{TEI}" xml:id="b"/>', encoding="utf-8")
    (tmp_path / "c.xml").symlink_to("b.xml")
    facts = [collect(f'<TEI xmlns="{TEI}"><ptr target="c.xml#b"/></TEI>', tmp_path / "a.xml")]
    facts.append(pointers.collect(read(tmp_path / "b.xml")[0]))
    assert (resolved(facts, refuse)) == []


def test_a_fragment_of_a_document_that_is_no_tei_is_left_alone(tmp_path):
    (tmp_path / "b.xml").write_text("<article id='x'/>", encoding="utf-8")
    facts = collect(f'<TEI xmlns="{TEI}"><ptr target="b.xml#x"/></TEI>', tmp_path / "a.xml")
    assert (resolved([facts], load)) == []


def test_a_pointer_that_everybody_repeats_is_reported_everywhere():
    facts = collect(f'<TEI xmlns="{TEI}">' + '<p resp="#x"/>\n' * 3 + "</TEI>")
    assert [item.location.line for item in resolved([facts], refuse)] == [1, 2, 3]


def test_a_file_that_changed_since_is_reported_without_a_place(tmp_path):
    path = tmp_path / "a.xml"
    path.write_text(f'<TEI xmlns="{TEI}"><p/><ptr target="b.xml"/></TEI>', encoding="utf-8")
    facts = pointers.collect(read(path, "a.xml")[0])
    path.write_text("<TEI/>", encoding="utf-8")
    (finding,) = resolved([facts], refuse, lambda name: read(path, name)[0])
    assert str(finding.location) == "a.xml"


@pytest.mark.parametrize(
    ("pattern", "nested"),
    [
        ("(a+)+", True),
        ("((a|b)c)*", True),
        ("(a*b{2,})+", True),
        ("(a{17,20})*", True),
        ("([a+*]b)+", False),
        (r"(\+\*)+", False),
        ("(.+)/(.+)", False),
        ("(a?b)+", False),
        ("(a{2,3})+", False),
        ("[](+]+", False),
    ],
)
def test_a_repetition_in_a_repetition_is_seen(pattern, nested):
    assert is_costly(pattern)[0] is nested


def test_a_long_value_is_not_tried_against_many_repetitions():
    pattern = "(.*)(.*)(.*)x"
    definition = PrefixDefinition(0, "p", compile_pattern(pattern), "$1", is_costly(pattern)[1])
    assert definition.expand("abx") == "ab"
    with pytest.raises(Costly):
        definition.expand("a" * 1000)


def test_a_replacement_keeps_what_the_pattern_does_not_match():
    definition = PrefixDefinition(0, "p", compile_pattern("b(.)"), r"<\$$1>", 0)
    assert definition.expand("abcd") == "a<$c>d"


@pytest.mark.parametrize("pattern", ["(", "[a", "*", r"\p{Nope}", "a{2,1}", "(?P<x"])
def test_what_is_no_expression_is_refused(pattern):
    with pytest.raises(ValueError, match=r".+"):
        compile_pattern(pattern)


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_any_text_is_either_malformed_or_can_be_split(value):
    if malformed_part(value) is None:
        reference = split(value)
        assert (reference.scheme or "") in value
        assert "\0" not in decoded(reference.path) or "%00" in value
        assert (reference.fragment is None) == ("#" not in value)


@given(st.text(st.sampled_from("()[]{}|*+?\\^$.ab,1-"), max_size=20))
def test_the_cost_of_any_pattern_can_be_told(pattern):
    nested, count = is_costly(pattern)
    assert isinstance(nested, bool)
    assert count <= len(pattern)


def test_the_same_name_is_a_pointer_on_one_element_only():
    assert is_pointer("app", "from")
    assert not is_pointer("date", "from")
    assert is_pointer("ptr", "target")
    assert is_list("ptr", "target")
    assert not is_list("relatedItem", "target")
    assert not is_pointer("persName", "key")


def test_a_value_too_long_for_a_path_is_a_missing_file():
    facts = collect(f'<TEI xmlns="{TEI}"><ptr target="{"a" * 100_000} {"b/" * 50_000}c"/></TEI>')
    findings = resolved([facts], refuse)
    assert [item.code for item in findings] == ["PTR004", "PTR018"]
    assert all(len(item.message) < 400 for item in findings)


def test_a_pointer_twice_in_one_attribute_is_one_fault():
    facts = collect(f'<TEI xmlns="{TEI}"><ptr target="#x #y #x"/></TEI>')
    assert [item.code for item in resolved([facts], refuse)] == ["PTR002", "PTR002"]


def test_nested_bases_are_joined_in_order(tmp_path):
    (tmp_path / "x" / "y").mkdir(parents=True)
    (tmp_path / "x" / "y" / "b.xml").write_text(f'<TEI xmlns="{TEI}" xml:id="b"/>', encoding="utf-8")
    text = (
        f'<TEI xmlns="{TEI}" xml:base="x/"><p xml:base="y/"><ptr target="b.xml#b"/></p><ptr target="y/b.xml#b"/>'
        '<p xml:base="y/"><ptr target="b.xml#c"/></p></TEI>'
    )
    facts = collect(text, tmp_path / "a.xml")
    (finding,) = resolved([facts], load)
    assert finding.code == "PTR003"


def test_a_base_may_be_left_upwards(tmp_path):
    (tmp_path / "x").mkdir()
    (tmp_path / "b.xml").write_text(f'<TEI xmlns="{TEI}" xml:id="b"/>', encoding="utf-8")
    facts = collect(f'<TEI xmlns="{TEI}" xml:base="y/"><ptr target="../../b.xml#b"/></TEI>', tmp_path / "x" / "a.xml")
    assert resolved([facts], load) == []


def test_addresses_of_files_here_are_followed_and_those_elsewhere_are_not(tmp_path):
    (tmp_path / "b ü.xml").write_text(f'<TEI xmlns="{TEI}" xml:id="b"/>', encoding="utf-8")
    here = (tmp_path / "b ü.xml").as_uri()
    text = f'<TEI xmlns="{TEI}"><ptr target="{here}#b {here.replace("///", "//localhost/")}#b file://server/b.xml#b"/></TEI>'
    assert resolved([collect(text, tmp_path / "a.xml")], load) == []
    (finding,) = resolved([collect(text.replace(f"{here}#b", f"{here}#c", 1), tmp_path / "a.xml")], load)
    assert finding.code == "PTR003"


@pytest.mark.parametrize(
    "value", ["http://[", "//[", "file://[/a", "%00", "a%00#b", "#%00", "%ff.xml#a", "file:", "?", "file:%ed%a0%80"]
)
def test_no_reference_ends_the_check(tmp_path, value):
    codes = {
        item.code
        for item in resolved([collect(f'<TEI xmlns="{TEI}"><ptr target="{value}"/></TEI>', tmp_path / "a.xml")], load)
    }
    assert codes <= {"PTR004", "PTR006"}


@pytest.mark.parametrize(
    ("inside", "told"),
    [
        ('<ptr target="part:1 part:2"/><ptr target="part:3"/>', "places in this file with this scheme: 3"),
        ('<ptr target="../none/a.xml#b"/><ptr target="../none/a.xml"/>', "pointers in this file to that one: 2"),
        ('<ptr target="part:1"/>', None),
        ('<ptr target="../none/a.xml"/>', None),
    ],
)
def test_what_is_told_once_has_the_number_of_places(tmp_path, inside, told):
    (tmp_path / "x").mkdir()
    facts = collect(f'<TEI xmlns="{TEI}">{inside}</TEI>', tmp_path / "x" / "a.xml")
    (finding,) = resolved([facts], load)
    assert [item.message for item in finding.related] == ([told] if told else [])


def test_registers_of_a_project(tmp_path):
    (tmp_path / "letters").mkdir()
    (tmp_path / "persons.xml").write_text(f'<TEI xmlns="{TEI}"><p xml:id="pmb1"/></TEI>', encoding="utf-8")
    (tmp_path / "letters" / "a.xml").write_text(
        f'<TEI xmlns="{TEI}"><name ref="pmb1"/><name ref="#pmb1"/><name ref="pmb2"/></TEI>', encoding="utf-8"
    )
    settings = '[project]\ndocuments = ["letters/*.xml"]\nregisters = ["persons.xml"]\n'
    (tmp_path / "teitools.toml").write_text(settings, encoding="utf-8")
    done = teitools("check", cwd=tmp_path)
    assert re.findall(r"(\d+):\d+: error: .*“(\w+)”.*\[(PTR\d+)\]", done.stdout) == [("1", "pmb2", "PTR018")]
    assert "did you mean “pmb1”?" in done.stdout
    (tmp_path / "persons.xml").write_text("<TEI>", encoding="utf-8")
    broken = teitools("check", cwd=tmp_path)
    assert broken.returncode == 2
    assert "this register is not well-formed XML" in broken.stderr
