"""The structure of texts: outlines, names in the workspace, folding, tags that are changed together, links, counts."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from teitools import filesystem
from teitools.diagnostics import phrase
from teitools.languageserver.workspaces import uri_of
from teitools.tasks.editing.folding import matches, sort_key
from teitools.tasks.editing.links import target_of
from teitools.tasks.editing.structure import elements, outline, pair_at

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.languageserver.server import Server
    from teitools.languageserver.texts import Text
    from teitools.languageserver.views import View
    from teitools.tasks.editing.structure import Element

__all__ = ["code_lenses", "document_links", "document_symbols", "folding_ranges", "linked_ranges", "workspace_symbols"]

_MOST = 500  # names of the workspace that are listed at once
_KINDS = {
    "div": lsp.SymbolKind.Namespace,
    "p": lsp.SymbolKind.String,
    "note": lsp.SymbolKind.Key,
    "person": lsp.SymbolKind.Class,
    "place": lsp.SymbolKind.Object,
    "org": lsp.SymbolKind.Struct,
    "event": lsp.SymbolKind.Event,
}


def document_symbols(server: Server, params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol] | None:
    """The outline of a text."""
    text = server.text(params.text_document.uri)
    return None if text is None else [_symbol(text, one) for one in outline(text.text)]


def _symbol(text: Text, one: Element) -> lsp.DocumentSymbol:
    return lsp.DocumentSymbol(
        name=one.name,
        detail=one.detail or None,
        kind=_KINDS.get(one.name.partition(" ")[0], lsp.SymbolKind.Field),
        range=text.range(one.start, one.end),
        selection_range=text.range(one.name_start, one.name_end),
        children=[_symbol(text, inner) for inner in one.inner] or None,
    )


def workspace_symbols(server: Server, params: lsp.WorkspaceSymbolParams) -> list[lsp.WorkspaceSymbol]:
    """Entries of registers by any of their names, other ids by themselves; in the order of Turkish dictionaries."""
    found = []
    for path in dict.fromkeys((*server.index.files, *server.open_files())):
        survey = server.index.survey(path)
        for anchor in survey.anchors.values():
            entry = survey.entry(anchor.id)
            names = (entry.label, *entry.others, anchor.id) if entry else (anchor.id,)
            if not params.query or any(matches(params.query, name) for name in names):
                found.append((names[0], path, anchor))
    found.sort(key=lambda one: (sort_key(one[0]), str(one[1])))
    listed = []
    for name, path, anchor in found[:_MOST]:
        text = server.text_of_file(path)
        if text is not None:
            place = lsp.Location(text.uri, text.range(anchor.id_start, anchor.id_end))
            kind = _KINDS.get(anchor.element, lsp.SymbolKind.Field)
            listed.append(lsp.WorkspaceSymbol(place, name, kind, container_name=f"{anchor.element} {anchor.id}"))
    return listed


def folding_ranges(server: Server, params: lsp.FoldingRangeParams) -> list[lsp.FoldingRange] | None:
    """What of a text can be folded: elements of several lines."""
    text = server.text(params.text_document.uri)
    if text is None:
        return None
    found = []
    for pair in elements(text.text):
        first, last = text.position(pair.start.start).line, text.position(pair.end.start).line
        if last > first:
            found.append(lsp.FoldingRange(first, last))
    return sorted(found, key=lambda one: (one.start_line, -one.end_line))


def linked_ranges(server: Server, params: lsp.LinkedEditingRangeParams) -> lsp.LinkedEditingRanges | None:
    """The names in start tag and end tag, which are changed together."""
    text = server.text(params.text_document.uri)
    pair = pair_at(text.text, text.offset(params.position)) if text else None
    if text is None or pair is None:
        return None
    starts = (pair.start.start + 1, pair.end.start + 2)
    length = len(pair.start.name)
    return lsp.LinkedEditingRanges([text.range(start, start + length) for start in starts])


def document_links(server: Server, params: lsp.DocumentLinkParams) -> list[lsp.DocumentLink] | None:
    """Pointers to other files, and to public addresses."""
    view = server.view(params.text_document.uri)
    if view is None:
        return None
    found = []
    for one in view.survey.references:
        target = view.target(one.value)
        if target is None:
            continue
        address = target.address
        if address is None and target.path is not None and filesystem.is_file(target.path):
            address = uri_of(target.path)
        if address is not None:
            found.append(lsp.DocumentLink(view.text.range(one.start, one.end), target=address))
    return found


def code_lenses(server: Server, params: lsp.CodeLensParams) -> list[lsp.CodeLens] | None:
    """How often entries of registers are mentioned; of what a note cites, only if it is mentioned at all."""
    view = server.view(params.text_document.uri)
    path = view.text.path if view else None
    if view is None or path is None or not view.survey.entries:
        return None
    mentions = _mentions(server, view, path)
    noted = [range(one.start, one.end) for one in view.survey.anchors.values() if one.element == "note"]
    found = []
    for entry in view.survey.entries.values():
        all_, notes = (
            mentions[entry.anchor.id, False] + mentions[entry.anchor.id, True],
            mentions[entry.anchor.id, True],
        )
        if not all_ and any(entry.anchor.start in note for note in noted):
            continue
        key = "lsp_mentions_in_notes" if notes else "lsp_mentions"
        place = view.text.range(entry.anchor.start, entry.anchor.start + 1)
        arguments = [view.text.uri, view.text.position(entry.anchor.id_start)]
        title = phrase(key, count=all_, notes=notes)
        found.append(lsp.CodeLens(place, lsp.Command(title, "teitools.showReferences", arguments=arguments)))
    return found


def _mentions(server: Server, view: View, path: Path) -> Counter[tuple[str, bool]]:
    """How many pointers there are to each id of a file, in notes and elsewhere."""
    wanted, found = view.survey.entries, Counter[tuple[str, bool]]()
    find = server.index.registers_of(view.registers)
    for file in dict.fromkeys((*server.index.files, *server.open_files())):
        survey = server.index.survey(file)
        known: dict[str, bool] = {}
        for one in survey.references:
            ident = one.value.rpartition("#")[2] if "#" in one.value else one.value.rpartition(":")[2]
            if ident not in wanted:
                continue
            if one.value not in known:
                target = target_of(one.value, file, survey.prefixes, survey, find)
                known[one.value] = target is not None and target.id == ident and (target.path or file) == path
            if known[one.value]:
                found[ident, one.in_note] += 1
    return found
