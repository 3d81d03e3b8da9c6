"""The quick fixes that a finding offers, as plain values, and how they are told to the reader."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from teitools.diagnostics import language, phrase
from teitools.schematron.xslt import OWN

__all__ = ["ANSWERS", "EDITS", "MissingEntry", "Offer", "fix_hint", "read_offers"]

_ENGLISH = "en"
# the parameters of the stylesheet that ask for edits, and give the values of user entries
EDITS, ANSWERS = f"{{{OWN}}}edits", f"{{{OWN}}}answers"
_Part = tuple[tuple[str, str], ...]  # a title or paragraph: languages and wordings


@dataclass(frozen=True, slots=True)
class MissingEntry:
    """A user entry to which the user has given no value."""

    name: str
    has_default: bool
    parts: tuple[_Part, ...]

    @property
    def title(self) -> str:
        """What it is for, in the reader's language."""
        return _spoken(self.parts[0])


@dataclass(frozen=True, slots=True)
class Offer:
    """A fix that is offered for a finding: its id, and the number of the item if it is made for several.

    `parts` are its title and paragraphs, each in one or several languages. `edits` are what it would change, as XML
    (see `compile.fixwriter`); empty unless they were asked for.
    """

    id: str
    item: int | None
    parts: tuple[_Part, ...]
    entries: tuple[MissingEntry, ...] = ()
    edits: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the user calls it by: the id, and for one of several the number."""
        return self.id if self.item is None else f"{self.id}#{self.item}"

    @property
    def title(self) -> str:
        """What it does, in the reader's language."""
        return _spoken(self.parts[0]) if self.parts else self.id

    @property
    def description(self) -> str:
        """Title and paragraphs in the reader's language."""
        texts = [text for text in map(_spoken, self.parts) if text]
        return " ".join(text if text[-1] in ".!?:;…" else f"{text}." for text in texts)


def _spoken(part: _Part) -> str:
    """The first wording in the reader's language, else the first; what states no language is English."""
    return next((text for tag, text in part if (tag.split("-")[0].lower() or _ENGLISH) == language()), part[0][1])


def fix_hint(offers: tuple[Offer, ...], default: str | None) -> str:
    """What the fixes do and how to apply them; one of several, unless it is the default, has to be asked for."""
    hints = []
    for offer in offers:
        same = [other.id for other in offers].count(offer.id)
        key = "sch_fix_hint_of_several"
        if len(offers) == 1:
            key = "sch_fix_hint"
        elif same == 1 and offer.id == default:
            key = "sch_fix_hint_of_default"
        hints.append(phrase(key, name=offer.name, title=offer.description.rstrip(".;")))
    return "; ".join(hints)


def read_offers(finding: etree._Element) -> tuple[Offer, ...]:
    """The fixes in what the stylesheet says about a finding."""
    return tuple(_offer(item) for item in finding.iterchildren("fix"))


def _offer(item: etree._Element) -> Offer:
    number = item.get("item")
    entries = (
        MissingEntry(entry.get("name", ""), entry.get("default") is not None, _parts(entry))
        for entry in item.iterchildren("entry")
    )
    edits = (etree.tostring(edit, encoding="unicode", with_tail=False) for edit in item.iterchildren("edit"))
    return Offer(
        item.get("id", ""), None if number is None else int(number), _parts(item), tuple(entries), tuple(edits)
    )


def _parts(holder: etree._Element) -> tuple[_Part, ...]:
    return tuple(
        tuple(
            (choice.get("lang", ""), " ".join("".join(map(str, choice.itertext())).split()))
            for choice in part.iterchildren("choice")
        )
        for part in holder.iterchildren("wording")
    )
