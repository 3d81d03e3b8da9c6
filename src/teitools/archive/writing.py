"""XML that is written as it comes, element by element, so that its size does not matter, and always the same bytes.

As `lxml.etree.xmlfile`, which declares the prefix `xml` where an attribute has it (Namespaces in XML 1.0, 3, forbids
that) and takes twice the time.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from teitools.document import escape
from teitools.document.names import XML, XSI, split

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from teitools.archive.checksums import Writable

__all__ = ["Writer", "written"]

_LINES = 4096  # that are written at a time


class Writer:
    """Writes elements, indented; names are in the namespace without prefix, or written in Clark notation.

    Attributes whose value is empty are left out: a format says nothing rather than something empty.
    """

    def __init__(self, stream: Writable, prefixes: Mapping[str, str]) -> None:
        self._stream = stream
        self._prefixes = {**prefixes, XML: "xml"}
        self._names: dict[str, str] = {}
        self._depth = 0
        self._waiting: list[str] = []

    @contextmanager
    def element(self, name: str, attributes: Mapping[str, str] | None = None, declared: str = "") -> Iterator[None]:
        """An element with others inside."""
        shown = self._named(name)
        self._line(f"<{shown}{declared}{self._stated(attributes)}>")
        self._depth += 1
        yield
        self._depth -= 1
        self._line(f"</{shown}>")

    def text(self, name: str, content: str, attributes: Mapping[str, str] | None = None) -> None:
        """An element that holds text."""
        shown = self._named(name)
        self._line(f"<{shown}{self._stated(attributes)}>{escape.text(escape.possible(content))}</{shown}>")

    def empty(self, name: str, attributes: Mapping[str, str] | None = None) -> None:
        """An element that holds nothing."""
        self._line(f"<{self._named(name)}{self._stated(attributes)}/>")

    def flush(self) -> None:
        """Write what is waiting: a line at a time would be summed up a line at a time."""
        self._stream.write("".join(self._waiting).encode())
        self._waiting.clear()

    def _named(self, name: str) -> str:
        shown = self._names.get(name)
        if shown is None:
            namespace, local = split(name)
            prefix = self._prefixes[namespace] if namespace else ""
            shown = self._names[name] = f"{prefix}:{local}" if prefix else local
        return shown

    def _stated(self, attributes: Mapping[str, str] | None) -> str:
        if not attributes:
            return ""
        return "".join(
            escape.attribute(self._named(name), escape.possible(value)) for name, value in attributes.items() if value
        )

    def _line(self, markup: str) -> None:
        self._waiting.append(f"{'  ' * self._depth}{markup}\n")
        if len(self._waiting) >= _LINES:
            self.flush()


@contextmanager
def written(
    stream: Writable,
    root: str,
    namespaces: Mapping[str, str],
    attributes: Mapping[str, str] | None = None,
    schema: str = "",
) -> Iterator[Writer]:
    """A document with this root; names without a namespace are in that whose prefix is empty, if there is one.

    `schema` is what `xsi:schemaLocation` says: a namespace, and the address of the XSD for it.
    """
    known = {**namespaces, **({"xsi": XSI} if schema else {})}
    stated = dict(attributes or {})
    if schema:
        stated[f"{{{XSI}}}schemaLocation"] = schema
    writer = Writer(stream, {uri: prefix for prefix, uri in known.items()})
    declared = "".join(escape.attribute(f"xmlns:{prefix}" if prefix else "xmlns", uri) for prefix, uri in known.items())
    stream.write(b'<?xml version="1.0" encoding="UTF-8"?>\n')
    with writer.element(root, stated, declared):
        yield writer
    writer.flush()
