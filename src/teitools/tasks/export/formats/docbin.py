"""DocBin, spaCy's own format; the only module that loads spaCy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["docbin"]


def docbin(texts: Iterable[tuple[list[tuple[str, bool]], list[tuple[int, int, str, str, int]], str]]) -> bytes:
    """Texts: words with whether a space follows, names (first word, after the last, label, entity, level), and
    the name of the group of spans that has all of them.
    """
    vocabulary = Vocab()
    kept = DocBin()
    for words, names, group in texts:
        document = Doc(vocabulary, words=[word for word, _ in words], spaces=[is_spaced for _, is_spaced in words])
        spans = [(Span(document, first, last, label, kb_id=id_), level) for first, last, label, id_, level in names]
        document.spans[group] = [span for span, _ in spans]
        document.ents = [span for span, level in spans if level == 0]
        kept.add(document)
    return bytes(kept.to_bytes())
