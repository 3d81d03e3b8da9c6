"""Which elements and attributes Schematron has, and where (ISO/IEC 19757-3:2025, Annex A).

Unknown elements of Schematron are faults. Unknown attributes are faults only where they look like a misspelling of a
known one: older schemas carry attributes of earlier drafts, and the standard lets processors ignore them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.diagnostics import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from teitools.document import Place
    from teitools.schematron.tree.nodes import Node

__all__ = ["CHILDREN", "attribute_faults", "misplaced"]

_TOP = frozenset(
    {"title", "ns", "p", "param", "let", "phase", "rules", "pattern", "group", "diagnostics", "properties"}
)
_PATTERN = frozenset({"title", "p", "let", "rule", "param", "extends"})
CHILDREN: Mapping[str, frozenset[str]] = {
    "schema": _TOP | {"extends"},
    "library": _TOP | {"extends"},
    "pattern": _PATTERN,
    "group": _PATTERN,
    "rules": frozenset({"title", "p", "rule"}),
    "rule": frozenset({"title", "let", "assert", "report", "extends", "p"}),
    "phase": frozenset({"p", "let", "active"}),
    "diagnostics": frozenset({"diagnostic"}),
    "properties": frozenset({"property"}),
}

# Where people put what they mean, if it stands elsewhere
_SCHEMA, _WORDING = "directly into the <schema>", "into the wording of an <assert>, <report> or <diagnostic>"
_HOMES: Mapping[str, str] = {
    **dict.fromkeys(("ns", "phase", "pattern", "group", "rules", "diagnostics", "properties"), _SCHEMA),
    **dict.fromkeys(("value-of", "name", "emph", "dir", "span"), _WORDING),
    "rule": "into a <pattern>",
    "assert": "into a <rule> of a <pattern>",
    "report": "into a <rule> of a <pattern>",
    "extends": "into the <rule> that extends another",
    "let": "into the <schema>, a <phase>, a <pattern> or a <rule>",
    "param": 'into a <pattern> with the attribute is-a, or with abstract="true"',
    "active": "into a <phase>",
    "diagnostic": "into <diagnostics>",
    "property": "into <properties>",
    "title": "into the <schema>, a <pattern> or a <rule>",
    "p": "into the <schema>, a <phase>, a <pattern> or a <rule>",
    "schema": "into a file of its own, and its patterns here with <include>",
    "library": "into a file of its own, and extend it in the <schema>",
}


def misplaced(name: str, holder: str, allowed: Iterable[str] = ()) -> str:
    """What is wrong with an element that is not `allowed` in its holder, and what to do about it."""
    home, near = _HOMES.get(name), nearest(name, allowed)
    if home is not None:
        advice = f"put it {home}"
    elif near is not None:
        advice = f"did you mean <{near}>?"
    else:
        advice = f"expected here: {', '.join(sorted(allowed))}"
    return f"<{name}> is not allowed in <{holder}>; {advice}"


_RICH = frozenset({"icon", "see", "fpi"})
_LINKABLE = frozenset({"role", "subject"})
_ASSERTION = _RICH | _LINKABLE | {"test", "flag", "id", "diagnostics", "properties", "severity"}
_RULE_SET = _RICH | {"abstract", "documents", "id", "is-a", "role"}
_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "schema": _RICH | {"id", "schemaVersion", "schematronEdition", "defaultPhase", "queryBinding"},
    "library": _RICH | {"id"},
    "active": frozenset({"pattern"}),
    "assert": _ASSERTION,
    "report": _ASSERTION,
    "diagnostic": _RICH | {"id", "role"},
    "dir": frozenset({"value"}),
    "extends": frozenset({"rule", "href"}),
    "group": _RULE_SET,
    "include": frozenset({"href"}),
    "let": frozenset({"name", "as", "value"}),
    "name": frozenset({"path"}),
    "ns": frozenset({"uri", "prefix"}),
    "p": frozenset({"id", "class", "icon"}),
    "param": frozenset({"name", "value"}),
    "pattern": _RULE_SET,
    "phase": _RICH | {"id", "from", "when"},
    "property": _RICH | {"id", "role", "scheme"},
    "rule": _RICH | _LINKABLE | {"flag", "context", "visit-each", "id", "abstract"},
    "rules": _RICH | {"id"},
    "span": frozenset({"class"}),
    "value-of": frozenset({"select"}),
}
_VALUES: Mapping[tuple[str, str], tuple[str, ...]] = {
    **{(name, "abstract"): ("true", "false") for name in ("pattern", "group", "rule")},
    ("dir", "value"): ("ltr", "rtl"),
}


def attribute_faults(node: Node) -> Iterator[tuple[Place, str]]:
    """What is wrong with the attributes of an element: misspelled names, values that there are not."""
    known = _ATTRIBUTES.get(node.name)
    if known is None:
        return
    for key in map(str, node.element.attrib):
        if key.startswith("{"):
            continue
        if key not in known:
            near = nearest(key, known - set(map(str, node.element.attrib)))
            if near is not None:
                what = f"the attribute {key} is not allowed on <{node.name}>; did you mean “{near}”?"
                yield node.place(key), what
        values = _VALUES.get((node.name, key))
        value = (node.get(key) or "").strip()
        if values is not None and value not in values and not (value in ("1", "0") and "true" in values):
            yield node.place(key), f"the attribute {key} of <{node.name}> is “{value}”; use one of {', '.join(values)}"
