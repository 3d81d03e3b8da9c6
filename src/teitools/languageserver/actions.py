"""Actions: what may be done about findings, the quick fixes of rules, and what a selection may become."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types as lsp

from teitools.diagnostics import phrase
from teitools.languageserver.navigation import edit_of
from teitools.tasks.editing.mending import Sight, mends
from teitools.tasks.editing.renaming import Replacement
from teitools.tasks.editing.wrapping import is_balanced, new_entries, renumbered, wraps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from teitools.languageserver.server import Server
    from teitools.languageserver.views import View
    from teitools.tasks.editing.mending import Change

__all__ = ["code_actions"]

_LONGEST = 20_000  # characters of a selection that is wrapped
_REGISTERS = 4  # files into which new entries may be written


def code_actions(server: Server, params: lsp.CodeActionParams) -> list[lsp.CodeAction] | None:
    """What may be done at a range: about findings, and with the text."""
    view = server.view(params.text_document.uri)
    if view is None:
        return None
    only = params.context.only
    found: list[lsp.CodeAction] = []
    if not only or any(kind in ("", "quickfix") for kind in only):
        found += _fixes(server, view, params)
    if not only or any("refactor".startswith(kind.split(".")[0]) for kind in only):
        found += _rewrites(server, view, params.range)
    return found


def _fixes(server: Server, view: View, params: lsp.CodeActionParams) -> Iterator[lsp.CodeAction]:
    """What may be done about the findings that the client names."""
    for item in params.context.diagnostics:
        if item.source != "teitools":
            continue
        for fix in server.offers(view.text):
            if fix.code == item.code and fix.line == item.range.start.line + 1:
                yield _fix(view, fix.mend.title, fix.mend.changes, item, first=fix.is_first)
        start, end = view.text.offset(item.range.start), view.text.offset(item.range.end)
        inside = view.text.text.startswith("<", start)
        place = view.place(start + 1 if inside or item.code in _WITHIN else start)
        outer = view.place(start) if inside else place
        grammar = view.grammar(outer if item.code in _BEFORE else place)
        sight = Sight(
            view.text.text, str(item.code), start, end, place, grammar, view.recent, view.target, view.survey_of
        )
        for number, mend in enumerate(mends(sight)):
            yield _fix(view, mend.title, mend.changes, item, first=number == 0)


_WITHIN = frozenset(
    ("RNG105", "RNG106", "RNG107", "RNG116", "PTR001", "PTR002", "PTR003", "PTR018", "PTR009", "PTR016")
)
_BEFORE = frozenset(("RNG101", "RNG102", "RNG103", "RNG104", "RNG112"))


def _fix(view: View, title: str, changes: Iterable[Change], item: lsp.Diagnostic, *, first: bool) -> lsp.CodeAction:
    return lsp.CodeAction(
        title=title,
        kind=lsp.CodeActionKind.QuickFix,
        diagnostics=[item],
        is_preferred=first or None,
        edit=_edit(view, changes),
    )


def _edit(view: View, changes: Iterable[Change]) -> lsp.WorkspaceEdit:
    made = [lsp.TextEdit(view.text.range(start, end), text) for start, end, text in changes]
    identifier = lsp.OptionalVersionedTextDocumentIdentifier(view.text.uri, view.text.version)
    able = view.server.client_capabilities.workspace
    if able and able.workspace_edit and able.workspace_edit.document_changes:
        return lsp.WorkspaceEdit(document_changes=[lsp.TextDocumentEdit(identifier, list(made))])
    return lsp.WorkspaceEdit(changes={view.text.uri: made})


def _rewrites(server: Server, view: View, selected: lsp.Range) -> Iterator[lsp.CodeAction]:
    """What a selection may become, and what the whole text may."""
    text = view.text.text
    start, end = view.text.offset(selected.start), view.text.offset(selected.end)
    place = view.place(start)
    grammar = view.grammar(place)
    chosen = text[start:end]
    if start < end <= start + _LONGEST and grammar is not None and place.tag is None and is_balanced(chosen):
        for mend in wraps(grammar, view, start, chosen):
            yield _rewrite(mend.title, _edit(view, mend.changes))
        for entry in new_entries(grammar, view, start, chosen, _registers(server, view)):
            here = [Replacement(view.text.path, *change) for change in entry.changes if view.text.path]
            there = Replacement(entry.register, *entry.in_register)
            yield _rewrite(entry.title, edit_of(server, [*here, there]))
    elif place.tag is not None and place.tag.name.rpartition(":")[2] == "note" and (changes := renumbered(text)):
        yield _rewrite(phrase("lsp_mend_renumber", count=len(changes)), _edit(view, changes))


def _registers(server: Server, view: View) -> dict[Path, str]:
    """The texts of files with entries of persons, places and the like, the project's registers first."""
    ranked = sorted(view.neighbours, key=lambda one: (not view.is_shared(one[0]), -len(one[1].entries)))
    listed = [(path, server.index.read(path)) for path, survey in ranked[:_REGISTERS] if survey.entries]
    return {path: text for path, text in listed if text is not None}


def _rewrite(title: str, edit: lsp.WorkspaceEdit) -> lsp.CodeAction:
    return lsp.CodeAction(title=title, kind=lsp.CodeActionKind.RefactorRewrite, edit=edit)
