"""Random TEI texts, each word of which is its own, and the words that an edition shows.

Which elements stand in which, and which hold text, is read from TEI's whole grammar (tei_all) where that lies beside
this checkout, else from a small table of the commonest families. Order and number of elements are random, so what is
made is TEI by its nesting only: more than any document of a project tries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import TYPE_CHECKING

import lxml.html
from hypothesis import strategies as st
from lxml import etree

from support.running import SHARED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

RNG = "{http://relaxng.org/ns/structure/1.0}"
WHOLE = SHARED / "tei" / "tei_all.rng"

# Where TEI's grammar is not at hand: what stands in which; a point says that text does.
SMALL = """
div: ab biblFull biblStruct castList closer cit div entry figure floatingText head lg list listBibl listPerson listPlace
div: msDesc opener p postscript quote sp stage table u trailer dateline
floatingText: body; body: div head p ab lg sp; head: . hi title name lb; p: . hi name persName title list q quote date lb
ab: . seg w hi; seg: . hi; w: .; hi: . hi; name: . hi; title: . hi; q: . p lg hi; quote: . p lg l hi; date: .; lg: head l lg
l: . hi caesura; trailer: . hi; list: head item label; item: . p list hi; label: . hi; table: head row; row: cell
cell: . p list figure table; figure: head p ab; cit: quote bibl; opener: . dateline salute address signed persName date
closer: . salute signed dateline address; postscript: head p; dateline: . placeName date name; salute: . persName hi
signed: . persName; address: addrLine street settlement country; addrLine: . hi; street: .; settlement: .; country: .
placeName: . settlement country; persName: . forename surname roleName; forename: .; surname: .; roleName: .
sp: speaker p l lg stage; speaker: . hi; stage: . hi name; castList: head castItem castGroup
castGroup: head castItem roleDesc; castItem: . role roleDesc actor; role: . name; roleDesc: . name; actor: .
u: . seg pause vocal incident kinesic shift; vocal: desc; incident: desc; kinesic: desc; desc: . name
entry: form gramGrp sense etym cit xr re entry; form: . orth pron gramGrp form; orth: .; pron: .; gramGrp: . pos gen; pos: .
gen: .; sense: . def cit sense usg xr; def: . hi; usg: .; etym: . mentioned lang; mentioned: .; lang: .; xr: . lbl; lbl: .
re: . form sense; biblStruct: analytic monogr series; analytic: author title editor; monogr: author title edition imprint
series: . title biblScope; author: . persName; editor: . persName; edition: .; imprint: pubPlace publisher date biblScope
pubPlace: . name; publisher: . name; biblScope: .; listBibl: head bibl biblStruct listBibl; bibl: . author title date
biblFull: titleStmt publicationStmt; titleStmt: title author; publicationStmt: publisher pubPlace date
listPerson: head person listPerson; person: persName birth death occupation p; birth: . date placeName; death: . date
occupation: . name; listPlace: head place; place: placeName country location p; location: . geo; geo: .
msDesc: msIdentifier head msContents physDesc history msPart p; msIdentifier: settlement repository idno msName
repository: .; idno: .; msName: . name; msContents: summary msItem p; summary: . p; msItem: locus author title rubric incipit
msItem: explicit msItem; locus: .; rubric: . hi; incipit: . hi; explicit: . hi; physDesc: objectDesc handDesc p
objectDesc: supportDesc p; supportDesc: support extent; support: . p; extent: . dimensions; dimensions: height width
height: .; width: .; handDesc: handNote p; handNote: . p; history: origin provenance p; origin: . p; provenance: . p
msPart: msIdentifier physDesc p
"""

# What editions show elsewhere, once for several, or as something else than its words, each with tests of its own.
READINGS = "abbr am app choice corr ex expan lem orig rdg rdgGrp reg sic subst substJoin wit witDetail"
NOTES = "note noteGrp index ref ptr"
ASIDE = "fw figDesc gap space metamark facsimile sourceDoc standOff teiHeader listTranspose listAnnotation"
CODE = "egXML eg formula notatedMusic graphic media binaryObject model constraint"
ELSEWHERE = frozenset(f"{READINGS} {NOTES} {ASIDE} {CODE}".split())

# What may be within a word is written with spaces around its words, as no edition can know where words end there.
IN_WORDS = frozenset(
    """add c cb damage del distinct emph ex expan g hi m mod pb pc rb restore retrace rhyme rt rtc ruby secl surplus
    supplied unclear w""".split()  # noqa: SIM905
)


# What stands on lines of its own also where text is right before and after it.
SET_APART = frozenset(("ab", "figure", "floatingText", "l", "lg", "list", "listBibl", "msDesc", "p", "sp", "table"))


@dataclass(frozen=True)
class Grammar:
    """For each element, which stand in it; and those that hold text."""

    children: dict[str, tuple[str, ...]]
    texts: frozenset[str]


@cache
def grammar() -> Grammar:
    """The grammar that there is, without what is told elsewhere."""
    return _read(WHOLE) if WHOLE.is_file() else _small()


def _small() -> Grammar:
    found: dict[str, set[str]] = {}
    for entry in SMALL.replace("\n", ";").split(";"):
        name, _, inside = entry.partition(":")
        found.setdefault(name.strip(), set()).update(inside.split())
    return _without_strangers(found)


def _read(path: Path) -> Grammar:
    root = etree.parse(path).getroot()
    defines: dict[str, list[etree._Element]] = {}
    for define in root.iter(f"{RNG}define"):
        defines.setdefault(define.get("name", ""), []).append(define)

    def content(pattern: etree._Element, seen: set[str]) -> Iterator[str]:
        """Names of elements, and '' for text, right within a pattern."""
        for part in pattern.iterchildren(f"{RNG}*"):
            kind = etree.QName(part).localname
            if kind == "element":
                yield part.get("name", "*")
            elif kind in ("text", "data", "value", "list"):
                yield ""
            elif kind == "ref" and part.get("name") not in seen:
                seen.add(part.get("name", ""))
                for define in defines.get(part.get("name", ""), []):
                    yield from content(define, seen)
            elif kind not in ("attribute", "ref", "name", "anyName", "param"):
                yield from content(part, seen)

    found = {
        element.get("name", ""): set(content(element, set()))
        for element in root.iter(f"{RNG}element")
        if element.get("name") and element.get("name") not in ELSEWHERE
    }
    return _without_strangers(found)


def _without_strangers(found: dict[str, set[str]]) -> Grammar:
    """The grammar whose elements have contents, and '' or '.' where there is text."""
    children = {name: tuple(sorted(inside & found.keys())) for name, inside in found.items()}
    return Grammar(children, frozenset(name for name, inside in found.items() if {"", "."} & inside))


@dataclass
class Sample:
    """A body of TEI, and its words in their order."""

    body: str = ""
    words: list[str] = field(default_factory=list)


FIRST = ("head", "front", "label")


@cache
def routes() -> dict[str, tuple[str, ...]]:
    """For each element that can stand in a division, through which elements one comes to it."""
    known = grammar()
    found: dict[str, tuple[str, ...]] = {"div": ()}
    waiting = ["div"]
    for name in waiting:
        for child in known.children[name]:
            if child not in found:
                found[child] = (*found[name], child)
                waiting.append(child)
    return found


@st.composite
def samples(draw: Callable[..., int], size: int = 40) -> Sample:
    """A division with an element that is any, some levels deep, and with others beside it and in it.

    It is drawn by a number, not by choices: choices of Hypothesis come back to the same few of TEI's elements.
    """
    random = Random(draw(st.integers(0, 2**32)))  # noqa: S311  (no secret)
    sample = Sample()
    to = routes()[random.choice(sorted(routes()))]
    sample.body = _Writer(random, sample, draw(st.integers(1, size))).element("div", to)
    return sample


@st.composite
def noted(draw: Callable[..., int], size: int = 40) -> Sample:
    """The same with notes at any place, some of which hold paragraphs; their words are the last."""
    sample = draw(samples(size))
    random = Random(draw(st.integers(0, 2**32)))  # noqa: S311  (no secret)
    root = etree.fromstring(sample.body)
    places = [element for element in root.iter() if element is not root]
    for place in random.sample(places, min(len(places), random.randint(1, 5))):
        note = etree.Element("note")
        sample.words.append(f"w{len(sample.words)}w")
        (etree.SubElement(note, "p") if random.random() < 0.3 else note).text = sample.words[-1]
        if random.random() < 0.3 and place.text:
            place.append(note)
        else:
            place.addnext(note)  # behind the text behind the element
            note.tail, place.tail = place.tail, None
    sample.body = etree.tostring(root, encoding="unicode")
    return sample


@dataclass
class _Writer:
    """Writes a sample; `left` says how many elements more it may have, about."""

    random: Random
    sample: Sample
    left: int

    def element(self, name: str, to: tuple[str, ...] = ()) -> str:
        """An element with the next on the way in it, and others."""
        self.left -= 1
        names = self.children(name, to)
        mixed = name in grammar().texts and (not names or self.random.random() < 0.5)
        parts = [self.word()] if mixed else []
        for number, child in enumerate(names):
            if IN_WORDS & {name, child, *names[:number][-1:]}:
                parts.append(" ")
            parts.append(self.element(child, to[1:] if to and child == to[0] else ()))
            if mixed and self.random.random() < 0.5:
                parts.append(self.word())
        padded = (mixed and not set(names) <= SET_APART and bool(names)) or name in IN_WORDS
        inside = f" {' '.join(parts)} " if padded else "".join(parts)
        return f"<{name}{self.attributes(name)}>{inside}</{name}>"

    def children(self, name: str, to: tuple[str, ...]) -> list[str]:
        """Which elements stand in the element."""
        allowed = grammar().children.get(name, ())
        if not allowed or self.left <= 0:
            return list(to[:1])
        others = self.random.choices(allowed, k=self.random.randint(0, 1 if to else 5))
        return sorted([*to[:1], *others], key=lambda one: FIRST.index(one) if one in FIRST else len(FIRST))

    def attributes(self, name: str) -> str:
        """Now and then what encoders say of the look."""
        if name not in ("list", "hi", "quote", "seg") or self.random.random() < 0.5:
            return ""
        return f' rend="{self.random.choice(["inline", "block", "numbered", "italic"])}"'

    def word(self) -> str:
        """A word that no other is."""
        self.sample.words.append(f"w{len(self.sample.words)}w")
        return self.sample.words[-1]


# What browsers set apart without white space (HTML Standard, 15.3: display block, list-item and the parts of tables).
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "caption",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)


# Parts of a page that repeat words of the text, beside its contents.
REPEATING = ("interventions", "sidenote", "title-block")


def words(text: str) -> list[str]:
    """The words of samples in a text, and whatever they have run together with."""
    return [word for word in re.findall(r"\w+", text) if re.search(r"w\d+w", word)]


def words_of_page(element: lxml.html.HtmlElement) -> list[str]:
    """The same of what a page shows: of parts of a page that repeat others, nothing."""
    return words("".join(_shown(element)))


def _shown(element: lxml.html.HtmlElement) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag == "nav" or element.get("class") in REPEATING:
        yield element.tail or ""
        return
    around = " " if element.tag in BLOCKS else ""
    yield around
    yield element.text or ""
    for child in element:
        yield from _shown(child)
    yield around
    yield element.tail or ""
