"""CoNLL: a word a line. `conll` has names (BIO, nested), `conllu` is CoNLL-U with what the text says of its words.

Of conll, a line is a word and its labels, parted by tabs: that of the outermost name over it, then those of the names
in that. Every text begins with a line `-DOCSTART-`, as its readers have it (CoNLL-2003); it knows no comments.
CoNLL-U has a comment for what it is, and places in MISC (`TokenRange`), in code points of the file that it names.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from teitools.facts.model import LAYERS, OFFSET_UNIT
from teitools.tasks.export.formats.files import FileByFile, place_of
from teitools.tasks.export.formats.tokens import TOKENS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.facts.model import LayerName
    from teitools.tasks.export.formats.tokens import Tokenized, Word

    _Files = list[tuple[str, str]]
    from teitools.tasks.export.formats import Given

__all__ = ["Conll", "ConllU"]

_UPOS = frozenset("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X".split())  # noqa: SIM905
_FEATURES = re.compile(r"[A-Z][A-Za-z0-9]*(?:\[[a-z0-9]+\])?=[A-Za-z0-9,]+", re.ASCII)


class Conll(FileByFile):
    """See `formats.Writer`."""

    @staticmethod
    def made(given: Given) -> _Files:
        """A document in each layer."""
        made, document = [], given.document
        for layer in LAYERS:
            texts = given.words[layer]
            if texts:
                depth = max(1, *(text.depth for text in texts))
                written = "".join(_named(text, depth) for text in texts)
                made.append((f"{layer}/{place_of(document.id)}.conll", written))
        return made


class ConllU(FileByFile):
    """See `formats.Writer`."""

    @staticmethod
    def made(given: Given) -> _Files:
        """A document in each layer."""
        lines = {
            layer: "".join(line for text in given.words[layer] for line in _lines(text, layer)) for layer in LAYERS
        }
        return [
            (f"{layer}/{place_of(given.document.id)}.conllu", written) for layer, written in lines.items() if written
        ]


def _labels(text: Tokenized, depth: int) -> list[list[str]]:
    """Of each word, the labels of the names over it."""
    labels = [["O"] * depth for _ in text.words]
    for name in text.names:
        for number in range(name.first, name.last):
            labels[number][name.level] = f"{'B' if number == name.first else 'I'}-{name.label}"
    return labels


def _named(text: Tokenized, depth: int) -> str:
    labels = _labels(text, depth)
    lines = ["-DOCSTART- -X- O O\n\n"]
    for sentence in text.sentences:
        for number in range(sentence.first, sentence.last):
            word = text.words[number]
            form = "_".join(text.text[word.start : word.end].split())
            lines.append("\t".join((form, *labels[number])) + "\n")
        lines.append("\n")
    return "".join(lines)


def _lines(text: Tokenized, layer: LayerName) -> Iterator[str]:
    labels = _labels(text, text.depth)
    yield (
        f"# newdoc id = {text.id}\n# layer = {layer}\n# tokens = {TOKENS}\n"
        f"# text_file = text/{text.file.path}\n# offset_unit = {OFFSET_UNIT}\n"
    )
    for count, sentence in enumerate(text.sentences, 1):
        words = text.words[sentence.first : sentence.last]
        yield f"# sent_id = {text.id}-s{count}\n"
        if sentence.unit:
            yield f"# unit = {sentence.unit}\n"
        spaced = [_is_spaced(text, number) for number in range(sentence.first, sentence.last)]
        forms = [_form(text, word) for word in words]
        said = "".join(f"{form}{' ' * space}" for form, space in zip(forms, spaced, strict=True))
        yield f"# text = {said.rstrip()}\n"
        for number, word in enumerate(words, 1):
            over = labels[sentence.first + number - 1]
            misc = _misc(text, word, over, is_spaced=spaced[number - 1] or number == len(words))
            yield "\t".join((str(number), forms[number - 1], *_said(word), "_", "_", "_", misc)) + "\n"
        yield "\n"


def _form(text: Tokenized, word: Word) -> str:
    return " ".join(text.text[word.start : word.end].split()) or "_"


def _is_spaced(text: Tokenized, number: int) -> bool:
    """Whether there is a space after a word."""
    end = text.words[number].end
    return number + 1 < len(text.words) and text.words[number + 1].start > end and text.text[end].isspace()


def _said(word: Word) -> tuple[str, str, str, str]:
    """LEMMA, UPOS, XPOS and FEATS, as far as the text says them."""
    token = word.marked
    if token is None:
        return "_", "_", "_", "_"
    features = token.morphology.split("|")
    are_features = all(map(_FEATURES.fullmatch, features))
    return (
        _cell(token.lemma),
        token.pos if token.pos in _UPOS else "_",
        _cell("" if token.pos in _UPOS else token.pos),
        "|".join(sorted(features, key=str.lower)) if are_features else "_",
    )


def _cell(value: str) -> str:
    return " ".join(value.split()) or "_"


def _misc(text: Tokenized, word: Word, labels: list[str], *, is_spaced: bool) -> str:
    """Attributes in the order of their names."""
    said = []
    token = word.marked
    if token is not None and token.morphology and _said(word)[3] == "_":
        said.append("Msd=" + "_".join(token.morphology.replace("|", "/").split()))
    if names := [label for label in labels if label != "O"]:
        said.append(f"NER={'/'.join(names)}")
    if not is_spaced:
        said.append("SpaceAfter=No")
    said.append(f"TokenRange={text.start + word.start}:{text.start + word.end}")
    return "|".join(said)
