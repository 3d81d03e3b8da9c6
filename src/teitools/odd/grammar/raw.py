"""RELAX NG that an ODD writes out, in the grammar: its references by the names that patterns have there."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from teitools.odd.names import RNG, elements, local

if TYPE_CHECKING:
    from lxml import etree

    from teitools.odd.content import RawRelaxNG
    from teitools.odd.grammar.patterns import Patterns

__all__ = ["write_raw"]

_ANNOTATIONS = "http://relaxng.org/ns/compatibility/annotations/1.0"
_CONTAINERS = frozenset({"choice", "group", "interleave", "optional", "zeroOrMore", "oneOrMore", "mixed", "list"})
_NAMED = frozenset({"element", "attribute", "name"})


def write_raw(node: RawRelaxNG, patterns: Patterns) -> str | None:
    """The patterns, several as a group; None if nothing is left of them."""
    texts = [t for pattern in node.patterns if (t := _write(pattern, patterns, prefixed=node.auto_prefix)) is not None]
    if not texts:
        return None
    return texts[0] if len(texts) == 1 else f"<group>{''.join(texts)}</group>"


def _write(element: etree._Element, patterns: Patterns, *, prefixed: bool) -> str | None:
    name = local(element)
    if not str(element.tag).startswith(f"{{{RNG}}}"):
        return _annotation(element, patterns)
    if name == "ref":
        target = str(element.get("name", "")).strip()
        if not prefixed and target in patterns.external:
            return f"<ref name={quoteattr(target)}/>"
        return patterns.named(target)
    children = list(elements(element))
    inner = [t for child in children if (t := _write(child, patterns, prefixed=prefixed)) is not None]
    if children and not inner and name in _CONTAINERS:
        return None
    attributes = _attributes(element, name)
    if children:
        body = "".join(inner)
        if name in ("element", "attribute") and not any(not t.startswith("<a:") for t in inner):
            body += "<empty/>"
    else:
        body = escape(_text(element, name))
    return f"<{name}{attributes}>{body}</{name}>" if body else f"<{name}{attributes}/>"


def _text(element: etree._Element, name: str) -> str:
    text = element.text or ""
    if name == "name":
        return text.strip().rpartition(":")[2]
    return text if name in ("value", "param") else text.strip()


def _attributes(element: etree._Element, name: str) -> str:
    """Attributes without a prefix in names: the namespace is said instead, as prefixes of the ODD are not declared."""
    found = {}
    for key, value in element.attrib.items():
        if not str(key).startswith("{"):
            found[str(key)] = str(value)
        elif key == f"{{{_ANNOTATIONS}}}defaultValue":
            found["a:defaultValue"] = str(value)
    written = found.get("name", "") if name != "name" else (element.text or "").strip()
    prefix, colon, rest = written.partition(":")
    if name in _NAMED and colon and prefix != "xml" and prefix in element.nsmap:
        found["ns"] = element.nsmap[prefix]
        if "name" in found:
            found["name"] = rest
    return "".join(f" {key}={quoteattr(value)}" for key, value in found.items())


def _annotation(element: etree._Element, patterns: Patterns) -> str | None:
    if element.tag != f"{{{_ANNOTATIONS}}}documentation" or patterns.wording.language is None:
        return None
    return f"<a:documentation>{escape(''.join(map(str, element.itertext())))}</a:documentation>"
