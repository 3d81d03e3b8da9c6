"""Units that a document declares: `citeStructure` (TEI Guidelines 17.2.5.4), applied to its tree.

Of XPath, patterns are understood as projects write them: steps of names down the tree, alternatives in parentheses,
`.//`, and predicates that compare an attribute or ask for one. They are tried as XPath 1.0; what they cost is bounded,
as they come with the text. A structure with any other pattern names nothing, and is told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from teitools.document.names import TEI, XML
from teitools.facts.separation import name_of
from teitools.facts.units import Declared
from teitools.facts.vocabulary import tei
from teitools.facts.walking import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Tell = Callable[[etree._Element, str], None]

__all__ = ["declared_units"]

_REFS = tei("refsDecl")
_STRUCTURE = tei("citeStructure")[0]
_NAME = r"\w[\w.\-]*"
_ATTRIBUTE = rf"@(?:xml:)?{_NAME}"
_TEST = rf"""(?:not\({_ATTRIBUTE}\)|{_ATTRIBUTE}(?:\s*!?=\s*(?:'[^']*'|"[^"]*"))?)"""
_PREDICATE = rf"\[\s*{_TEST}(?:\s+(?:and|or)\s+{_TEST})*\s*\]"
_ALTERNATIVES = re.compile(rf"\(\s*({_NAME}(?:\s*\|\s*{_NAME})*)\s*\)")
_STEP = re.compile(
    rf"(?P<slash>//?|)(?P<axis>(?:self|child|descendant|descendant-or-self)::)?"
    rf"(?P<test>{_NAME}|\*|\.)(?P<predicates>(?:{_PREDICATE})*)"
)
_ATTRIBUTE_USE = re.compile(rf"\s*({_ATTRIBUTE})\s*")
_BRANCHES, _DEEPEST, _LEVELS = 64, 3, 20


def declared_units(root: etree._Element, tell: Tell) -> dict[etree._Element, Declared]:
    """What the `citeStructure`s of a document name: for each element, its kind of unit and its citation.

    Of several declarations (`refsDecl`) the default one counts, else the first that has structures. `tell` is told of a
    structure whose pattern cannot be applied, with the pattern.
    """
    found: dict[etree._Element, Declared] = {}
    taken: set[str] = set()
    compiled: dict[str, etree.XPath | None] = {}

    def apply(structure: etree._Element, around: etree._Element, before: str, level: int) -> None:
        pattern = structure.get("match", "")
        if pattern not in compiled:
            compiled[pattern] = _compiled(pattern)
            if compiled[pattern] is None:
                tell(structure, pattern)
        xpath = compiled[pattern]
        if xpath is None:
            return
        delimiter = structure.get("delim", "") if level else ""
        inner = list(structure.iterchildren(_STRUCTURE)) if level < _LEVELS else []
        for number, element in enumerate(_matched(xpath, around), 1):
            used = _used(structure.get("use", ""), element, number)
            cite = f"{before}{delimiter}{used}"
            if used and cite not in taken and element not in found:
                taken.add(cite)
                found[element] = Declared(structure.get("unit", "") or name_of(element), cite)
                for one in inner:
                    apply(one, element, cite, level + 1)

    for structure in _structures(root):
        apply(structure, root, "", 0)
    return found


def _structures(root: etree._Element) -> list[etree._Element]:
    """The outermost structures of the declaration that counts."""
    declared = [refs for refs in root.iter(*_REFS) if refs.find(_STRUCTURE) is not None]
    chosen = next((refs for refs in declared if refs.get("default") == "true"), next(iter(declared), None))
    return [] if chosen is None else list(chosen.iterchildren(_STRUCTURE))


def _matched(xpath: etree.XPath, around: etree._Element) -> Iterator[etree._Element]:
    try:
        found = xpath(around)
    except etree.XPathError:
        return
    if isinstance(found, list):
        yield from (one for one in found if isinstance(one, etree._Element) and isinstance(one.tag, str))


def _compiled(pattern: str) -> etree.XPath | None:
    """The pattern as an expression of XPath 1.0, in which TEI's names have a prefix; None if it is not understood."""
    branches = [pattern.strip()]
    while any("(" in _bare(branch) for branch in branches):
        branches = [made for branch in branches for made in _branched(branch)]
        if not branches or len(branches) > _BRANCHES:
            return None
    parts = [part for branch in branches for part in _split(branch)]
    steps = [_prefixed(part.strip()) for part in parts]
    if not steps or None in steps:
        return None
    try:
        return etree.XPath(" | ".join(filter(None, steps)), namespaces={"t": TEI, "xml": XML})
    except etree.XPathError:
        return None


def _bare(branch: str) -> str:
    """The pattern without its predicates, in which parentheses mean something else."""
    return re.sub(_PREDICATE, "", branch)


def _branched(branch: str) -> list[str]:
    match = _ALTERNATIVES.search(branch)
    if match is None:
        return [branch] if "(" not in _bare(branch) else []
    return [branch[: match.start()] + one.strip() + branch[match.end() :] for one in match[1].split("|")]


def _split(branch: str) -> list[str]:
    """Alternatives at the top of a pattern."""
    return _bare(branch).split("|") if "|" in _bare(branch) else [branch]


def _prefixed(branch: str) -> str | None:
    made, at, descents = "", 0, 0
    while at < len(branch):
        match = _STEP.match(branch, at)
        if match is None or match.end() == at or (at > 0 and not match["slash"]):
            return None
        test = match["test"] if match["test"] in ("*", ".") else f"t:{match['test']}"
        descents += match["slash"] == "//" or "descendant" in (match["axis"] or "")
        made += f"{match['slash']}{match['axis'] or ''}{test}{match['predicates']}"
        at = match.end()
    return made if made and descents <= _DEEPEST else None


def _used(use: str, element: etree._Element, number: int) -> str:
    """What a unit is called by: an attribute, its position, or the words of an element in it."""
    use = use.strip()
    if use == "position()":
        return str(number)
    match = _ATTRIBUTE_USE.fullmatch(use)
    if match is not None:
        name = match[1][1:]
        return (element.get(f"{{{XML}}}{name[4:]}" if name.startswith("xml:") else name) or "").strip()
    xpath = _compiled(use) if use else None
    first = next(_matched(xpath, element), None) if xpath is not None else None
    return "" if first is None else plain(first)
