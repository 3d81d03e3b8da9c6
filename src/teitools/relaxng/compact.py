"""Compact syntax (`.rnc`), turned into XML syntax by `rnc2rng` (the extra `rnc`).

That library knows nothing of exceptions of datatypes (`xsd:string - "x"`) and keeps no places: such schemas are
refused, and faults of section 4 and 7 have the place of the file's first line.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.diagnostics import SetupError
from teitools.relaxng.source import NotReadableError, read_node

if TYPE_CHECKING:
    from teitools.relaxng.source import Node


def read_compact(content: bytes, file: str) -> Node:
    """The root element of a schema in compact syntax.

    Raises NotReadableError if it is not in that syntax, SetupError if rnc2rng is not installed.
    """
    try:
        import rnc2rng
        from rnc2rng.parser import ParseError
    except ImportError:
        raise SetupError(
            f"{file}: reading compact syntax needs rnc2rng; install it with: pip install 'teitools[rnc]'"
        ) from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotReadableError("syntax_xml", 1, 1, detail=str(error)) from None
    try:
        translated = rnc2rng.dumps(rnc2rng.loads(text))
    except ParseError as error:
        _, line, column = error.location
        raise NotReadableError("syntax_compact", line + 1, column + 1) from None
    except (
        AttributeError,
        IndexError,
        KeyError,
        ValueError,
        TypeError,
        RecursionError,
    ):  # its way to say: too early an end
        raise NotReadableError("syntax_compact", text.count("\n") + 1, 1) from None
    root = read_node(translated.encode(), file)
    for node in root.walk():
        node.line = node.column = 1
    return root
