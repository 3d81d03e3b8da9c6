"""Texts in words, and names over words, for formats of language technology.

Words are those that a text marks (`w`, `pc`); elsewhere a word is a run of letters, digits and what is set on them, and
every other sign is one by itself. A name is never within a word of ours: words end where names begin or end. A sentence
is an `s` of the text, elsewhere a block: sentences are not guessed.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from teitools.tasks.export.formats.files import text_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from teitools.facts.model import Document, LayerName, Passage, Span, Token, Unit
    from teitools.tasks.export.formats.files import TextFile

__all__ = ["TOKENS", "Name", "Sentence", "Tokenized", "Word", "tokenized", "tokenized_layers"]

TOKENS = "w and pc where the text has them; else runs of letters and digits, and other signs one by one"
"""Which words there are, as the formats say it."""
_LABELS = {"person": "PER", "place": "LOC", "org": "ORG"}
_RUNS = re.compile(r"\w+|[^\w\s]")


class Word(NamedTuple):
    """A word, where it is, and what the text says of it, if it marks it as one."""

    start: int
    end: int
    marked: Token | None = None


class Name(NamedTuple):
    """A name over words: from the first to the one after the last; `level` is how many names are around it."""

    first: int
    last: int
    level: int
    label: str
    entity: str


class Sentence(NamedTuple):
    """Some words, by number, in the unit that they are in, if there is one."""

    first: int
    last: int
    unit: str


class Tokenized(NamedTuple):
    """The text of a document or of a note in words. Places count in `text`, which begins in `file` at `start`."""

    id: str
    file: TextFile
    start: int
    text: str
    words: tuple[Word, ...]
    names: tuple[Name, ...]
    sentences: tuple[Sentence, ...]

    @property
    def depth(self) -> int:
        """How many names are over a word at most."""
        return max((name.level + 1 for name in self.names), default=0)


class _Named(NamedTuple):
    start: int
    end: int
    label: str
    entity: str


def tokenized_layers(document: Document) -> dict[LayerName, tuple[Tokenized, ...]]:
    """The texts of a document in words (see `tokenized`), in each layer. Where both are the same, as they are in most
    documents, words are looked for once.
    """
    reading = tuple(tokenized(document, "reading"))
    if not _has_one_layer(document):
        return {"reading": reading, "printed": tuple(tokenized(document, "printed"))}
    files = zip(text_files(document, "reading"), text_files(document, "printed"), strict=True)
    printed = {file.path: other for file, other in files}
    return {"reading": reading, "printed": tuple(one._replace(file=printed[one.file.path]) for one in reading)}


def _has_one_layer(document: Document) -> bool:
    """Whether both layers have the same texts, and everything has the same place in both."""
    texts = (document.layers, *(note.layers for note in document.notes))
    placed: Iterable[Unit | Passage] = chain(document.units, document.mentions, document.dates, document.tokens)
    return all(one["reading"] == one["printed"] for one in texts) and all(one.reading == one.printed for one in placed)


def tokenized(document: Document, layer: LayerName) -> Iterator[Tokenized]:
    """The text of a document in words, then that of each of its notes; empty ones are left out."""
    named = _by_text(_named(document, layer))
    marked = _by_text((token.note, (*span, token)) for token, span in _placed(document.tokens, layer))
    pieces = [(piece.start, unit.cite if unit else "") for unit, piece in document.pieces(layer)]
    ends = _by_text((unit.note, edge) for unit in document.units if unit.element == "s" for edge in _edges(unit, layer))
    for file in text_files(document, layer):
        for note, start in file.starts.items():
            text = document.holder(note, layer)
            if text:
                names = sorted(named.get(note, ()), key=lambda name: (name.start, -name.end))
                words, edges = _words(text, marked.get(note, []), names, ends.get(note, []))
                sentences = tuple(_sentences(words, edges, pieces if note is None else [(0, note)]))
                id_ = document.id if note is None else f"{document.id}#{note}"
                yield Tokenized(id_, file, start, text, tuple(words), tuple(_over(words, names)), sentences)


_Any = TypeVar("_Any")
_AnyPassage = TypeVar("_AnyPassage", bound="Passage")


def _by_text(found: Iterable[tuple[str | None, _Any]]) -> dict[str | None, list[_Any]]:
    """Things by the text in which they are: that of the document (None), or of a note."""
    made: dict[str | None, list[_Any]] = {}
    for note, one in found:
        made.setdefault(note, []).append(one)
    return made


def _placed(passages: Iterable[_AnyPassage], layer: LayerName) -> Iterator[tuple[_AnyPassage, Span]]:
    """Passages that have words in a layer, with their places."""
    for passage in passages:
        span = passage.span(layer)
        if span is not None and span.end > span.start:
            yield passage, span


def _named(document: Document, layer: LayerName) -> Iterator[tuple[str | None, _Named]]:
    for mention, span in _placed(document.mentions, layer):
        known = (one.entity or one.uri for one in mention.references)
        label = _LABELS.get(mention.kind) or mention.kind.upper() or "MISC"
        yield mention.note, _Named(*span, label, next(filter(None, known), ""))
    for date, span in _placed(document.dates, layer):
        yield date.note, _Named(*span, "DATE", date.when.edtf or "")


def _edges(unit: Unit, layer: LayerName) -> Iterable[int]:
    return (unit.reading if layer == "reading" else unit.printed) or ()


def _words(
    text: str, marked: list[tuple[int, int, Token]], named: list[_Named], ends: list[int]
) -> tuple[list[Word], list[int]]:
    """The words of a text, in their order; and where sentences are parted: at the ends of blocks and of marked ones."""
    edges = sorted(set(ends) | {0, len(text)} | {at for at, sign in enumerate(text) if sign == "\n"})
    cuts = sorted({edge for name in named for edge in name[:2]} | set(edges))
    words: list[Word] = []
    at = 0
    for start, end, token in sorted(marked, key=lambda one: (one[0], -one[1])):
        if start >= at:
            words += _own(text, at, start, cuts)
            words.append(Word(start, end, token))
            at = end
    words += _own(text, at, len(text), cuts)
    return words, edges


def _own(text: str, start: int, end: int, cuts: list[int]) -> Iterator[Word]:
    """Words that we tell apart ourselves: none goes over a cut."""
    began = at = start
    for run in _RUNS.finditer(text, start, end):
        sign = text[run.start()]
        goes_on = at > start and run.start() == at and (_is_mark(sign) or _is_mark(text[at - 1]))
        if not goes_on:
            yield from _parted(began, at, cuts)
            began = run.start()
        at = run.end()
    yield from _parted(began, at, cuts)


def _is_mark(sign: str) -> bool:
    """Whether a sign is set on another one (combining), which `re` does not count among letters."""
    return sign > "\u02ff" and unicodedata.category(sign)[0] == "M"


def _parted(start: int, end: int, cuts: list[int]) -> Iterator[Word]:
    at = bisect_right(cuts, start)
    while at < len(cuts) and cuts[at] < end:
        yield Word(start, cuts[at])
        start = cuts[at]
        at += 1
    if end > start:
        yield Word(start, end)


def _over(words: Sequence[Word], named: list[_Named]) -> Iterator[Name]:
    """Names over words, outermost first; one that is over no word is left out."""
    starts = [word.start for word in words]
    ends = [word.end for word in words]
    around: list[int] = []
    for name in named:
        first, last = bisect_right(ends, name.start), bisect_right(starts, name.end - 1)
        if last > first:
            while around and around[-1] <= first:
                around.pop()
            yield Name(first, last, len(around), name.label, name.entity)
            around.append(last)


def _sentences(words: Sequence[Word], edges: list[int], units: list[tuple[int, str]]) -> Iterator[Sentence]:
    starts = [start for start, _ in units]
    first = 0
    for number, word in enumerate(words):
        is_last = number + 1 == len(words)
        if is_last or bisect_right(edges, word.start) != bisect_right(edges, words[number + 1].start):
            unit = bisect_right(starts, words[first].start)
            yield Sentence(first, number + 1, units[unit - 1][1] if unit else "")
            first = number + 1
