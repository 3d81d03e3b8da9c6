"""The XML parser, hardened: nothing outside the text is read, and what a text can make it use has limits."""

from __future__ import annotations

from typing import Any, Never

from lxml import etree

from teitools.document.probe import depth, probe
from teitools.document.prolog import has_doctype
from teitools.document.structure import blocks
from teitools.document.wellformedness import DEPTH, is_depth

__all__ = ["feed", "read_made", "read_root"]

_NO_MEMORY, _UNDECLARED, _NO_URI = 2, 27, 99  # xmlParserErrors of libxml2


class _Refusing(etree.Resolver):
    """No file is an entity."""

    def resolve(self, system_url: str, public_id: str, context: object) -> Never:  # type: ignore[override]  # noqa: ARG002
        raise PermissionError(system_url)


def read_root(data: bytes, base: str | None) -> etree._Element:
    """Parse a text in UTF-8 without external identifier in its DOCTYPE; `base` is its address.

    Entities that it declares itself are expanded within libxml2's limits; elements may be `DEPTH` deep, in documents
    with a DOCTYPE 256, as libxml2 gives up all its limits at once. Raises etree.XMLSyntaxError, and MemoryError.
    """
    try:
        return _parsed(data, base, _parser())
    except etree.XMLSyntaxError as error:
        code = error.code  # type: ignore[attr-defined]  # the stubs lack it
        if code == _NO_MEMORY:
            raise MemoryError from error
        if is_depth(error.msg or "") and not has_doctype(data) and depth(data) <= DEPTH:
            return _parsed(data, base, _parser(huge_tree=True))
        if code == _UNDECLARED and (root := _with_parameter_entities(data, base)) is not None:
            return root
        if code == _NO_URI and (root := _with_any_namespace(data, base)) is not None:
            return root
        raise


def read_made(text: str) -> etree._Element:
    """The root of XML that teitools or Saxon wrote: of any size, with an `xml:id` as often as what is copied has it.

    Raises etree.XMLSyntaxError if it is not well-formed.
    """
    return etree.fromstring(text.encode(), _parser(huge_tree=True))


def feed(data: bytes, target: object) -> bool:
    """Parse a text in UTF-8 without DOCTYPE for a target of lxml, which is told of nodes; no tree is made.

    Returns whether the text is well-formed and within libxml2's limits, but for the depth of elements, which it counts
    in trees. Raises MemoryError.
    """
    parser = _parser(target=target)
    try:
        for block in blocks(data):
            parser.feed(bytes(block))
        parser.close()
    except etree.XMLSyntaxError as error:
        if error.code == _NO_MEMORY:  # type: ignore[attr-defined]  # the stubs lack it
            raise MemoryError from error
        return False
    return not parser.feed_error_log.filter_from_errors()  # of namespaces: fatal only to a tree


def _with_parameter_entities(data: bytes, base: str | None) -> etree._Element | None:
    """The same for a text whose internal subset uses parameter entities; None if it is not well-formed then either.

    lxml does not find them where it is to expand internal entities only. It is told to expand all, if expat, which asks
    for every external one, never did.
    """
    if probe(data).fault is not None:
        return None
    parser = _parser(resolve_entities=True)
    parser.resolvers.add(_Refusing())
    try:
        root = _parsed(data, base, parser)
    except (etree.XMLSyntaxError, PermissionError):
        return None
    return root if next(root.iter(etree.Entity), None) is None else None


def _with_any_namespace(data: bytes, base: str | None) -> etree._Element | None:
    """The same for a text with namespaces that are no URIs (Namespaces in XML, 2.1), if nothing else is wrong with it.

    No other parser minds them: they are names, which are only compared.
    """
    parser = _parser(recover=True)
    root = _parsed(data, base, parser)
    errors = parser.error_log.filter_from_errors()
    return root if all(error.type == _NO_URI for error in errors) else None


def _parsed(data: bytes, base: str | None, parser: etree.XMLParser) -> etree._Element:
    return etree.fromstring(data, parser, base_url=base)  # type: ignore[arg-type]  # the stubs want bytes


def _parser(
    *,
    resolve_entities: bool | str = "internal",
    huge_tree: bool = False,
    recover: bool = False,
    target: Any = None,  # noqa: ANN401  # lxml looks for the methods that it has
) -> etree.XMLParser:
    # A new one for each document: its error log is its own. `collect_ids` off: else a duplicate xml:id is fatal.
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=resolve_entities,  # type: ignore[arg-type]  # the stubs are older than this choice
        no_network=True,
        load_dtd=False,
        huge_tree=huge_tree,
        recover=recover,
        collect_ids=False,
        target=target,
    )
