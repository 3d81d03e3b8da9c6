"""Names: their characters are those of XML 1.0, and what lxml calls them is taken apart and put together again."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from teitools.document import names

# characters on both sides of every boundary of the productions, and others
EDGES = sorted(
    {chr(code) for edge in names._CHARACTER_EDGES for code in (edge - 1, edge) if not 0xD800 <= code < 0xE000}
)
CHARACTERS = st.one_of(st.sampled_from(EDGES), st.characters(blacklist_categories=["Cs"]), st.sampled_from("aZ_-.:9·"))


def is_attribute_name(text: str) -> bool:
    """What libxml2 takes for a name without a colon."""
    try:
        etree.Element("a").set(text, "")
    except ValueError:
        return False
    return True


@pytest.mark.parametrize("name", ["a", "_", "ığüş", "Ω1", "a.b-c", "a·b", "𐌰", "é̂", "日本", "a\u203f"])
def test_a_name_is_a_name(name):
    assert names.is_ncname(name)
    assert names.is_name(name)
    assert names.is_nmtoken(name)
    assert names.is_qname(name)
    assert names.is_qname(f"x:{name}")
    assert re.fullmatch(names.NCNAME, name)


@pytest.mark.parametrize(
    "text", ["", "1", "-a", ".a", "·a", "a b", "a\n", "a×", "x÷", "\u037e", "a:b", "a\u2028", "\u0300"]
)
def test_what_is_no_ncname(text):
    assert not names.is_ncname(text)
    assert not re.fullmatch(names.NCNAME, text)


@pytest.mark.parametrize("text", ["", ":", "a:", ":a", "a:b:c", "1:a", "a:1"])
def test_what_is_no_qname(text):
    assert not names.is_qname(text)


def test_colons_mean_nothing_in_names_and_tokens():
    assert names.is_name(":")
    assert names.is_name("a:b:c")
    assert not names.is_name("1a")
    assert not names.is_name("")
    assert names.is_nmtoken("1:a")
    assert not names.is_nmtoken("")
    assert not names.is_nmtoken("a b")


@given(st.text(CHARACTERS, min_size=1, max_size=4))
def test_names_are_those_of_the_parser(text):
    """libxml2 follows the fifth edition of XML 1.0, too."""
    assert names.is_ncname(text) == (is_attribute_name(text) and ":" not in text)


@given(st.text(CHARACTERS, max_size=4))
def test_functions_and_expression_agree(text):
    assert names.is_ncname(text) == (re.fullmatch(names.NCNAME, text) is not None)
    assert names.is_nmtoken(text) == names.is_ncname("_" + text.replace(":", "_")) or not text
    assert names.is_name(text) == (
        (text[:1] == ":" and names.is_nmtoken(text)) or names.is_ncname(text.replace(":", "_"))
    )


@given(st.sampled_from(["", names.TEI, "urn:x"]), st.text("ab", min_size=1))
def test_what_is_put_together_is_taken_apart_again(namespace, local):
    name = names.clark(namespace, local)
    assert names.split(name) == (namespace, local)
    assert (names.namespace_of(name), names.local_name(name)) == (namespace, local)
    assert etree.QName(name).localname == local


def test_what_is_no_element_has_no_name():
    for node in (etree.Comment("c"), etree.ProcessingInstruction("p")):
        assert names.split(node.tag) == ("", "")
        assert names.local_name(node.tag) == names.namespace_of(node.tag) == ""


def test_an_empty_namespace_in_braces_is_none():
    assert names.split("{}a") == ("", "a")


def test_names_cost_no_parser():
    code = (
        "import sys; from teitools.document import addresses, escape, names;"
        "print(sorted({'lxml', 'urllib.request'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"
