"""The words of each of several editions, for the search over all of them: which documents have a word.

A browser reads of it what a query needs: the list of parts, then the parts that may hold the words asked for, then the
indexes of the documents that have all of them, in which it looks as their own pages do. What a word is, and which of
its letters count, is said in xslt/html/assets/search.js; it is said here again, as a build has no JavaScript, and a
test holds both to each other.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from unicodedata import category, normalize

from teitools import filesystem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["SEARCH", "WORDS", "search_files", "words_of"]

SEARCH = "search"
"""The folder of the parts, beside those of the documents."""

WORDS = "words"
"""What they are called in the entry of a document."""

_INDEX = "search-index.js"  # xslt/html/search.xsl
_LONGEST = 200_000_000  # bytes of an index that is read
_PART = 60_000  # characters of a part, but for one that a single word fills
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

# Words as their signs' kinds: letters L, marks M, digits N, apostrophes ’ and that which is a letter too, ʼ
_WORD = re.compile(r"(?:(?:[Lʼ]\.){2,}(?:[Lʼ](?![LMNʼ]))?|[LMNʼ]+)(?:[’ʼ][LMNʼ]+)*")
_STRICT = "çğışöü"
_PLAIN = str.maketrans("çğışöüI", "cgisoui")


def words_of(folder: Path, parts: Iterable[str]) -> str:
    """The words that the pages below a folder are searched for, in each of their languages, with spaces between.

    Each is there once, in the letters that count. Nothing, if a stylesheet wrote no index for the search.
    """
    found: set[str] = set()
    for part in parts:
        path = folder / part / _INDEX
        if (filesystem.size(path) or _LONGEST) < _LONGEST:
            with suppress(ValueError, TypeError, LookupError):  # of a project's own stylesheet, for a script of its own
                found.update(_words(_texts(path.read_text(encoding="utf-8"))))
    return " ".join(sorted(found))


def search_files(documents: Mapping[str, str], *, softens: bool) -> dict[str, bytes]:
    """The files of the search over documents, by their paths: the list, and the parts.

    `documents` are the words of each by the path of its folder, as `words_of` gives them; `softens` says whether any is
    in a language in which the last letter of a word changes before suffixes.
    """
    holders: dict[str, list[int]] = {}
    for number, words in enumerate(documents.values()):
        for word in words.split():
            holders.setdefault(word, []).append(number)
    parts = list(_parts(holders))
    known = {"documents": list(documents), "starts": [start for start, _ in parts], "softens": softens}
    files = {f"{SEARCH}/parts.js": f"globalThis.teitoolsCorpus = {_json(known)};\n"}
    for number, (_, text) in enumerate(parts):
        files[f"{SEARCH}/{number}.js"] = f"(globalThis.teitoolsWords ??= [])[{number}] = {_json(text)};\n"
    return {name: text.encode() for name, text in files.items()}


def _parts(holders: Mapping[str, Sequence[int]]) -> Iterator[tuple[str, str]]:
    """The words in the order of browsers, cut into parts: the first word of each, and its text, "word documents …"."""
    ordered = sorted((_units(word.translate(_PLAIN)), word) for word in holders)
    start, size = "", 0
    said: list[str] = []
    for _, word in ordered:
        plain = word.translate(_PLAIN)
        if size > _PART and plain != said[-2].translate(_PLAIN):
            yield start, " ".join(said)
            said, size = [], 0
        start = start if said else plain
        said += [word, _numbers(holders[word])]
        size += len(said[-2]) + len(said[-1]) + 2
    if said:
        yield start, " ".join(said)


def _units(text: str) -> bytes:
    return text.encode("utf-16-be", "surrogatepass")


def _numbers(numbers: Sequence[int]) -> str:
    """Ascending numbers as the steps between them, less one, each in digits of five bits with one for “goes on”."""
    if numbers[-1] - numbers[0] == len(numbers) - 1:
        return _digits(numbers[0]) + _DIGITS[0] * (len(numbers) - 1)
    return "".join(_digits(after - before - 1) for before, after in pairwise((-1, *numbers)))


def _digits(number: int) -> str:
    said = ""
    while number >= 32:
        said += _DIGITS[32 + number % 32]
        number //= 32
    return said + _DIGITS[number]


def _texts(script: str) -> Iterator[str]:
    """What an index holds that is searched: passages; names, words and forms of entries."""
    index: dict[str, Any] = json.loads(script[script.index("{") : script.rindex("}") + 1])
    for _, _, _, words in index["passages"]:
        yield words
    for _, _, main, names, words, forms, _ in index["entries"]:
        yield from (main, *names, words, *forms)


class _Kinds(dict[int, str]):
    """The kind of each sign, known once it was met."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        kind = category(sign)[0]
        known = {"'": "’", "’": "’", "ʼ": "ʼ", ".": "."}.get(sign) or (kind if kind in "LMN" else " ")
        return self.setdefault(code, known)


class _Letters(dict[int, str]):
    """What counts of each sign: no case and no accents, but letters that count; `letters` of search.js."""

    def __missing__(self, code: int) -> str:
        return self.setdefault(code, self._said(chr(code)))

    @staticmethod
    def _said(sign: str) -> str:
        base = normalize("NFD", sign)
        if category(base[0])[0] not in "LN":
            return ""
        if sign in "Iıİ":
            return sign if sign != "İ" else "i"
        if sign.lower() in _STRICT:
            return sign.lower()
        bare = base[0] if len(base) > 1 and all(category(mark)[0] == "M" for mark in base[1:]) else sign
        return bare.lower()


_KINDS, _LETTERS = _Kinds(), _Letters()


def _words(texts: Iterable[str]) -> set[str]:
    """The words of texts in the letters that count."""
    written: set[str] = set()
    for text in texts:
        for match in _WORD.finditer(text.translate(_KINDS)):
            written.add(text[match.start() : match.end()])
    return {exact for whole in written for part in _parted(whole) if (exact := _exact(part))}


def _parted(whole: str) -> Iterator[str]:
    """The words between apostrophes. What one parts from three letters and more is a suffix."""
    for part in re.split("[’'ʼ]", whole):
        yield part
        if len(_units(part)) > 2 * 2:
            return


def _exact(word: str) -> str:
    return normalize("NFC", word).translate(_LETTERS)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
