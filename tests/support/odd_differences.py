"""Our schemas beside those that the TEI Stylesheets make from the same ODD: the same verdict, the same first line.

Run by hand for as many mutants as you like: `python -m support.odd_differences tei_lite 2000` in the folder `tests`.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from support.odd_documents import Generator, Vocabulary, mutant
from teitools.odd import compile_odd
from teitools.odd.relaxng import write_relaxng
from teitools.relaxng import Schema, validate_stream

SHARED = Path(__file__).resolve().parents[3] / "shared"
TEI_ALL = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title/></titleStmt><publicationStmt><p/>
</publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader><text><body>
<schemaSpec ident="tei_all" start="TEI teiCorpus">{modules}</schemaSpec></body></text></TEI>"""
SMALL = 70_000


@dataclass
class Difference:
    """A document on which the two schemas differ: the first finding of each (line, code, message), or None."""

    document: bytes
    ours: tuple[int | None, str, str] | None
    theirs: tuple[int | None, str, str] | None


@dataclass
class Comparison:
    """What came of a comparison."""

    documents: int = 0
    valid: int = 0
    differences: list[Difference] = field(default_factory=list)


def tei_all_odd(folder: Path) -> Path:
    """An ODD with every module of TEI."""
    source = etree.parse(SHARED / "tei" / "p5subset.xml")
    idents = [spec.get("ident") for spec in source.iter("{http://www.tei-c.org/ns/1.0}moduleSpec")]
    path = folder / "tei_all.odd"
    path.write_text(TEI_ALL.format(modules="".join(f'<moduleRef key="{i}"/>' for i in idents)), encoding="utf-8")
    return path


class Pair:
    """Our schema and theirs for one ODD."""

    def __init__(self, name: str, folder: Path) -> None:
        odd = tei_all_odd(folder) if name == "tei_all" else SHARED / "tei" / f"{name}.odd"
        compiled = compile_odd(odd, source=SHARED / "tei" / "p5subset.xml")
        assert compiled.customization is not None, compiled.diagnostics
        self.customization = compiled.customization
        self.path = folder / f"{name}.rng"
        self.path.write_text(write_relaxng(self.customization, language=None), encoding="utf-8")
        self.ours = Schema.load(self.path, cache=False)
        self.theirs = Schema.load(SHARED / "tei" / f"{name}.rng", cache=False)

    def first(self, schema: Schema, document: bytes) -> tuple[int | None, str, str] | None:
        """The first finding."""
        for finding in validate_stream(schema, [document], "d.xml"):
            return finding.location.line, finding.code, finding.message
        return None

    def compare(self, document: bytes, into: Comparison) -> None:
        """Put a document to both."""
        ours, theirs = self.first(self.ours, document), self.first(self.theirs, document)
        into.documents += 1
        into.valid += ours is None
        if (ours and ours[0]) != (theirs and theirs[0]):
            into.differences.append(Difference(document, ours, theirs))


def documents(pair: Pair, rng: random.Random) -> list[etree._Element]:
    """The samples that are not too big, and for each element of the schema a document that contains it."""
    found = [etree.parse(p).getroot() for p in sorted((SHARED / "corpus").glob("*.xml")) if p.stat().st_size < SMALL]
    generator = Generator(pair.customization)
    made = (generator.document(ident, rng) for ident in pair.customization.elements)
    return [*found, *(document for document in made if document is not None)]


def run(pair: Pair, count: int, seed: int = 1) -> tuple[Comparison, Comparison]:
    """Compare on generated documents as they are, and on so many mutants."""
    rng = random.Random(seed)  # noqa: S311  # the same mutants every time are wanted
    roots = documents(pair, rng)
    plain, mutants = Comparison(), Comparison()
    for root in roots:
        pair.compare(etree.tostring(root, encoding="utf-8"), plain)
    small = [root for root in roots if len(root.xpath("//*")) < 600]
    words = vocabulary(pair)
    for _ in range(count):
        pair.compare(mutant(rng.choice(small), words, rng), mutants)
    return plain, mutants


def vocabulary(pair: Pair) -> Vocabulary:
    """The names and values of a schema, and some that it does not have."""
    names: Counter[str] = Counter()
    values = {"", "a", "a b", "12", "1920-01-01", "#x", "x y z", "true", "tr", "0.5", "high", "http://example.org/"}
    for spec in pair.customization.elements.values():
        for attribute in spec.attributes.attributes():
            names[f"{{{attribute.namespace}}}{attribute.name}" if attribute.namespace else attribute.name] += 1
            if attribute.values is not None:
                values |= {item.name for item in attribute.values.items[:3]}
    elements = [f"{{{spec.namespace}}}{spec.name}" for spec in pair.customization.elements.values()]
    elements += ["{http://www.tei-c.org/ns/1.0}foo", "bar"]
    return Vocabulary(elements, [*list(names.elements())[::7], *sorted(names), "foo"], sorted(values))


def main() -> None:
    """Compare and print what differs."""
    import tempfile

    name, count = sys.argv[1], int(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        for kind, comparison in zip(("documents", "mutants"), run(Pair(name, Path(folder)), count), strict=True):
            found = comparison.differences
            sys.stdout.write(
                f"{name} {kind}: {comparison.documents}, valid {comparison.valid}, different {len(found)}\n"
            )
            for difference in found[: int(sys.argv[3]) if len(sys.argv) > 3 else 10]:
                sys.stdout.write(f"   ours {difference.ours}\n theirs {difference.theirs}\n")


if __name__ == "__main__":
    main()
