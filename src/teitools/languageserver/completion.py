"""Completion: what may be written at a place, from the grammar, the registers, the words beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from teitools.diagnostics import phrase
from teitools.document.escape import value as escaped
from teitools.pointers.attributes import is_pointer
from teitools.relaxng.names import split_name
from teitools.tasks.editing.dates import in_words, read_date
from teitools.tasks.editing.identifiers import proposed
from teitools.tasks.editing.naming import candidates
from teitools.tasks.editing.survey import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teitools.document.unfinished import Attribute, Place, Tag
    from teitools.languageserver.server import Server
    from teitools.languageserver.views import View
    from teitools.relaxng.validate.legal import Skeleton
    from teitools.tasks.editing.glossary import Meaning
    from teitools.tasks.editing.grammar import Grammar

__all__ = ["complete"]

_MOST = 200  # entries of registers that are offered at once
_POINTS = ("when", "notBefore", "notAfter", "from", "to")


def complete(server: Server, params: lsp.CompletionParams) -> lsp.CompletionList | None:
    """What may be written at a position."""
    view = server.view(params.text_document.uri)
    if view is None:
        return None
    place = view.place(view.text.offset(params.position))
    context = params.context
    typed = context.trigger_character if context else None
    items = list(_Completion(view, place, _can_snip(server)).items(typed))
    return lsp.CompletionList(is_incomplete=bool(items) and place.attribute is not None, items=items)


def _can_snip(server: Server) -> bool:
    able = server.client_capabilities.text_document
    item = able.completion.completion_item if able and able.completion else None
    return bool(item and item.snippet_support)


@dataclass(frozen=True)
class _Completion:
    view: View
    place: Place
    snips: bool

    def items(self, typed: str | None) -> Iterator[lsp.CompletionItem]:
        """What may be written; after a character that asks by itself only what it can have been typed for."""
        tag, place = self.place.tag, self.place
        if tag is None:
            if typed is None:
                yield from self._elements(place.offset, place.offset, opened=False)
            return
        if tag.kind == "end":
            yield from self._end(tag)
        elif tag.kind == "other":
            return
        elif place.attribute is not None:
            if typed not in ("<", "/", " ") or is_list(place):
                yield from self._values(tag, place.attribute)
        elif place.offset <= tag.start + 1 + len(tag.name):
            if typed not in (" ", '"', "'", "#"):
                yield from self._elements(tag.start + 1, tag.start + 1 + len(tag.name), opened=True)
        elif typed not in ("<", "/", '"', "'", "#", ":"):
            yield from self._attributes(tag)

    # Elements

    def _elements(self, start: int, end: int, *, opened: bool) -> Iterator[lsp.CompletionItem]:
        grammar = self.view.grammar(self.place)
        frame = self.place.frame.tag
        if grammar is not None:
            legal = grammar.content()
            for name in legal.names:
                yield self._element(grammar, name, (start, end), opened=opened, must=name in legal.required)
        if frame is not None:
            closing = f"/{frame.name}>" if opened else f"</{frame.name}>"
            ends = grammar is None or grammar.content().end
            yield lsp.CompletionItem(
                label=f"/{frame.name}", kind=lsp.CompletionItemKind.Keyword, sort_text="2" if ends else "4",
                filter_text=closing, text_edit=self._edit(start, end, closing), detail=phrase("lsp_closes"),
            )  # fmt: skip

    def _element(
        self, grammar: Grammar, name: str, span: tuple[int, int], *, opened: bool, must: bool
    ) -> lsp.CompletionItem:
        written = grammar.written(name)
        local = split_name(name)[1]
        tag = self.place.tag
        bare = tag is not None and tag.whole  # it has a tag already, whose name is changed
        text = written if bare or not self.snips else _Snippet(grammar).element(grammar.skeleton(name))
        item = self._item(written, self.view.glossary.element(local), lsp.CompletionItemKind.Property, must=must)
        item.text_edit = self._edit(*span, text if opened else f"<{text}")
        item.filter_text = written if opened else f"<{written}"
        if not bare and self.snips:
            item.insert_text_format = lsp.InsertTextFormat.Snippet
        return item

    def _end(self, tag: Tag) -> Iterator[lsp.CompletionItem]:
        frame = self.place.frame.tag
        if frame is not None:
            text = frame.name if tag.whole else f"{frame.name}>"
            edit = self._edit(tag.start + 2, max(tag.start + 2 + len(tag.name), self.place.offset), text)
            yield lsp.CompletionItem(
                label=f"/{frame.name}", kind=lsp.CompletionItemKind.Keyword, text_edit=edit, filter_text=text,
                detail=phrase("lsp_closes"),
            )  # fmt: skip

    # Attributes

    def _attributes(self, tag: Tag) -> Iterator[lsp.CompletionItem]:
        grammar = self.view.grammar(self.place)
        if grammar is None:
            return
        text = self.view.text.text
        start = self.place.offset
        while start > tag.start and not text[start - 1].isspace() and text[start - 1] not in "\"'<":
            start -= 1
        partial = text[start : self.place.offset]
        if "=" in partial:
            return
        legal = grammar.attributes()
        local = tag.name.rpartition(":")[2]
        for name in legal.names:
            written = grammar.written(name, is_attribute=True)
            meaning = self.view.glossary.attribute(local, written)
            item = self._item(written, meaning, lsp.CompletionItemKind.Field, must=name in legal.required)
            item.text_edit = self._edit(start, self.place.offset, f'{written}="$1"' if self.snips else written)
            if self.snips:
                item.insert_text_format = lsp.InsertTextFormat.Snippet
            yield item

    # Values

    def _values(self, tag: Tag, attribute: Attribute) -> Iterator[lsp.CompletionItem]:
        local = tag.name.rpartition(":")[2]
        yield from self._listed(local, attribute)
        if attribute.name == "xml:id":
            yield from self._identifiers(tag, attribute)
        elif attribute.name.removesuffix("-iso").removesuffix("-custom") in _POINTS:
            yield from self._dates(tag, attribute)
        elif is_pointer(local, attribute.name):
            yield from self._pointers(local, attribute)

    def _listed(self, local: str, attribute: Attribute) -> Iterator[lsp.CompletionItem]:
        grammar = self.view.grammar(self.place)
        wanted = grammar.values(attribute.name) if grammar else None
        if wanted is None:
            return
        listed = wanted.listed or (("true", "false") if "boolean" in wanted.types else ())
        start, end = self._token(attribute)
        for number, value in enumerate(listed):
            meaning = self.view.glossary.value(local, attribute.name, value)
            item = self._item(value, meaning, lsp.CompletionItemKind.EnumMember, must=False)
            item.sort_text = f"1{number:04}"
            item.text_edit = self._edit(start, end, escaped(value))
            item.filter_text = value
            yield item

    def _identifiers(self, tag: Tag, attribute: Attribute) -> Iterator[lsp.CompletionItem]:
        grammar = self.view.grammar(self.place)
        start, end = self._whole(attribute)
        own = self.view.text.text[start:end]
        for ident in proposed(self.view.recent, tag.name, self._words(tag), own):
            if grammar is None or grammar.allows("xml:id", ident):
                yield self._value(ident, (start, end), phrase("lsp_new_id"))

    def _dates(self, tag: Tag, attribute: Attribute) -> Iterator[lsp.CompletionItem]:
        found = read_date(self._words(tag))
        if found is None:
            return
        wanted = {"from": found.start, "notBefore": found.start, "to": found.end, "notAfter": found.end}
        value = found.when or wanted.get(attribute.name)
        if value:
            said = in_words(value, self.view.server.language) or ""
            yield self._value(value, self._whole(attribute), said)

    def _pointers(self, local: str, attribute: Attribute) -> Iterator[lsp.CompletionItem]:
        start, end = self._token(attribute)
        typed = self.view.text.text[start : self.place.offset]
        for number, one in enumerate(candidates(self.view, local, attribute.name, typed, _MOST)):
            said = [
                f"**{one.entry.label}**",
                *one.entry.others,
                "",
                *(f"{kind}: {text}" for kind, text in one.entry.details),
            ]
            yield lsp.CompletionItem(
                label=one.entry.label,
                label_details=lsp.CompletionItemLabelDetails(description=one.entry.anchor.element),
                kind=lsp.CompletionItemKind.Reference,
                detail=one.pointer,
                documentation=lsp.MarkupContent(lsp.MarkupKind.Markdown, "\n\n".join(said)),
                sort_text=f"0{number:04}",
                filter_text=typed or one.entry.label,
                text_edit=self._edit(start, end, escaped(one.pointer)),
            )
        for prefix in self.view.recent.prefixes:
            if not typed or prefix.ident.startswith(typed):
                yield self._value(f"{prefix.ident}:", (start, end), phrase("lsp_scheme"), order="2")

    # Parts

    def _words(self, tag: Tag) -> str:
        """The words that the element holds, or that follow its tag."""
        text = self.view.text.text
        close = text.find(f"</{tag.name}", tag.end)
        if tag.whole and tag.kind == "start" and 0 <= close < tag.end + 500:
            return plain(text[tag.end : close])
        following = text[tag.end : tag.end + 60] if tag.whole else ""
        return plain(following.partition("<")[0])

    def _whole(self, attribute: Attribute) -> tuple[int, int]:
        """Where the value of an attribute stands; of one that is being written, only what is before the place."""
        if not attribute.whole:
            return attribute.value_start, self.place.offset
        quote = self.view.text.text[attribute.value_start - 1]
        return attribute.value_start, self.view.text.text.find(quote, attribute.value_start)

    def _token(self, attribute: Attribute) -> tuple[int, int]:
        """Where the token of the value stands that the place is in."""
        text = self.view.text.text
        first, last = self._whole(attribute)
        start = end = self.place.offset
        while start > first and not text[start - 1].isspace():
            start -= 1
        while end < last and not text[end].isspace():
            end += 1
        return start, end

    def _value(self, value: str, span: tuple[int, int], detail: str, order: str = "0") -> lsp.CompletionItem:
        return lsp.CompletionItem(
            label=value, kind=lsp.CompletionItemKind.Value, detail=detail, sort_text=order, filter_text=value,
            text_edit=self._edit(*span, escaped(value)),
        )  # fmt: skip

    def _item(self, label: str, meaning: Meaning, kind: lsp.CompletionItemKind, *, must: bool) -> lsp.CompletionItem:
        said = [part for part in (meaning.description, meaning.remarks) if part]
        return lsp.CompletionItem(
            label=label,
            label_details=lsp.CompletionItemLabelDetails(description=meaning.gloss) if meaning.gloss else None,
            kind=kind,
            detail=phrase("lsp_required") if must else None,
            documentation=lsp.MarkupContent(lsp.MarkupKind.Markdown, "\n\n".join(said)) if said else None,
            sort_text=f"{'0' if must else '1'}{label}",
            preselect=must or None,
        )

    def _edit(self, start: int, end: int, text: str) -> lsp.TextEdit:
        return lsp.TextEdit(self.view.text.range(start, end), text)


def is_list(place: Place) -> bool:
    """Whether what is typed after a space can be another token of a value."""
    return place.tag is not None and place.attribute is not None and is_pointer(place.tag.name, place.attribute.name)


class _Snippet:
    """The text of an element with places to fill in, in the order in which they are written."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._count = 0

    def element(self, one: Skeleton) -> str:
        """An element, without its first `<`."""
        name = self._grammar.written(one.name)
        given = "".join(f' {self._grammar.written(key, is_attribute=True)}="{self._stop()}"' for key in one.attributes)
        if one.empty:
            return f"{name}{given}/>$0"
        inner = self._content(one.children)
        return f"{name}{given}>{inner}</{name}>"

    def _content(self, children: Iterable[Skeleton]) -> str:
        parts = [f"<{self._inner(child)}" for child in children]
        return "".join(parts) or "$0"

    def _inner(self, one: Skeleton) -> str:
        return self.element(one).replace("$0", self._stop())

    def _stop(self) -> str:
        self._count += 1
        return f"${self._count}"
