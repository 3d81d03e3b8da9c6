"""Reading a document: everything that the model says of it, in one go, whatever TEI it is."""

from __future__ import annotations

from collections import OrderedDict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from teitools import filesystem
from teitools.diagnostics import diagnose
from teitools.document.names import XML_ID, XML_LANG
from teitools.facts.annotating import annotation_targets, read_annotations
from teitools.facts.citable import citation_trees
from teitools.facts.citing import declared_units
from teitools.facts.entities import is_entry, read_entities, read_relations
from teitools.facts.header import read_header, read_letters
from teitools.facts.model import Citation, Date, Document, Entity, Mention, Quotation, Token, Variant
from teitools.facts.plain import plain_parts
from teitools.facts.recording import Recorder
from teitools.facts.references import Names, References
from teitools.facts.separation import name_of
from teitools.facts.sought import Sought
from teitools.facts.vocabulary import DIVERGING, ENTITIES, tei
from teitools.facts.walking import Walker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from teitools import document
    from teitools.diagnostics import Diagnostic
    from teitools.facts.citable import CitationTree
    from teitools.facts.model import Annotation, LayerName, Note, Unit

__all__ = ["Reader", "running_text"]

_WITH_ID = etree.XPath("descendant-or-self::*/@xml:id/..")  # the fastest of all that say so
_KEPT = 16  # files of registers whose entries are kept
_NOTE, _STAND_OFF, _SOURCE = tei("note"), tei("standOff"), tei("sourceDoc")
_ENCODING = tei("variantEncoding")
_PARTS = frozenset(("text", "TEI", "teiCorpus"))
_HOLDERS = frozenset(("standOff", "listAnnotation", "noteGrp"))
_NO_TEXTS = frozenset(("teiHeader", "standOff", "facsimile"))
_SHOWN = 80


class Reader:
    """Reads the documents of one run.

    `root` is its folder, below which documents have their names. `open_file` gives the document of a file that is
    pointed at, None if it cannot be read. The ids of `registers` are known in every document.
    """

    def __init__(
        self, root: Path, open_file: Callable[[Path], document.Document | None], registers: Sequence[Path] = ()
    ) -> None:
        self._names = Names(str(root))
        self._open = open_file
        self._shared = tuple(str(path) for path in registers)
        self._entries: OrderedDict[str, Mapping[str, Entity] | None] = OrderedDict()

    def name(self, source: document.Document) -> str:
        """What a document is called in the run."""
        return self._names.of(str(filesystem.normal(source.path))) if source.path else source.name

    def read(self, source: document.Document) -> Document:
        """The facts of a document. What of it cannot be placed is among its `findings`; nothing is an exception."""
        return _Reading(source, self.name(source), self._names, self.load, self._shared).document()

    def read_citable(self, source: document.Document) -> tuple[Document, tuple[CitationTree, ...]]:
        """The same, and the trees by which its parts are cited: declared ones, else those that it has by structure."""
        reading = _Reading(source, self.name(source), self._names, self.load, self._shared)
        made = reading.document()
        entries = {one.id.rpartition("#")[2]: one for one in made.entities if one.document == made.id}
        nodes = list(source.root.iter())
        numbers = reading.numbers(nodes)
        return made, citation_trees(nodes, made.units, numbers, entries, tuple(reading.declared.values()))

    def describe(self, source: document.Document) -> Document:
        """The same without what is in the text: what the header says, and entries."""
        reading = _Reading(source, self.name(source), self._names, self.load, self._shared)
        header, letters = (
            read_header(source.root, reading.references),
            read_letters(reading.sought, reading.name, reading.references),
        )
        others = tuple(reading.references.entities.values())
        return Document(
            reading.name, str(source.path) if source.path else None, header, {}, letters=letters, entities=others
        )

    def load(self, path: str) -> Mapping[str, Entity] | None:
        """The entries that a file declares, by their xml:id; None if it cannot be read. Of files the last are kept."""
        if path in self._entries:
            self._entries.move_to_end(path)
            return self._entries[path]
        source = self._open(Path(path))
        found: dict[str, Entity] | None = None
        if source is not None:
            name = self._names.of(path)
            sought = Sought(source.root)
            references = References(source, sought, name, self._names, _ids(source.root)[0], lambda _: {}, ())
            found = {one.id.rpartition("#")[2]: one for one in read_entities(sought, name, references)}
        self._entries[path] = found
        if len(self._entries) > _KEPT:
            self._entries.popitem(last=False)
        return found


def _ids(root: etree._Element) -> tuple[dict[str, str], bool]:
    """The ids of a document, each with the kind of entry that has it, if one has; whether each is there once. The first
    of each counts.
    """
    found: dict[str, str] = {}
    with_id: list[etree._Element] = _WITH_ID(root)  # type: ignore[assignment]  # what the expression selects
    for element in with_id:
        found.setdefault(element.get(XML_ID, ""), ENTITIES[name_of(element)] if is_entry(element) else "")
    return found, len(found) == len(with_id)


def _detaches(sought: Sought) -> bool:
    """Whether the entries of the apparatus stand apart from the text."""
    methods = [element.get("method") for element in sought.of(_ENCODING)]
    return bool(methods) and "parallel-segmentation" not in methods


def running_text(root: etree._Element) -> str:
    """The running text of a document in the reading layer, as `Document.text` has it, without all other facts."""
    sought = Sought(root)
    tops = list(_tops(root, sought))
    walker = Walker(1, tops=frozenset(tops))
    walker.detached_entries = _detaches(sought)
    for top in tops:
        walker.walk(top)
    return walker.stream.layers[0].text()


class _Reading:
    """One document, while it is read."""

    def __init__(
        self,
        source: document.Document,
        name: str,
        names: Names,
        load: Callable[[str], Mapping[str, Entity] | None],
        shared: tuple[str, ...],
    ) -> None:
        self.source, self.root, self.name = source, source.root, name
        self.ids, self.has_own_ids = _ids(self.root)
        self.sought = Sought(self.root)
        self.references = References(source, self.sought, name, names, self.ids, load, shared)
        self.findings: list[Diagnostic] = []
        self.untimed: list[tuple[etree._Element, str, str]] = []

    def document(self) -> Document:
        """All facts."""
        entities = read_entities(self.sought, self.name, self.references)
        tops = list(_tops(self.root, self.sought))
        is_double = bool(self.sought.of(DIVERGING))
        walker = Walker(2 if is_double else 1, tops=frozenset(tops))
        walker.detached_entries = _detaches(self.sought)
        declared = self.declared = declared_units(self.sought, self._tell_pattern)
        language = self.root.get(XML_LANG, "")
        targets = self._targets()
        recorder = Recorder(walker, self.references, declared, targets, self._tell_date, language)
        is_simple = not declared and self.has_own_ids
        walker.record(recorder, plain_parts(self.source, self.references, targets) if is_simple else None)
        for top in tops:
            walker.walk(top)
        for note in self._notes_apart(tops):
            walker.walk_apart(note)
        texts = [layer.text() for layer in walker.stream.layers]
        layers: dict[LayerName, str] = {"reading": texts[0], "printed": texts[-1]}
        made = self._made(layers, recorder, entities)
        self._units = recorder.units
        return made

    def numbers(self, nodes: Sequence[etree._Element]) -> dict[str, int]:
        """Which of the nodes of the document its units are, by their ids, when it has been read."""
        return self._units.numbers(nodes)

    def _made(self, layers: Mapping[LayerName, str], recorder: Recorder, entities: tuple[Entity, ...]) -> Document:
        references = self.references
        header = read_header(self.root, references)
        relations = read_relations(self.sought, self.name, references)
        letters = read_letters(self.sought, self.name, references)
        notes, units = recorder.notes, recorder.units.all
        annotations = self._annotations(recorder, units, layers, notes)
        self._tell_rest(layers, has_entities=bool(entities))
        own = {entity.id for entity in entities}
        others = (one for one in references.entities.values() if one.id not in own)
        return Document(
            id=self.name,
            path=str(self.source.path) if self.source.path else None,
            header=header,
            layers=layers,
            units=units,
            notes=notes,
            mentions=recorder.of(Mention),
            dates=recorder.of(Date),
            citations=recorder.of(Citation),
            quotations=recorder.of(Quotation),
            variants=recorder.of(Variant),
            tokens=recorder.of(Token),
            annotations=annotations,
            letters=letters,
            entities=(*entities, *others),
            relations=relations,
            registers=tuple(references.files),
            findings=tuple(self.findings),
        )

    def _annotations(
        self, recorder: Recorder, units: Sequence[Unit], layers: Mapping[LayerName, str], notes: Sequence[Note]
    ) -> tuple[Annotation, ...]:
        """The annotations; the innermost unit around an element that is one is itself."""
        texts = {note.id: note.layers for note in notes}
        own = {unit.id for unit in units} if recorder.places else ()
        places = {id_: place._replace(unit=id_) if id_ in own else place for id_, place in recorder.places.items()}
        return read_annotations(
            self.sought, self.references, places, lambda note, layer: (layers if note is None else texts[note])[layer]
        )

    def _targets(self) -> frozenset[str]:
        """The ids that notes and annotations are about."""
        of_notes = (token for note in self.sought.of(_NOTE) for token in (note.get("target") or "").split())
        pointers = chain(of_notes, annotation_targets(self.sought))
        return frozenset(token[1:] for token in pointers if token.startswith("#"))

    def _notes_apart(self, tops: Sequence[etree._Element]) -> Iterator[etree._Element]:
        """Notes that stand in no text, but are about one (TEI Guidelines 16.10); none of entries of registers."""
        for holder in self.sought.of(_STAND_OFF):
            if holder not in tops:
                for note in holder.iter(*_NOTE):
                    if name_of(note.getparent()) in _HOLDERS:
                        yield note

    def _tell_pattern(self, structure: etree._Element, pattern: str) -> None:
        place = self.source.location(structure, "match")
        self.findings.append(diagnose("FCT002", place, pattern=pattern[:_SHOWN]))

    def _tell_date(self, element: etree._Element, name: str, value: str) -> None:
        self.untimed.append((element, name, value))

    def _tell_rest(self, layers: Mapping[LayerName, str], *, has_entities: bool) -> None:
        """One finding of each kind a document, at the first place."""
        if self.untimed:
            element, name, value = self.untimed[0]
            place = self.source.location(element, name if element.get(name) else f"{name}-iso")
            count = len(self.untimed)
            self.findings.append(diagnose("FCT003", place, attribute=name, value=value[:_SHOWN], count=count))
        if self.references.lost:
            lost, token = self.references.lost[0]
            place, count = self.source.location(lost), len(self.references.lost)
            self.findings.append(diagnose("FCT001", place, value=token[:_SHOWN], count=count))
        if not layers["reading"] and not has_entities:
            self.findings.append(diagnose("FCT004", self.source.location(self.root), name=name_of(self.root) or "?"))


def _tops(root: etree._Element, sought: Sought) -> Iterator[etree._Element]:
    """Where the text of a document is, in its order (texts.xsl, tt:tops-of): texts, the parts of a corpus with theirs;
    transcriptions follow a text that they stand beside. A fragment is text itself, but not a header or a register.
    """
    name = name_of(root)
    if name not in ("TEI", "teiCorpus"):
        if name not in _NO_TEXTS:
            yield root
        return
    parts = [child for child in root if name_of(child) in _PARTS]
    transcriptions = [one for one in sought.of(_SOURCE) if one.getparent() is root or not parts]
    yield from (*parts, *transcriptions)
    if not parts and not transcriptions:
        yield from (one for one in root if isinstance(one.tag, str) and name_of(one) not in _NO_TEXTS)
