"""Print the TEI elements that some edition has no template for, or that no test shows to an edition.

An element is styled where the last step of a match pattern of the edition, or of what it includes, names it; it is
tested where it stands in the edition of the article or in a document that the tests of an edition hold. What is not
styled keeps its text and is reported as unstyled, so this is a list of what to look at, not of faults.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
TEI = "{http://www.tei-c.org/ns/1.0}"
XSL = "{http://www.w3.org/1999/XSL/Transform}"
EDITIONS = ("html", "latex", "text")
_IN = "xpath-default-namespace"
_PREDICATE = re.compile(r"\[[^\[\]]*\]")
_STEP = re.compile(r"(?:\w+::|\w+:)?([A-Za-z]\w*)$")
_START_TAG = re.compile(r"<([A-Za-z]\w*)(?=[\s/>])")


def named(pattern: str) -> Iterator[str]:
    """The elements that a match pattern is about."""
    while pattern != (without := _PREDICATE.sub("", pattern)):
        pattern = without
    for path in re.split(r"[|()]", pattern):
        if found := _STEP.search(path.strip()):
            yield found[1]


def modules(path: Path, seen: set[Path]) -> Iterator[etree._Element]:
    """A stylesheet and all that it includes or imports, each once."""
    if path not in seen:
        seen.add(path)
        root = etree.parse(path).getroot()
        yield root
        for link in root.iter(f"{XSL}include", f"{XSL}import"):
            yield from modules((path.parent / link.get("href", "")).resolve(), seen)


def styled(edition: str) -> set[str]:
    """The elements that have a template in an edition."""
    entry = ROOT / "xslt" / edition / "edition.xsl"
    templates = (rule for module in modules(entry, set()) for rule in module.iter(f"{XSL}template"))
    of_tei = (
        rule
        for rule in templates
        if rule.xpath("string((ancestor-or-self::*/@*[name() = $n])[last()])", n=_IN) == TEI[1:-1]
    )
    return {name for rule in of_tei for name in named(rule.get("match", ""))}


def article() -> set[str]:
    """The elements of the edition's documents."""
    trees = map(etree.parse, (ROOT / "tei").glob("*.xml"))
    return {etree.QName(element).localname for tree in trees for element in tree.iter(f"{TEI}*")}


def shown_by_tests() -> set[str]:
    """The elements in documents that tests of the editions hold; names of HTML are among them."""
    sources = [path for folder in ("common", *EDITIONS) for path in (ROOT / "tests" / folder).rglob("*.py")]
    return {name for path in sources for name in _START_TAG.findall(path.read_text(encoding="utf-8"))}


def main() -> None:
    """Print the table."""
    having = {edition: styled(edition) for edition in EDITIONS}
    in_article, in_tests = article(), shown_by_tests()
    anywhere = set.union(*having.values())
    known = in_article | anywhere  # a start tag that is neither may be one of HTML
    columns = {**having, "article": in_article, "tests": in_tests}
    out = [f"\n{'TEI element':24}" + "".join(f"{name:>9}" for name in columns)]
    for name in sorted(known, key=str.lower):
        marks = [name in elements for elements in columns.values()]
        if not all(marks[:3]) or not any(marks[3:]):
            out.append(f"{name:24}" + "".join(f"{'yes' if mark else '–':>9}" for mark in marks))
    whole = set.intersection(*having.values())
    out.append(
        f"\n{len(known)} elements: {len(whole)} styled by all editions, {len(anywhere - whole)} by some, "
        f"{len(known - anywhere)} by none; {len(known - in_article - in_tests)} styled and shown by no test"
    )
    sys.stdout.write("\n".join(out) + "\n")


if __name__ == "__main__":
    main()
