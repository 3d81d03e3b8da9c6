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
from teitools.diagnostics import SetupError, diagnose
from teitools.document import addresses
from teitools.tasks.context import RuleContext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teitools.catalog import Catalog
    from teitools.diagnostics import Diagnostic
    from teitools.document import Document, XmlModel
    from teitools.schematron.ruleset import RuleSet

__all__ = ["SchemaChoice", "SchemaFile", "load", "rule_sets", "rules_file", "schema_file", "schemas_for"]

Kind = Literal["relaxng", "schematron", "xsd"]
_KINDS: dict[str, Kind] = {".rng": "relaxng", ".rnc": "relaxng", ".sch": "schematron", ".xsd": "xsd"}
_CARRIERS = (".sch", ".rng", ".xsd", ".odd", ".xml")  # ODD is often kept in files called .xml
_DECLARED: dict[str, Kind] = {"relaxng": "relaxng", "rnc": "relaxng", "schematron": "schematron", "xsd": "xsd"}


@dataclass(frozen=True, slots=True)
class SchemaFile:
    """One schema to check against, with its kind and, for Schematron, the phase.

    The kind says what it is used as: rules (`schematron`) may also stand inside of RELAX NG, XML Schema and ODD.
    """

    kind: Kind
    path: Path
    phase: str | None = None


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
    """What every engine's compiled schema can do."""

    def validate(self, document: Document) -> Iterator[Diagnostic]:
        """Check one document and yield what is wrong in it."""
        ...


def schema_file(path: Path) -> SchemaFile:
    """A schema that the user or the project names. Raises SetupError if it is missing or of no known kind."""
    filesystem.require_file(path, "no such schema file; check the spelling and the working folder")
    kind = _KINDS.get(path.suffix.lower())
    if path.suffix.lower() == ".odd":
        raise SetupError(
            f"{path}: an ODD is compiled to a schema (teitools odd compile); its rules: --schematron {path}"
        )
    if kind is None:
        raise SetupError(f"{path}: the ending tells the kind of a schema; use one of {', '.join(_KINDS)}")
    return SchemaFile(kind, path)


def rules_file(path: Path) -> SchemaFile:
    """A schema whose Schematron rules are wanted, its own or embedded. Raises SetupError as `schema_file`."""
    filesystem.require_file(path, "no such schema file; check the spelling and the working folder")
    if path.suffix.lower() not in _CARRIERS:
        raise SetupError(f"{path}: rules are read from files that end in {', '.join(_CARRIERS)}; name one of these")
    return SchemaFile("schematron", path)


def schemas_for(document: Document, choice: SchemaChoice) -> tuple[tuple[SchemaFile, ...], tuple[Diagnostic, ...]]:
    """The schemas of one document, and what is wrong with those that it declares."""
    if choice.given:
        return _in_phase(choice.given, choice.context.phase), ()
    from teitools import xsd

    resolved = [_declared(document, model, choice.context.catalog) for model in document.models]
    usable = [item for item in resolved if isinstance(item, SchemaFile)]
    usable += [SchemaFile("xsd", path) for path in xsd.schema_locations(document)]
    faults = [item for item in resolved if not isinstance(item, SchemaFile)]
    faults += xsd.location_faults(document)
    if not usable and not faults and not choice.fallback:
        faults.append(diagnose("XML060", document.location(document.root)))
    chosen = tuple(usable) if usable or faults else choice.fallback
    return _in_phase(chosen, choice.context.phase), tuple(faults)


def _in_phase(schemas: tuple[SchemaFile, ...], phase: str | None) -> tuple[SchemaFile, ...]:
    """The schemas, each once, with the phase that the user chose, if any."""
    chosen = (item if phase is None or item.kind != "schematron" else replace(item, phase=phase) for item in schemas)
    return tuple(dict.fromkeys(chosen))


def _declared(document: Document, model: XmlModel, catalog: Catalog | None) -> SchemaFile | Diagnostic:
    """The file that an `<?xml-model?>` names, or why it cannot be used."""
    address = addresses.join(addresses.file_uri(document.path or Path("-")), model.href)
    path = catalog.resolve(address) if catalog else None
    if path is None and addresses.scheme_of(address) != "file":
        return diagnose("XML062", model.location, href=model.href)
    path = path or addresses.local_path(address)
    if path is None or not filesystem.is_file(path):
        return diagnose("XML061", model.location, href=model.href)
    if model.kind not in _DECLARED:
        return diagnose("XML063", model.location, href=model.href, kinds=", ".join(_KINDS))
    if model.kind == "schematron" and path.suffix.lower() == ".rnc":
        return diagnose("XML065", model.location, href=model.href)
    return SchemaFile(_DECLARED[model.kind], path, model.phase)


@functools.lru_cache(maxsize=32)
def load(schema: SchemaFile, catalog: Catalog | None = None) -> Validator:
    """The compiled form of a grammar (RELAX NG or XML Schema). Raises SetupError, with the place, if it is broken.

    It is loaded once for all documents of a check, which forgets what earlier ones loaded. `catalog` says where files
    that it includes by public addresses lie.
    """
    if schema.kind == "relaxng":
        from teitools import relaxng

        return relaxng.Schema.load(schema.path, resolve=catalog.resolve if catalog else None)
    from teitools import xsd

    return xsd.Schema.load(schema.path)


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
