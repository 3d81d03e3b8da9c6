"""What a schema refers to: the files without which it is not whole, whatever language it is in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from teitools.diagnostics import phrase
from teitools.document.addresses import join
from teitools.document.names import RNG, SCH, XHTML, XSD, clark, split
from teitools.store.transfer import FetchError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Reference", "ending_of", "references"]

_REFERRING = {
    **{clark(RNG, name): "href" for name in ("include", "externalRef")},
    **{clark(SCH, name): "href" for name in ("include", "extends")},
    **{clark(XSD, name): "schemaLocation" for name in ("include", "redefine", "override", "import")},
}
_IMPORT = clark(XSD, "import")
_ENDINGS = {RNG: ".rng", SCH: ".sch", XSD: ".xsd"}
_COMPACT = ".rnc"
# Comments and literals of the compact syntax are passed over; a literal after one of two keywords is a reference
_TOKENS = re.compile(
    r"""#[^\n]*|\b(?:include|external)\s+(?:"([^"\n]*)"|'([^'\n]*)')|"{3}.*?"{3}|'{3}.*?'{3}|"[^"\n]*"|'[^'\n]*'""",
    re.DOTALL,
)


def ending_of(content: bytes, address: str, content_type: str, *, named: str | None) -> str:
    """What a file is, as its ending says (`named`, if it is one of a schema), else its root; `.xml` of all other XML.

    Raises FetchError if it is neither XML nor, where its ending or the server says so, in the compact syntax.
    """
    if named == _COMPACT or "relax-ng-compact" in content_type:
        _check_compact(content, address, content_type)
        return _COMPACT
    root = _root(content, address, content_type)
    if root is None:
        raise FetchError(phrase("store_html", address=address))
    return named or _ENDINGS.get(split(root.tag)[0], ".xml")


class Reference(NamedTuple):
    """What a schema names, from where it stands; an XML Schema can do without an import (`is_needed` is false)."""

    href: str
    is_needed: bool = True


def references(content: bytes, ending: str) -> Iterator[Reference]:
    """What a schema, which is well-formed, refers to, in its order."""
    if ending == _COMPACT:
        for match in _TOKENS.finditer(_text(content) or ""):
            if href := match[1] or match[2]:
                yield Reference(href)
        return
    root = etree.fromstring(content, _parser())
    if split(root.tag)[0] not in _ENDINGS:  # an ODD: what it refers to is asked for when it is compiled
        return
    for element in root.iter(*_REFERRING):
        if href := (element.get(_REFERRING[str(element.tag)]) or "").strip():
            yield Reference(join(element.base or "", href), element.tag != _IMPORT)  # the base: that of xml:base


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, collect_ids=False)


def _root(content: bytes, address: str, content_type: str) -> etree._Element | None:
    """The root of an XML document; None of a web page."""
    try:
        root = etree.fromstring(content, _parser())
    except etree.XMLSyntaxError as error:
        if "html" in content_type:
            return None
        raise FetchError(phrase("store_xml", address=address, detail=error.msg)) from None
    namespace, name = split(root.tag)
    return None if name.lower() == "html" or namespace == XHTML else root


def _check_compact(content: bytes, address: str, content_type: str) -> None:
    """A schema in the compact syntax is a text that does not begin as markup does."""
    text = _text(content)
    if text is None or "\0" in text:
        raise FetchError(phrase("store_compact", address=address))
    if "html" in content_type or text.lstrip("\ufeff \t\r\n").startswith("<"):
        raise FetchError(phrase("store_html", address=address))


def _text(content: bytes) -> str | None:
    try:
        return content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        return None
