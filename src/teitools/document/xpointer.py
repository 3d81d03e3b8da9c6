"""Which element of a document an XPointer means, as far as inclusions use them: by `xml:id`, or by counting children.

XPointer Framework (W3C 2003), 3.2 “Shorthand Pointer” and 3.3; XPointer element() Scheme (W3C 2003). The scheme
xpointer() never became a standard; `id('…')` alone in it is what people write, so that is read.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from teitools.document.names import is_ncname

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml import etree

__all__ = ["UnknownPointerError", "pointed_at"]

_PART = re.compile(r"\s*([^\s()]+)\(((?:[^()^]|\^.|\([^()]*\))*)\)\s*")
_CHILDREN = re.compile(r"(?:/[1-9][0-9]{0,9})*")
_ID = re.compile(r"\s*id\(\s*([\"'])([^\"']*)\1\s*\)\s*")


class UnknownPointerError(ValueError):
    """The pointer is of no form that is read."""


def pointed_at(
    root: etree._Element, pointer: str, identified: Callable[[str], etree._Element | None]
) -> etree._Element | None:
    """The element of a document with this root; None if there is none. `identified` finds one by its `xml:id`.

    Of several parts of a pointer the first counts that finds one. Raises UnknownPointerError.
    """
    pointer = pointer.strip()
    if pointer and is_ncname(pointer):
        return identified(pointer)
    readable = [found for found in map(_steps, _parts(pointer)) if found is not None]
    if not readable:
        raise UnknownPointerError(pointer)
    followed = (_follow(identified(name) if name else root, numbers, not name) for name, numbers in readable)
    return next((found for found in followed if found is not None), None)


def _parts(pointer: str) -> Iterator[tuple[str, str]]:
    """The scheme and the data of each part; none if the pointer as a whole is malformed."""
    found, at = [], 0
    while match := _PART.match(pointer, at):
        found.append((match[1], match[2]))
        at = match.end()
    if at == len(pointer):
        yield from found


def _steps(part: tuple[str, str]) -> tuple[str, str] | None:
    """The id to begin at, empty for the document, and the numbers of children after it; None if it is not read."""
    scheme, data = part
    if scheme == "element":
        name, _, _ = data.partition("/")
        numbers = data[len(name) :]
        well_formed = (not name or is_ncname(name)) and _CHILDREN.fullmatch(numbers)
        return (name, numbers) if data and well_formed else None
    match = _ID.fullmatch(data) if scheme == "xpointer" else None
    return (match[2], "") if match else None


def _follow(start: etree._Element | None, numbers: str, is_from_document: bool) -> etree._Element | None:
    """The element at the end of the way; the document has one child, the root."""
    steps = [int(number) for number in numbers.split("/")[1:]]
    if is_from_document and steps.pop(0) != 1:
        return None
    current = start
    for step in steps:
        if current is None:
            return None
        current = next(islice(current.iterchildren("*"), step - 1, None), None)
    return current
