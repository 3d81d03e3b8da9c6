"""Which schemas a document is checked against, and the compiled form of each, once a process.

The order of precedence: the schemas that the user names, else those that the document declares (`<?xml-model?>`,
`xsi:schemaLocation`), else those of the project.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from teitools import filesystem
from teitools.diagnostics import BrokenSchemaError, Location, Related, SetupError, diagnose, phrase
from teitools.document import addresses, display_name
from teitools.tasks.context import RuleContext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teitools.diagnostics import Diagnostic, TeitoolsError
    from teitools.document import Document, XmlModel
    from teitools.schematron.ruleset import RuleSet
    from teitools.store.locator import Locator

__all__ = [
    "SchemaChoice",
    "SchemaFile",
    "grammars_of",
    "load",
    "named_files",
    "rule_sets",
    "rules_file",
    "schema_file",
    "schemas_for",
    "unusable",
]

Kind = Literal["relaxng", "schematron", "xsd"]
_KINDS: dict[str, Kind] = {".rng": "relaxng", ".rnc": "relaxng", ".sch": "schematron", ".xsd": "xsd"}
_CARRIERS = (".sch", ".rng", ".xsd", ".odd", ".xml")  # ODD is often kept in files called .xml
_DECLARED: dict[str, Kind] = {"relaxng": "relaxng", "rnc": "relaxng", "schematron": "schematron", "xsd": "xsd"}


@dataclass(frozen=True, slots=True)
class Declared:
    """How a document names a schema: the reference, and its place, an `<?xml-model?>` or an attribute of the root."""

    href: str
    at: Location | str

    def place(self, document: Document) -> Location:
        """Where it stands in the document; worked out when somebody asks."""
        return self.at if isinstance(self.at, Location) else document.location(document.root, self.at)


@dataclass(frozen=True, slots=True)
class SchemaFile:
    """One schema to check against, with its kind and, for Schematron, the phase.

    The kind says what it is used as: rules (`schematron`) may also stand inside of RELAX NG, XML Schema and ODD.
    `declared` says where, if it is a document that names it, and neither the user nor the project.
    """

    kind: Kind
    path: Path
    phase: str | None = None
    declared: Declared | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class SchemaChoice:
    """The schemas of a run: `given` by the user instead of all others, `fallback` for documents that declare none.

    `context` is what they are read with and their rules run with; `traced` asks for results of rules with every rule
    that was applied.
    """

    given: tuple[SchemaFile, ...] = ()
    fallback: tuple[SchemaFile, ...] = ()
    context: RuleContext = field(default_factory=RuleContext)
    traced: bool = False


class Validator(Protocol):
    """What every engine's compiled schema can do; `files` are those that it was read from."""

    files: tuple[Path, ...]

    def validate(self, document: Document) -> Iterator[Diagnostic]:
        """Check one document and yield what is wrong in it."""
        ...


def schema_file(name: Path | str, context: RuleContext | None = None) -> SchemaFile:
    """A schema that the user or the project names: a file, or a text that is an address or names one of TEI's releases.

    Raises SetupError if it is missing or of no known kind, or cannot be fetched.
    """
    path = _named(name, context)
    filesystem.require_file(path, "no such schema file; check the spelling and the working folder")
    kind = _KINDS.get(path.suffix.lower())
    if path.suffix.lower() == ".odd":
        raise SetupError(
            f"{path}: an ODD is compiled to a schema (teitools odd compile); its rules: --schematron {path}"
        )
    if kind is None:
        raise SetupError(f"{path}: the ending tells the kind of a schema; use one of {', '.join(_KINDS)}")
    return SchemaFile(kind, path)


def rules_file(name: Path | str, context: RuleContext | None = None) -> SchemaFile:
    """A schema whose Schematron rules are wanted, its own or embedded. Raises SetupError as `schema_file`."""
    path = _named(name, context)
    filesystem.require_file(path, "no such schema file; check the spelling and the working folder")
    if path.suffix.lower() not in _CARRIERS:
        raise SetupError(f"{path}: rules are read from files that end in {', '.join(_CARRIERS)}; name one of these")
    return SchemaFile("schematron", path)


def _named(name: Path | str, context: RuleContext | None) -> Path:
    """The file that a name means, fetched if that is allowed and need be."""
    from teitools.store.places import is_remote
    from teitools.store.releases import is_release, schema_address

    text = str(name)
    is_there = filesystem.is_file(Path(text))  # a file may be called `tei`
    address = schema_address(text) if is_release(text) and not is_there else text
    if isinstance(name, Path) or not is_remote(address):
        return Path(name)
    context = context or RuleContext()
    return context.locate.bring(address, allowed=context.fetch)


def schemas_for(document: Document, choice: SchemaChoice) -> tuple[tuple[SchemaFile, ...], tuple[Diagnostic, ...]]:
    """The schemas of one document, and what is wrong with those that it declares."""
    if choice.given:
        return _in_phase(choice.given, choice.context.phase), ()
    from teitools import xsd

    locate = choice.context.locate
    resolved = [_declared(document, model, locate) for model in document.models]
    usable = [item for item in resolved if isinstance(item, SchemaFile)]
    usable += [
        SchemaFile("xsd", path, declared=Declared(href, attribute))
        for attribute, href, path in xsd.schema_locations(document, locate)
    ]
    faults = [item for item in resolved if not isinstance(item, SchemaFile)]
    faults += xsd.location_faults(document, locate)
    if not usable and not faults and not choice.fallback:
        faults.append(diagnose("XML060", document.location(document.root), who=phrase("no_schema_one")))
    chosen = tuple(usable) if usable or faults else choice.fallback
    return _in_phase(chosen, choice.context.phase), tuple(faults)


def _in_phase(schemas: tuple[SchemaFile, ...], phase: str | None) -> tuple[SchemaFile, ...]:
    """The schemas, each once, with the phase that the user chose, if any."""
    chosen = (item if phase is None or item.kind != "schematron" else replace(item, phase=phase) for item in schemas)
    return tuple(dict.fromkeys(chosen))


def named_files(document: Document, choice: SchemaChoice) -> Iterator[Path]:
    """The local files that a document names as its schemas, there or not, if these are asked."""
    if choice.given:
        return
    from teitools import xsd

    locate = choice.context.locate
    for address in (_address(document, model) for model in document.models):
        path = locate(address) or addresses.local_path(address)
        if path is not None:
            yield path
    yield from xsd.named_files(document, locate)


def _address(document: Document, model: XmlModel) -> str:
    return addresses.join(addresses.file_uri(document.path or Path("-")), model.href)


def _declared(document: Document, model: XmlModel, locate: Locator) -> SchemaFile | Diagnostic:
    """The file that an `<?xml-model?>` names, or why it cannot be used."""
    address = _address(document, model)
    path = locate(address)
    if path is None and addresses.scheme_of(address) != "file":
        if reason := locate.failure(address):
            return diagnose("XML066", model.location, href=model.href, reason=reason)
        return diagnose("XML062", model.location, href=model.href)
    path = path or addresses.local_path(address)
    if path is None or not filesystem.is_file(path):
        return diagnose("XML061", model.location, href=model.href)
    if model.kind not in _DECLARED:
        return diagnose("XML063", model.location, href=model.href, kinds=", ".join(_KINDS))
    if model.kind == "schematron" and path.suffix.lower() == ".rnc":
        return diagnose("XML065", model.location, href=model.href)
    return SchemaFile(_DECLARED[model.kind], path, model.phase, Declared(model.href, model.location))


@functools.lru_cache(maxsize=32)
def load(schema: SchemaFile, locate: Locator | None = None) -> Validator | BrokenSchemaError:
    """The compiled form of a grammar (RELAX NG or XML Schema), or why it has none.

    It is loaded once for all documents of a check, which forgets what earlier ones loaded. `locate` says where files
    that it includes by public addresses lie.
    """
    try:
        if schema.kind == "relaxng":
            from teitools import relaxng

            return relaxng.Schema.load(schema.path, resolve=locate)
        from teitools import xsd

        return xsd.Schema.load(schema.path, locate)
    except BrokenSchemaError as error:
        return error


def grammars_of(
    document: Document, schemas: Iterable[SchemaFile], choice: SchemaChoice
) -> tuple[list[Validator], list[Diagnostic]]:
    """The grammars of a document, and what is to be told of those that cannot be used. Raises what `unusable` does."""
    loaded = [(schema, load(schema, choice.context.locate)) for schema in schemas if schema.kind != "schematron"]
    broken = [(schema, error) for schema, error in loaded if isinstance(error, BrokenSchemaError)]
    return (
        [grammar for _, grammar in loaded if not isinstance(grammar, BrokenSchemaError)],
        [unusable(schema, error, document, choice) for schema, error in broken],
    )


def unusable(schema: SchemaFile, error: TeitoolsError, document: Document, choice: SchemaChoice) -> Diagnostic:
    """What is told of a document that declares a broken schema.

    Raises the error if it is no fault of what the document declares: the user or the project names the schema, or the
    user a phase that it has not.
    """
    if schema.declared is None or not isinstance(error, BrokenSchemaError):
        raise error
    if choice.context.phase is not None:
        from teitools.schematron.compile.phases import NoPhaseError

        if isinstance(error, NoPhaseError):
            raise error
    place = error.place and replace(error.place, file=display_name(Path(error.place.file)))
    why = Related(error.reason, place)
    return diagnose("XML067", schema.declared.place(document), related=[why], href=schema.declared.href)


def rule_sets(schemas: Iterable[SchemaFile], choice: SchemaChoice) -> list[RuleSet]:
    """Those of the schemas that are rules, as the process that runs them wants them."""
    return [
        replace(
            choice.context.rule_set(schema.path, schema.phase),
            traced=choice.traced,
            wanted=bool(choice.given) and schema.path.suffix.lower() != ".sch",  # a carrier that is named for its rules
        )
        for schema in schemas
        if schema.kind == "schematron"
    ]
