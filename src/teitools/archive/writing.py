"""XML that is written as it comes, element by element, so that its size does not matter, and always the same bytes.

As `lxml.etree.xmlfile`, which declares the prefix `xml` where an attribute has it (Namespaces in XML 1.0, 3, forbids
that) and takes twice the time.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

from teitools.document import escape
from teitools.document.names import XML, XSI, split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from teitools.archive.checksums import Writable

__all__ = ["Form", "Writer", "written"]

_LINES = 4096  # that are written at a time
_FILLED = 256  # forms, of many lines each, that are written at a time
_INDENTED = [" " * 2 * depth for depth in range(64)]  # no format here nests as deep
_SIGNS = 0xE000  # the first character for private use: no word of ours has one
_SIGN = re.compile("[\ue000-\ue0ff]")
_SPECIAL = re.compile(f'[&<>"\\r\\n\\t{escape.NO_CHARACTERS}]')
"""What is not written as it is, in a text or an attribute."""


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

    def element(self, name: str, attributes: Mapping[str, str] | None = None, declared: str = "") -> _Element:
        """An element with others inside, which are written in its context."""
        shown = self._named(name)
        return _Element(self, f"<{shown}{declared}{self._stated(attributes)}>", f"</{shown}>")

    def begin(self, tag: str) -> None:
        """Write a start tag; what is written then stands inside."""
        self._line(tag)
        self._depth += 1

    def end(self, tag: str) -> None:
        """Write an end tag."""
        self._depth -= 1
        self._line(tag)

    def text(self, name: str, content: str, attributes: Mapping[str, str] | None = None) -> None:
        """An element that holds text."""
        shown = self._named(name)
        text = escape.text(escape.possible(content)) if _SPECIAL.search(content) else content
        self._line(f"<{shown}{self._stated(attributes)}>{text}</{shown}>")

    def empty(self, name: str, attributes: Mapping[str, str] | None = None) -> None:
        """An element that holds nothing."""
        self._line(f"<{self._named(name)}{self._stated(attributes)}/>")

    def form(self, write: Callable[[Sequence[str]], None], count: int, *, of_texts: bool) -> Form:
        """What `write` writes here of so many values, which all are texts of elements or all values of attributes.

        It is written once now, with signs instead of the values, and to no stream.
        """
        self.flush()
        signs = [chr(_SIGNS + number) for number in range(count)]
        write(signs)
        text = "".join(self._waiting)
        self._waiting.clear()
        return Form(text, of_texts=of_texts)

    def fill(self, form: Form, values: Sequence[str]) -> None:
        """Write what a form has, with these values."""
        self._waiting.append(form.filled(values))
        if len(self._waiting) >= _FILLED:
            self.flush()

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
        stated = ""
        for name, value in attributes.items():
            if value:
                shown = escape.value(escape.possible(value)) if _SPECIAL.search(value) else value
                stated += f' {self._named(name)}="{shown}"'
        return stated

    def _line(self, markup: str) -> None:
        self._waiting.append(f"{_INDENTED[self._depth]}{markup}\n")
        if len(self._waiting) >= _LINES:
            self.flush()


class Form:
    """Elements that are written very often, each time with other values; see `Writer.form`."""

    def __init__(self, text: str, *, of_texts: bool) -> None:
        pieces = _SIGN.split(text)
        self._pattern = "%s".join(piece.replace("%", "%%") for piece in pieces)
        self._order = [ord(sign) - _SIGNS for sign in _SIGN.findall(text)]
        self._shown = escape.text if of_texts else escape.value

    def filled(self, values: Sequence[str]) -> str:
        """What is written with these values."""
        shown = [self._shown(escape.possible(value)) if _SPECIAL.search(value) else value for value in values]
        return self._pattern % tuple([shown[number] for number in self._order])


class _Element:
    """The context of an element. Packages have millions: a generator would take twice the time."""

    __slots__ = ("_end", "_start", "_writer")

    def __init__(self, writer: Writer, start: str, end: str) -> None:
        self._writer, self._start, self._end = writer, start, end

    def __enter__(self) -> None:
        self._writer.begin(self._start)

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._writer.end(self._end)


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
