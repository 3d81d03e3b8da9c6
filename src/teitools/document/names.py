"""Names as XML has them: which characters they are of, their namespaces, and how lxml writes them.

Neither lxml nor any other module of the package is loaded for them, so that everybody can afford them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import chain, pairwise

# Namespaces, in the order of the alphabet
CATALOG = "urn:oasis:names:tc:entity:xmlns:xml:catalog"
EXAMPLES = "http://www.tei-c.org/ns/Examples"
NVDL = "http://purl.oclc.org/dsdl/nvdl/ns/structure/1.0"
RNG = "http://relaxng.org/ns/structure/1.0"
RNG_ANNOTATIONS = "http://relaxng.org/ns/compatibility/annotations/1.0"
RNG_DATATYPES = "http://relaxng.org/ns/compatibility/datatypes/1.0"
SCH = "http://purl.oclc.org/dsdl/schematron"
SCH_OLD = "http://www.ascc.net/xml/schematron"
"""Schematron 1.5, before it was a standard."""
SQF = "http://www.schematron-quickfix.com/validator/process"
STORE = "urn:teitools:store"
"""What the index of a store says of its copies besides what a catalog has attributes for."""
SVRL = "http://purl.oclc.org/dsdl/svrl"
TEI = "http://www.tei-c.org/ns/1.0"
XHTML = "http://www.w3.org/1999/xhtml"
XINCLUDE = "http://www.w3.org/2001/XInclude"
XML = "http://www.w3.org/XML/1998/namespace"
XMLNS = "http://www.w3.org/2000/xmlns/"
XPATH_ARRAYS = "http://www.w3.org/2005/xpath-functions/array"
XPATH_ERRORS = "http://www.w3.org/2005/xqt-errors"
XPATH_FUNCTIONS = "http://www.w3.org/2005/xpath-functions"
XPATH_MAPS = "http://www.w3.org/2005/xpath-functions/map"
XPATH_MATHS = "http://www.w3.org/2005/xpath-functions/math"
XSD = "http://www.w3.org/2001/XMLSchema"
XSD_DATATYPES = "http://www.w3.org/2001/XMLSchema-datatypes"
"""What RELAX NG calls the datatypes of XML Schema."""
XSD_VERSIONS = "http://www.w3.org/2007/XMLSchema-versioning"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XSL = "http://www.w3.org/1999/XSL/Transform"
XSLT = "urn:teitools:xslt"
"""What our stylesheets call functions, parameters and findings in."""
XSPEC = "http://www.jenitennison.com/xslt/xspec"
OF_RULES = frozenset((RNG, SCH, SCH_OLD, SQF, XSD, XSL))
"""Those that rules, and the schemas around them, are written in."""

# Elements of XInclude, as lxml writes them
XI_INCLUDE = f"{{{XINCLUDE}}}include"
XI_FALLBACK = f"{{{XINCLUDE}}}fallback"

# Attributes of the xml namespace, as lxml writes them
XML_BASE = f"{{{XML}}}base"
XML_ID = f"{{{XML}}}id"
XML_LANG = f"{{{XML}}}lang"
XML_SPACE = f"{{{XML}}}space"

# XML 1.0 (fifth edition), [4] NameStartChar, without the colon; first and last character of each run
_STARTS = (
    (0x41, 0x5A),
    (0x5F, 0x5F),
    (0x61, 0x7A),
    (0xC0, 0xD6),
    (0xD8, 0xF6),
    (0xF8, 0x2FF),
    (0x370, 0x37D),
    (0x37F, 0x1FFF),
    (0x200C, 0x200D),
    (0x2070, 0x218F),
    (0x2C00, 0x2FEF),
    (0x3001, 0xD7FF),
    (0xF900, 0xFDCF),
    (0xFDF0, 0xFFFD),
    (0x10000, 0xEFFFF),
)
# [4a] NameChar: what may also come after it
_INNER = ((0x2D, 0x2E), (0x30, 0x39), (0xB7, 0xB7), (0x300, 0x36F), (0x203F, 0x2040))


def _edges(runs: tuple[tuple[int, int], ...]) -> list[int]:
    """Where runs start and end, by turns, so that a character is in one of them if an odd number lie before it."""
    return list(chain.from_iterable((first, last + 1) for first, last in sorted(runs)))


_START_EDGES, _CHARACTER_EDGES = _edges(_STARTS), _edges(_STARTS + _INNER)


def _class(edges: list[int]) -> str:
    """Runs as a character class. It names what is not in them: `re` takes a third of the time to compile that."""
    others = [*pairwise([0, *edges, 0x110000])][::2]
    return "[^" + "".join(f"{_escaped(start)}-{_escaped(end - 1)}" for start, end in others if end > start) + "]"


def _escaped(code: int) -> str:
    return f"\\U{code:08x}"


NCNAME = f"{_class(_START_EDGES)}{_class(_CHARACTER_EDGES)}*+"
"""A regular expression (Namespaces in XML 1.0, [4] NCName). It takes 5 ms to compile: see `is_ncname`."""

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_.\-]*+")


def is_ncname(text: str) -> bool:
    """Whether a text is a name without a colon."""
    if text.isascii():
        return _PLAIN.fullmatch(text) is not None
    return _within(text[0], _START_EDGES) and _are_within(text, _CHARACTER_EDGES)


def is_qname(text: str) -> bool:
    """Whether a text is a name, or a prefix and a name (Namespaces in XML 1.0, [7] QName)."""
    prefix, colon, local = text.partition(":")
    return is_ncname(prefix) and (not colon or is_ncname(local))


def is_name(text: str) -> bool:
    """Whether a text is a name in which colons mean nothing (XML 1.0, [5] Name)."""
    return is_nmtoken(text) and (text[0] == ":" or _within(text[0], _START_EDGES))


def is_nmtoken(text: str) -> bool:
    """Whether a text is of the characters of names, at least one (XML 1.0, [7] Nmtoken)."""
    return bool(text) and _are_within(text.replace(":", "_"), _CHARACTER_EDGES)


def _are_within(text: str, edges: list[int]) -> bool:
    return all(_within(character, edges) for character in set(text))


def _within(character: str, edges: list[int]) -> bool:
    return bisect_right(edges, ord(character)) % 2 == 1


def clark(namespace: str, local: str) -> str:
    """A name as lxml writes it: `{namespace}local`, or `local` alone where there is no namespace."""
    return f"{{{namespace}}}{local}" if namespace else local


def split(name: object) -> tuple[str, str]:
    """Namespace and local name of what lxml calls an element or attribute; the namespace is empty if it has none.

    Of comments, processing instructions and entities, whose `tag` is no text, both are empty.
    """
    if not isinstance(name, str):
        return "", ""
    namespace, brace, local = name.rpartition("}")
    return (namespace[1:], local) if brace else ("", name)


def local_name(name: object) -> str:
    """The local name of what lxml calls an element or attribute (see `split`)."""
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def namespace_of(name: object) -> str:
    """The namespace of what lxml calls an element or attribute, empty if it has none (see `split`)."""
    return split(name)[0]
