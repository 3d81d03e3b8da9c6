# schemas read better in long lines
"""Streams: how the bytes arrive, how they are encoded, where they break off; input that means harm."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.relaxng import codes, findings, schema_of

from teitools.relaxng import validate_stream

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.slow

_SCHEMA = schema_of(
    '<start><ref name="d"/></start><define name="d"><element name="d"><optional><attribute name="n"><data type="integer"/>'
    "</attribute></optional><zeroOrMore><choice>"
    '<element name="p"><mixed><zeroOrMore><element name="hi"><text/></element></zeroOrMore></mixed></element>'
    '<element name="v"><data type="string"><param name="maxLength">5</param></data></element>'
    '<ref name="d"/></choice></zeroOrMore></element></define>'
)
_DOCUMENT = '<?xml version="1.0"?>\n<d n="x"><!-- ü --><p>ığ<hi>ş</hi><b/></p>\n  stray ğ\n<v>123456</v><d n="1"><pp/></d></d>\n'
_EAST = str.maketrans("üığş", "語日本中")


def _seen(content: bytes, chunks: Iterator[bytes] | list[bytes]) -> list[tuple[object, ...]]:
    assert content
    return [(f.code, f.message, f.location, f.hint) for f in validate_stream(_SCHEMA, chunks, "d.xml")]


@given(st.lists(st.integers(0, len(_DOCUMENT.encode())), max_size=8))
def test_any_split_gives_the_same_answer(cuts: list[int]) -> None:
    content = _DOCUMENT.encode()
    edges = [0, *sorted(cuts), len(content)]
    pieces = [content[a:b] for a, b in pairwise(edges)]
    assert _seen(content, pieces) == _seen(content, [content])


def test_byte_by_byte_across_blocks() -> None:
    content = _DOCUMENT.replace("<!-- ü -->", f"<!-- {'ü' * 70_000} -->").encode()
    assert _seen(content, (content[at : at + 1] for at in range(len(content)))) == _seen(content, [content])


def test_places_are_those_of_the_characters() -> None:
    places = [(f.code, f.location.line, f.location.column) for f in findings(_SCHEMA, _DOCUMENT)]
    assert places == [
        ("RNG116", 2, 4), ("RNG102", 2, 35), ("RNG111", 3, 3), ("RNG110", 4, 4), ("RNG102", 4, 23),
    ]  # fmt: skip


def test_truncation_is_a_finding() -> None:
    whole = _DOCUMENT.encode().rstrip()
    for end in range(1, len(whole)):
        assert codes(_SCHEMA, whole[:end])[-1] == "XML001", end


def test_places_in_a_stream_are_those_of_tags() -> None:
    """For an attribute its tag, for text the tag that ends it: what is behind them has passed by."""
    places = [(f.code, f.location.line, f.location.column) for f in validate_stream(_SCHEMA, [_DOCUMENT.encode()], "d")]
    assert places == [
        ("RNG116", 2, 1), ("RNG102", 2, 35), ("RNG111", 4, 1), ("RNG110", 4, 10), ("RNG102", 4, 23),
    ]  # fmt: skip


@pytest.mark.parametrize("size", [1, 7, 100_000])
@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "iso-8859-9", "gb18030", "big5hkscs",
     "shift_jisx0213", "euc_jisx0213", "iso2022_jp_3"],
)  # fmt: skip
def test_encodings_give_the_same_places(encoding: str, size: int) -> None:
    head = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig").removesuffix("-le").removesuffix("-be")}"?>'
    text = _DOCUMENT if encoding.startswith(("utf", "iso-8859", "gb")) else _DOCUMENT.translate(_EAST)
    content = text.replace('<?xml version="1.0"?>', head).encode(encoding)
    pieces = [content[at : at + size] for at in range(0, len(content), size)]
    assert _seen(b"x", pieces) == _seen(b"x", [text.encode()])


def test_byte_that_does_not_fit_comes_after_what_is_before_it() -> None:
    content = '<?xml version="1.0" encoding="shift_jis"?>\n<d>\n<b/>日本'.encode("shift_jis") + b"\xff</d>"
    for pieces in ([content], [content[at : at + 1] for at in range(len(content))]):
        *_, last = found = list(validate_stream(_SCHEMA, pieces, "d.xml"))
        assert [finding.code for finding in found] == ["RNG102", "RNG111", "XML013"]
        assert (last.location.line, last.message) == (3, "the byte 0xFF at offset 55 is not valid SHIFT_JIS")


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "XML001"), (b"\xff\xfe", "XML001"), (b"<d>\xff</d>", "XML001"), (b"<d", "XML001"), (b"<d></e>", "XML001"),
     (b"&x;", "XML001"), (b"\xff\xfe<\x00d\x00\xd8", "XML013"),
     (b'<?xml version="1.0" encoding="nonsense"?><d/>', "XML014"),
     (b'<?xml version="1.0" encoding="utf-16"?><d/>', "XML015")],
)  # fmt: skip
def test_what_is_not_xml_is_one_finding(content: bytes, code: str) -> None:
    assert codes(_SCHEMA, content) == [code]
    assert [finding.code for finding in validate_stream(_SCHEMA, [content], "d.xml")] == [code]


def test_entities_do_not_explode() -> None:
    entities = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    assert codes(_SCHEMA, f'<!DOCTYPE d [<!ENTITY a "{"x" * 10}">{entities}]><d><p>&j;</p></d>') == ["XML001"]


def test_external_entities_are_not_read() -> None:
    assert codes(_SCHEMA, '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><d><p>&e;</p></d>') == []


def test_depth_is_no_trouble() -> None:
    assert codes(_SCHEMA, "<d>" * 100_000 + "</d>" * 100_000) == []
    assert codes(_SCHEMA, "<d>" + "<x>" * 100_000 + "</x>" * 100_000 + "</d>") == ["RNG102"]


def test_many_faults_end_the_check() -> None:
    found = codes(_SCHEMA, "<d>" + "".join(f"<n{number}/>" for number in range(5_000)) + "</d>")
    assert len(found) == 1_001
    assert found[-1] == "RNG199"


def test_many_attributes() -> None:
    assert 0 < len(codes(_SCHEMA, "<d " + " ".join(f'a{number}="x"' for number in range(20_000)) + "/>")) <= 21


def test_long_value_is_not_kept() -> None:
    pieces = [b"<d><v>", *[b"x" * 2**20] * 20, b"</v></d>"]
    assert [f.code for f in validate_stream(_SCHEMA, pieces, "d.xml")] == ["RNG115"]


def test_threads_and_processes_share_a_schema() -> None:
    expected = _seen(b"x", [_DOCUMENT.encode()])
    other = pickle.loads(pickle.dumps(_SCHEMA))  # noqa: S301  # our own
    assert [f.code for f in other.validate(_DOCUMENT.encode(), "d.xml")] == [code for code, *_ in expected]
    fresh = pickle.loads(pickle.dumps(_SCHEMA))  # noqa: S301
    with ThreadPoolExecutor(4) as pool:
        answers = list(
            pool.map(
                lambda _: [
                    (f.code, f.message, f.location, f.hint)
                    for f in validate_stream(fresh, [_DOCUMENT.encode()], "d.xml")
                ],
                range(40),
            )
        )
    assert answers == [expected] * 40


def test_xpaths_of_a_whole_document() -> None:
    paths = [f.location.xpath for f in _SCHEMA.validate(_DOCUMENT.encode(), "d.xml")]
    assert paths == ["/d/@n", "/d/p/b", "/d", "/d/v", "/d/d/pp"]
