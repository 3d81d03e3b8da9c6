"""RELAX NG as others wrote it, in the grammar: that in the content of an ODD, and whole grammars of other files.

References get the names that patterns have here. Prefixes of names are resolved, as they are not declared here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from teitools.document import escape
from teitools.document.names import RNG, RNG_ANNOTATIONS, clark
from teitools.odd.external import definitions, own_names
from teitools.odd.names import elements, local

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lxml import etree

    from teitools.odd.content import RawRelaxNG
    from teitools.odd.grammar.patterns import Patterns
    from teitools.odd.model import ExternalGrammar

__all__ = ["write_external", "write_raw"]

_CONTAINERS = frozenset({"choice", "group", "interleave", "optional", "zeroOrMore", "oneOrMore", "mixed", "list"})
_GROUPS = frozenset({"choice", "group", "interleave"})
_NAMED = frozenset({"element", "attribute", "name"})
_NO_ANNOTATION = "<a:"


@dataclass
class _PatternWriter:
    """Writes patterns; `reference` is asked for every `ref`, `external` for every `externalRef`."""

    reference: Callable[[str], str | None]
    documented: bool
    external: Callable[[etree._Element], str | None] = lambda _: None

    def write(self, element: etree._Element) -> str | None:
        """The pattern, or None if nothing is left of it."""
        name = local(element)
        if not str(element.tag).startswith(f"{{{RNG}}}"):
            return self._annotation(element)
        if name == "ref":
            return self.reference(str(element.get("name", "")).strip())
        if name == "externalRef":
            return self.external(element)
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
            body = escape.text(_text(element, name))
        start = f"<{name}{_attributes(element, name)}"
        return f"{start}>{body}</{name}>" if body else f"{start}/>"

    def _annotation(self, element: etree._Element) -> str | None:
        if element.tag != clark(RNG_ANNOTATIONS, "documentation") or not self.documented:
            return None
        return f"<a:documentation>{escape.text(''.join(map(str, element.itertext())))}</a:documentation>"


def write_raw(node: RawRelaxNG, patterns: Patterns) -> str | None:
    """The patterns that an ODD writes as content, several as a group; None if nothing is left of them."""

    def reference(name: str) -> str | None:
        if not node.auto_prefix and name in patterns.external:
            return f"<ref name={escape.quoted(name)}/>"
        return patterns.named(name)

    writer = _PatternWriter(reference, patterns.wording.language is not None)
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
        return f"<ref name={escape.quoted(known)}/>" if name in names and known not in taken else patterns.named(name)

    documented = patterns.wording.language is not None

    def external(element: etree._Element) -> str | None:
        return _external(element, grammar, documented=documented)

    writer = _PatternWriter(reference, documented, external)
    parts = _grammar(files[grammar.path], grammar, writer, frozenset(replaced))
    own = "".join(_define(define, grammar.prefix, writer) for define in grammar.content)
    return f"<div>{parts}{own}</div>"


def _external(
    element: etree._Element, grammar: ExternalGrammar, *, documented: bool, within: tuple[Path, ...] = ()
) -> str | None:
    """What an `externalRef` stands for: the pattern in another file, a grammar with names of its own (RELAX NG, 4.6).

    `within` are the files that are being written, the outermost first: one that refers to itself ends there.
    """
    target = grammar.targets.get(element)
    if target is None or target in within:
        return None

    def external(inner: etree._Element) -> str | None:
        return _external(inner, grammar, documented=documented, within=(*within, target))

    root = grammar.files[target]
    writer = _PatternWriter(lambda name: f"<ref name={escape.quoted(name)}/>", documented, external)
    if local(root) == "grammar":
        parts = _grammar(root, replace(grammar, prefix=""), writer, frozenset(), starts=True)
        text: str | None = f"<grammar>{parts}</grammar>"
    else:
        text = writer.write(root)
    if text is None:
        return None
    ns = f" ns={escape.quoted(element.get('ns', ''))}" if element.get("ns") is not None else ""
    library = escape.quoted(root.get("datatypeLibrary", ""))  # which is not inherited from file to file (4.4)
    return f"<group{ns} datatypeLibrary={library}>{text}</group>"


def _grammar(
    root: etree._Element,
    grammar: ExternalGrammar,
    writer: _PatternWriter,
    replaced: frozenset[str],
    *,
    starts: bool = False,
) -> str:
    """What a grammar (or `div`) defines and includes; `starts`: where it begins too."""
    texts = []
    for child in elements(root):
        name = local(child)
        if not str(child.tag).startswith(f"{{{RNG}}}"):
            continue
        if name == "define" and str(child.get("name", "")).strip() not in replaced:
            texts.append(_define(child, grammar.prefix, writer))
        elif name == "start" and starts:
            texts.append(_start(child, writer))
        elif name == "div":
            texts.append(_grammar(child, grammar, writer, replaced, starts=starts))
        elif name == "include":
            other = grammar.targets.get(child)
            own = {str(define.get("name", "")).strip() for define in definitions(child)}
            if other is not None and other in grammar.files:
                again = starts and child.find(f".//{{{RNG}}}start") is None
                texts.append(_grammar(grammar.files[other], grammar, writer, replaced | own, starts=again))
            texts.append(_grammar(child, grammar, writer, replaced, starts=starts))
    return f"<div{_inherited(root)}>{''.join(texts)}</div>"


def _start(start: etree._Element, writer: _PatternWriter) -> str:
    combine = f" combine={escape.quoted(str(start.get('combine')))}" if start.get("combine") else ""
    inner = "".join(text for child in elements(start) if (text := writer.write(child)) is not None)
    return f"<start{combine}{_inherited(start)}>{inner or '<notAllowed/>'}</start>"


def _define(define: etree._Element, prefix: str, writer: _PatternWriter) -> str:
    name = escape.quoted(prefix + str(define.get("name", "")).strip())
    combine = f" combine={escape.quoted(str(define.get('combine')))}" if define.get("combine") else ""
    inner = "".join(text for child in elements(define) if (text := writer.write(child)) is not None)
    return f"<define name={name}{combine}{_inherited(define)}>{inner or '<notAllowed/>'}</define>"


def _inherited(element: etree._Element) -> str:
    """The attributes that hold for everything within."""
    found = ((key, element.get(key)) for key in ("ns", "datatypeLibrary"))
    return "".join(f" {key}={escape.quoted(value)}" for key, value in found if value is not None)


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
        elif key == clark(RNG_ANNOTATIONS, "defaultValue"):
            found["a:defaultValue"] = str(value)
    written = found.get("name", "") if name != "name" else (element.text or "").strip()
    prefix, colon, rest = written.partition(":")
    if name in _NAMED and colon and prefix != "xml" and prefix in element.nsmap:
        found["ns"] = element.nsmap[prefix]
        if "name" in found:
            found["name"] = rest
    return "".join(f" {key}={escape.quoted(value)}" for key, value in found.items())
