"""A text that somebody is writing, which need not be well-formed: its tags, and which elements are open at a place.

Nothing is judged here. A start tag that does not end before the next `<` is taken for one that is being written; an end
tag closes what is open under its name, and what is inside with it, or nothing. What was found before a place is kept
every so often, so that the next question about a long text costs no more than one about a short one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from teitools.document.escape import unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["TEXT", "Attribute", "Frame", "Outline", "Place", "Tag", "attributes", "tags"]

# Values end at the next `<`, which cannot stand in one: what is unfinished does not swallow the rest of the text.
_TOKEN = re.compile(
    r"""<(?:
      !--(?:(?!-->).)*+(?:-->|\Z) | !\[CDATA\[(?:(?!\]\]>).)*+(?:\]\]>|\Z) | \?(?:(?!\?>).)*+(?:\?>|\Z)
      | !DOCTYPE (?: [^\[<>"']++ | "[^"]*+" | '[^']*+'
          | \[(?: [^\]"'<]++ | "[^"]*+" | '[^']*+' | <!--(?:(?!-->).)*+--> | <)*+\] )*+ >?
      | /(?P<end>[^\s<>/]*+)[^<>]*+>?
      | (?P<start>[^\s<>/!?="'&;.,\d-][^\s<>/="'&;,]*+|)
        (?:[^<>"'/]++|/(?!>)|"[^"<]*+"|'[^'<]*+')*+ (?:(?P<close>/?>)|["'][^<]*+)?
    )""",
    re.DOTALL | re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"""([^\s=/<>"']++)(?:\s*+=\s*+(?:"([^"<]*+)("?)|'([^'<]*+)('?))?)?""")
_POINT = 1 << 15  # characters after which what is open is kept

TEXT = "#text"
"""Stands for text among the children of an element."""

Past = tuple["Past", str] | None  # the children so far, the last one first


class Tag(NamedTuple):
    """A tag: `kind` is `start`, `end`, `empty`, or `other` for comments and the like; unless `whole` it has no end."""

    kind: str
    start: int
    end: int
    name: str
    whole: bool


class Attribute(NamedTuple):
    """An attribute in a start tag: its name, value, where the name starts, where the value does (-1: there is none)."""

    name: str
    value: str
    start: int
    value_start: int
    whole: bool


def tags(text: str, start: int = 0) -> Iterator[Tag]:
    """The tags of a text from a place on that is not within one."""
    for match in _TOKEN.finditer(text, start):
        yield _tag(match)


def _tag(match: re.Match[str]) -> Tag:
    end, name, close = match.groups()
    if name is not None:
        return Tag("empty" if close == "/>" else "start", match.start(), match.end(), name, close is not None)
    return Tag("other" if end is None else "end", match.start(), match.end(), end or "", match[0].endswith(">"))


def attributes(text: str, tag: Tag) -> Iterator[Attribute]:
    """The attributes of a start tag, references in their values resolved."""
    for match in _ATTRIBUTE.finditer(text, tag.start + 1 + len(tag.name), tag.end):
        group = 2 if match[2] is not None else 4
        raw = match[group]
        if raw is None:
            yield Attribute(match[1], "", match.start(), -1, whole=False)
        else:
            value = unescaped(raw) if "&" in raw else raw
            yield Attribute(match[1], value, match.start(), match.start(group), whole=bool(match[group + 1]))


class Frame(NamedTuple):
    """An element that is open: its tag, what is around it, and its children so far."""

    tag: Tag | None
    parent: Frame | None
    past: Past

    @property
    def children(self) -> list[str]:
        """The names of the children so far, as written; `TEXT` for text that is not white space."""
        found = []
        past = self.past
        while past is not None:
            past, name = past
            found.append(name)
        return found[::-1]


_DOCUMENT = Frame(None, None, None)


@dataclass(frozen=True)
class Place:
    """What is around an offset. `frame` is the innermost open element; `tag` the tag that the offset is within."""

    text: str
    offset: int
    frame: Frame
    tag: Tag | None

    @cached_property
    def frames(self) -> list[Frame]:
        """The open elements, outermost first, without the document."""
        found = []
        frame: Frame | None = self.frame
        while frame is not None and frame.tag is not None:
            found.append(frame)
            frame = frame.parent
        return found[::-1]

    @cached_property
    def own_attributes(self) -> list[Attribute]:
        """The attributes in the tag that the offset is within."""
        return list(attributes(self.text, self.tag)) if self.tag and self.tag.kind in ("start", "empty") else []

    @cached_property
    def attribute(self) -> Attribute | None:
        """The attribute whose value the offset is in."""
        for item in self.own_attributes:
            if 0 <= item.value_start <= self.offset and not (item.whole and self.offset > self._end(item)):
                return item if self.offset <= self._end(item) else None
        return None

    def _end(self, item: Attribute) -> int:
        quote = self.text[item.value_start - 1]
        end = self.text.find(quote, item.value_start, self.tag.end if self.tag else None) if item.whole else -1
        return end if end >= 0 else (self.tag.end if self.tag else item.value_start)

    def attributes(self, frame: Frame) -> list[Attribute]:
        """The attributes of an open element."""
        return list(attributes(self.text, frame.tag)) if frame.tag else []


class Outline:
    """What is open where in a text; asked again after a change, it begins where the texts part."""

    def __init__(self) -> None:
        self._text = ""
        self._points: list[tuple[int, Frame]] = [(0, _DOCUMENT)]

    def at(self, text: str, offset: int) -> Place:
        """What is around an offset of a text."""
        self._keep_common(text)
        number = len(self._points) - 1
        while self._points[number][0] > offset:
            number -= 1
        kept, frame = self._points[number]
        is_last = number == len(self._points) - 1
        last = kept
        for match in _TOKEN.finditer(text, kept):
            start, end = match.span()
            if start >= offset:
                break
            if last < start and not text[last:start].isspace():
                frame = _with_text(frame)
            if offset < end or (offset == end and not _tag(match).whole):
                return Place(text, offset, frame, _tag(match))
            frame, last = _after(match, frame), end
            if is_last and last - kept > _POINT:
                self._points.append((last, frame))
                kept = last
        if text[last:offset].strip():
            frame = _with_text(frame)
        return Place(text, offset, frame, None)

    def _keep_common(self, text: str) -> None:
        """Forget what was kept of another text beyond what both begin with."""
        if text is self._text:
            return
        count = 1
        while count < len(self._points):
            start, end = self._points[count - 1][0], self._points[count][0]
            if self._text[start:end] != text[start:end]:
                break
            count += 1
        del self._points[count:]
        self._text = text


def _with_text(frame: Frame) -> Frame:
    past = frame.past
    return frame if past and past[1] == TEXT else Frame(frame.tag, frame.parent, (past, TEXT))


def _after(match: re.Match[str], frame: Frame) -> Frame:
    """What is open after a tag."""
    end, name, close = match.groups()
    if name is None and end is None:
        return _with_text(frame) if match[0].startswith("<![CDATA[") else frame
    if name is None:
        return _closed(end, frame)
    if not name or close is None:
        return frame
    if close == "/>":
        return Frame(frame.tag, frame.parent, (frame.past, name))
    return Frame(_tag(match), frame, None)


def _closed(name: str, frame: Frame) -> Frame:
    """What is open after an end tag; the same if nothing of that name is."""
    inner = frame
    while inner.tag is not None and inner.parent is not None:
        if inner.tag.name == name:
            around = inner.parent
            return Frame(around.tag, around.parent, (around.past, name))
        inner = inner.parent
    return frame
