"""teitools.toml: which documents a project has, what checks them, which editions are made of them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import SetupError
from teitools.document.addresses import scheme_of
from teitools.project.archive import KEYS as ARCHIVE_KEYS
from teitools.project.archive import ArchiveSettings, archive_settings
from teitools.project.serve import KEYS as SERVE_KEYS
from teitools.project.serve import ServeSettings, serve_settings
from teitools.project.tables import Tables
from teitools.resources import EDITIONS, resource
from teitools.triage.settings import KEYS, FindingSettings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["FILE_NAME", "EditionSettings", "OddSettings", "Project", "default_project", "find_project", "read_project"]

FILE_NAME = "teitools.toml"

_KEYS = {
    "": ("project", "findings", "editions", "odd", "archive", "serve"),
    "project": (
        "documents",
        "base",
        "schemas",
        "schematron",
        "registers",
        "catalog",
        "store",
        "fetch",
        "allow-read",
        "time-limit",
        "shared-variables",
    ),
    "findings": KEYS,
    "editions": ("documents", "output", "time-limit", "languages", "registers", "wording", *EDITIONS),
    "odd": ("file", "compiled", "source", "languages"),
    "archive": ARCHIVE_KEYS,
    "serve": SERVE_KEYS,
    **{f"editions.{kind}": ("stylesheet", "parameters") for kind in EDITIONS},
    "editions.html": ("stylesheet", "parameters", "css", "pictures", "tei"),
    "editions.markdown": ("stylesheet", "parameters", "pictures"),
    "editions.latex": ("stylesheet", "parameters", "fonts", "preamble"),
}
_REGISTERS = (  # as pages in xslt/html are called
    "persons",
    "places",
    "bodies-events",
    "archives-works",
    "glossary",
    "map",
    "chronology",
)
_ADDED = {"html": "css", "latex": "preamble"}


@dataclass(frozen=True, slots=True)
class EditionSettings:
    """How an edition is made: its kind (one of `EDITIONS`), the entry stylesheet, its parameters.

    `added` are files of the project that go into the edition, of which a parameter tells the stylesheet; `wording` are
    tables of the wording in languages that the project adds. Pictures are copied, or linked as the text names them.
    `offered` are parameters for stylesheets that declare them, which nobody else need do. `languages` are those that an
    edition is made in, if there are several: see `in_languages`. `base` is the address at which the pages will be
    published, if that is known; the TEI is copied beside them, or not.
    """

    kind: str
    stylesheet: Path
    parameters: Mapping[str, str]
    added: tuple[Path, ...] = ()
    wording: tuple[Path, ...] = ()
    copies_pictures: bool = True
    offered: Mapping[str, str] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    base: str = ""
    copies_source: bool = True

    @property
    def language(self) -> str:
        """The language of the wording that is asked for, of several the first; empty: that of the text."""
        return self.parameters.get("language") or self.offered.get("language", "")

    def in_languages(self) -> Mapping[str, EditionSettings]:
        """The edition in each of its languages, by the folder that it fills: the first fills that of the edition."""
        if not self.languages:
            return {"": self}
        return {
            language if number else "": replace(self, parameters={**self.parameters, "language": language})
            for number, language in enumerate(self.languages)
        }


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

    `schemas` are used as what their endings tell, of those in `schematron` the rules that they hold or carry; a text
    among them is an address, or names one of TEI's releases. `store` is the folder of the copies of such, if it is not
    that of the user, and `fetch` allows to fetch what is not there. The ids in `registers` may be pointed at from
    everywhere.
    `allow_read` are folders in which rules may read besides those of schema and document, and stylesheets besides those
    of the project; `time_limit` is in seconds for the rules of a schema, `edition_time_limit` for a document in an
    edition. With `shared_variables`, all patterns of a schema see the variables of each. `findings` say which
    findings count, and how bad they are, where the project takes them otherwise than the catalogue. `archive` says what
    belongs to the edition besides, `serve` what a service shows. `base` is the address on the web at which `output` is
    published, with `/` at its end (empty: nobody says); what has an address below it is in docs/configuration.md.
    """

    root: Path
    documents: tuple[Path, ...]
    schemas: tuple[Path | str, ...]
    schematron: tuple[Path | str, ...]
    registers: tuple[Path, ...]
    catalog: Path | None
    store: Path | None
    fetch: bool
    allow_read: tuple[Path, ...]
    time_limit: float | None
    shared_variables: bool
    edition_documents: tuple[Path, ...]
    output: Path
    edition_time_limit: float | None
    editions: Mapping[str, EditionSettings]
    odd: OddSettings | None = None
    findings: FindingSettings = field(default_factory=FindingSettings)
    archive: ArchiveSettings = field(default_factory=ArchiveSettings)
    base: str = ""
    serve: ServeSettings = field(default_factory=ServeSettings)


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
    except (OSError, ValueError) as error:  # ValueError itself: an integer of more digits than Python converts
        raise SetupError(f"{path}: cannot be read as TOML: {error}; correct the file") from error
    except RecursionError as error:
        raise SetupError(f"{path}: cannot be read as TOML: brackets nest too deep; correct the file") from error
    return _project(Tables(path, data, _KEYS))


def default_project(folder: Path) -> Project:
    """What holds in a folder without a teitools.toml: no documents, and the defaults of every setting."""
    return _project(Tables(folder / FILE_NAME, {}, _KEYS))


def _project(settings: Tables) -> Project:
    path = settings.path
    documents = settings.files("project", "documents")
    editions = {kind: _edition(settings, kind) for kind in EDITIONS}
    return Project(
        root=path.parent,
        documents=documents,
        schemas=settings.schemas("project", "schemas"),
        schematron=settings.schemas("project", "schematron"),
        registers=settings.files("project", "registers"),
        catalog=path.parent / catalog if (catalog := settings.text("project", "catalog", "")) else None,
        store=path.parent / store if (store := settings.text("project", "store", "")) else None,
        fetch=settings.flag("project", "fetch"),
        allow_read=settings.folders("project", "allow-read"),
        time_limit=settings.seconds("project", "time-limit"),
        shared_variables=settings.flag("project", "shared-variables"),
        edition_documents=settings.files("editions", "documents"),
        output=path.parent / settings.text("editions", "output", "build"),
        edition_time_limit=settings.seconds("editions", "time-limit"),
        editions=editions,
        odd=_odd(settings),
        findings=settings.findings(),
        archive=archive_settings(settings, (*EDITIONS, "pdf", "data")),
        base=settings.base("project", "base"),
        serve=serve_settings(settings),
    )


def _edition(settings: Tables, kind: str) -> EditionSettings:
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
    copies = settings.choice(table, "pictures", ("copy", "link")) == "copy"
    wording = settings.files("editions", "wording")
    registers = settings.some_of("editions", "registers", _REGISTERS)
    languages, base = settings.languages("editions", "languages"), settings.base("project", "base")
    wanted = {
        "registers": None if registers is None else " ".join(registers),
        "address": base or None,
        "language": languages[0] if languages else None,
    }
    offered = {name: value for name, value in wanted.items() if value is not None and name not in parameters}
    several = languages if kind == "html" and len(languages) > 1 else ()
    if several and "language" in parameters:
        raise settings.fault(table, "parameters.language", "[editions] languages says it already; remove one of them")
    files = (added,) if added else ()
    return EditionSettings(
        kind,
        stylesheet,
        parameters,
        files,
        wording,
        copies,
        offered,
        several,
        base=f"{base}html/" if kind == "html" and base else "",
        copies_source=settings.choice(table, "tei", ("copy", "omit")) == "copy",
    )


def _odd(settings: Tables) -> OddSettings | None:
    file, compiled = settings.text("odd", "file", ""), settings.text("odd", "compiled", "")
    source, languages = settings.text("odd", "source", ""), settings.words("odd", "languages", ("en",))
    if not file:
        return None
    if source and not scheme_of(source):
        source = str(settings.root / source)
    return OddSettings(settings.root / file, settings.root / compiled if compiled else None, source or None, languages)
