"""Parts of declarations where they mean nothing, and attributes that are misspelt: both would go by without a word.

Which part may stand where is as the Guidelines have it (TD, “Common Elements”, “Element Specifications” and on), with
what older versions of them allowed; any element of documentation may stand in any declaration.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.diagnostics import nearest, phrase
from teitools.document import Place
from teitools.document.names import TEI, split
from teitools.odd.names import elements
from teitools.odd.report import attribute

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from teitools.odd.reading import Declarations
    from teitools.odd.report import Report

__all__ = ["check_structure"]

_DOCUMENTATION = frozenset(
    """altIdent equiv gloss desc exemplum remarks listRef valDesc model modelGrp modelSequence ptr note""".split()  # noqa: SIM905
)
_CONTENT = frozenset(
    """alternate anyElement classRef dataRef elementRef empty macroRef sequence textNode valList""".split()  # noqa: SIM905
)
_DECLARATIONS = frozenset(
    """
    moduleRef moduleSpec specGrp specGrpRef elementSpec classSpec macroSpec dataSpec constraintSpec constraintDecl
    """.split()  # noqa: SIM905
) | {"elementRef", "classRef", "macroRef", "dataRef"}
_ATTRIBUTES_OF_DECLARATIONS = "ident mode module ns predeclare prefix validUntil type usage"
_OCCURS = "maxOccurs minOccurs"
# name: what may stand in it beside documentation, and its attributes beside the global ones
_KNOWN: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    name: (frozenset(parts.split()) if isinstance(parts, str) else parts, frozenset(attributes.split()))
    for name, parts, attributes in (
        ("elementSpec", "attList classes constraintSpec content valList", _ATTRIBUTES_OF_DECLARATIONS),
        ("classSpec", "attList classes constraintSpec", f"{_ATTRIBUTES_OF_DECLARATIONS} generate subtype"),
        ("macroSpec", "constraintSpec content valList stringVal", _ATTRIBUTES_OF_DECLARATIONS),
        ("dataSpec", "constraintSpec content valList", _ATTRIBUTES_OF_DECLARATIONS),
        ("moduleRef", "content", "except include key prefix url source"),
        ("elementRef", "", f"key source {_OCCURS}"),
        ("classRef", "", f"except expand include key source {_OCCURS}"),
        ("macroRef", "", f"key source {_OCCURS}"),
        ("dataRef", "dataFacet", f"key name ref restriction source {_OCCURS}"),
        ("classes", "memberOf", "mode"),
        ("memberOf", "", "key max min mode"),
        ("attList", "attDef attList attRef", "org"),
        ("attDef", "constraintSpec datatype defaultVal valList", _ATTRIBUTES_OF_DECLARATIONS),
        ("attRef", "", "class name"),
        ("datatype", _CONTENT, _OCCURS),
        ("valList", "valItem", f"mode type validUntil {_OCCURS}"),
        ("valItem", "paramList", "ident mode validUntil"),
        ("paramList", "paramSpec", "mode"),
        ("content", _CONTENT, "autoPrefix"),
        ("sequence", _CONTENT, f"preserveOrder {_OCCURS}"),
        ("alternate", _CONTENT, _OCCURS),
        ("anyElement", "", f"except require {_OCCURS}"),
        ("constraintSpec", "constraint", f"{_ATTRIBUTES_OF_DECLARATIONS} scheme subtype"),
        ("constraint", "", ""),
        ("dataFacet", "", "name value"),
    )
}
_HOLDERS = frozenset({"schemaSpec", "specGrp"})
_IN_CONTENT = frozenset({"content", "datatype", "sequence", "alternate"})  # what may stand there is told in reading it


def check_structure(declarations: Declarations, report: Report) -> None:
    """Report misplaced parts and misspelt attributes in what an ODD declares and refers to."""
    for places in (declarations.specs, declarations.references, declarations.modules, declarations.constraints):
        for place in places:
            _check(place, report)
    document = declarations.schema.document
    for element in declarations.docs:
        name, parent = _tei_name(element), _parent(element)
        if name is None or name in _DECLARATIONS or name in _DOCUMENTATION or parent not in _HOLDERS:
            continue  # the last: prose between declarations, which may hold anything
        like = nearest(name, _DECLARATIONS)
        if like is not None and element.getroottree().getroot() is document.root:
            hint = phrase("odd_did_you_mean", name=like)
            report.add("ODD018", Place(document, element), name=name, parent=parent, hint=hint)


def _check(place: Place, report: Report) -> None:
    name = _tei_name(place.element)
    if name not in _KNOWN:
        return
    parts, attributes = _KNOWN[name]
    _check_attributes(place, attributes, report)
    for child in elements(place.element):
        inner = _tei_name(child)
        here = Place(place.document, child)
        if inner is None or inner in _DOCUMENTATION:
            continue
        if inner in parts:
            _check(here, report)
        elif name not in _IN_CONTENT:
            hint = phrase("odd_schematron_namespace") if name == "constraint" else _hint(inner, parts)
            report.add("ODD018", here, name=inner, parent=name, hint=hint)


def _check_attributes(place: Place, known: Iterable[str], report: Report) -> None:
    for name in map(str, place.element.attrib):
        like = nearest(name, known) if name not in known else None
        if like is not None and place.element.get(like) is None:
            report.add("ODD019", attribute(place, name), name=name, element=_tei_name(place.element), like=like)


def _hint(name: str, parts: frozenset[str]) -> str | None:
    """Where a part belongs, or what it may be a misspelling of."""
    around = next((part for part in sorted(parts) if part in _KNOWN and name in _KNOWN[part][0]), None)
    if around is not None:
        return phrase("odd_belongs_into", name=name, parent=around)
    like = nearest(name, parts | _DOCUMENTATION)
    return phrase("odd_did_you_mean", name=like) if like else None


def _tei_name(element: etree._Element) -> str | None:
    namespace, name = split(element.tag)
    return name if namespace == TEI else None


def _parent(element: etree._Element) -> str | None:
    around = element.getparent()
    return _tei_name(around) if around is not None else None
