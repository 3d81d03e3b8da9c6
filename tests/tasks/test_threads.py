"""Checking on threads: the same findings, in the same order and language; what does not pass goes to processes."""

from __future__ import annotations

import pytest

from teitools.diagnostics import speaking
from teitools.native import tables_type
from teitools.sources import Source
from teitools.tasks.check_documents import check_documents
from teitools.tasks.schemas import SchemaChoice, schema_file
from teitools.tasks.threads import check_on_cores

pytestmark = pytest.mark.skipif(tables_type() is None, reason="teitools.native is not compiled here")

GRAMMAR = (
    '<element name="d" xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">'
    '<zeroOrMore><element name="e"><optional><attribute name="n"><data type="integer"/></attribute></optional><text/></element>'
    "</zeroOrMore></element>"
)


@pytest.fixture
def choice(tmp_path):
    (tmp_path / "a.rng").write_text(GRAMMAR, encoding="utf-8")
    return SchemaChoice((schema_file(tmp_path / "a.rng"),))


def sources(count, every):
    """So many documents, of which one in `every` is not valid; some declare a schema in a wrong way."""
    texts = []
    for number in range(count):
        fault = "<f/>" if number % every == every - 1 else ""
        head = "<?xml-model?>" if number % 7 == 3 else ""
        texts.append(f"{head}<d><e n='{number}'>{'x' * (number % 5)}</e>{fault}</d>")
    return [Source(f"{number:03}.xml", None, text.encode()) for number, text in enumerate(texts)]


def not_asked(_sources):
    pytest.fail("processes were asked for")


@pytest.mark.parametrize("language", ["en", "tr"])
@pytest.mark.parametrize("threads", [2, 3])
def test_the_same_is_found_in_the_same_order(choice, threads, language):
    documents = sources(60, 4)
    with speaking(language):
        alone = list(check_documents(documents, choice))
        assert list(check_on_cores(documents, choice, threads, not_asked)) == alone
    assert sum(bool(outcome.diagnostics) for outcome in alone) > 15


def test_where_few_pass_the_rest_is_for_processes(choice):
    documents = sources(60, 1)
    asked = []

    def in_pool(some):
        asked.extend(some)
        yield from check_documents(some, choice)

    found = list(check_on_cores(documents, choice, 2, in_pool))
    assert found == list(check_documents(documents, choice))
    assert asked == documents[16:]


def test_more_cores_are_for_processes(choice):
    asked = []
    assert list(check_on_cores(sources(3, 2), choice, 8, lambda some: asked.extend(some) or iter(()))) == []
    assert len(asked) == 3


def test_who_does_not_read_on_stops_the_threads(choice):
    checked = check_on_cores(sources(60, 60), choice, 2, not_asked)
    next(checked)
    checked.close()
    assert list(checked) == []


def test_a_document_that_the_tool_fails_on_does_not_move_the_others(choice, monkeypatch):
    documents = sources(40, 40)
    original = Source.open_passing

    def fails(source):
        if source.name in ("000.xml", "009.xml"):
            raise MemoryError
        return original(source)

    monkeypatch.setattr(Source, "open_passing", fails)
    codes = [[item.code for item in outcome.diagnostics] for outcome in check_on_cores(documents, choice, 2, not_asked)]
    assert [number for number, found in enumerate(codes) if "XML033" in found] == [0, 9]
    assert codes == [[item.code for item in outcome.diagnostics] for outcome in check_documents(documents, choice)]
