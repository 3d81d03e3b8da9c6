"""spaCy: a document and each of its notes with words and names, in spaCy's JSON (`Doc.from_json`), one a line.

`ents` are the outermost names, as these may not be in one another; all are in the group of spans `names`. Places count
code points. Where spaCy is installed, each document is also written as a DocBin, which training takes.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from teitools.facts.model import LAYERS, OFFSET_UNIT
from teitools.tasks.export.formats.files import json_line, place_of
from teitools.tasks.export.formats.tokens import TOKENS, Word

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from teitools.facts.model import Document, LayerName
    from teitools.tasks.export.formats.tokens import Name, Tokenized

    _Made = list[tuple[LayerName, str, str, bytes | None]]
    from teitools.tasks.export.formats import Given
    from teitools.tasks.export.formats.files import Published

__all__ = ["Spacy"]

_GROUP = "names"


class Spacy:
    """See `formats.Writer`."""

    def open(self, folder: Path, _published: Published, /) -> None:
        """Begin a file for each layer."""
        self._folder = folder
        self._files = {
            layer: (folder / f"{layer}.jsonl").open("w", encoding="utf-8", newline="\n", errors="replace")
            for layer in LAYERS
        }

    @staticmethod
    def made(given: Given) -> _Made:
        """A document and its notes in each layer."""
        document = given.document
        made: _Made = []
        for layer in LAYERS:
            texts = given.words[layer]
            lines = "".join(json_line(_record(text, layer, document)) for text in texts)
            kept = None
            if texts and find_spec("spacy") is not None:
                from teitools.tasks.export.formats.docbin import docbin

                kept = docbin([(list(_words(text)), _names(text), _GROUP) for text in texts])
            made.append((layer, lines, f"{layer}/{place_of(document.id)}.spacy", kept))
        return made

    def add(self, made: _Made) -> None:
        """Write a document and its notes in each layer."""
        for layer, lines, path, kept in made:
            self._files[layer].write(lines)
            if kept is not None:
                file = self._folder / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(kept)

    def close(self) -> None:
        """End the files."""
        for file in self._files.values():
            file.close()


def _record(text: Tokenized, layer: LayerName, document: Document) -> dict[str, Any]:
    words = [word for word, _ in _spaced(text)]
    names = [(_span(text, name), name.level) for name in text.names]
    return {
        "text": text.text,
        "ents": [span for span, level in names if level == 0],
        "spans": {_GROUP: [span for span, _ in names]},
        "tokens": [{"id": number, "start": word.start, "end": word.end} for number, word in enumerate(words)],
        "meta": {
            "id": text.id,
            "language": document.header.language,
            "layer": layer,
            "text_file": f"text/{text.file.path}",
            "start_in_file": text.start,
            "offset_unit": OFFSET_UNIT,
            "tokens": TOKENS,
        },
    }


def _span(text: Tokenized, name: Name) -> dict[str, Any]:
    start, end = text.words[name.first].start, text.words[name.last - 1].end
    return {"start": start, "end": end, "label": name.label, "kb_id": name.entity}


def _spaced(text: Tokenized) -> Iterator[tuple[Word, bool]]:
    """The words as spaCy has them: each with whether a space follows; any other white space is a word."""
    at = 0
    for number, word in enumerate(text.words):
        if word.start > at:
            yield Word(at, word.start), False
        after = text.words[number + 1].start if number + 1 < len(text.words) else len(text.text)
        is_spaced = after > word.end and text.text[word.end] == " "
        yield word, is_spaced
        at = word.end + is_spaced
    if len(text.text) > at:
        yield Word(at, len(text.text)), False


def _words(text: Tokenized) -> Iterator[tuple[str, bool]]:
    return ((text.text[word.start : word.end], is_spaced) for word, is_spaced in _spaced(text))


def _names(text: Tokenized) -> list[tuple[int, int, str, str, int]]:
    """The names by the numbers of spaCy's words."""
    numbers = {word.start: number for number, (word, _) in enumerate(_spaced(text))}
    return [
        (
            numbers[text.words[name.first].start],
            numbers[text.words[name.last - 1].start] + 1,
            name.label,
            name.entity,
            name.level,
        )
        for name in text.names
    ]
