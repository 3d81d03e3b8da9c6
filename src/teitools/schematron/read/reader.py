"""Read a Schematron schema (ISO/IEC 19757-3:2016 to 2025), be it a file of its own or inside of another schema."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.document.names import RNG, SCH, TEI, XSD, local_name, namespace_of
from teitools.schematron.permit import Permit
from teitools.schematron.read.schemareader import SchemaReader
from teitools.schematron.tree.files import Files, fault
from teitools.schematron.tree.nodes import Node

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from teitools.schematron.model import SchemaModel

__all__ = ["read_schema"]

_XPATH_1 = ("xslt", "xpath")  # bindings
_CARRIERS = (RNG, XSD, TEI)  # namespaces of the roots of other languages in which rules are embedded


def read_schema(
    path: Path,
    resolve: Callable[[str], Path | None] | None = None,
    permit: Permit | None = None,
    *,
    shared_variables: bool = False,
) -> SchemaModel:
    """Read the schema in a file and all it includes, or the rules that a schema of another language carries.

    `resolve` says which local files stand for public addresses that such a carrier refers to; `permit` which folders
    may be read besides that of the schema and that of a document; with `shared_variables`, those of a pattern are seen
    in all of them. Raises SetupError, with file, line and column of
    every fault, if it is wrong.
    """
    model = _read(path, resolve, permit or Permit())
    if model.query_binding in _XPATH_1:
        from teitools.schematron.read.portability import portability_notice

        model = replace(model, notices=(*model.notices, *portability_notice(model)))
    if not shared_variables:
        return model
    from teitools.schematron.read.shared import with_shared_variables

    return with_shared_variables(model)


def _read(path: Path, resolve: Callable[[str], Path | None] | None, permit: Permit) -> SchemaModel:
    files = Files(permit=permit)
    document = files.open(path)
    root = Node(document.root, document, files, chain=(f"{filesystem.real(path)}#",))
    if namespace_of(document.root.tag) in _CARRIERS:
        from teitools.schematron.read.embedded import read_carrier

        return read_carrier(root, resolve)
    if root.name == "library":
        fault(root.place(), "this is a library of rules, which a schema uses with <extends>; name that schema")
    if root.name != "schema":
        what = f"<{local_name(document.root.tag)}> is not a Schematron schema"
        fault(root.place(), f"{what}; the root must be <schema> in the namespace {SCH}")
    root.check()
    return SchemaReader(root, list(root.children()), list(root.foreign()), list(root.fixes())).schema()
