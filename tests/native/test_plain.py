"""Plain parts of texts, and rows: what is compiled gives the same as what is not, and touches no memory but its own."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from random import Random

import pytest
from support.facts import facts_of_file, facts_of_source
from support.running import ROOT

from teitools.facts import plain
from teitools.facts.model import Span, Unit
from teitools.native import plain_type
from teitools.tasks.export.formats import lines
from teitools.tasks.export.formats.lines import Cell

sys.path.insert(0, str(Path(__file__).parent))
import hostile

pytestmark = pytest.mark.skipif(plain_type() is None, reason="teitools.native is not compiled here")
FILES = [ROOT / "tei" / "kafkas-seddi.xml", *sorted((ROOT / "tests").rglob("*.xml"))]
CORPUS = sorted((ROOT.parent / "shared" / "corpus").glob("*.xml"))
BLOCKS = "body div div1 div11 sp speaker p l lg stage head ab castList castItem front back text trailer opener signed floatingText set"
PHRASES = "hi emph seg foreign lb pb cb space c w note name date ref choice sic corr del gap fw stage figDesc role roleDesc x:y"
ATTRIBUTES = [
    one.split("=", 1)
    for one in [
        "xml:id=i{n}",
        "xml:id=div1",
        "n={n}",
        "n= a  b ",
        "xml:lang=tr",
        "xml:lang=",
        "who=#i1",
        "who=#i1 #i2",
        "who=#no",
        "who=",
        "rend=block",
        "rend=x",
        "break=no",
        "ed=a",
        "unit=b",
        "ref=#i1",
        "key=k",
        "when=1900",
        "part=I",
        "join=right",
        "type=speaker",
        "xml:id=~1",
        "cert=low",
        "xml:id=i{n}{n}",
    ]
]
TEXTS = [
    "",
    "",
    " ",
    "\n  ",
    "a",
    " b ",
    "ğ",
    "\xad",
    "x\xady",
    "\ufeff",
    "\xa0",
    "ก",
    "中",
    "&#13;",
    "c\n d",
    ".",
    "(",
    "𝄞",
    "<!-- e -->",
    "<?f g?>",
]


def element(random: Random, depth: int, names: list[str]) -> str:
    """A random element, with others in it."""
    name = random.choice(names)
    some = random.sample(ATTRIBUTES, random.choice([0, 0, 1, 1, 2, 3]))
    given = {key: value.format(n=random.randint(1, 4000)) for key, value in some}
    inside = "".join(
        random.choice(TEXTS)
        + (
            element(random, depth - 1, random.choice([names, PHRASES.split()]))
            if depth and random.random() < 0.7
            else ""
        )
        for _ in range(random.randint(0, 4))
    )
    written = "".join(f" {key}='{value}'" for key, value in given.items())
    return f"<{name}{written}>{inside}{random.choice(TEXTS)}</{name}>"


def document(seed: int) -> str:
    """A random document, most of which is plain."""
    random = Random(seed)  # noqa: S311  (no secret)
    names = BLOCKS.split() * random.choice([1, 3]) + PHRASES.split() * random.choice([0, 1])
    body = "".join(element(random, 4, names) + random.choice(TEXTS) for _ in range(3))
    head = "<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt></fileDesc></teiHeader>"
    return f"<TEI xmlns='http://www.tei-c.org/ns/1.0' xmlns:x='urn:x'>{head}<text>{body}<div><p>a</p>\n<p>b</p></div></text></TEI>"


def both_ways(monkeypatch, read):
    """What is read with what is compiled, and without; and how many parts were taken as a whole."""
    taken = []
    original = plain.Parts

    class Counted(original):
        def __new__(cls, found, *rest):
            taken.append(found)
            return super().__new__(cls, found, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(plain, "Parts", Counted)
        fast = read()
    with monkeypatch.context() as patch:
        patch.setattr(plain, "plain_type", lambda: None)
        slow = read()
    return fast, slow, sum(one.plain != b"\xff" * len(one.plain) for one in taken)


def test_random_documents_have_the_same_facts(monkeypatch):
    plains = 0
    for seed in range(80):
        source = document(seed)
        fast, slow, count = both_ways(monkeypatch, lambda source=source: facts_of_source(source))
        assert fast == slow, seed
        plains += count
    assert plains > 20


def test_line_ends_beside_letters_without_spaces_are_judged_as_without(monkeypatch):
    random = Random(3)  # noqa: S311  (no secret)
    texts = ["中", "か。", "\n", " \n ", " ", "a", "“b”", "<hi>中\n</hi>", "<hi>\n字</hi>", "<hi>a</hi>"]
    for _ in range(60):
        body = "".join(f"<p>{''.join(random.choices(texts, k=6))}</p>\n" for _ in range(3))
        source = f"<TEI xmlns='http://www.tei-c.org/ns/1.0'><teiHeader/><text><body>{body}</body></text></TEI>"
        fast, slow, _ = both_ways(monkeypatch, lambda source=source: facts_of_source(source))
        assert fast == slow, source


@pytest.mark.campaign
def test_many_random_documents_have_the_same_facts(monkeypatch):
    for seed in range(1_000, 6_000):
        source = document(seed)
        fast, slow, _ = both_ways(monkeypatch, lambda source=source: facts_of_source(source))
        assert fast == slow, seed


@pytest.mark.campaign
@pytest.mark.parametrize("path", [*FILES, *CORPUS], ids=lambda path: path.name)
def test_files_have_the_same_facts(monkeypatch, path):
    try:
        fast, slow, _ = both_ways(monkeypatch, lambda: facts_of_file(path))
    except AssertionError:
        pytest.skip("is not well-formed")
    assert fast == slow


def test_nothing_is_plain_in_a_document_that_is_not_well_formed():
    make = plain_type()
    for data in hostile.damaged():
        made = make(data, lambda _: (3, "p"), lambda _: 0, lambda _: (), frozenset())
        assert len(made.sizes) == len(made.plain)


def test_numbers_that_lead_nowhere_are_refused():
    made = plain_type()(b"<p>a<q/></p>", lambda _: (3, "p"), lambda _: 0, lambda _: (), frozenset())
    assert list(memoryview(made.plain).cast("i")) == [0, -1]
    for wrong in (-1, 2, 2**31 - 1):
        for ask in (made.unit, made.turns, made.nodes):
            with pytest.raises(IndexError):
                ask(wrong)
        with pytest.raises(ValueError, match="no plain unit"):
            made.units(wrong, Unit, Span, 0, "i", "c", "p", None, 0, 0, 0)
    with pytest.raises(ValueError, match="no plain unit"):
        made.units(0, dict, Span, 0, "i", "c", "p", None, 0, 0, 0)
    with pytest.raises(ZeroDivisionError):
        plain_type()(b"<p/>", lambda _: 1 / 0, lambda _: 0, lambda _: (), frozenset())


def test_rows_are_written_as_by_python(monkeypatch):
    rows = (
        ("a,b", None, 12, -3, True, (1, 2), ()),
        ('q"q', "x\ny", 0, 2**62, False, None, (("k", 'v"\\'),)),
        ("", "\x01\x1f\x7f\tğ𝄞", 5, 6, None, (0, 0), ()),
    )
    cells = (
        Cell("d,#", 0),
        Cell("const"),
        Cell("", 1),
        Cell("", 2),
        Cell("", 3),
        Cell("", 4),
        Cell("", 5, 0),
        Cell("", 5, 1),
        Cell("p#", 1),
    )
    names = list("abcdefg")
    made = lines.csv_lines_of(rows, cells), b"".join(lines.json_objects(rows, names))
    assert json.loads(made[1])[1]["g"] == [["k", 'v"\\']]
    strange = lines.csv_lines_of(rows, (Cell("\udcff", 0), Cell("", 2)))
    monkeypatch.setattr(lines, "row_writer", lambda: None)
    assert made == (lines.csv_lines_of(rows, cells), b"".join(lines.json_objects(rows, names)))
    assert strange == lines.csv_lines_of(rows, (Cell("\udcff", 0), Cell("", 2)))


def test_a_record_is_written_as_by_python(monkeypatch):
    record = {
        "id": 'a"\\',
        "text": "İlk \x00\n𝄞\t\x7f" * 5000,
        "none": None,
        "yes": True,
        "many": ["x", {"y": [1, 2.5]}],
        "": "",
    }
    made = lines.json_record(record)
    assert json.loads(made) == record
    strange = lines.json_record({"id": "\udcff"})
    monkeypatch.setattr(lines, "row_writer", lambda: None)
    assert (made, strange) == (lines.json_record(record), lines.json_record({"id": "\udcff"}))


def test_names_are_told_apart_however_many_there_are(monkeypatch):
    """More of them than are kept at hand, alike at their ends, and some longer than what is kept."""
    names = [
        f"{start}{'x' * (number % 70)}{number % 7}{end}" for number, start in enumerate("abcde" * 60) for end in "pl"
    ]
    parts = "".join(f"<p {name}='1' n='{name}'>a <hi>b</hi><{name}>c</{name}></p>" for name in names)
    source = f"<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body>{parts}<l n='last'>z</l></body></text></TEI>"
    fast, slow, count = both_ways(monkeypatch, lambda: facts_of_source(source))
    assert fast == slow
    assert count == 1
    assert [unit.n for unit in fast.units if unit.n] == [*names, "last"]
