"""The teitools.toml of a package: what checks its texts and makes its editions again, with no path that leads out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from teitools import filesystem
from teitools.document import escape
from teitools.document.names import CATALOG
from teitools.resources import EDITIONS, resource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from teitools.project import Project
    from teitools.triage import Choice

    Placed = Callable[[Path], str]
    """Where a file lies in the package, relative to its teitools.toml."""

__all__ = ["CATALOG_FILE", "SETTINGS", "catalog_file", "settings_file"]

SETTINGS = "teitools.toml"
CATALOG_FILE = "package-catalog.xml"


def catalog_file(addresses: Mapping[str, Path], placed: Placed) -> bytes:
    """An OASIS catalog of the public addresses whose copies are in the package."""
    rows = [
        f'  <uri name="{escape.value(address)}" uri="{escape.value(quote(placed(path)))}"/>\n'
        for address, path in sorted(addresses.items())
    ]
    return f'<catalog xmlns="{CATALOG}">\n{"".join(rows)}</catalog>\n'.encode()


def settings_file(project: Project | None, documents: Iterable[Path], placed: Placed, *, has_catalog: bool) -> bytes:
    """The settings, as the package has its files; the same project gives the same bytes."""
    listed = [placed(path) for path in documents]
    tables: list[tuple[str, list[tuple[str, object]]]] = []
    if project is None:
        tables.append(("project", [("documents", listed), *([("catalog", CATALOG_FILE)] if has_catalog else [])]))
        tables.append(("editions", [("documents", listed)]))
    else:
        tables += _of_project(project, listed, placed, has_catalog=has_catalog)
    text = "# What is in this folder, how it is checked (teitools check) and published (teitools build).\n"
    return (text + "".join(_table(name, rows) for name, rows in tables)).encode()


def _of_project(
    project: Project, listed: list[str], placed: Placed, *, has_catalog: bool
) -> Iterator[tuple[str, list[tuple[str, object]]]]:
    root = filesystem.normal(project.root)
    folders = [filesystem.normal(path) for path in project.allow_read]
    yield (
        "project",
        [
            ("documents", listed),
            ("base", project.base),
            ("schemas", [item if isinstance(item, str) else placed(item) for item in project.schemas]),
            ("schematron", [item if isinstance(item, str) else placed(item) for item in project.schematron]),
            ("registers", [placed(path) for path in project.registers]),
            ("catalog", CATALOG_FILE if has_catalog else ""),
            ("allow-read", [path.relative_to(root).as_posix() for path in folders if path.is_relative_to(root)]),
            ("time-limit", project.time_limit),
            ("shared-variables", project.shared_variables),
        ],
    )
    yield from _findings(project.findings.choices, project.findings.baseline, placed, root)
    edited = [name for name in map(placed, project.edition_documents) if name in listed]
    wording = [placed(path) for path in project.editions["html"].wording]
    pages = project.editions["html"]
    languages = list(pages.languages) or [pages.offered["language"]] if "language" in pages.offered else []
    yield (
        "editions",
        [
            ("documents", edited),
            ("wording", wording),
            ("languages", languages),
            ("time-limit", project.edition_time_limit),
        ],
    )
    shipped = filesystem.real(resource("xslt"))
    for kind in EDITIONS:
        yield f"editions.{kind}", list(_edition(project, kind, placed, shipped))
    if project.odd:
        compiled = placed(project.odd.compiled) if project.odd.compiled else ""
        rows = [("file", placed(project.odd.file)), ("compiled", compiled), ("languages", list(project.odd.languages))]
        yield "odd", [*rows]


def _edition(project: Project, kind: str, placed: Placed, shipped: Path) -> Iterator[tuple[str, object]]:
    edition = project.editions[kind]
    if not filesystem.real(edition.stylesheet).is_relative_to(shipped):
        yield "stylesheet", placed(edition.stylesheet)
    added = {"html": "css", "latex": "preamble"}.get(kind, "")
    for path in edition.added:
        yield added, placed(path)
    fonts = edition.parameters.get("fonts", "") if kind == "latex" else ""
    if fonts:
        yield "fonts", dict(pair.split(": ", 1) for pair in fonts.split("; "))
    yield "parameters", {name: value for name, value in edition.parameters.items() if name not in (added, "fonts")}
    if not edition.copies_pictures:
        yield "pictures", "link"
    if not edition.copies_source:
        yield "tei", "omit"


def _findings(
    choices: Iterable[Choice], baseline: Path | None, placed: Placed, root: Path
) -> Iterator[tuple[str, list[tuple[str, object]]]]:
    general: list[tuple[str, object]] = [("baseline", placed(baseline) if baseline else "")]
    overrides: list[list[tuple[str, object]]] = []
    for choice in choices:
        ignored = [code for code, level in choice.levels.items() if level is None]
        severity = {code: level.value for code, level in choice.levels.items() if level is not None}
        said: list[tuple[str, object]] = [("ignore", ignored), ("severity", severity)]
        if choice.paths is None:
            general += said
        else:
            paths = sorted(path.relative_to(root).as_posix() for path in choice.paths if path.is_relative_to(root))
            overrides.append([("paths", paths), *said])
    yield "findings", general
    yield from (("[findings.overrides]", rows) for rows in overrides)


def _table(name: str, rows: Iterable[tuple[str, object]]) -> str:
    stated = [(key, value) for key, value in rows if value not in (None, "", [], {}, False)]
    return f"\n[{name}]\n" + "".join(f"{key} = {_value(value)}\n" for key, value in stated) if stated else ""


def _value(value: object) -> str:
    """A value as TOML has it; its texts are written as those of JSON are."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_value(key)} = {_value(item)}" for key, item in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, bool) or not isinstance(value, str):
        return str(value).lower()
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
