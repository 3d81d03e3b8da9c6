"""What an encoder may do about a finding, as changes of the text: the likeliest first."""

from __future__ import annotations

import html.entities
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from teitools.diagnostics import nearest, phrase
from teitools.document.escape import value as escaped
from teitools.relaxng.names import split_name
from teitools.tasks.editing.identifiers import proposed, slug
from teitools.tasks.editing.markup import attributes_for, tag_for
from teitools.tasks.editing.structure import elements

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from teitools.document.unfinished import Attribute, Place, Tag
    from teitools.tasks.editing.grammar import Grammar
    from teitools.tasks.editing.links import Target
    from teitools.tasks.editing.survey import Survey

__all__ = ["Change", "Mend", "Sight", "mends"]

_VALUES = 6  # of a list that are proposed
_WRAPS = 4
Change = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Mend:
    """A proposal: what it does, in words, and what stands from one character to another then."""

    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Sight:
    """A finding in a text: its code, where it stands, and what is known of the text there."""

    text: str
    code: str
    start: int
    end: int
    place: Place
    grammar: Grammar | None
    survey: Survey
    target: Callable[[str], Target | None]
    survey_of: Callable[[Target], Survey]

    @property
    def tag(self) -> Tag | None:
        """The tag in which the finding is."""
        return self.place.tag

    @property
    def attribute(self) -> Attribute | None:
        """The attribute that the finding is about."""
        return next((item for item in self.place.own_attributes if item.start == self.start), None)


def mends(sight: Sight) -> list[Mend]:
    """What may be done about a finding; nothing if nobody knows."""
    maker = _MAKERS.get(sight.code)
    return list(maker(sight)) if maker else []


def _title(key: str, **facts: object) -> str:
    return phrase(f"lsp_mend_{key}", **facts)


# Elements


def _element(sight: Sight) -> Iterator[Mend]:
    """An element that may not stand where it does: its name is wrong, or its place."""
    tag, grammar = sight.tag, sight.grammar
    if tag is None or grammar is None:
        return
    pair = next((one for one in elements(sight.text) if one.start.start == tag.start), None)
    legal = grammar.content()
    written = {grammar.written(name): name for name in legal.names}
    near = nearest(tag.name, written)
    if near:
        changes = [(tag.start + 1, tag.start + 1 + len(tag.name), near)]
        if pair is not None:
            changes.append((pair.end.start + 2, pair.end.start + 2 + len(tag.name), near))
        yield Mend(_title("rename_element", name=near), tuple(changes))
    end = pair.end if pair else tag
    own = grammar.named(tag.name)
    ranked = sorted(legal.names, key=lambda name: (name not in legal.required, name))
    around = [name for name in ranked if own in grammar.inside(name).names][:_WRAPS]
    for name in around:
        opening, closing = tag_for(grammar, name)
        changes = [(tag.start, tag.start, opening), (end.end, end.end, closing)]
        yield Mend(_title("wrap", name=grammar.written(name)), tuple(changes))
    if pair is not None:
        changes = [(tag.start, tag.end, ""), (pair.end.start, pair.end.end, "")]
        yield Mend(_title("unwrap", name=tag.name), tuple(changes))
    yield Mend(_title("remove_element", name=tag.name), ((tag.start, end.end, ""),))


def _missing_element(sight: Sight) -> Iterator[Mend]:
    """Elements that must stand before a tag."""
    tag, grammar = sight.tag, sight.grammar
    if tag is None or grammar is None:
        return
    for name in sorted(grammar.content().required)[:_VALUES]:
        opening, closing = tag_for(grammar, name, whole=True)
        yield Mend(_title("insert", name=grammar.written(name)), ((tag.start, tag.start, opening + closing),))


def _bare_text(sight: Sight) -> Iterator[Mend]:
    """Text that may not stand by itself."""
    grammar = sight.grammar
    if grammar is None or sight.tag is not None:
        return
    end = sight.text.find("<", sight.start)
    written = sight.text[sight.start : end if end >= 0 else None].rstrip()
    for name in [one for one in grammar.content().names if grammar.inside(one).text][:_WRAPS]:
        opening, closing = tag_for(grammar, name)
        last = sight.start + len(written)
        yield Mend(
            _title("wrap", name=grammar.written(name)), ((sight.start, sight.start, opening), (last, last, closing))
        )


# Attributes


def _attribute(sight: Sight) -> Iterator[Mend]:
    """An attribute that an element does not have."""
    item, grammar = sight.attribute, sight.grammar
    if item is None:
        return
    if grammar is not None and sight.code != "RNG107":
        names = [grammar.written(name, is_attribute=True) for name in grammar.attributes().names]
        local = next((name for name in names if split_name(name)[1].rpartition(":")[2] == item.name), None)
        near = local or nearest(item.name, names)
        if near:
            change = (item.start, item.start + len(item.name), near)
            yield Mend(_title("rename_attribute", name=near), (change,))
    yield _without(sight, item)


def _second_attribute(sight: Sight) -> Iterator[Mend]:
    if sight.attribute is not None:
        yield _without(sight, sight.attribute)


def _without(sight: Sight, item: Attribute) -> Mend:
    start = item.start
    while sight.text[start - 1].isspace():
        start -= 1
    end = item.value_start + len(_written(sight, item)) + 1 if item.value_start >= 0 else item.start + len(item.name)
    return Mend(_title("remove_attribute", name=item.name), ((start, end, ""),))


def _written(sight: Sight, item: Attribute) -> str:
    """The value of an attribute as it is written."""
    quote = sight.text[item.value_start - 1]
    return sight.text[item.value_start : sight.text.find(quote, item.value_start)]


def _value(sight: Sight) -> Iterator[Mend]:
    """A value that is not one of those wanted."""
    item, grammar = sight.attribute, sight.grammar
    if item is None or grammar is None or not item.whole:
        return
    listed = grammar.values(item.name).listed
    near = nearest(item.value, listed)
    span = (item.value_start, item.value_start + len(_written(sight, item)))
    for value in dict.fromkeys((*([near] if near else []), *listed)):
        if value != item.value:
            yield Mend(_title("value", value=value), ((*span, escaped(value)),))
    if item.name == "xml:id" and (made := slug(item.value)) and grammar.allows("xml:id", made):
        yield Mend(_title("value", value=made), ((*span, made),))


def _missing_attributes(sight: Sight) -> Iterator[Mend]:
    tag, grammar = sight.tag, sight.grammar
    if tag is None or grammar is None:
        return
    legal = grammar.attributes()
    needed = [(grammar.written(name, is_attribute=True), name) for name in sorted(legal.required)]
    if needed:
        last = sight.place.own_attributes[-1] if sight.place.own_attributes else None
        at = tag.start + 1 + len(tag.name)
        if last is not None and last.value_start >= 0:
            at = last.value_start + len(_written(sight, last)) + 1
        given = [(written, grammar.values(written).listed) for written, _ in needed]
        text = attributes_for(given, sight.survey, tag.name)
        yield Mend(_title("add_attributes", names=", ".join(f"@{name}" for name, _ in given)), ((at, at, text),))


# Pointers and identifiers


def _pointer(sight: Sight) -> Iterator[Mend]:
    """A pointer to an id that is not there: one that is called alike."""
    item = sight.attribute
    if item is None:
        return
    for token in re.finditer(r"\S+", _written(sight, item)):
        target = sight.target(token[0])
        if target is None or not target.id:
            continue
        known = sight.survey_of(target).anchors
        if target.id in known or not known:
            continue
        near = nearest(target.id, known)
        at = token[0].rfind(target.id)
        if near and at >= 0:
            start = item.value_start + token.start() + at
            yield Mend(_title("value", value=near), ((start, start + len(target.id), near),))


def _no_file(sight: Sight) -> Iterator[Mend]:
    item = sight.attribute
    if item is not None and item.value in sight.survey.anchors:
        yield Mend(_title("value", value=f"#{item.value}"), ((item.value_start, item.value_start, "#"),))


def _same_id(sight: Sight) -> Iterator[Mend]:
    item, tag = sight.attribute, sight.tag
    if item is None or tag is None:
        return
    span = (item.value_start, item.value_start + len(_written(sight, item)))
    for ident in list(proposed(sight.survey, tag.name, ""))[:2]:
        if sight.grammar is None or sight.grammar.allows("xml:id", ident):
            yield Mend(_title("value", value=ident), ((*span, ident),))


# Text that is not well-formed


def _end_tag(sight: Sight) -> Iterator[Mend]:
    """An end tag that does not fit the element that is open."""
    frame, tag = sight.place.frame.tag, sight.tag
    if tag is None or tag.kind != "end":
        return
    if frame is not None:
        yield Mend(_title("close_as", name=frame.name), ((tag.start + 2, tag.start + 2 + len(tag.name), frame.name),))
        yield Mend(_title("close", name=frame.name), ((tag.start, tag.start, f"</{frame.name}>"),))
    yield Mend(_title("remove_tag", name=tag.name), ((tag.start, tag.end, ""),))


def _unclosed(sight: Sight) -> Iterator[Mend]:
    frames = [frame.tag.name for frame in reversed(sight.place.frames) if frame.tag]
    if frames:
        text = "".join(f"</{name}>" for name in frames)
        yield Mend(_title("close", name=frames[0]), ((sight.start, sight.start, text),))


def _ampersand(sight: Sight) -> Iterator[Mend]:
    if sight.text.startswith("&", sight.start):
        yield Mend(_title("value", value=escaped("&")), ((sight.start, sight.start + 1, escaped("&")),))


def _less_than(sight: Sight) -> Iterator[Mend]:
    at = sight.text.rfind("<", 0, sight.start + 1)
    if at >= 0:
        yield Mend(_title("value", value=escaped("<")), ((at, at + 1, escaped("<")),))


def _entity(sight: Sight) -> Iterator[Mend]:
    match = re.compile(r"&([^\s#;&<>]+);").match(sight.text, sight.start)
    character = html.entities.html5.get(f"{match[1]};") if match else None
    if match and character:
        yield Mend(_title("value", value=character), ((*match.span(), escaped(character)),))


_MAKERS: dict[str, Callable[[Sight], Iterator[Mend]]] = {
    **dict.fromkeys(("RNG101", "RNG102", "RNG112"), _element),
    **dict.fromkeys(("RNG103", "RNG104"), _missing_element),
    **dict.fromkeys(("RNG105", "RNG106", "RNG107"), _attribute),
    **dict.fromkeys(("PTR009", "PTR016", "XML008"), _second_attribute),
    **dict.fromkeys(("RNG116", "PTR020"), _value),
    **dict.fromkeys(("PTR002", "PTR003"), _pointer),
    **dict.fromkeys(("XML002", "XML022", "XML027"), _end_tag),
    "RNG111": _bare_text,
    "RNG117": _missing_attributes,
    "PTR001": _same_id,
    "PTR018": _no_file,
    "XML003": _unclosed,
    "XML004": _ampersand,
    "XML005": _less_than,
    "XML006": _entity,
}
