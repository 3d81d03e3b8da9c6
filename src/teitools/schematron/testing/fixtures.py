"""Documents that break rules or keep them, and what is expected of each: the unit tests of rules.

    FOLDER/rule-id/failing.xml      breaks the rule `rule-id`, and no other
    FOLDER/rule-id/failing-2.xml    … every document whose name begins so
    FOLDER/rule-id/passing.xml      breaks no rule
    FOLDER/rule-id/expected.json    where it is broken, if a document does not say so itself
    FOLDER/beside/register.xml      lies beside every document when the rules run

A document says where its rule is broken with an instruction before the element: `<?expect?>` for this element,
`<?expect @ref?>` for its attribute, `<?expect 12:5?>` for a line and column; `<?expect other-rule @ref?>` for another
rule than that of the folder. `expected.json` may hold `line` and `column` for failing.xml, `findings` (by file name:
a list of `"12:5"` or `"12:5 other-rule"`), `beside` (by `failing`, `passing` …: the names of the files to lay there,
all without it) and `note`. Without any place the rule may be broken anywhere in the document.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lxml import etree

from teitools import filesystem
from teitools.diagnostics import SetupError
from teitools.document import display_name
from teitools.document.names import XML

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from teitools.document import Document

__all__ = ["Expectation", "Fixture", "expectations", "find_fixtures"]

_BESIDE = "beside"
_EXPECTED = "expected.json"
_KINDS = ("failing", "passing")
_KEYS = frozenset({"line", "column", "findings", "beside", "note", "not_valid_because"})
_PLACE = re.compile(r"([1-9]\d*):([1-9]\d*)$")


@dataclass(frozen=True, slots=True)
class Expectation:
    """A finding that must come: of which rule, and at which line and column (None: anywhere)."""

    rule: str
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Fixture:
    """A document of a rule. `beside` are the files that must lie beside it, `settings` what expected.json says."""

    path: Path
    rule: str
    beside: tuple[Path, ...] = ()
    settings: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_failing(self) -> bool:
        """Whether the document is to break its rule."""
        return self.path.name.startswith("failing")

    @property
    def name(self) -> str:
        """The path as reports show it."""
        return display_name(self.path)


def find_fixtures(folder: Path) -> list[Fixture]:
    """The documents in and below a folder, folder by folder. Raises SetupError if an expected.json is wrong."""
    found: list[Fixture] = []
    for parent in sorted({path.parent for kind in _KINDS for path in filesystem.matching(folder, f"**/{kind}*.xml")}):
        if parent.name == _BESIDE:
            continue
        settings = _settings(parent / _EXPECTED)
        shared = _beside(parent)
        for path in sorted(path for kind in _KINDS for path in filesystem.matching(parent, f"{kind}*.xml")):
            own = [item for item in filesystem.entries(parent) if filesystem.is_file(item) and not _is_fixture(item)]
            chosen = _chosen(shared, settings, path.stem, parent / _EXPECTED)
            names = {item.name for item in own}
            beside = (*own, *(item for item in chosen if item.name not in names)) if chosen else ()
            found.append(Fixture(path, filesystem.real(parent).name, beside, settings))
    return found


def _is_fixture(path: Path) -> bool:
    return path.name == _EXPECTED or (path.suffix == ".xml" and path.name.startswith(_KINDS))


def _beside(parent: Path) -> list[Path]:
    """The files of the nearest folder `beside`: next to the rule's folder or next to the folder of folders."""
    for above in filesystem.real(parent).parents[:2]:
        if filesystem.is_folder(above / _BESIDE):
            return [path for path in filesystem.entries(above / _BESIDE) if filesystem.is_file(path)]
    return []


def _settings(path: Path) -> Mapping[str, object]:
    if not filesystem.is_file(path):
        return {}
    try:
        settings = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SetupError(f"{display_name(path)}: cannot be read as JSON: {error}; correct the file") from error
    if not isinstance(settings, dict):
        raise SetupError(f'{display_name(path)}: must be an object, such as {{"line": 12, "column": 5}}')
    if unknown := set(settings) - _KEYS:
        known = ", ".join(sorted(_KEYS))
        raise SetupError(f"{display_name(path)}: “{min(unknown)}” means nothing here; known are {known}")
    return settings


def _chosen(shared: list[Path], settings: Mapping[str, object], stem: str, path: Path) -> list[Path]:
    wanted = settings.get("beside", {})
    if not isinstance(wanted, dict) or not isinstance(wanted.get(stem, []), list):
        raise SetupError(f'{display_name(path)}: beside must be lists by name, such as {{"failing": ["register.xml"]}}')
    if stem not in wanted:
        return shared
    known = {item.name: item for item in shared}
    if missing := [name for name in wanted[stem] if name not in known]:
        raise SetupError(f"{display_name(path)}: no folder “{_BESIDE}” has a file {missing[0]}; correct the name")
    return [known[name] for name in wanted[stem]]


def expectations(fixture: Fixture, document: Document) -> list[Expectation]:
    """What must be found in the document of a fixture. Raises SetupError if that is not stated rightly."""
    stated = list(_instructions(fixture, document))
    if stated or not fixture.is_failing:
        return stated
    place = display_name(fixture.path.parent / _EXPECTED)
    findings = fixture.settings.get("findings", {})
    if not isinstance(findings, dict):
        raise SetupError(f'{place}: findings must be lists by file name, such as {{"failing-2.xml": ["12:5"]}}')
    if fixture.path.name in findings:
        return [_listed(item, fixture.rule, place) for item in findings[fixture.path.name]]
    line, column = fixture.settings.get("line"), fixture.settings.get("column")
    if fixture.path.name != "failing.xml" or line is None:
        return [Expectation(fixture.rule)]
    if not isinstance(line, int) or not isinstance(column, int):
        raise SetupError(f"{place}: line and column must be whole numbers")
    return [Expectation(fixture.rule, line, column)]


def _listed(item: object, rule: str, place: str) -> Expectation:
    """`12:5`, `12:5 rule` or `rule`."""
    words = item.split() if isinstance(item, str) else []
    found = _PLACE.match(words[0]) if words else None
    if not words or len(words) > 1 + bool(found):
        raise SetupError(f"{place}: “{item}” is no finding; write “12:5”, “12:5 rule” or “rule”")
    if found is None:
        return Expectation(words[0])
    return Expectation(words[1] if len(words) > 1 else rule, int(found[1]), int(found[2]))


def _instructions(fixture: Fixture, document: Document) -> Iterator[Expectation]:
    root = document.root
    for item in [*reversed(list(root.itersiblings(preceding=True))), *root.iter(etree.PI)]:
        if isinstance(item, etree._ProcessingInstruction) and item.target == "expect":
            yield _instructed(item, fixture, document)


def _instructed(item: etree._ProcessingInstruction, fixture: Fixture, document: Document) -> Expectation:
    rule, where = fixture.rule, ""
    for word in (item.text or "").split():
        if word.startswith("@") or _PLACE.match(word):
            where = word
        else:
            rule = word.removeprefix("SCH:")
    if place := _PLACE.match(where):
        return Expectation(rule, int(place[1]), int(place[2]))
    element = next((other for other in item.itersiblings() if isinstance(other.tag, str)), None)
    attribute = _attribute(element, where[1:]) if element is not None and where else None
    if element is None or (where and attribute is None):
        what = f"attribute {where[1:]} of the element" if where else "element"
        raise SetupError(
            f"{fixture.name}:{item.sourceline}: <?expect {item.text or ''}?> stands before no {what} that it could "
            "mean; put it before the element, or name a line and column"
        )
    location = document.location(element, attribute)
    return Expectation(rule, location.line, location.column)


def _attribute(element: etree._Element, name: str) -> str | None:
    """The name, as lxml writes it, of an attribute that the element has."""
    prefix, colon, local = name.rpartition(":")
    uri = {**element.nsmap, "xml": XML}.get(prefix) if colon else None
    full = f"{{{uri}}}{local}" if colon else local
    return full if full in element.attrib else None
