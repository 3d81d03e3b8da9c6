"""Units that a document declares: `citeStructure` (TEI Guidelines 17.2.5.4), applied to its tree.

Of XPath, patterns are understood as projects write them: steps of names down the tree, alternatives in parentheses,
`.//`, and predicates that compare an attribute or ask for one. They are tried as XPath 1.0; what they cost is bounded,
as they come with the text. A structure with any other pattern names nothing, and is told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from teitools.document.names import TEI, XML
from teitools.facts.separation import name_of
from teitools.facts.vocabulary import tei
from teitools.facts.walking import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from teitools.facts.sought import Sought

    Tell = Callable[[etree._Element, str], None]

__all__ = ["REFS", "STRUCTURE", "Named", "declarations", "declared_units", "named"]

REFS = tei("refsDecl")
STRUCTURE, _DATA = tei("citeStructure")[0], tei("citeData")[0]
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


def declared_units(sought: Sought, tell: Tell) -> dict[etree._Element, Named]:
    """What the `citeStructure`s of a document name: for each element, its kind of unit, its citation and its data.

    Of several declarations (`refsDecl`) the default one counts, else the first that has structures. `tell` is told of a
    structure whose pattern cannot be applied, with the pattern.
    """
    return {one.element: one for refs in declarations(sought.of(REFS))[:1] for one in named(refs, tell)}


def declarations(all_declared: Iterable[etree._Element]) -> list[etree._Element]:
    """Those of the declarations of a document that have structures, the default one first."""
    declared = [refs for refs in all_declared if refs.find(STRUCTURE) is not None]
    return sorted(declared, key=lambda refs: refs.get("default") != "true")


class Named(NamedTuple):
    """An element that a `citeStructure` names: `data` are the properties that its `citeData` give it."""

    element: etree._Element
    kind: str
    cite: str
    around: etree._Element | None
    data: tuple[tuple[str, str], ...] = ()


def named(refs: etree._Element, tell: Tell) -> list[Named]:
    """What a declaration names, each element and each citation once; what is in something comes after it."""
    naming = _Naming(tell)
    root = refs.getroottree().getroot()
    for structure in refs.iterchildren(STRUCTURE):
        naming.apply(structure, root, None, 0)
    return list(naming.found.values())


class _Naming:
    """A declaration, while it is applied."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self.found: dict[etree._Element, Named] = {}
        self._taken: set[str] = set()
        self._compiled: dict[str, etree.XPath | None] = {}

    def _pattern(self, structure: etree._Element) -> etree.XPath | None:
        pattern = structure.get("match", "")
        if pattern not in self._compiled:
            self._compiled[pattern] = _compiled(pattern)
            if self._compiled[pattern] is None:
                self._tell(structure, pattern)
        return self._compiled[pattern]

    def apply(self, structure: etree._Element, around: etree._Element, before: Named | None, level: int) -> None:
        """Name what a structure finds in an element, and what those in it find there."""
        xpath = self._pattern(structure)
        if xpath is None:
            return
        prefix = f"{before.cite}{structure.get('delim', '')}" if before else ""
        inner = list(structure.iterchildren(STRUCTURE)) if level < _LEVELS else []
        data = [(one.get("property", ""), one.get("use", "")) for one in structure.iterchildren(_DATA)]
        for number, element in enumerate(_matched(xpath, around), 1):
            used = _used(structure.get("use", ""), element, number)
            cite = f"{prefix}{used}"
            if used and cite not in self._taken and element not in self.found:
                self._taken.add(cite)
                kind = structure.get("unit", "") or name_of(element)
                said = tuple((name, value) for name, use in data if (value := _used(use, element, number)))
                one = Named(element, kind, cite, before.element if before else None, said)
                self.found[element] = one
                for deeper in inner:
                    self.apply(deeper, element, one, level + 1)


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
