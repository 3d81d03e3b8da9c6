"""XSLT in a schema, and the modules that it includes, are held to the same limits as the expressions of its rules.

An instruction that would write a file, read a package or evaluate text as an expression is refused with its place.
Every attribute and text of the rest goes through the guard. Modules are read here and, if the guard changes anything
in them, Saxon is given a copy with the changes instead.
"""

from __future__ import annotations

import copy
import functools
import hashlib
import tempfile
from pathlib import Path

from lxml import etree

from teitools import filesystem
from teitools.document import addresses, read
from teitools.document.names import XML_BASE, XSL, split
from teitools.schematron.reasons import Reason
from teitools.schematron.safe.guard import guarded, guarded_address, guarded_template
from teitools.schematron.tree.files import fault
from teitools.schematron.tree.nodes import Node
from teitools.schematron.xslt import OWN

__all__ = ["guard_attribute", "guard_element", "guard_text", "included_module"]

_REFUSED = {
    "evaluate": "sch_reason_why_evaluate",
    "import-schema": "sch_reason_why_reads",
    "package": "sch_reason_why_reads",
    "result-document": "sch_reason_why_writes",
    "use-package": "sch_reason_why_reads",
}
_REFUSED_ATTRIBUTES = {
    "extension-element-prefixes": "there are no extensions",
    "parameter-document": "it reads a file",
}
# Attributes of XSLT elements that hold an expression or a pattern; all others are templates at most (XSLT 3.0, E).
_EXPRESSIONS = frozenset(
    [
        "select",
        "test",
        "use",
        "value",
        "key",
        "group-by",
        "group-adjacent",
        "initial-value",
        "for-each-item",
        "for-each-source",
        "use-when",
    ]
)
_PATTERNS = frozenset(["match", "count", "from", "group-starting-with", "group-ending-with"])
_ADDRESSES = frozenset({("source-document", "href")})
_TRUE = frozenset({"yes", "true", "1"})


def guard_element(node: Node) -> None:
    """Refuse an XSLT element that must not run. Raises SetupError at its place."""
    name = _xslt_name(node.element)
    if name in _REFUSED:
        fault(node.place(), Reason("sch_reason_instruction", name=name, why=Reason(_REFUSED[name])))


def guard_attribute(node: Node, key: str, value: str) -> str:
    """The value of an attribute (named as lxml does) so that it reads only what it may. Raises SetupError."""
    element = node.element
    instruction = _xslt_name(element)
    name = key.removeprefix(f"{{{XSL}}}") if instruction is None else key
    is_standard = instruction is not None or name != key  # an attribute that XSLT gives a meaning
    namespaces = {prefix: uri for prefix, uri in element.nsmap.items() if prefix}
    place = node.place(key)
    if is_standard and (name in _REFUSED_ATTRIBUTES or name.startswith("_")):
        why = _REFUSED_ATTRIBUTES.get(name, "what it would be is not known before the rules run")
        fault(place, f"the attribute {name} is not allowed in rules: {why}")
    if is_standard and (name in _EXPRESSIONS or name in _PATTERNS):
        static = name == "use-when" or element.get("static", "").strip() in _TRUE
        found = guarded(value, namespaces, place, pattern=name in _PATTERNS, static=static, embedded=True)
        # xsl:merge-source takes addresses, not nodes (XSLT 3.0, 15.4)
        return _asked(found) if name == "for-each-source" else found
    if (instruction, name) in _ADDRESSES:
        return guarded_address(value, namespaces, place)
    return guarded_template(value, namespaces, place)


def guard_text(node: Node, text: str) -> str:
    """Text inside an element: a template where `expand-text` is in force (XSLT 3.0, 5.6.2)."""
    if "{" not in text or not _expands(node.element):
        return text
    namespaces = {prefix: uri for prefix, uri in node.element.nsmap.items() if prefix}
    return guarded_template(text, namespaces, node.place())


def _asked(expression: str) -> str:
    return f"({expression}\n) ! Q{{{OWN}}}readable(string(.), static-base-uri())"


def _xslt_name(element: etree._Element) -> str | None:
    """The name of an XSLT element, None for others."""
    namespace, name = split(element.tag)
    return name if namespace == XSL else None


def _expands(element: etree._Element) -> bool:
    for holder in (element, *element.iterancestors()):
        value = holder.get("expand-text" if _xslt_name(holder) is not None else f"{{{XSL}}}expand-text")
        if value is not None:
            return value.strip() in _TRUE
    return False


def included_module(node: Node, href: str) -> str:
    """The address from which Saxon may take the module that the `href` of an `xsl:include` or `xsl:import` names.

    Raises SetupError if it is no file, lies outside of the permitted folders, or contains what is refused. A module
    that is not there, not well-formed or part of a circle is left for Saxon to report.
    """
    place = node.place("href")
    uri = addresses.join(_base(node), href)
    path = addresses.local_path(uri)
    if path is None:
        fault(place, f"{href}: stylesheets are read from files only; keep a copy beside this schema")
    node.files.require_permission(path, place)
    # Saxon gets the address without symbolic links, which could lead somewhere else by the time that it reads
    path = filesystem.real(path)
    fragment = addresses.split(uri).fragment
    mark = f"#{fragment}" if fragment else ""
    uri = path.as_uri() + mark
    key = f"{path}#"
    if key in node.chain or not filesystem.is_file(path):
        return uri
    document, _ = read(path)
    if document is None:
        return uri
    node.files.documents.setdefault(path, document)
    changed = _changed(Node(document.root, document, node.files, chain=(*node.chain, key)))
    if changed is None:
        return uri
    node.files.copies = True
    return _copy(changed, path) + mark


def _base(node: Node) -> str:
    """The base URI of an element; lxml heeds `xml:base` and knows the address of the file."""
    return node.element.base or filesystem.real(node.document.path or Path()).as_uri()


def _changed(module: Node) -> etree._Element | None:
    """A copy of the module's root with what the guard changes in it, or None if that is nothing.

    A module with a document type is always copied, so that Saxon reads what was read here and nothing else.
    """
    root = copy.deepcopy(module.element)
    is_changed = bool(module.document.tree.docinfo.internalDTD)
    # comments part no text in a stylesheet (XSLT 3.0, 4.3)
    elements = list(zip(module.element.iter(etree.Element), root.iter(etree.Element), strict=True))
    for original, element in elements:
        node = module.child(original)
        guard_element(node)
        for key, value in original.attrib.items():
            name, old = str(key), str(value)
            if name == "href" and _xslt_name(original) in ("include", "import"):
                new = included_module(node, old)
                is_changed |= new != addresses.join(_base(node), old)
            else:
                new = guard_attribute(node, name, old)
                is_changed |= new != old
            element.set(name, new)
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    for original, element in elements:
        node = module.child(original)
        for holder, part in [(element, "text"), *((child, "tail") for child in element)]:
            if text := getattr(holder, part):
                setattr(holder, part, guard_text(node, text))
                is_changed |= getattr(holder, part) != text
    return root if is_changed else None


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """A folder of this process, gone with it."""
    return tempfile.TemporaryDirectory(prefix="teitools-")


def _copy(root: etree._Element, path: Path) -> str:
    """Write a changed module where Saxon can read it, with the base URI of the original; its address."""
    if XML_BASE not in root.attrib:
        root.set(XML_BASE, filesystem.absolute(path).as_uri())
    content = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    folder = Path(_folder().name, hashlib.sha256(content).hexdigest()[:16])
    folder.mkdir(exist_ok=True)
    (folder / path.name).write_bytes(content)
    return (folder / path.name).as_uri()
