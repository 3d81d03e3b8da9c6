"""Hover: what an element, an attribute or a value means here, whom a pointer names, what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from teitools.diagnostics import catalogue, language
from teitools.pointers.attributes import is_pointer
from teitools.tasks.editing.dates import in_words

if TYPE_CHECKING:
    from teitools.document.unfinished import Attribute, Place, Tag
    from teitools.languageserver.server import Server
    from teitools.languageserver.views import View
    from teitools.tasks.editing.glossary import Meaning
    from teitools.tasks.editing.survey import Entry

__all__ = ["card", "hover"]

_DETAILS = 12  # of an entry
_LONGEST = 300
_UNLABELLED = ("note", "desc")
_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>#|~"})


def hover(server: Server, params: lsp.HoverParams) -> lsp.Hover | None:
    """What stands at a position."""
    view = server.view(params.text_document.uri)
    if view is None:
        return None
    place = view.place(view.text.offset(params.position))
    found = _of_tag(view, place, place.tag) if place.tag is not None else None
    explained = _explained(server, params.text_document.uri, params.position)
    said = "\n\n---\n\n".join(part for part in (found[0] if found else "", explained) if part)
    if not said:
        return None
    span = view.text.range(*found[1]) if found else None
    return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, said), span)


def _of_tag(view: View, place: Place, tag: Tag) -> tuple[str, tuple[int, int]] | None:
    """What is said of the part of a tag that a place is in, and where that part stands."""
    start = tag.start + (2 if tag.kind == "end" else 1)
    local = tag.name.rpartition(":")[2]
    if tag.kind != "other" and start <= place.offset <= start + len(tag.name):
        return _element(view, local), (start, start + len(tag.name))
    attribute = place.attribute
    if attribute is not None:
        return _value(view, place, local, attribute)
    for item in place.own_attributes:
        if item.start <= place.offset <= item.start + len(item.name):
            return _attribute(view, place, local, item), (item.start, item.start + len(item.name))
    return None


def _element(view: View, name: str) -> str:
    glossary = view.glossary
    example = glossary.examples.get(name)
    shown = f"```xml\n{example}\n```" if example else ""
    return _joined(_titled(f"<{name}>", glossary.element(name)), shown)


def _attribute(view: View, place: Place, element: str, attribute: Attribute) -> str:
    grammar = view.grammar(place)
    wanted = grammar.values(attribute.name) if grammar else None
    listed = []
    for value in (wanted.listed if wanted else ())[:30]:
        meaning = view.glossary.value(element, attribute.name, value)
        said = meaning.description or meaning.gloss
        listed.append(f"- `{value}`" + (f": {_plain(said)}" if said else ""))
    return _joined(_titled(f"@{attribute.name}", view.glossary.attribute(element, attribute.name)), "\n".join(listed))


def _value(view: View, place: Place, element: str, attribute: Attribute) -> tuple[str, tuple[int, int]] | None:
    text = view.text.text
    start = end = place.offset
    while start > attribute.value_start and not text[start - 1].isspace():
        start -= 1
    last = attribute.value_start + len(attribute.value)
    while end < last and not text[end].isspace():
        end += 1
    token = text[start:end]
    if is_pointer(element, attribute.name):
        entry = view.entry(token)
        said = card(view, entry) if entry else ""
    else:
        words = in_words(token, language())
        said = words or _titled(token, view.glossary.value(element, attribute.name, token))
    return (said, (start, end)) if said else None


def card(view: View, entry: Entry) -> str:
    """An entry of a register as a card: its name, its other names, what else is known."""
    details = []
    for kind, text in entry.details[:_DETAILS]:
        said = _plain(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…")
        label = "" if kind in _UNLABELLED else f"{_plain(view.glossary.element(kind).gloss or kind)}: "
        details.append(f"- {label}{said}")
    kind = view.glossary.element(entry.anchor.element).gloss or entry.anchor.element
    return _joined(
        f"**{_plain(entry.label)}** ({_plain(kind)}, `{entry.anchor.id}`)",
        " · ".join(map(_plain, entry.others)),
        "\n".join(details),
    )


def _explained(server: Server, uri: str, place: lsp.Position) -> str:
    """Why the findings at a position are findings."""
    said = []
    for item in server.shown_at(uri, place):
        entry = catalogue().get(str(item.code))
        if entry is not None:
            said.append(f"**{entry.code}** {entry.title[language()]}\n\n{entry.why[language()]}")
        elif item.data and item.data.get("hint"):
            said.append(f"**{item.code}** {_plain(item.data['hint'])}")
    return "\n\n".join(dict.fromkeys(said))


def _titled(name: str, meaning: Meaning) -> str:
    title = f"`{name}`" + (f" {_plain(meaning.gloss)}" if meaning.gloss else "")
    parts = (_plain(meaning.description), _plain(meaning.remarks))
    return _joined(title, *parts) if meaning.gloss or any(parts) else ""


def _joined(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _plain(text: str) -> str:
    """Text that Markdown shows as it is."""
    return text.translate(_SPECIAL)
