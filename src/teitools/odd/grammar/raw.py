"""RELAX NG as others wrote it, in the grammar: that in the content of an ODD, and whole grammars of other files.

References get the names that patterns have here. Prefixes of names are resolved, as they are not declared here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from teitools.odd.escaping import escape, quoteattr
from teitools.odd.external import definitions, own_names
from teitools.odd.names import RNG, elements, local

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lxml import etree

    from teitools.odd.content import RawRelaxNG
    from teitools.odd.grammar.patterns import Patterns
    from teitools.odd.model import ExternalGrammar

__all__ = ["write_external", "write_raw"]

_ANNOTATIONS = "http://relaxng.org/ns/compatibility/annotations/1.0"
_CONTAINERS = frozenset({"choice", "group", "interleave", "optional", "zeroOrMore", "oneOrMore", "mixed", "list"})
_GROUPS = frozenset({"choice", "group", "interleave"})
_NAMED = frozenset({"element", "attribute", "name"})
_NO_ANNOTATION = "<a:"


@dataclass
class _Writer:
    """Writes patterns; `reference` is asked for every `ref`, `external` for every `externalRef`."""

    reference: Callable[[str], str | None]
    documented: bool
    external: Callable[[str], str | None] = lambda _: None

    def write(self, element: etree._Element) -> str | None:
        """The pattern, or None if nothing is left of it."""
        name = local(element)
        if not str(element.tag).startswith(f"{{{RNG}}}"):
            return self._annotation(element)
        if name == "ref":
            return self.reference(str(element.get("name", "")).strip())
        if name == "externalRef":
            return self.external(str(element.get("href", "")))
        children = list(elements(element))
        inner = [text for child in children if (text := self.write(child)) is not None]
        if children and not inner and name in _CONTAINERS:
            return None
        if len(inner) == 1 and name in _GROUPS:  # what is left of a longer one
            return inner[0]
        if children:
            body = "".join(inner)
            if name in ("element", "attribute") and all(text.startswith(_NO_ANNOTATION) for text in inner):
                body += "<empty/>"
        else:
            body = escape(_text(element, name))
        start = f"<{name}{_attributes(element, name)}"
        return f"{start}>{body}</{name}>" if body else f"{start}/>"

    def _annotation(self, element: etree._Element) -> str | None:
        if element.tag != f"{{{_ANNOTATIONS}}}documentation" or not self.documented:
            return None
        return f"<a:documentation>{escape(''.join(map(str, element.itertext())))}</a:documentation>"


def write_raw(node: RawRelaxNG, patterns: Patterns) -> str | None:
    """The patterns that an ODD writes as content, several as a group; None if nothing is left of them."""

    def reference(name: str) -> str | None:
        if not node.auto_prefix and name in patterns.external:
            return f"<ref name={quoteattr(name)}/>"
        return patterns.named(name)

    writer = _Writer(reference, patterns.wording.language is not None)
    texts = [text for pattern in node.patterns if (text := writer.write(pattern)) is not None]
    if not texts:
        return None
    return texts[0] if len(texts) == 1 else f"<group>{''.join(texts)}</group>"


def write_external(grammar: ExternalGrammar, patterns: Patterns) -> str:
    """The definitions of an external grammar, each with the prefix, those that the ODD replaces left out."""
    files = grammar.files
    taken = own_names(patterns.customization)
    replaced = {str(define.get("name", "")).strip() for define in grammar.content}
    replaced |= {name.removeprefix(grammar.prefix) for name in taken if name.startswith(grammar.prefix)}
    names = {str(define.get("name", "")).strip() for root in files.values() for define in root.iter(f"{{{RNG}}}define")}

    def reference(name: str) -> str | None:
        known = grammar.prefix + name
        return f"<ref name={quoteattr(known)}/>" if name in names and known not in taken else patterns.named(name)

    writer = _Writer(reference, patterns.wording.language is not None)
    parts = _grammar(files[grammar.path], grammar.path, grammar, writer, frozenset(replaced))
    own = "".join(_define(define, grammar.prefix, writer) for define in grammar.content)
    return f"<div>{parts}{own}</div>"


def _grammar(
    root: etree._Element, path: Path, grammar: ExternalGrammar, writer: _Writer, replaced: frozenset[str]
) -> str:
    """What a grammar (or `div`) defines and includes."""
    texts = []
    for child in elements(root):
        name = local(child)
        if not str(child.tag).startswith(f"{{{RNG}}}"):
            continue
        if name == "define" and str(child.get("name", "")).strip() not in replaced:
            texts.append(_define(child, grammar.prefix, writer))
        elif name == "div":
            texts.append(_grammar(child, path, grammar, writer, replaced))
        elif name == "include":
            other = (path.parent / unquote(urlsplit(str(child.get("href", ""))).path)).resolve()
            own = {str(define.get("name", "")).strip() for define in definitions(child)}
            if other in grammar.files:
                texts.append(_grammar(grammar.files[other], other, grammar, writer, replaced | own))
            texts.append(_grammar(child, path, grammar, writer, replaced))
    return f"<div{_inherited(root)}>{''.join(texts)}</div>"


def _define(define: etree._Element, prefix: str, writer: _Writer) -> str:
    name = quoteattr(prefix + str(define.get("name", "")).strip())
    combine = f" combine={quoteattr(str(define.get('combine')))}" if define.get("combine") else ""
    inner = "".join(text for child in elements(define) if (text := writer.write(child)) is not None)
    return f"<define name={name}{combine}{_inherited(define)}>{inner or '<notAllowed/>'}</define>"


def _inherited(element: etree._Element) -> str:
    """The attributes that hold for everything within."""
    found = ((key, element.get(key)) for key in ("ns", "datatypeLibrary"))
    return "".join(f" {key}={quoteattr(value)}" for key, value in found if value is not None)


def _text(element: etree._Element, name: str) -> str:
    text = element.text or ""
    if name == "name":
        return text.strip().rpartition(":")[2]
    return text if name in ("value", "param") else text.strip()


def _attributes(element: etree._Element, name: str) -> str:
    """Attributes without a prefix in names: the namespace is said instead."""
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
