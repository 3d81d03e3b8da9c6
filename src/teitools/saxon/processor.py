"""The one Saxon processor of the process, and its safety settings. Nothing outside this package sees saxonche."""

from __future__ import annotations

import functools
from typing import Any

from teitools.diagnostics import SetupError

__all__ = ["Node", "build_tree", "error_class", "processor"]

Node = Any  # a PyXdmNode; saxonche has no type information
_FEATURE = "http://saxon.sf.net/feature/"
_PARSER_FEATURE = f"{_FEATURE}parserFeature?uri="
_PARSER_PROPERTY = f"{_FEATURE}parserProperty?uri="

_SETTINGS = {
    f"{_FEATURE}allowedProtocols": "file",  # doc(), unparsed-text(), xsl:include: files only, never the network
    f"{_PARSER_FEATURE}http%3A//xml.org/sax/features/external-general-entities": "false",
    f"{_PARSER_FEATURE}http%3A//xml.org/sax/features/external-parameter-entities": "false",
    f"{_PARSER_FEATURE}http%3A//apache.org/xml/features/nonvalidating/load-external-dtd": "false",
    # lxml has read every document before, within its own limits; Java's are narrower than real texts need (0 = none).
    # Entities stay limited, as documents can lead Saxon to other files, which nobody has read before.
    f"{_PARSER_PROPERTY}jdk.xml.maxElementDepth": "0",
    f"{_PARSER_PROPERTY}jdk.xml.elementAttributeLimit": "100000",
    f"{_PARSER_PROPERTY}jdk.xml.entityExpansionLimit": "100000",
    f"{_PARSER_PROPERTY}jdk.xml.maxGeneralEntitySizeLimit": "10000000",
    f"{_PARSER_PROPERTY}jdk.xml.totalEntitySizeLimit": "50000000",
}


@functools.cache
def processor() -> Any:  # noqa: ANN401  # see Node
    """The processor, made at the first call (0.1 s). Raises SetupError if saxonche cannot be loaded."""
    try:
        from saxonche import PySaxonProcessor
    except ImportError as error:
        raise SetupError(
            f"SaxonC cannot be loaded ({error}); install it with: pip install 'saxonche>=13.1.1'"
        ) from error
    made = PySaxonProcessor(license=False)
    for name, value in _SETTINGS.items():
        made.set_configuration_property(name, value)
    return made


def build_tree(text: str, base_uri: str, *, lines: bool = False) -> Node:
    """Parse a document that is in memory. With `lines`, Saxon can say where an error in it (a stylesheet) stands."""
    builder = processor().new_document_builder()
    builder.set_base_uri(base_uri)
    builder.set_line_numbering(lines)
    return builder.parse_xml(xml_text=text.removeprefix("\ufeff"), encoding="utf-8")


def error_class() -> type[Exception]:
    """The exception that saxonche raises for what Saxon reports."""
    from saxonche import PySaxonApiError

    found: type[Exception] = PySaxonApiError
    return found
