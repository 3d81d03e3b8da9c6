"""Going about: from a pointer to what it names, from that to all that points at it, and new names for ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lsprotocol import types as lsp

from teitools.languageserver.workspaces import uri_of
from teitools.tasks.editing.renaming import renamed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from teitools.languageserver.server import Server
    from teitools.languageserver.views import View
    from teitools.tasks.editing.renaming import Replacement

__all__ = ["definition", "edit_of", "highlight", "prepare_rename", "references", "rename"]


class _Named(NamedTuple):
    """An id, the file that has it (None: a text without a file), and where it is named at the place."""

    id: str
    path: Path | None
    start: int
    end: int


def _named(view: View, place: lsp.Position) -> _Named | None:
    """The id that is written, or pointed at, at a position."""
    offset = view.text.offset(place)
    for anchor in view.survey.anchors.values():
        if anchor.id_start <= offset <= anchor.id_end:
            return _Named(anchor.id, view.text.path, anchor.id_start, anchor.id_end)
    for one in view.survey.references:
        if one.start <= offset <= one.end:
            target = view.target(one.value)
            if target is None or target.address is not None:
                return None
            raw = view.text.text[one.start : one.end]
            at = raw.rfind(target.id) if target.id else -1
            span = (one.start + at, one.start + at + len(target.id or "")) if at >= 0 else (one.start, one.end)
            return _Named(target.id or "", target.path or view.text.path, *span)
    return None


def definition(server: Server, params: lsp.DefinitionParams) -> list[lsp.Location] | None:
    """Where the id is that is named at a position."""
    view = server.view(params.text_document.uri)
    found = _named(view, params.position) if view else None
    if view is None or found is None:
        return None
    if found.path is None or found.path == view.text.path:
        anchor = view.survey.anchors.get(found.id)
        return [lsp.Location(view.text.uri, view.text.range(anchor.id_start, anchor.id_end))] if anchor else None
    text = server.text_of_file(found.path) if view.may_read(found.path) else None
    if text is None:
        return None
    anchor = server.index.survey(found.path).anchors.get(found.id)
    span = (anchor.id_start, anchor.id_end) if anchor else (0, 0)
    return [lsp.Location(uri_of(found.path), text.range(*span))]


def references(server: Server, params: lsp.ReferenceParams) -> list[lsp.Location] | None:
    """All that points at the id at a position."""
    view = server.view(params.text_document.uri)
    found = _named(view, params.position) if view else None
    if view is None or found is None or not found.id:
        return None
    places = list(_places(server, view, found))
    if params.context.include_declaration and found.path is not None and view.may_read(found.path):
        anchor = server.index.survey(found.path).anchors.get(found.id)
        text = server.text_of_file(found.path)
        if anchor and text:
            places.insert(0, lsp.Location(uri_of(found.path), text.range(anchor.id_start, anchor.id_end)))
    return places


def _places(server: Server, view: View, found: _Named) -> Iterable[lsp.Location]:
    """Where an id is pointed at."""
    if found.path is None:
        for one in view.survey.references:
            if one.value == f"#{found.id}":
                yield lsp.Location(view.text.uri, view.text.range(one.start, one.end))
        return
    for file, one in server.index.references(found.path, found.id, view.registers, server.open_files()):
        text = server.text_of_file(file)
        if text is not None:
            yield lsp.Location(text.uri, text.range(one.start, one.end))


def highlight(server: Server, params: lsp.DocumentHighlightParams) -> list[lsp.DocumentHighlight] | None:
    """Where the text names the id at a position."""
    view = server.view(params.text_document.uri)
    found = _named(view, params.position) if view else None
    if view is None or found is None or not found.id:
        return None
    marks = []
    for one in view.survey.references:
        if one.value.endswith(found.id):
            target = view.target(one.value)
            if target is not None and target.id == found.id and (target.path or view.text.path) == found.path:
                span = view.text.range(one.start, one.end)
                marks.append(lsp.DocumentHighlight(span, lsp.DocumentHighlightKind.Read))
    anchor = view.survey.anchors.get(found.id) if found.path == view.text.path else None
    if anchor is not None:
        span = view.text.range(anchor.id_start, anchor.id_end)
        marks.append(lsp.DocumentHighlight(span, lsp.DocumentHighlightKind.Write))
    return marks


def prepare_rename(server: Server, params: lsp.PrepareRenameParams) -> lsp.PrepareRenamePlaceholder | None:
    """Which id a position names, if it can have another name."""
    view = server.view(params.text_document.uri)
    found = _named(view, params.position) if view else None
    if view is None or found is None or not found.id or found.path is None:
        return None
    if found.id not in server.index.survey(found.path).anchors:
        return None
    return lsp.PrepareRenamePlaceholder(view.text.range(found.start, found.end), found.id)


def rename(server: Server, params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
    """Another name for the id at a position, in all files."""
    view = server.view(params.text_document.uri)
    found = _named(view, params.position) if view else None
    if view is None or found is None or found.path is None:
        return None
    changes = renamed(server.index, found.path, found.id, params.new_name.strip(), view.registers, server.open_files())
    return edit_of(server, changes)


def edit_of(server: Server, changes: Iterable[Replacement]) -> lsp.WorkspaceEdit:
    """Replacements in files as an edit of the workspace, which fails where a text has changed meanwhile."""
    by_file: dict[Path, list[Replacement]] = {}
    for one in changes:
        by_file.setdefault(one.path, []).append(one)
    edits = []
    for path, listed in by_file.items():
        text = server.text_of_file(path)
        if text is None:
            continue
        identifier = lsp.OptionalVersionedTextDocumentIdentifier(text.uri, text.version if text.version >= 0 else None)
        made = [lsp.TextEdit(text.range(one.start, one.end), one.text) for one in listed]
        edits.append(lsp.TextDocumentEdit(identifier, list(made)))
    able = server.client_capabilities.workspace
    if able and able.workspace_edit and able.workspace_edit.document_changes:
        return lsp.WorkspaceEdit(document_changes=list(edits))
    plain = {one.text_document.uri: [edit for edit in one.edits if isinstance(edit, lsp.TextEdit)] for one in edits}
    return lsp.WorkspaceEdit(changes=plain)
