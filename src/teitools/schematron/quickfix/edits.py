"""What the operations of a quick fix do to the source text: runs of bytes that are replaced by new text.

The stylesheet says what to change (see `compile.fixwriter`); here it is worked out where that stands in the source and
how it is written there. Operations of one fix may lie inside one another: what a replacement takes over from the text
that it replaces is taken over with the changes inside of it. Of two that concern the very same place the first counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from teitools.diagnostics import phrase
from teitools.document.markup import Quote, Style, Unwritable, attribute_name, write_nodes
from teitools.document.names import split
from teitools.document.parsing import read_made
from teitools.document.units import locate, units, value
from teitools.schematron.quickfix.splices import Edit
from teitools.schematron.xslt import OWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from teitools.document import Document
    from teitools.document.markup import Part
    from teitools.document.ranges import Range
    from teitools.document.units import Unit

__all__ = ["Refused", "edits"]

_SOURCE = f"{{{OWN}}}source"
_NAMESPACE = "/namespace::"  # in the path of a namespace node, which is a declaration or several, or inherited
_SPACE = b" \t\r\n"


class Refused(Exception):  # noqa: N818  # not an error of the program: the text or the fix stands against it
    """Why a fix cannot be applied here, in the user's language."""

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(phrase(key, **facts))


def edits(document: Document, texts: Iterable[str], style: Style) -> list[Edit]:
    """What a fix changes, from the `<edit>` elements that the stylesheet made. Raises Refused."""
    found: list[Edit] = []
    taken: set[object] = set()
    declared: dict[int, dict[str, str]] = {}
    for text in texts:
        element = read_made(text)
        try:
            made = list(_Planner(document, element, style, declared).edits())
        except Unwritable as fault:
            raise Refused("sch_fix_character", text=fault, encoding=style.encoding) from fault
        for edit in made:
            place = edit.key or ((edit.start, edit.end) if edit.end > edit.start else None)
            if place is None or edit.closing or place not in taken:
                found.append(edit)
            if place is not None:
                taken.add(place)
    return _filled(found)


def _filled(found: list[Edit]) -> list[Edit]:
    """All that is to be put into one empty element as one edit, which gives it an end tag."""
    done: list[Edit] = []
    empty: dict[tuple[int, int], list[Edit]] = {}
    for edit in found:
        if edit.closing is None:
            done.append(edit)
        else:
            empty.setdefault((edit.start, edit.end), []).append(edit)
    for (start, end), group in empty.items():
        inside = [part for edit in sorted(group, key=lambda item: item.last) for part in edit.parts]
        done.append(Edit(start, end, (">", *inside, group[0].closing or ""), group[0].key))
    return done


class _Planner:
    """One operation on one node; `declared` are the prefixes that earlier operations have declared, by element."""

    def __init__(
        self, document: Document, element: etree._Element, style: Style, declared: dict[int, dict[str, str]]
    ) -> None:
        self.document = document
        self.declared = declared
        self.data = document.data
        self.ranges = document.ranges
        self.element = element
        self.style = style
        self.kind = element.get("kind", "")
        self.path = element.get("path", "/")

    def edits(self) -> Iterator[Edit]:
        """Raises Refused and Unwritable."""
        if self.element.get("own") != "true":
            raise Refused("sch_fix_other")
        anchor = self.ranges.find(self.path)
        if anchor is None:
            raise Refused("sch_fix_namespace" if _NAMESPACE in self.path else "sch_fix_entity", node=self.path)
        content = self.element.find("content")
        if self.kind == "stringReplace":
            yield from self._matches(anchor)
        elif self.kind == "add" and content is not None:
            yield from self._add(anchor, content)
        elif anchor.kind == "document":
            raise Refused("sch_fix_document")
        else:
            yield self._replace(anchor, content)

    def _units(self, anchor: Range) -> list[Unit]:
        """The units of a text, if they make the text that the rules saw."""
        found = units(self.data, anchor.start, anchor.end, self.document.entities)
        if found is None or value(found) != self.element.findtext("value", ""):
            raise Refused("sch_fix_entity", node=self.path)
        return found

    def _replace(self, anchor: Range, content: etree._Element | None) -> Edit:
        """Put something, or nothing, in the place of a node."""
        if anchor.kind == "attribute":
            return self._replace_attribute(anchor, content)
        if content is not None and content.attrib:
            raise Refused("sch_fix_attribute_for_node", node=self.path)
        if anchor.kind == "text":
            self._units(anchor)
        parts = self._parts(content, self._around(anchor)) if content is not None else ()
        return Edit(anchor.start, anchor.end, parts)

    def _around(self, anchor: Range) -> int:
        return anchor.node if anchor.kind in ("text", "attribute") else self.ranges.parent(anchor.node)

    def _replace_attribute(self, anchor: Range, content: etree._Element | None) -> Edit:
        new = list(content.attrib.items()) if content is not None else []
        if content is not None and not new and (len(content) or content.text):
            raise Refused("sch_fix_node_for_attribute", node=self.path)
        found = [self._set(anchor.node, str(name), str(text), content) for name, text in new]
        for edit in found:
            if anchor.start < edit.start and edit.end < anchor.end and len(found) == 1:
                return edit  # the name is kept: its value is all that changes
        if any(edit.end > edit.start for edit in found):
            raise Refused("sch_fix_attribute_there", node=self.path)
        text = "".join(str(part) for edit in found for part in edit.parts)
        before = len(self.data[: anchor.start].rstrip(_SPACE))
        if text:
            return Edit(anchor.start, anchor.end, (text.lstrip(),), ("attribute", anchor.start))
        return Edit(before, anchor.end, (), ("attribute", anchor.start))

    def _set(self, node: int, name: str, text: str, content: etree._Element | None) -> Edit:
        """Give an attribute a value, in its own quotes, or add it after the last one."""
        namespace, local = split(name)
        key: tuple[str, int, str] = ("attribute", node, name)
        there = self.ranges.attribute(node, namespace, local)
        if there is not None:
            quote = self.data[there.end - 1 : there.end]
            start = self.data.index(quote, there.start) + 1
            return Edit(start, there.end - 1, (self.style.value(text, quote.decode()),), key)
        prefixes = content.nsmap if content is not None else {}
        preferred = next((p for p, uri in prefixes.items() if p and uri == namespace), None)
        own = self.declared.setdefault(node, {})
        qualified, needed = attribute_name(name, {**self.ranges.scope(node), **own}, preferred)
        declaration = ""
        if needed is not None:
            own[needed[0]] = needed[1]
            key = ("declaration", node, needed[0])  # another fix that needs it has it next time
            declaration = f' xmlns:{needed[0]}="{self.style.value(needed[1])}"'
        at = self.ranges.tag(node).attributes_end
        return Edit(at, at, (f'{declaration} {self.style.plain(qualified)}="{self.style.value(text)}"',), key)

    def _add(self, anchor: Range, content: etree._Element) -> Iterator[Edit]:
        if content.attrib and anchor.kind != "element":
            raise Refused("sch_fix_attribute_for_node", node=self.path)
        for name, text in content.attrib.items():
            yield self._set(anchor.node, str(name), str(text), content)
        if len(content) or content.text:
            yield self._insert(anchor, content, self.element.get("position", ""))

    def _insert(self, anchor: Range, content: etree._Element, position: str) -> Edit:
        """Put nodes beside or into a node; those that belong to an attribute stand beside or in its element."""
        if anchor.kind == "document":
            at = anchor.start if position in ("first-child", "before") else anchor.end
            return Edit(at, at, self._parts(content, anchor.node))
        if anchor.kind == "attribute":
            whole = self.ranges.node(anchor.node)
            if whole is None:
                raise Refused("sch_fix_entity", node=self.path)
            anchor = whole
        if anchor.kind == "element" and position in ("first-child", "last-child"):
            return self._fill(anchor.node, content, last=position == "last-child")
        at = anchor.start if position == "before" else anchor.end
        return Edit(at, at, self._parts(content, self._around(anchor)))

    def _fill(self, node: int, content: etree._Element, *, last: bool) -> Edit:
        tag = self.ranges.tag(node)
        parts = self._parts(content, node)
        if tag.empty:
            closing = f"</{self.ranges.name(node)}>"
            return Edit(tag.attributes_end, tag.end, parts, ("inside", node), closing, last)
        at = self.ranges.content(node)[1 if last else 0]
        return Edit(at, at, parts)

    def _matches(self, anchor: Range) -> Iterator[Edit]:
        """Replace parts of a text."""
        if anchor.kind != "text":
            raise Refused("sch_fix_no_text", node=self.path)
        found = self._units(anchor)
        at = 0
        for item in self.element.iterchildren("match", "skip"):
            length = int(item.get("length", "0"))
            content = item.find("content")
            if content is not None:
                place = locate(found, at, at + length)
                if place is None:
                    raise Refused("sch_fix_reference", node=self.path)
                yield self._match(anchor, place, content)
            at += length

    def _match(self, anchor: Range, place: tuple[int, int, bool], content: etree._Element) -> Edit:
        start, end, in_section = place
        if content.attrib:
            raise Refused("sch_fix_attribute_for_node", node=self.path)
        if not in_section:
            return Edit(start, end, self._parts(content, anchor.node))
        plain = self.style.section(content.text or "") if not len(content) else None
        if plain is not None:
            return Edit(start, end, (plain,))
        return Edit(start, end, ("]]>", *self._parts(content, anchor.node), "<![CDATA["))

    def _parts(self, content: etree._Element, node: int) -> tuple[Part, ...]:
        return tuple(write_nodes(content, self.ranges.scope(node), self.style, _SOURCE, self._quote))

    def _quote(self, mark: etree._Element, scope: Mapping[str, str]) -> list[Part]:
        """The source of a node, or, where its prefixes mean something else, the node written anew."""
        found = self.ranges.find(mark.get("path", "/"))
        if found is not None and found.kind == "text":
            checked = units(self.data, found.start, found.end, self.document.entities)
            if checked is not None:
                return [Quote(found.start, found.end)]
        elif found is not None and (found.kind != "element" or self._same(found, scope)):
            return [Quote(found.start, found.end)]
        elif found is not None:
            holder = etree.Element("holder")
            holder.append(self.document.copied(found.node))
            return write_nodes(holder, scope, self.style, _SOURCE, self._quote)
        path = mark.get("path", "/")
        raise Refused("sch_fix_namespace" if _NAMESPACE in path else "sch_fix_entity", node=path)

    def _same(self, found: Range, scope: Mapping[str, str]) -> bool:
        own = self.ranges.scope(self.ranges.parent(found.node))
        return {p: u for p, u in own.items() if u} == {p: u for p, u in scope.items() if u}
