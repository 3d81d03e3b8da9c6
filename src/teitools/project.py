"""teitools.toml: which documents a project has, what checks them, which editions are made of them."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from teitools.diagnostics import SetupError, nearest
from teitools.documenting import OddSettings
from teitools.editions import KINDS, Edition
from teitools.resources import resource

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["Project", "find_project", "read_project"]

FILE_NAME = "teitools.toml"

_KEYS = {
    "": ("project", "editions", "odd"),
    "project": ("documents", "schemas", "schematron", "catalog", "allow-read", "time-limit"),
    "editions": ("documents", "output", *KINDS),
    "odd": ("file", "compiled", "source", "languages"),
    **{f"editions.{kind}": ("stylesheet", "parameters") for kind in KINDS},
}


@dataclass(frozen=True, slots=True)
class Project:
    """A project's settings; every path is absolute.

    `schemas` are used as what their endings tell, of those in `schematron` the rules that they hold or carry.
    `allow_read` are folders in which rules may read besides those of schema and document; `time_limit` is in seconds.
    """

    root: Path
    documents: tuple[Path, ...]
    schemas: tuple[Path, ...]
    schematron: tuple[Path, ...]
    catalog: Path | None
    allow_read: tuple[Path, ...]
    time_limit: float | None
    edition_documents: tuple[Path, ...]
    output: Path
    editions: Mapping[str, Edition]
    odd: OddSettings | None = None


def find_project(start: Path) -> Project | None:
    """The project of the nearest teitools.toml in `start` or above it, or None. Raises SetupError if it is broken."""
    folder = start.resolve()
    for candidate in (folder, *folder.parents):
        if (path := candidate / FILE_NAME).is_file():
            return read_project(path)
    return None


def read_project(path: Path) -> Project:
    """Read one teitools.toml. Raises SetupError, naming the file and the setting, if anything in it is wrong."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SetupError(f"{path}: cannot be read as TOML: {error}; correct the file") from error
    settings = _Settings(path, data)
    documents = settings.files("project", "documents")
    editions = {kind: _edition(settings, kind) for kind in KINDS}
    return Project(
        root=path.parent,
        documents=documents,
        schemas=settings.files("project", "schemas"),
        schematron=settings.files("project", "schematron"),
        catalog=path.parent / catalog if (catalog := settings.text("project", "catalog", "")) else None,
        allow_read=settings.folders("project", "allow-read"),
        time_limit=settings.seconds("project", "time-limit"),
        edition_documents=settings.files("editions", "documents"),
        output=path.parent / settings.text("editions", "output", "build"),
        editions=editions,
        odd=_odd(settings),
    )


def _edition(settings: _Settings, kind: str) -> Edition:
    table = f"editions.{kind}"
    own = settings.text(table, "stylesheet", "")
    stylesheet = settings.root / own if own else resource(f"xslt/{kind}/edition.xsl")
    if not stylesheet.is_file():
        raise settings.fault(table, "stylesheet", f"there is no file {stylesheet}")
    return Edition(kind, stylesheet, settings.parameters(table))


def _odd(settings: _Settings) -> OddSettings | None:
    file, compiled = settings.text("odd", "file", ""), settings.text("odd", "compiled", "")
    if not file:
        return None
    source = settings.text("odd", "source", "")
    if source and not urlsplit(source).scheme:
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
            matches = sorted(path for path in self._glob(table, key, pattern) if path.is_file())
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

    def _glob(self, table: str, key: str, pattern: str) -> list[Path]:
        try:
            return list(self.root.glob(pattern))
        except (ValueError, NotImplementedError) as error:
            raise self.fault(table, key, f"“{pattern}” must be a relative path or pattern ({error})") from error

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
