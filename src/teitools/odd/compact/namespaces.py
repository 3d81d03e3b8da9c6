"""Which namespace a name of a schema has, and by which prefix the compact syntax calls it.

A namespace is a URI, "" for none, or None where the schema leaves it to the file that includes it (section 4.8: `ns` is
inherited also from around an `include` or `externalRef`); the compact syntax calls that `inherit`.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from teitools.document.names import RNG, XML, XSD_DATATYPES, clark, is_ncname
from teitools.odd.compact.lexis import identifier, literal

if TYPE_CHECKING:
    from lxml import etree

R = clark(RNG, "")
"""What the names of RELAX NG elements start with."""


class Namespaces:
    """The namespaces of one file. Prefixes are given out when they are asked for; `declarations` then names them."""

    def __init__(self, root: etree._Element) -> None:
        self._inherited: dict[str, dict[etree._Element, str | None]] = {"ns": {}, "datatypeLibrary": {}}
        self._prefixes: dict[str | None, str] = {XML: "xml"}
        self._libraries: dict[str, str] = {XSD_DATATYPES: "xsd"}
        self.default = self._commonest(root)

    def _commonest(self, root: etree._Element) -> str | None:
        """The namespace to be the default: that of names as values, which keep their text, else of elements."""
        values = [node for node in root.iter(f"{R}value") if self._is_qname(node) and ":" not in (node.text or "")]
        counts = Counter(self.resolve(node, node.text or "")[0] for node in values)
        if counts:
            return min(counts, key=lambda uri: (bool(uri), -counts[uri]))
        for node in root.iter(f"{R}element", f"{R}name"):
            name = node.get("name") if node.tag == f"{R}element" else node.text
            if name is not None and not _in_attribute(node):
                counts[self.resolve(node, name)[0]] += 1
        for node in root.iter(f"{R}include", f"{R}externalRef"):
            counts[self.inherited(node, "ns")] += 1
        return counts.most_common(1)[0][0] if counts else self.inherited(root, "ns")

    def inherited(self, node: etree._Element, name: str) -> str | None:
        """The value of `ns` or `datatypeLibrary` on the nearest element that has it, or None."""
        known = self._inherited[name]
        path = []
        current: etree._Element | None = node
        value: str | None = None
        while current is not None:
            if current in known:
                value = known[current]
                break
            path.append(current)
            value = current.get(name)
            if value is not None:
                value = value.strip()
                break
            current = current.getparent()
        known.update(dict.fromkeys(path, value))
        return value

    def resolve(self, node: etree._Element, name: str) -> tuple[str | None, str]:
        """Namespace and local name of a name as written on, or in, a node."""
        prefix, colon, local = name.strip().rpartition(":")
        if colon:
            return node.nsmap.get(prefix, XML if prefix == "xml" else None), local
        if node.tag == f"{R}attribute":  # section 4.8: the attribute `name` of an attribute does not inherit
            return (node.get("ns") or "").strip(), local
        return self.inherited(node, "ns"), local

    def prefix(self, uri: str | None, node: etree._Element) -> str:
        """The prefix of a namespace: as at the node, unless that is taken."""
        found = self._prefixes.get(uri)
        if found is None:
            found = self._prefixes[uri] = self._invented(uri, node)
        return found

    def _invented(self, uri: str | None, node: etree._Element) -> str:
        taken = {*self._prefixes.values(), "xmlns"}
        wanted = {None: ["inherited"], "": ["local"]}.get(uri)
        if wanted is None:
            wanted = [prefix for prefix, bound in sorted(node.nsmap.items(), key=str) if prefix and bound == uri]
        usable = [prefix for prefix in wanted if prefix not in taken and is_ncname(prefix)]
        number = 1
        while not usable:
            usable = [f"ns{number}"] if f"ns{number}" not in taken else []
            number += 1
        return usable[0]

    def written(self, uri: str | None, local: str, node: etree._Element, unprefixed: str | None) -> str:
        """A name; without prefix if its namespace is that of names without one."""
        return local if uri == unprefixed else f"{self.prefix(uri, node)}:{local}"

    def datatype(self, node: etree._Element) -> str:
        """The name of the datatype of a `data` or `value`, with the prefix of its library."""
        name = (node.get("type") or "").strip()
        uri = self.inherited(node, "datatypeLibrary") or ""
        if not uri and name in ("string", "token"):
            return name
        if uri not in self._libraries:
            number = len(self._libraries)
            self._libraries[uri] = "builtin" if not uri else f"d{number}"
        return f"{self._libraries[uri]}:{name}"

    def value(self, node: etree._Element) -> str:
        """The text of a `value`. QNames are names of this file: they are written with its prefixes."""
        text = node.text or ""
        return self.written(*self.resolve(node, text), node, self.default) if self._is_qname(node) else text

    def _is_qname(self, node: etree._Element) -> bool:
        named = (node.get("type") or "").strip() in ("QName", "NOTATION") and bool((node.text or "").strip())
        return named and self.inherited(node, "datatypeLibrary") == XSD_DATATYPES

    def declarations(self) -> list[str]:
        """What the file must begin with, for all that has been asked."""
        lines = []
        for uri, prefix in sorted(self._prefixes.items(), key=lambda item: item[1]):
            if uri != XML and uri != self.default:
                lines.append(f"namespace {identifier(prefix)} = {_uri(uri)}")
        named = self._prefixes.get(self.default) if self.default != XML else None
        if named is not None:
            lines.append(f"default namespace {identifier(named)} = {_uri(self.default)}")
        elif self.default is not None:
            lines.append(f"default namespace = {_uri(self.default)}")
        libraries = [(prefix, uri) for uri, prefix in self._libraries.items() if uri != XSD_DATATYPES]
        return lines + [f"datatypes {prefix} = {_uri(uri)}" for prefix, uri in libraries]


def _uri(uri: str | None) -> str:
    return "inherit" if uri is None else " ".join(literal(uri))


def _in_attribute(node: etree._Element) -> bool:
    """Whether a `name` stands in the name class of an attribute."""
    parent = node.getparent()
    while parent is not None and parent.tag not in (f"{R}element", f"{R}attribute"):
        parent = parent.getparent()
    return parent is not None and node.tag == f"{R}name" and parent.tag == f"{R}attribute"
