"""teitools.toml: which documents a project has, what checks them, which editions are made of them."""

from __future__ import annotations

import math
import re
import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import SetupError, Severity, catalogue, nearest
from teitools.document.addresses import scheme_of
from teitools.resources import EDITIONS, resource

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["EditionSettings", "OddSettings", "Project", "default_project", "find_project", "read_project"]

FILE_NAME = "teitools.toml"

_KEYS = {
    "": ("project", "editions", "odd"),
    "project": ("documents", "schemas", "schematron", "catalog", "allow-read", "time-limit", "shared-variables"),
    "editions": ("documents", "output", "time-limit", "severity", "wording", *EDITIONS),
    "odd": ("file", "compiled", "source", "languages"),
    **{f"editions.{kind}": ("stylesheet", "parameters") for kind in EDITIONS},
    "editions.html": ("stylesheet", "parameters", "css"),
    "editions.latex": ("stylesheet", "parameters", "fonts", "preamble"),
}
_ADDED = {"html": "css", "latex": "preamble"}
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*$")
_SCRIPT, _FONT = re.compile(r"[A-Z][a-z]{3}$"), re.compile(r"[\w .+-]+$")


@dataclass(frozen=True, slots=True)
class EditionSettings:
    """How an edition is made: its kind (one of `EDITIONS`), the entry stylesheet, its parameters.

    `added` are files of the project that go into the edition, of which a parameter tells the stylesheet; `wording` are
    tables of the wording in languages that the project adds.
    """

    kind: str
    stylesheet: Path
    parameters: Mapping[str, str]
    added: tuple[Path, ...] = ()
    wording: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class OddSettings:
    """What `[odd]` in teitools.toml says.

    `file` is the ODD; `compiled` what it comes to, written down (`teitools odd compile --format odd`), so that a build
    needs no source; `source` what the ODD chooses from, where there is no `compiled`; `languages` those of the pages.
    """

    file: Path
    compiled: Path | None
    source: str | None
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Project:
    """A project's settings; every path is absolute.

    `schemas` are used as what their endings tell, of those in `schematron` the rules that they hold or carry.
    `allow_read` are folders in which rules may read besides those of schema and document, and stylesheets besides those
    of the project; `time_limit` is in seconds for the rules of a schema, `edition_time_limit` for a document in an
    edition. With `shared_variables`, all patterns of a schema see the variables of each. `edition_severities` say
    how bad findings of a build are, by their codes, where the project takes them otherwise than the catalogue.
    """

    root: Path
    documents: tuple[Path, ...]
    schemas: tuple[Path, ...]
    schematron: tuple[Path, ...]
    catalog: Path | None
    allow_read: tuple[Path, ...]
    time_limit: float | None
    shared_variables: bool
    edition_documents: tuple[Path, ...]
    output: Path
    edition_time_limit: float | None
    editions: Mapping[str, EditionSettings]
    odd: OddSettings | None = None
    edition_severities: Mapping[str, Severity] = field(default_factory=dict)


def find_project(start: Path) -> Project | None:
    """The project of the nearest teitools.toml in `start` or above it, or None. Raises SetupError if it is broken."""
    folder = filesystem.real(start)
    for candidate in (folder, *folder.parents):
        if filesystem.is_file(path := candidate / FILE_NAME):
            return read_project(path)
    return None


def read_project(path: Path) -> Project:
    """Read one teitools.toml. Raises SetupError, naming the file and the setting, if anything in it is wrong."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SetupError(f"{path}: cannot be read as TOML: {error}; correct the file") from error
    return _project(_Settings(path, data))


def default_project(folder: Path) -> Project:
    """What holds in a folder without a teitools.toml: no documents, and the defaults of every setting."""
    return _project(_Settings(folder / FILE_NAME, {}))


def _project(settings: _Settings) -> Project:
    path = settings.path
    documents = settings.files("project", "documents")
    editions = {kind: _edition(settings, kind) for kind in EDITIONS}
    return Project(
        root=path.parent,
        documents=documents,
        schemas=settings.files("project", "schemas"),
        schematron=settings.files("project", "schematron"),
        catalog=path.parent / catalog if (catalog := settings.text("project", "catalog", "")) else None,
        allow_read=settings.folders("project", "allow-read"),
        time_limit=settings.seconds("project", "time-limit"),
        shared_variables=settings.flag("project", "shared-variables"),
        edition_documents=settings.files("editions", "documents"),
        output=path.parent / settings.text("editions", "output", "build"),
        edition_time_limit=settings.seconds("editions", "time-limit"),
        editions=editions,
        odd=_odd(settings),
        edition_severities=settings.severities("editions", "severity"),
    )


def _edition(settings: _Settings, kind: str) -> EditionSettings:
    table = f"editions.{kind}"
    own = settings.text(table, "stylesheet", "")
    stylesheet = settings.root / own if own else resource(f"xslt/{kind}/edition.xsl")
    try:
        filesystem.require_file(stylesheet, "there is no file of this name; correct the path")
    except SetupError as error:
        raise settings.fault(table, "stylesheet", str(error)) from error
    parameters = dict(settings.parameters(table))
    if fonts := settings.fonts(table):
        parameters["fonts"] = fonts
    added = settings.added(table, _ADDED[kind]) if kind in _ADDED else None
    if added:
        parameters[_ADDED[kind]] = added.name
    return EditionSettings(
        kind, stylesheet, parameters, (added,) if added else (), settings.files("editions", "wording")
    )


def _odd(settings: _Settings) -> OddSettings | None:
    file, compiled = settings.text("odd", "file", ""), settings.text("odd", "compiled", "")
    if not file:
        return None
    source = settings.text("odd", "source", "")
    if source and not scheme_of(source):
        source = str(settings.root / source)
    languages = settings.words("odd", "languages", ("en",))
    return OddSettings(settings.root / file, settings.root / compiled if compiled else None, source or None, languages)


class _Settings:
    """The tables of one teitools.toml, with the checks that make its faults readable."""

    def __init__(self, path: Path, data: dict[str, object]) -> None:
        self.path = path
        self.root = path.parent
        self._tables: dict[str, dict[str, object]] = {}
        self._add("", data)

    def _add(self, name: str, table: dict[str, object]) -> None:
        for key, value in table.items():
            if key not in _KEYS[name]:
                near = nearest(key, _KEYS[name])
                known = f"did you mean “{near}”?" if near else f"known here: {', '.join(_KEYS[name])}"
                raise self.fault(name, key, f"unknown setting; {known}")
            inner = f"{name}.{key}".lstrip(".")
            if inner in _KEYS:
                if not isinstance(value, dict):
                    raise self.fault(name, key, f"must be a table: [{inner}]")
                self._add(inner, value)
        self._tables[name] = table

    def fault(self, table: str, key: str, what: str) -> SetupError:
        place = f"[{table}] {key}" if table else key
        return SetupError(f"{self.path}: {place}: {what}")

    def text(self, table: str, key: str, default: str) -> str:
        value = self._tables.get(table, {}).get(key, default)
        if not isinstance(value, str):
            raise self.fault(table, key, f'must be a text in quotation marks, such as "{default or "path"}"')
        return value

    def words(self, table: str, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
        """A list of different texts without spaces, at least one."""
        value = self._tables.get(table, {}).get(key, list(default))
        if (
            not isinstance(value, list)
            or not value
            or not all(isinstance(item, str) and item.strip() for item in value)
        ):
            raise self.fault(table, key, f'must be a list of texts, such as ["{default[0]}"]')
        return tuple(dict.fromkeys(item.strip() for item in value))

    def files(self, table: str, key: str) -> tuple[Path, ...]:
        """The files that a list of paths and patterns names, in the list's order, those of a pattern sorted."""
        value = self._tables.get(table, {}).get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fault(table, key, 'must be a list of paths or patterns, such as ["tei/*.xml"]')
        found: dict[Path, None] = {}
        for pattern in value:
            matches = [path for path in self._matching(table, key, pattern) if filesystem.is_file(path)]
            if not matches:
                raise self.fault(table, key, f"no file matches “{pattern}” in {self.root}")
            found.update(dict.fromkeys(matches))
        return tuple(found)

    def folders(self, table: str, key: str) -> tuple[Path, ...]:
        """The folders that a list of paths names; none need be there."""
        value = self._tables.get(table, {}).get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fault(table, key, 'must be a list of folders, such as ["xslt"]')
        return tuple(self.root / item for item in value)

    def seconds(self, table: str, key: str) -> float | None:
        value = self._tables.get(table, {}).get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value < math.inf:
            raise self.fault(table, key, "must be a number of seconds above 0, such as 60")
        return float(value)

    def severities(self, table: str, key: str) -> Mapping[str, Severity]:
        """A table of codes of findings and how bad each is."""
        value = self._tables.get(table, {}).get(key, {})
        levels = [str(level) for level in Severity]
        if not isinstance(value, dict) or not all(level in levels for level in value.values()):
            raise self.fault(table, key, f'must be a table of codes, each {", ".join(levels)}: {{ EDN002 = "error" }}')
        known = [code for code, entry in catalogue().items() if entry.source == "editions"] if value else []
        if unknown := next((code for code in value if code not in known), None):
            raise self.fault(table, f"{key}.{unknown}", f"no finding of a build; known here: {', '.join(known)}")
        return {code: Severity(level) for code, level in value.items()}

    def flag(self, table: str, key: str) -> bool:
        value = self._tables.get(table, {}).get(key, False)
        if not isinstance(value, bool):
            raise self.fault(table, key, "must be true or false")
        return value

    def _matching(self, table: str, key: str, pattern: str) -> list[Path]:
        try:
            return filesystem.matching(self.root, pattern)
        except SetupError as error:
            raise self.fault(table, key, str(error)) from error
        except (ValueError, NotImplementedError) as error:
            raise self.fault(table, key, f"“{pattern}” must be a relative path or pattern ({error})") from error

    def added(self, table: str, key: str) -> Path | None:
        """A file that goes into an edition, under its own name."""
        name = self.text(table, key, "")
        if not name:
            return None
        path = self.root / name
        try:
            filesystem.require_file(path, "there is no file of this name; correct the path")
        except SetupError as error:
            raise self.fault(table, key, str(error)) from error
        if not _FILE_NAME.match(path.name):
            raise self.fault(table, key, f"“{path.name}” must be of letters A to Z, digits, - . and _; rename the file")
        return path

    def fonts(self, table: str) -> str:
        """The fonts of scripts, as the stylesheet reads them: `Arab: Amiri; Hebr: Ezra SIL`."""
        value = self._tables.get(table, {}).get("fonts", {})
        if not isinstance(value, dict) or not all(isinstance(font, str) for font in value.values()):
            raise self.fault(table, "fonts", 'must be a table of scripts and fonts, such as { Arab = "Amiri" }')
        for script, font in value.items():
            if not _SCRIPT.match(script):
                raise self.fault(
                    table, f"fonts.{script}", "must be a code of ISO 15924, such as Latn, Arab, Hebr, Hans"
                )
            if not _FONT.match(font):
                raise self.fault(table, f"fonts.{script}", f"“{font}” must be the name of a font, such as “Noto Serif”")
        return "; ".join(f"{script}: {font}" for script, font in value.items())

    def parameters(self, table: str) -> Mapping[str, str]:
        value = self._tables.get(table, {}).get("parameters", {})
        if not isinstance(value, dict):
            raise self.fault(table, "parameters", "must be a table of names and values")
        wrong = [name for name, item in value.items() if not isinstance(item, (str, int, bool))]
        if wrong:
            raise self.fault(table, f"parameters.{wrong[0]}", "must be a text, a whole number, true or false")
        return {name: _as_text(item) for name, item in value.items()}


def _as_text(value: str | int | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
