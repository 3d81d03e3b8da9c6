"""Nothing is checked twice: what was found before is found again without looking, and whatever changes is seen."""

from __future__ import annotations

import os
import sqlite3
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.laws import examples
from support.running import teitools

from teitools.diagnostics import speaking
from teitools.sources import find_sources
from teitools.tasks import check as task
from teitools.tasks import recall
from teitools.tasks.check import check as teitools_check
from teitools.tasks.check import check_sources
from teitools.tasks.context import RuleContext, locator
from teitools.tasks.schemas import SchemaChoice, rules_file, schema_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CASES = Path(__file__).resolve().parents[1] / "cases"
LONG_AGO = 1_000_000_000_000_000_000  # the time of every file: what is in them decides, and nothing else
RNG = 'xmlns="http://relaxng.org/ns/structure/1.0"'
SCH = 'xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt3"'
TEI = 'xmlns="http://www.tei-c.org/ns/1.0"'
FILES = {
    "a.xml": f'<TEI {TEI}><p xml:id="p1">One</p><ref target="b.xml#p1"/><q/></TEI>',
    "b.xml": f'<TEI {TEI} xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="part.xml"/></TEI>',
    "part.xml": f'<p {TEI} xml:id="p1">Two</p>',
    "main.rng": f'<grammar {RNG}><include href="more.rng"/><start><ref name="any"/></start></grammar>',
    "more.rng": (
        f'<grammar {RNG}><define name="any"><element><anyName/><zeroOrMore><attribute><anyName/></attribute></zeroOrMore>'
        '<zeroOrMore><choice><text/><ref name="any"/></choice></zeroOrMore></element></define></grammar>'
    ),
    "rules.sch": (
        f'<schema {SCH}><ns prefix="t" uri="http://www.tei-c.org/ns/1.0"/><include href="pattern.sch"/>'
        '<pattern><rule context="t:q"><report test="doc-available(\'list.xml\')" id="listed">'
        "<value-of select=\"doc('list.xml')/list\"/></report></rule></pattern></schema>"
    ),
    "pattern.sch": f'<pattern {SCH}><rule context="t:p"><assert test="true()">Never</assert></rule></pattern>',
}
MODEL = '<?xml-model href="{}"?>'


@dataclass
class Corpus:
    """Files in a folder, checked with what is remembered and without."""

    folder: Path
    choice: Callable[[], SchemaChoice]
    anew: list[str]

    def write(self, name: str, text: str) -> None:
        """A file, as if it had been there for long."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        os.utime(path, ns=(LONG_AGO, LONG_AGO))

    def change(self, name: str, old: str, new: str) -> None:
        """Put something in the place of a text that must be there."""
        text = (self.folder / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def check(self, *names: str, **how: object) -> list[object]:
        """Check; `anew` has the documents that were looked at then."""
        self.anew.clear()
        return check_sources(find_sources(names or ("a.xml", "b.xml")), self.choice(), **how)

    def see(self, *expected: str) -> list[object]:
        """Check and compare with a check without memory; the documents that were looked at are these."""
        found = self.check()
        assert self.anew == list(expected)
        assert found == self.check(anew=True)
        assert self.check() == found
        assert self.anew == []
        return found


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    """Two documents, one of two files; a grammar and rules of two files each. All has been checked once."""
    monkeypatch.setenv("TEITOOLS_CACHE", str(tmp_path / "cache"))
    (tmp_path / "texts").mkdir()
    monkeypatch.chdir(tmp_path / "texts")
    anew: list[str] = []
    real = task._outcomes

    def noted(sources, choice, how, memory):
        anew.extend(source.name for source in sources)
        return real(sources, choice, how, memory)

    monkeypatch.setattr(task, "_outcomes", noted)
    made = Corpus(tmp_path / "texts", lambda: SchemaChoice((schema_file("main.rng"), rules_file("rules.sch"))), anew)
    for name, text in FILES.items():
        made.write(name, text)
    return made


def checked(corpus: Corpus) -> Corpus:
    corpus.check()
    assert corpus.anew == ["a.xml", "b.xml"]
    corpus.see()
    return corpus


CHANGES: dict[str, tuple[Callable[[Corpus], object], tuple[str, ...]]] = {
    "a document": (lambda it: it.change("a.xml", "One", "Another"), ("a.xml",)),
    "a document that is not well-formed then": (lambda it: it.change("a.xml", "</TEI>", ""), ("a.xml",)),
    "an id that is pointed at": (lambda it: it.change("part.xml", "p1", "p2"), ("b.xml",)),
    "a file that is included": (lambda it: it.change("part.xml", "Two", "Too"), ("b.xml",)),
    "a file that is included is gone": (lambda it: (it.folder / "part.xml").unlink(), ("b.xml",)),
    "a schema": (lambda it: it.change("main.rng", "<start>", "<!-- --><start>"), ("a.xml", "b.xml")),
    "a file of a schema": (lambda it: it.change("more.rng", "<text/>", "<empty/>"), ("a.xml", "b.xml")),
    "rules": (lambda it: it.change("rules.sch", "doc-available('list.xml')", "true()"), ("a.xml", "b.xml")),
    "a file of rules": (lambda it: it.change("pattern.sch", "true()", "false()"), ("a.xml", "b.xml")),
    "a file that rules ask for, there now": (lambda it: it.write("list.xml", "<list>L</list>"), ("a.xml",)),
}


@pytest.mark.usefixtures("rules_within")
@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_seen(corpus, change):
    checked(corpus)
    apply, anew = CHANGES[change]
    apply(corpus)
    corpus.see(*anew)


@pytest.mark.usefixtures("rules_within")
def test_a_file_that_rules_read_is_seen_when_it_changes_and_goes(corpus):
    corpus.write("list.xml", "<list>first</list>")
    assert any(item.message == "first" for item in corpus.check())
    corpus.see()
    corpus.change("list.xml", "first", "second")
    assert any(item.message == "second" for item in corpus.see("a.xml"))
    (corpus.folder / "list.xml").unlink()
    assert not any(item.code == "SCH:listed" for item in corpus.see("a.xml"))


def with_context(**context: object) -> Callable[[Corpus], None]:
    """Other settings of the run."""

    def change(corpus: Corpus) -> None:
        before = corpus.choice

        def choice() -> SchemaChoice:
            made = before()
            return replace(made, context=replace(made.context, **context))

        corpus.choice = choice

    return change


CATALOG = '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"><uri name="urn:x" uri="main.rng"/></catalog>'
SETTINGS: dict[str, Callable[[Corpus], None]] = {
    "a folder to read in": with_context(allow_read=(CASES,)),
    "a time limit": with_context(time_limit=7.0),
    "a phase": with_context(phase="#ALL"),
    "variables": with_context(shared_variables=True),
    "the folder of the project": with_context(root=CASES),
    "schemas": lambda it: setattr(it, "choice", lambda: SchemaChoice((schema_file("main.rng"),))),
    "schemas of the project": lambda it: setattr(
        it, "choice", lambda: SchemaChoice(fallback=(schema_file("main.rng"),))
    ),
}


@pytest.mark.usefixtures("rules_within")
@pytest.mark.parametrize("setting", SETTINGS)
def test_every_option_is_seen(corpus, setting):
    if setting == "a time limit":  # which rules within this process cannot have
        corpus.choice = lambda: SchemaChoice((schema_file("main.rng"),))
    checked(corpus)
    SETTINGS[setting](corpus)
    corpus.see("a.xml", "b.xml")


def test_a_catalog_is_seen(corpus):
    corpus.write("catalog.xml", CATALOG)
    corpus.write("other.rng", f'<element name="none" {RNG}><empty/></element>')
    corpus.choice = lambda: SchemaChoice(context=RuleContext(locate=locator(None, Path("catalog.xml"))))
    model = '<?xml-model href="urn:x" schematypens="http://relaxng.org/ns/structure/1.0"?>'
    corpus.write("a.xml", model + FILES["a.xml"])
    corpus.check()
    corpus.see()
    corpus.change("catalog.xml", "main.rng", "other.rng")
    assert any(item.code.startswith("RNG") for item in corpus.see("a.xml", "b.xml"))


def test_a_schema_that_a_document_names_is_seen_when_it_comes(corpus):
    corpus.choice = SchemaChoice
    corpus.write("a.xml", MODEL.format("new.rng") + FILES["a.xml"])
    assert any(item.code == "XML061" for item in corpus.check())
    corpus.see()
    corpus.write("new.rng", f'<element name="none" {RNG}><empty/></element>')
    assert any(item.code.startswith("RNG") for item in corpus.see("a.xml"))


def test_schemas_in_xml_schema_are_seen_with_all_their_files(corpus):
    head = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    element = '<xs:element name="d" type="t"/>'
    imported = '<xs:import namespace="urn:y" schemaLocation="y.xsd"/>'
    simple = '<xs:simpleType name="t"><xs:restriction base="xs:integer"/></xs:simpleType>'
    corpus.write("main.xsd", f'{head}><xs:include schemaLocation="more.xsd"/>{element}</xs:schema>')
    corpus.write("more.xsd", f"{head}>{imported}{simple}</xs:schema>")
    corpus.write("y.xsd", f'{head} targetNamespace="urn:y"/>')
    corpus.write("a.xml", "<d>12</d>")
    corpus.choice = lambda: SchemaChoice((schema_file("main.xsd"),))
    assert not any(item.code == "XSD100" for item in corpus.check("a.xml"))
    corpus.change("more.xsd", "integer", "date")
    corpus.check("a.xml")
    assert corpus.anew == ["a.xml"]
    corpus.change("y.xsd", "urn:y", "urn:z")  # the import does not match any more
    with pytest.raises(Exception, match="urn:y"):
        corpus.check("a.xml")


def test_a_link_that_leads_elsewhere_is_seen(corpus):
    corpus.choice = SchemaChoice
    for name in ("one", "two"):
        (corpus.folder / name).mkdir()
        corpus.write(f"{name}/part.xml", FILES["part.xml"])
    (corpus.folder / "part.xml").unlink()
    (corpus.folder / "part.xml").symlink_to("one/part.xml")
    corpus.check()
    corpus.see()
    (corpus.folder / "part.xml").unlink()
    (corpus.folder / "part.xml").symlink_to("two/part.xml")
    corpus.see("b.xml")


def test_another_language_another_folder_and_another_program_find_by_themselves(corpus, monkeypatch):
    corpus.choice = lambda: SchemaChoice((schema_file(corpus.folder / "main.rng"),))
    corpus.change("part.xml", "p1", "p3")
    checked(corpus)
    with speaking("tr"):
        assert "b.xml" in " ".join(item.message for item in corpus.see("a.xml", "b.xml"))
    monkeypatch.setattr(recall, "_program", lambda: "another")
    corpus.see("a.xml", "b.xml")
    monkeypatch.chdir(corpus.folder.parent)
    corpus.check("texts/a.xml", "texts/b.xml")
    assert corpus.anew == ["texts/a.xml", "texts/b.xml"]


def test_the_program_is_known_by_its_code_wordings_and_libraries():
    seen: list[str] = []

    def stamped(*folders: Path) -> str:
        seen.extend(map(str, folders))
        return "x"

    recall._program.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recall, "stamp", stamped)
        first = recall._program()
        recall._program.cache_clear()
        patch.setattr(recall, "_LIBRARIES", ("lxml",))
        assert recall._program() != first
    recall._program.cache_clear()
    assert seen[0] == str(Path(recall.__file__).parents[1])


@pytest.mark.usefixtures("rules_within")
@pytest.mark.parametrize(
    "test", ["current-date() > xs:date('2000-01-01')", "exists(collection('.?select=*.xml'))", "current-time#0() = ()"]
)
def test_rules_that_ask_for_more_than_files_are_asked_each_time(corpus, test):
    corpus.change("rules.sch", "doc-available('list.xml')", test)
    for _ in range(2):
        corpus.check()
        assert corpus.anew == ["a.xml", "b.xml"]


def test_a_broken_schema_is_looked_at_each_time(corpus):
    corpus.choice = SchemaChoice
    corpus.write("a.xml", MODEL.format("broken.rng") + FILES["a.xml"])
    corpus.write("broken.rng", f"<element {RNG}/>")
    for _ in range(2):
        assert any(item.code == "XML067" for item in corpus.check())
        assert "a.xml" in corpus.anew


def test_what_is_written_while_it_is_read_is_not_kept(corpus, monkeypatch):
    corpus.choice = lambda: SchemaChoice((schema_file("main.rng"),))
    noted = task._outcomes

    def edited(sources, choice, how, memory):
        (corpus.folder / "a.xml").touch()
        return noted(sources, choice, how, memory)

    monkeypatch.setattr(task, "_outcomes", edited)
    corpus.check()
    monkeypatch.setattr(task, "_outcomes", noted)
    corpus.check()
    assert corpus.anew == ["a.xml"]


def test_pointers_are_followed_each_time_also_into_files_that_are_not_checked(corpus):
    corpus.choice = lambda: SchemaChoice((schema_file("main.rng"),))
    assert not [item for item in corpus.check("a.xml") if item.code == "PTR003"]
    assert not corpus.check("a.xml")
    assert corpus.anew == []
    corpus.change("part.xml", "p1", "p2")
    assert [item.code for item in corpus.check("a.xml")] == ["PTR003"]
    assert corpus.anew == []
    assert corpus.check("a.xml") == corpus.check("a.xml", anew=True)


def test_programs_have_the_same_and_can_do_without(corpus):
    found = list(teitools_check("a.xml", "main.rng"))
    assert list(teitools_check("a.xml", "main.rng")) == found
    assert corpus.anew == ["a.xml"]
    assert list(teitools_check("a.xml", "main.rng", anew=True)) == found
    assert corpus.anew == ["a.xml", "a.xml"]


def test_files_that_others_point_at_are_read_once(corpus, monkeypatch):
    corpus.choice = lambda: SchemaChoice((schema_file("main.rng"),))
    corpus.check("a.xml")
    monkeypatch.setattr(task, "_facts_of", lambda *_, **__: pytest.fail("read again"))
    corpus.check("a.xml")


# What lies in the cache


def spoil_with(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


def spoil_rows(change: str, *values: object) -> Callable[[Path], object]:
    def spoil(path: Path) -> None:
        with sqlite3.connect(path) as data:
            data.execute(change, values)
        data.close()

    return spoil


def signed(text: str) -> tuple[object, ...]:
    from teitools.cache import digest

    return digest(text.encode()), text.encode()


SET = "UPDATE kept SET sum = ?, body = ?"
SPOILT: dict[str, Callable[[Path], object]] = {
    "no database": spoil_with(b"not a database at all, but long enough to be read as the head of one" * 20),
    "nothing": spoil_with(b""),
    "the half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "noise in the midst": lambda path: path.write_bytes(path.read_bytes()[:5000] + b"\xff" * 3000),
    "another table": spoil_rows("CREATE TABLE other (x)"),
    "a view in its place": lambda path: [
        spoil_rows("ALTER TABLE kept RENAME TO old")(path),
        spoil_rows("CREATE VIEW kept AS SELECT key, day, sum, body FROM old")(path),
    ],
    "other bytes": spoil_rows("UPDATE kept SET body = x'00'"),
    "other types": spoil_rows("UPDATE kept SET body = 5, sum = 7, day = 'x'"),
    "no JSON": spoil_rows(SET, *signed("{")),
    "too few": spoil_rows(SET, *signed("[]")),
    "nothing read": spoil_rows(SET, *signed('[[],[["X"]],null,[]]')),
    "findings that are none": spoil_rows(SET, *signed('[[["a.xml",null,5]],7,null,[]]')),
    "nested too deeply": spoil_rows(SET, *signed("[" * 100_000)),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_spoilt_cache_is_as_none(corpus, how):
    corpus.choice = lambda: SchemaChoice((schema_file("main.rng"),))
    found = corpus.check()
    SPOILT[how](corpus.folder.parent / "cache/teitools/checks/table.sqlite")
    assert corpus.check() == found
    assert corpus.anew == ["a.xml", "b.xml"]
    for _ in range(2):  # at the latest the one after the next finds a sound one
        assert corpus.check() == found
    assert corpus.anew == []


def test_a_cache_where_others_write_is_not_used(corpus):
    corpus.choice = lambda: SchemaChoice((schema_file("main.rng"),))
    for part in ("table.sqlite", ""):
        corpus.check()
        (corpus.folder.parent / "cache/teitools/checks" / part).chmod(0o777)
        corpus.check()
        assert corpus.anew == ["a.xml", "b.xml"]
        (corpus.folder.parent / "cache/teitools/checks" / part).chmod(0o700)


def test_a_folder_or_a_link_in_the_place_of_the_cache_is_none(corpus):
    corpus.choice = lambda: SchemaChoice((schema_file("main.rng"),))
    place = corpus.folder.parent / "cache/teitools/checks/table.sqlite"
    corpus.check()
    place.rename(place.with_name("elsewhere"))
    for make in (place.mkdir, lambda: place.symlink_to("elsewhere")):
        make()
        corpus.check()
        assert corpus.anew == ["a.xml", "b.xml"]
        place.rmdir() if place.is_dir() else place.unlink()


# As a user meets it


def check(folder: Path, *arguments: str) -> str:
    """What is printed, without the time."""
    done = teitools("check", *arguments, "--format", "json", cwd=folder)
    assert "Traceback" not in done.stderr
    return done.stdout


@pytest.fixture
def folder(corpus: Corpus) -> Path:
    corpus.write("c.xml", f'<TEI {TEI}><p xml:id="p1"/><p xml:id="p1"/><ref target="#nobody"/></TEI>')
    corpus.write("list.xml", f"<TEI {TEI}>x</TEI>")
    return corpus.folder


OPTIONS = ("--schema", "main.rng", "--schema", "rules.sch", ".")


def test_the_command_finds_the_same_from_the_cache_in_both_languages_and_whatever_counts(folder):
    first = check(folder, *OPTIONS)
    assert (
        check(folder, *OPTIONS)
        == first
        == check(folder, *OPTIONS, "--no-cache")
        == check(folder, *OPTIONS, "--jobs", "2")
    )
    turkish = teitools("--lang", "tr", "check", *OPTIONS, cwd=folder).stdout
    assert "belge denetlendi" in turkish
    assert "PTR001" in turkish
    assert check(folder, *OPTIONS, "--ignore", "PTR001") != first
    assert check(folder, *OPTIONS, "--write-baseline", "known.json") != first
    assert check(folder, *OPTIONS, "--baseline", "known.json") != first
    assert check(folder, *OPTIONS) == first


def test_several_runs_at_once_find_the_same(folder):
    import subprocess

    command = [sys.executable, "-m", "teitools", "check", *OPTIONS[:2], ".", "--format", "json"]
    running = [subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(3)]
    outputs = [process.communicate(timeout=120) for process in running]
    assert {error for _, error in outputs} == {b""}
    assert len({output for output, _ in outputs}) == 1
    options = (*OPTIONS[:2], ".")
    assert outputs[0][0].decode() == check(folder, *options) == check(folder, *options, "--no-cache")


@pytest.mark.usefixtures("rules_within")
@pytest.mark.parametrize("language", ["en", "tr"])
@pytest.mark.parametrize("kind", ["structure", "pointers"])
def test_cases_find_the_same(corpus, kind, language):
    names = [str(path) for path in sorted((CASES / kind).iterdir()) if list(path.rglob("*.xml"))]
    corpus.choice = SchemaChoice
    with speaking(language):
        found = corpus.check(*names, anew=True)
        assert corpus.check(*names) == found
        assert corpus.check(*names) == found
        assert len(corpus.anew) < 20
        assert len(found) > 10


# A law

NAMES = ("a.xml", "b.xml", "part.xml", "main.rng", "more.rng")
EDITS = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from(["p1", "p2", "<text/>", "<empty/>", "<notAllowed/>", "b.xml", "part.xml", "", "</", "&#7;"]),
        st.sampled_from(["p1", "p2", "<text/>", "<empty/>", "x.xml", "part.xml", "İ", "<"]),
    ),
    max_size=5,
)


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    folder = tmp_path_factory.mktemp("law")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TEITOOLS_CACHE", str(folder / "cache"))
        (folder / "texts").mkdir()
        patch.chdir(folder / "texts")
        grammar = MODEL.format("main.rng")
        made = Corpus(folder / "texts", SchemaChoice, [])
        for name, text in FILES.items():
            made.write(name, grammar + text if name in ("a.xml", "b.xml") else text)
        yield made


@examples(40)
@given(edits=EDITS)
def test_after_whatever_edits_the_same_is_found(laboratory, edits):
    for name, old, new in edits:
        text = (laboratory.folder / name).read_text(encoding="utf-8")
        laboratory.write(name, text.replace(old, new, 1))
        assert laboratory.check() == laboratory.check(anew=True)
    for name, text in FILES.items():
        laboratory.write(name, MODEL.format("main.rng") + text if name in ("a.xml", "b.xml") else text)
    assert laboratory.check() == laboratory.check(anew=True)
