"""The account of a document in an edition: what of its text arrived, what was left out on purpose, what is lost."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from teitools.diagnostics import Related, diagnose, phrase
from teitools.document.names import TEI, local_name
from teitools.document.versions import readers_languages
from teitools.tasks.editions.ledger.exchange import exchange
from teitools.tasks.editions.ledger.folding import count
from teitools.tasks.editions.ledger.matching import match
from teitools.tasks.editions.ledger.outputs import texts_of
from teitools.tasks.editions.ledger.row import Row
from teitools.tasks.editions.ledger.rules import Covered, Rule, upwards
from teitools.tasks.editions.ledger.sources import Text, read_texts
from teitools.tasks.editions.ledger.stream import Stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from lxml import etree

    from teitools.diagnostics import Diagnostic, Location
    from teitools.document import Document

    _Placed = tuple[Text, Sequence[int]]

__all__ = ["Account", "LeftOut", "Lost", "account_for"]

_TOLD = 20  # places of lost text that are findings of their own, in one document and edition
_HEADER = Rule("tei:teiHeader", "", "", 0, (("tei", TEI),))
_WORDS = 60  # characters of lost text that a finding shows


class LeftOut(NamedTuple):
    """What one rule left out: how many characters, at how many places, and how many arrived all the same."""

    rule: Rule
    characters: int
    places: int
    arrived: int


class Lost(NamedTuple):
    """Text that is nowhere: its element (the largest of which nothing arrived), its words, its place."""

    element: str
    characters: int
    words: str
    location: Location


@dataclass(frozen=True, slots=True)
class Account:
    """What became of the text of a document in an edition of a kind; all numbers are characters that count.

    `arrived` says how many are in which file. `characters` is the sum of what arrived, was left out and is lost.
    """

    kind: str
    document: str
    characters: int
    arrived: dict[str, int]
    left_out: tuple[LeftOut, ...]
    lost: tuple[Lost, ...]

    @property
    def findings(self) -> Iterator[Diagnostic]:
        """A finding for each place where text is lost, the last one for all that there may be after it."""
        for number, lost in enumerate(self.lost[:_TOLD], 1):
            rest = self.lost[_TOLD:] if number == _TOLD else ()
            characters = sum(item.characters for item in rest)
            more = [Related(phrase("ledger_more", count=len(rest), characters=characters))] if rest else []
            yield diagnose(
                "EDN010",
                lost.location,
                related=more,
                kind=self.kind,
                element=lost.element,
                characters=lost.characters,
                words=_brief(lost.words),
            )


def account_for(
    kind: str, document: Document, rules: Sequence[Rule], folder: Path, files: Iterable[str], language: str = ""
) -> Account:
    """Compare the text of a document with what stands in the files, below a folder, of its edition.

    `language` is that which was asked for; empty, that of the document. Raises SetupError if a rule is wrong.
    """
    texts = read_texts(document.root)
    covered = Covered(document.root, rules, readers_languages(document.root, language))
    excuses = [covered.rule(text.element) for text in texts]
    said = texts_of(folder, files)
    stream = Stream(said.values())
    places = _places(document.root, texts, excuses, stream)
    placed = list(zip(texts, places, strict=True))
    owed = [pair for pair, rule in zip(placed, excuses, strict=True) if rule is None]
    excused = [(*pair, rule) for pair, rule in zip(placed, excuses, strict=True) if rule is not None]
    return Account(
        kind,
        document.name,
        sum(text.characters for text in texts),
        _arrived(placed, list(said), stream),
        _left_out(excused),
        tuple(_lost(document, owed, [text for text, _, _ in excused])),
    )


def _places(
    root: etree._Element, texts: Sequence[Text], excuses: Sequence[Rule | None], stream: Stream
) -> list[Sequence[int]]:
    """Where the words of texts are in an edition.

    What is there once and twice in the source counts for the text itself, then for the header, last for what a rule
    leaves out.
    """
    header = Covered(root, (_HEADER,))
    tiers: dict[int, list[int]] = {0: [], 1: [], 2: []}
    for number, (text, rule) in enumerate(zip(texts, excuses, strict=True)):
        tiers[2 if rule else int(header.rule(text.element) is not None)].append(number)
    places: list[Sequence[int]] = [()] * len(texts)
    for tier, numbers in tiers.items():
        if tier == 2:
            _exchange(texts, sorted(tiers[0] + tiers[1]), places, stream)
        found = match([texts[number].words for number in numbers], stream, whole=tier == 2)
        for number, where in zip(numbers, found, strict=True):
            places[number] = where
    return places


def _exchange(texts: Sequence[Text], numbers: Sequence[int], places: list[Sequence[int]], stream: Stream) -> None:
    """Find words of some texts that seem missing where others are that can move."""
    if not any(-1 in places[number] for number in numbers):
        return
    row = Row([texts[number].words for number in numbers], whole=False)
    row.places[:] = [place for number in numbers for place in places[number]]
    exchange(row, stream)
    for number, first, last in zip(numbers, row.firsts, row.firsts[1:], strict=False):
        places[number] = row.places[first:last]


def _arrived(placed: Iterable[_Placed], names: Sequence[str], stream: Stream) -> dict[str, int]:
    """How many characters are in which file."""
    found: Counter[str] = Counter()
    for text, where in placed:
        if min(where) >= 0 and (file := stream.file_of(min(where))) == stream.file_of(max(where)):
            found[names[file]] += text.characters
        else:
            for word, place in zip(text.words, where, strict=True):
                if place >= 0:
                    found[names[stream.file_of(place)]] += count(word)
    return {name: found[name] for name in names if found[name]}


def _left_out(excused: Iterable[tuple[Text, Sequence[int], Rule]]) -> tuple[LeftOut, ...]:
    """The rules that were used, in the order of the text."""
    found: dict[Rule, LeftOut] = {}
    for text, where, rule in excused:
        before = found.get(rule, LeftOut(rule, 0, 0, 0))
        gone = count("".join(_missing(text, where)))
        found[rule] = LeftOut(
            rule, before.characters + gone, before.places + bool(gone), before.arrived + text.characters - gone
        )
    return tuple(found.values())


def _missing(text: Text, where: Sequence[int]) -> list[str]:
    return [word for word, place in zip(text.words, where, strict=True) if place < 0]


def _lost(document: Document, owed: Sequence[_Placed], others: Iterable[Text]) -> Iterator[Lost]:
    """What is lost: by the largest elements of which nothing arrived and nothing is excused, else by texts."""
    if not any(-1 in where for _, where in owed):
        return
    mixed: set[etree._Element] = set()
    for text in (*others, *(text for text, where in owed if max(where) >= 0)):
        for element in upwards(text.element):
            if element in mixed:
                break
            mixed.add(element)
    groups: dict[etree._Element | Text, list[_Placed]] = {}
    for text, where in owed:
        if min(where) < 0:
            group = text if text.element in mixed else _largest(text.element, mixed)
            groups.setdefault(group, []).append((text, where))
    for group, members in groups.items():
        if isinstance(group, Text):
            yield _lost_text(document, *members[0])
        else:
            yield _lost_element(document, group, [text for text, _ in members])


def _lost_element(document: Document, element: etree._Element, texts: Sequence[Text]) -> Lost:
    words = " ".join(" ".join(text.text.split()) for text in texts)
    return Lost(local_name(element.tag), sum(text.characters for text in texts), words, document.location(element))


def _lost_text(document: Document, text: Text, where: Sequence[int]) -> Lost:
    characters = count("".join(_missing(text, where)))
    words = text.said([place < 0 for place in where])
    return Lost(local_name(text.element.tag), characters, words, text.location(document))


def _largest(element: etree._Element, mixed: set[etree._Element]) -> etree._Element:
    """The element, or the farthest around it, of which all is lost."""
    for around in element.iterancestors():
        if around in mixed:
            break
        element = around
    return element


def _brief(words: str) -> str:
    return words if len(words) <= _WORDS else words[:_WORDS].rpartition(" ")[0] + " …"
