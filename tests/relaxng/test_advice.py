"""What findings advise: true of the schema, one for one mistake, whole sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.laws import examples
from support.relaxng import findings, schema_of

from teitools.relaxng import SchemaError

if TYPE_CHECKING:
    from teitools.relaxng import Schema

_E = '<element name="{}"><empty/></element>'


def _schema(content: str) -> Schema:
    return schema_of(f'<start><element name="r">{content}</element></start>')


def _e(*names: str) -> str:
    return "".join(map(_E.format, names))


def _many(tag: str, *names: str) -> str:
    return "".join(f"<{tag}>{_E.format(name)}</{tag}>" for name in names)


@pytest.mark.parametrize(
    ("content", "inside", "missing"),
    [
        (
            f"<interleave>{_many('zeroOrMore', 'x', 'y')}{_many('oneOrMore', 'v', 'u')}</interleave>",
            "<x/>",
            "<v> and <u>",
        ),
        (_many("optional", "x") + _e("b", "a"), "", "<b> and <a>"),
        (f"<choice>{_e('a', 'b')}</choice>", "", "<a> or <b>"),
        (f"<choice>{_e('a')}<group>{_e('b', 'c')}</group></choice>", "", "<a>"),
        (f"<choice><group>{_e('b', 'c')}</group><group>{_e('d', 'e')}</group></choice>", "", "<b> or <d>"),
        (f"<oneOrMore>{_many('zeroOrMore', 'x')}{_e('a')}</oneOrMore>", "<a/><x/>", "<a>"),
        ("<oneOrMore><element><anyName/><empty/></element></oneOrMore>", "", "another element"),
    ],
)
def test_names_what_is_required(content: str, inside: str, missing: str) -> None:
    (found,) = findings(_schema(content), f"<r>{inside}</r>")
    assert found.code == "RNG104"
    assert found.message == f"<r> ends here, but still needs {missing}"


def test_both_branches_before_another() -> None:
    (found,) = findings(_schema(f"<choice>{_e('a', 'b')}</choice>{_e('d')}"), "<r><d/></r>")
    assert found.message == "<a> or <b> is missing before <d> in <r>"
    assert found.hint == "insert <a> or <b> before it"


@pytest.mark.parametrize(
    ("content", "inside", "code", "hint"),
    [
        (_e("a") + _many("oneOrMore", "p"), "<p/><a/>", "RNG103", "move <a> from further down to before <p>"),
        (_e("a", "b", "c"), "<c/><a/><b/>", "RNG103", "move <a> and <b> from further down to before <c>"),
        (
            _e("a", "b", "c", "d"),
            "<d/><a/><b/><c/>",
            "RNG101",
            "<d> belongs further down in <r>; first comes <a>, <b>, <c> …",
        ),
        (_e("a") + _many("oneOrMore", "p"), "<p/>", "RNG103", "insert <a> before it"),
    ],
)
def test_misplaced_is_one_finding(content: str, inside: str, code: str, hint: str) -> None:
    (found,) = findings(_schema(content), f"<r>{inside}</r>")
    assert (found.code, found.hint) == (code, hint)


def test_content_that_is_not_allowed() -> None:
    schema = _schema('<zeroOrMore><element name="c"><attribute name="t"/><notAllowed/></element></zeroOrMore>')
    (found,) = findings(schema, "<r><c>x</c></r>")
    assert found.message == "<c> is not allowed at this point in <r>"
    assert "notAllowed" in (found.hint or "")


_NAMESPACES = {"": "", "urn:one": "one", "http://www.w3.org/1999/xlink": "xlink", "urn:x:2": "two"}
_uris = st.sampled_from(sorted(_NAMESPACES))
_words = st.sampled_from(["a", "b", "kind"])
_TYPED = re.compile(r"<((?:[\w.]+:)?[\w.]+)>|@((?:[\w.]+:)?[\w.]+)")


@examples(200)
@given(
    wanted=st.lists(st.tuples(st.booleans(), _uris, _words, st.booleans()), min_size=1, max_size=4),
    written=st.lists(st.tuples(st.booleans(), _uris, _words), max_size=3),
    bound=st.sets(st.sampled_from(["urn:one", "http://www.w3.org/1999/xlink", "urn:x:2"])),
    default=st.sampled_from(["", "urn:one"]),
)
def test_every_name_can_be_typed_as_it_stands(wanted, written, bound, default) -> None:
    """With what is declared at that place, or is to be declared by the hint, each name is one of schema or document."""
    declared = {_NAMESPACES[uri]: uri for uri in bound}
    declared |= {_NAMESPACES[uri]: uri for is_element, uri, _ in written if uri and (uri != default or not is_element)}
    known: set[tuple[str, str]] = {(default, "r")}
    parts = []
    for is_element, uri, local, needed in dict.fromkeys(wanted):
        inner = f'<{("attribute", "element")[is_element]} ns="{uri}" name="{local}"><{("text", "empty")[is_element]}/></{("attribute", "element")[is_element]}>'
        parts.append(inner if needed else f"<optional>{inner}</optional>")
        known.add((uri, local))
    attributes, children = {}, ""
    for is_element, uri, local in written:
        known.add((uri, local))
        prefix = "" if not uri or (is_element and uri == default) else _NAMESPACES[uri] + ":"
        if is_element:
            children += f"<{prefix}{local}{' xmlns=' + chr(34) * 2 if not uri else ''}/>"
        else:
            attributes[prefix + local] = "1"
    try:
        schema = schema_of(f'<start><element ns="{default}" name="r">{"".join(parts)}</element></start>')
    except SchemaError:
        assume(False)
    declarations = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in declared.items()) + f' xmlns="{default}"'
    document = f"<r{declarations}{''.join(f' {name}={chr(34)}1{chr(34)}' for name in attributes)}>{children}</r>"
    for found in findings(schema, document):
        text = f"{found.message} {found.hint or ''}"
        scope = declared | dict(re.findall(r'xmlns:(\S+)="([^"]*)"', found.hint or "")) | {"xml": ""}
        for element, attribute in _TYPED.findall(text):
            prefix, colon, local = (element or attribute).rpartition(":")
            uri = scope[prefix] if colon else (default if element else "")
            assert (uri, local) in known or (not colon and ("", local) in known), text
        assert not re.search(
            r"(lacks|needs|allowed here:|wants|names:|of this element:) *($|[.;])|<>|@[ ,;]|  ", text
        ), text
        for related in found.related:
            assert not related.message.rstrip().endswith(":")


def _value_hint(pattern: str, value: str) -> str:
    found, *_ = findings(_schema(f'<attribute name="v">{pattern}</attribute><empty/>'), f'<r v="{value}"/>')
    return found.hint or ""


def test_no_identifier_is_invented() -> None:
    assert _value_hint('<data type="IDREF"/>', "anna bert").startswith("write the identifier of one element")


def test_excluded_value_is_said_to_be() -> None:
    without = '<data type="anyURI"><except><value type="anyURI">urn:a</value></except></data>'
    assert _value_hint(without, "urn:a") == "the schema excludes “urn:a” here; write another value"
    assert (
        _value_hint("<data type='integer'><except><value type='integer'>5</value></except></data>", "x5")
        == "write a whole number"
    )


def test_wrong_token_of_a_list_is_named() -> None:
    numbers = '<list><oneOrMore><data type="integer"/></oneOrMore></list>'
    assert _value_hint(numbers, "1 2 b 4") == "“b”, number 3 of 4, is wrong: write a whole number"
    pair = "<list><choice><value>left</value><value>right</value></choice><data type='integer'/></list>"
    assert "“letf”, number 1 of 2, is wrong: did you mean “left”?" in _value_hint(pair, "letf 1")
    assert "of 3" in _value_hint(pair, "left 1 2")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("rge", "reg"), ("abr", "abbr"), ("nte", "note"), ("prt", "ptr"), ("idx", "index"), ("lbb", "lb"), ("tag", None)],
)
def test_short_names(written: str, meant: str | None) -> None:
    schema = _schema(
        f"<zeroOrMore><choice>{_e('reg', 'abbr', 'note', 'ptr', 'index', 'lb', 'tab')}</choice></zeroOrMore>"
    )
    (found,) = findings(schema, f"<r><{written}/></r>")
    assert (found.hint == f"did you mean {meant}?") is (meant is not None)


_TYPES = ["integer", "boolean", "date", "gYear", "NCName", "anyURI", "decimal", "positiveInteger", "token"]
_typed = st.sampled_from(_TYPES).map(lambda name: f'<data type="{name}"/>')
_valued = st.sampled_from(["5", "true", "left", "2020-01-02"]).map(lambda one: f"<value>{one}</value>")
_bare = st.one_of(
    _typed, _valued, st.just("<data type='token'><except><value>5</value><value>a-b</value></except></data>")
)
_several = st.lists(_bare, min_size=1, max_size=3).map(lambda found: f"<choice>{''.join(found)}</choice>")
_value_patterns = st.one_of(_several, _several.map(lambda one: f"<list><oneOrMore>{one}</oneOrMore></list>"))
_written_values = st.one_of(
    st.text("ab15 -.,/#TRUEtrue", max_size=12),
    st.sampled_from(["5,5", "yes", "no", "2.1.2020", "letf", "tru", "a b", "5 5", "x5", "2020-1-2", "1. May 1900"]),
)


@pytest.mark.slow
@examples(300)
@given(pattern=_value_patterns, value=_written_values)
def test_every_proposed_value_is_accepted(pattern: str, value: str) -> None:
    schema = _schema(f'<attribute name="v">{pattern}</attribute><empty/>')
    for found in findings(schema, f'<r v="{value}"/>'):
        proposed = re.search("did you mean “([^”]*)”", found.hint or "")
        if proposed:
            token = re.match("“([^”]*)”, number ([0-9]+)", found.hint or "")
            values = value.split()
            if token:
                values = [*values[: int(token[2]) - 1], proposed[1]]
            text = " ".join(values) if token else proposed[1]
            assert not findings(schema, f'<r v="{text}"/>'), found.hint
