"""What may be done with a selection: it is wrapped in an element, corrected, marked as doubtful, or left out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from teitools.diagnostics import phrase
from teitools.document.unfinished import attributes, tags
from teitools.relaxng.names import split_name
from teitools.tasks.editing.folding import folded
from teitools.tasks.editing.identifiers import proposed
from teitools.tasks.editing.links import pointer_to
from teitools.tasks.editing.markup import responsible, tag_for
from teitools.tasks.editing.mending import Mend
from teitools.tasks.editing.naming import candidates, kinds_for
from teitools.tasks.editing.structure import elements
from teitools.tasks.editing.survey import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from teitools.tasks.editing.grammar import Grammar
    from teitools.tasks.editing.mending import Change
    from teitools.tasks.editing.naming import Library

__all__ = ["NewEntry", "is_balanced", "new_entries", "renumbered", "wraps"]

_NAMES = ("persName", "placeName", "orgName", "eventName", "objectName", "rs")
_READINGS = (("sic", "corr"), ("orig", "reg"), ("abbr", "expan"))
_DOUBTS = ("supplied", "unclear", "del", "add", "gap")
_MOST = 3  # entries that a selection may mean
_LISTS = {"person": "listPerson", "place": "listPlace", "org": "listOrg", "event": "listEvent"}


class NewEntry(NamedTuple):
    """A new entry of a register, and what names it in the text."""

    title: str
    changes: tuple[Change, ...]
    register: Path
    in_register: Change


def is_balanced(text: str) -> bool:
    """Whether every tag in a part of a text has its other half there."""
    depth = 0
    for tag in tags(text):
        if not tag.whole:
            return False
        depth += {"start": 1, "end": -1}.get(tag.kind, 0)
        if depth < 0:
            return False
    return depth == 0


def wraps(grammar: Grammar, library: Library, start: int, text: str) -> Iterator[Mend]:
    """What a selection may become; `grammar` is that of its first character."""
    legal = {split_name(name)[1]: name for name in grammar.content().names}
    span = (start, start + len(text), text)
    yield from _named(grammar, library, legal, span)
    resp = responsible(library.recent)
    if "choice" in legal:
        inner = {split_name(name)[1]: name for name in grammar.inside(legal["choice"]).names}
        for left, right in _READINGS:
            if left in inner:
                yield _reading(grammar, (legal["choice"], inner[left], _beside(inner[left], right)), span, resp)
    for local in filter(legal.__contains__, _DOUBTS):
        given = {"resp": resp} if resp and _takes(grammar, legal[local], "resp") else {}
        opening, closing = tag_for(grammar, legal[local], given=given)
        if local == "gap":
            yield Mend(phrase("lsp_mend_gap"), ((start, span[1], f"{opening[:-1]}/>"),))
        else:
            yield _wrap(local, span, opening, closing)
    for local, name in sorted(legal.items()):
        if local not in _DOUBTS and local != "choice" and _holds(grammar, name, text):
            yield _wrap(local, span, *tag_for(grammar, name))


def _holds(grammar: Grammar, name: str, text: str) -> bool:
    """Whether a new element may hold a part of the text."""
    inside, last, depth = grammar.inside(name), 0, 0
    for tag in tags(text):
        if depth == 0 and tag.kind in ("start", "empty") and grammar.named(tag.name) not in inside.names:
            return False
        if depth == 0 and text[last : tag.start].strip() and not inside.text:
            return False
        depth += {"start": 1, "end": -1}.get(tag.kind, 0)
        last = tag.end
    return inside.text or not text[last:].strip()


def _named(grammar: Grammar, library: Library, legal: Mapping[str, str], span: tuple[int, int, str]) -> Iterator[Mend]:
    """A selection as the name of an entry that is called so."""
    start, end, text = span
    said = plain(text)
    for local in _NAMES if said else ():
        for one in candidates(library, local, "ref", said, _MOST) if local in legal else ():
            opening, closing = tag_for(grammar, legal[local], given={"ref": one.pointer})
            title = phrase("lsp_mend_wrap_entry", name=local, entry=one.entry.label)
            yield Mend(title, ((start, start, opening), (end, end, closing)))


def _wrap(local: str, span: tuple[int, int, str], opening: str, closing: str) -> Mend:
    start, end, _ = span
    return Mend(phrase("lsp_mend_wrap", name=local), ((start, start, opening), (end, end, closing)))


def _takes(grammar: Grammar, element: str, attribute: str) -> bool:
    return any(name == attribute for name, _ in grammar.needed(element))


def _beside(name: str, local: str) -> str:
    """A name in the namespace of another."""
    return name[: len(name) - len(split_name(name)[1])] + local


def _reading(grammar: Grammar, names: tuple[str, str, str], span: tuple[int, int, str], resp: str) -> Mend:
    """Two readings of a selection, the second to be written."""
    choice, left, right = names
    start, end, text = span
    given = {"resp": resp} if any(name == "resp" for name, _ in grammar.needed(choice, right)) else {}
    outer, inner, other = (
        tag_for(grammar, choice),
        tag_for(grammar, choice, left),
        tag_for(grammar, choice, right, given=given),
    )
    title = phrase("lsp_mend_choice", left=split_name(left)[1], right=split_name(right)[1])
    before = outer[0] + inner[0]
    after = inner[1] + other[0] + text + other[1] + outer[1]
    return Mend(title, ((start, start, before), (end, end, after)))


def new_entries(grammar: Grammar, library: Library, start: int, text: str, read: dict[Path, str]) -> Iterator[NewEntry]:
    """A selection that names what no register has yet: a new entry there, and a name that points at it here.

    `read` are the texts that have registers.
    """
    said = plain(text)
    legal = {split_name(name)[1]: name for name in grammar.content().names}
    for local in _NAMES[:4]:
        kinds = kinds_for(local, "ref") or frozenset()
        kind = next((one for one in _LISTS if one in kinds), None)
        if kind is None or local not in legal or not said:
            continue
        if any(folded(one.entry.label) == folded(said) for one in candidates(library, local, "ref", said, 5)):
            continue
        for path, whole in read.items():
            made = _entry(library, (path, whole), kind, local, said)
            if made is None:
                continue
            ident, change = made
            shared = library.is_shared(path)
            pointer = pointer_to(ident, path, library.own_path, library.recent.prefixes, shared=shared)
            opening, closing = tag_for(grammar, legal[local], given={"ref": pointer})
            title = phrase("lsp_mend_new_entry", name=local, id=ident, file=path.name)
            end = start + len(text)
            yield NewEntry(title, ((start, start, opening), (end, end, closing)), path, change)
            break


def _entry(library: Library, register: tuple[Path, str], kind: str, local: str, said: str) -> tuple[str, Change] | None:
    """The id of a new entry, and where it is written: after the last of its kind. None if the text has no such list."""
    path, text = register
    survey = next((one for file, one in library.neighbours if file == path), None)
    last = None
    for pair in elements(text):
        if pair.start.name.rpartition(":")[2] == kind:
            last = pair
    if survey is None or last is None:
        return None
    ident = next(proposed(survey, last.start.name, said), None)
    if ident is None:
        return None
    line = text.rfind("\n", 0, last.start.start) + 1
    indent = re.match(r"[ \t]*", text[line : last.start.start])
    space = "\n" + (indent[0] if indent else "")
    prefix = last.start.name[: -len(kind)]
    name = f"<{prefix}{local}>{_text(said)}</{prefix}{local}>"
    return ident, (last.end.end, last.end.end, f'{space}<{last.start.name} xml:id="{ident}">{name}</{last.start.name}>')


def _text(said: str) -> str:
    from teitools.document.escape import text

    return text(said)


def renumbered(text: str) -> list[Change]:
    """Numbers of notes that do not go on from one to the next: what is to be written. Notes with other @n stay."""
    counts: dict[str, int] = {}
    changes = []
    for tag in tags(text):
        if tag.kind not in ("start", "empty") or tag.name.rpartition(":")[2] != "note":
            continue
        given = {item.name: item for item in attributes(text, tag)}
        number = given.get("n")
        if number is None or not number.whole or not re.fullmatch(r"\d+", number.value):
            continue
        place = given["place"].value if "place" in given else ""
        counts[place] = counts.get(place, 0) + 1
        if number.value != str(counts[place]):
            changes.append((number.value_start, number.value_start + len(number.value), str(counts[place])))
    return changes
