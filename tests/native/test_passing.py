"""The compiled pass over a document: what passes is valid, nothing passes by accident, and no memory but its own is touched."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest
from lxml import etree
from support.relaxng import everything, findings, schema_of, shared, tei_all
from support.running import ROOT, teitools_process

from teitools.native import tables_type
from teitools.relaxng.validate import screen as screening
from teitools.relaxng.validate.screen import Screen

sys.path.insert(0, str(Path(__file__).parent))
import hostile

COMPILED = tables_type()
needs_it = pytest.mark.skipif(COMPILED is None, reason="teitools.native is not compiled here")
SCHEMA = schema_of(hostile.GRAMMAR)


def passed(schema, document):
    """What is noted of a document that passes."""
    screen = schema.screen(everything)
    assert screen is not None
    return screen.read(document if isinstance(document, bytes) else document.encode())


@needs_it
def test_what_is_noted_is_what_a_tree_has():
    noted = passed(SCHEMA, hostile.WHOLE)
    root = etree.fromstring(hostile.WHOLE.encode())
    expected = [
        (index, element.tag, name, value)
        for index, element in enumerate(root.iter())
        if isinstance(element.tag, str)
        for name, value in element.attrib.items()
    ]
    found = [(index, *noted.name(number), noted.values[number][1]) for number, index in noted.where()]
    assert sorted(found) == sorted(expected)
    assert sum(times for _, _, times in noted.values) == len(expected)


@needs_it
def test_each_value_is_noted_once_with_all_its_places():
    noted = passed(SCHEMA, "<d><d a='1' b='1'/><!-- --><d a='1'/><d a='2'/></d>")
    assert [(noted.name(number).attribute, *one[1:]) for number, one in enumerate(noted.values)] == [
        ("a", "1", 2),
        ("b", "1", 1),
        ("a", "2", 1),
    ]
    assert [*noted.where()] == [(0, 1), (1, 1), (0, 3), (2, 4)]
    assert [*noted.elements({1, 2})] == [(1, "d", {"b": "1"}), (4, "d", {"a": "2"})]


@needs_it
def test_the_corpus_passes_where_it_is_valid():
    """But for documents with a DOCTYPE, or an encoding of which their reader knows."""
    some = 0
    for path in sorted(shared("corpus").glob("*.xml")):
        content = path.read_bytes()
        if b"<!DOCTYPE" not in content and not content.startswith(b"\xef\xbb\xbf"):
            is_valid = not findings(tei_all(), content)
            assert (passed(tei_all(), content) is not None) == is_valid, path.name
            some += is_valid
    assert some > 5


@needs_it
@pytest.mark.parametrize(
    "document",
    [
        "<!DOCTYPE d><d/>",
        "<d><?xml-model href='a.rng'?></d>",
        "<d/><?xml-model href='a.rng'?>",
        "<?a:b?><d/>",
        "<d><?a:b?></d>",
        "<d>" * 201 + "</d>" * 201,
        "<d><p>" + "x" * 4_000_001 + "</p></d>",
        f"<d {'x' * 10_001}=''/>",
        "<d>x</d>",
        "<d><h/>x</d>",
        "<d v='x'/>",
        "<d i='1'/>",
        "<d i='a b'/>",
        "<d",
        "",
    ],
    ids=range(15),
)
def test_what_must_be_looked_at_does_not_pass(document):
    assert passed(SCHEMA, document) is None
    assert passed(SCHEMA, "<d/>") is not None  # the tables are as good as before


@needs_it
def test_ids_must_be_one_each_and_be_there():
    grammar = schema_of(
        '<start><element name="d"><zeroOrMore><element name="e"><optional><attribute name="i"><data type="ID"/></attribute>'
        '</optional><optional><attribute name="r"><data type="IDREFS"/></attribute></optional></element></zeroOrMore></element></start>'
    )
    for inside, is_valid in (
        ("<e i='a'/><e i='b' r='a b'/>", True),
        ("<e r='a b'/><e i='b'/><e i='a'/>", True),
        ("<e i='a'/><e i='a'/>", False),
        ("<e i='a'/><e i=' a'/>", False),
        ("<e i='a'/><e r='a b'/>", False),
    ):
        document = f"<d>{inside}</d>"
        assert (findings(grammar, document) == []) == is_valid
        assert (passed(grammar, document) is not None) == is_valid


@needs_it
@pytest.mark.parametrize("document", [*[*hostile.damaged()][::7], *hostile.hostile(300)])
def test_damaged_and_hostile_documents_pass_only_if_valid(document):
    passed(SCHEMA, document)
    findings(SCHEMA, document)  # asserts it


@needs_it
@pytest.mark.campaign
def test_more_names_and_values_than_can_be_remembered():
    """Tables that are full are thrown away, and the next document has new ones."""
    many = "<d>" + "".join(f"<e{number}/>" for number in range(70_000)) + "</d>"
    assert passed(SCHEMA, many) is None
    assert passed(SCHEMA, "<d><e0/></d>") is not None
    values = "<d>" + "".join(f"<d i='é{number}'/>" for number in range(140_000)) + "</d>"
    noted = passed(SCHEMA, values)
    assert len(noted.values) == 140_000


_MASK = 2**64 - 1


def _mixed(number):
    number = number * 0x9E3779B97F4A7C15 & _MASK
    return number ^ number >> 32


def _colliding(owner, count):
    """Texts of 16 bytes that have one hash, where the seed is known to be 0 (`hash_of` in _passing.c)."""
    start = _mixed(owner ^ 16 << 32)
    wanted = _mixed(start ^ int.from_bytes(b"aaaaaaaa", "little")) ^ int.from_bytes(b"bbbbbbbb", "little")
    found = []
    chance = Random(owner)  # noqa: S311  # no secret
    while len(found) < count:
        first = bytes(chance.choices(b"abcdefghijklmnopqrstuvwxyz", k=8))
        second = (_mixed(start ^ int.from_bytes(first, "little")) ^ wanted).to_bytes(8, "little")
        if all(0x20 < byte < 0x7F and byte not in b"<&\"'" for byte in second):
            found.append((first + second).decode())
    return found


@needs_it
def test_texts_that_meet_in_a_table_are_told_apart(monkeypatch):
    """Of values that all have one hash, those that are listed pass, the others do not."""
    monkeypatch.setattr(screening.os, "urandom", bytes)
    numbers = {1, 2, 3, 4, 5, 6, 7, 8}  # which of them the values of the attribute have, and its notes, tells the run
    values = {number: _colliding(number, 3) for number in numbers}
    listed = "".join(f"<value>{value}</value>" for own in values.values() for value in own[:2])
    listed = listed.replace("&", "&amp;")
    schema = schema_of(
        f'<start><element name="d"><zeroOrMore><element name="e"><attribute name="a"><choice>{listed}</choice></attribute>'
        "</element></zeroOrMore></element></start>"
    )
    for own in values.values():
        document = "".join(f'<e a="{value}"/>' for value in (*own[:2], *own[:2]))
        noted = passed(schema, f"<d>{document}</d>")
        assert [(value, times) for _, value, times in noted.values] == [(own[0], 2), (own[1], 2)]
        assert passed(schema, f'<d>{document}<e a="{own[2]}"/></d>') is None


@needs_it
def test_threads_share_a_screen():
    documents = [f"<d a='{number}'><s>{number}</s><e{number % 50}/></d>".encode() for number in range(400)]
    screen = schema_of(hostile.GRAMMAR).screen(everything)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(screen.read, documents * 3))
    assert [one.values[0][1] for one in found] == [str(number) for number in range(400)] * 3


@needs_it
def test_what_goes_wrong_while_answering_is_not_swallowed(monkeypatch):
    screen = Screen(schema_of(hostile.GRAMMAR), everything, COMPILED)
    with monkeypatch.context() as patch:
        patch.setattr(screening, "split_name", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            screen.read(b"<d a='1'/>")
    assert screen.read(b"<d a='1'/>") is not None


@needs_it
def test_tables_serve_one_pass_at_a_time():
    def answer(_question, _number, _text):
        return tables.read(b"<a/>")

    tables = COMPILED(answer, 4, 0)
    with pytest.raises(RuntimeError, match="another pass"):
        tables.read(b"<a/>")
    for wrong in ("text", -1, 1 << 64):
        tables = COMPILED(lambda *_, wrong=wrong: wrong, 4, 0)
        with pytest.raises((TypeError, OverflowError)):
            tables.read(b"<a/>")


@needs_it
@pytest.mark.slow
def test_it_can_be_done_without():
    document = ROOT / "tei" / "register.xml"
    without = {"TEITOOLS_PURE": "1"}
    assert "(pure Python)" in teitools_process("--version", env=without).stdout
    assert "(compiled)" in teitools_process("--version").stdout
    for arguments in (("check", document), ("check", document, "--schema", ROOT / "schema" / "kafkas-seddi.rng")):
        with_it, without_it = (teitools_process(*arguments, "--format", "json", env=env) for env in (None, without))
        assert (with_it.returncode, with_it.stdout) == (without_it.returncode, without_it.stdout)


def _build_script():
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_without_a_compiler_there_is_a_reason_and_no_file(monkeypatch, tmp_path):
    script = _build_script()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert script.compiled(ROOT, tmp_path)
    monkeypatch.setenv("TEITOOLS_PURE", "1")
    assert script.compiled(ROOT, tmp_path) == "TEITOOLS_PURE is set"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.campaign
def test_no_memory_is_touched_but_its_own(monkeypatch, tmp_path):
    """Under gcc's sanitizers, which end the process at the first fault."""
    gcc = shutil.which("gcc")
    library = (
        gcc
        and subprocess.run(
            [gcc, "-print-file-name=libasan.so"], capture_output=True, encoding="utf-8", check=True
        ).stdout.strip()
    )
    if not library or not Path(library).is_absolute():
        pytest.skip("there is no gcc with AddressSanitizer on this machine")
    script = _build_script()
    monkeypatch.setenv("CC", gcc)
    monkeypatch.setenv("CFLAGS", "-g -O1 -Wall -Wextra -Werror -fsanitize=address,undefined -fno-sanitize-recover=all")
    assert script.compiled(ROOT, tmp_path) is None
    done = subprocess.run(
        [sys.executable, "-P", hostile.__file__, str(tmp_path), "100000"],
        env=os.environ
        | {
            "LD_PRELOAD": str(Path(library).resolve()),
            "ASAN_OPTIONS": "detect_leaks=0",
            "PYTHONMALLOC": "malloc",
            "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT / "tests"))),
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    passing, of_all = map(int, done.stdout.split())
    assert 100 < passing < of_all
