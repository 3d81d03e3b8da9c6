"""From a schema to a compiled stylesheet, by way of the cache: generated anew only if a file of the schema changed."""

from __future__ import annotations

import functools
import json
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from teitools import document, filesystem
from teitools.cache import Cache, stamp
from teitools.diagnostics import TeitoolsError
from teitools.saxon import SaxonError, compile_text
from teitools.schematron.compile.phases import ANY, DEFAULT
from teitools.schematron.compile.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from teitools.saxon import Stylesheet
    from teitools.schematron.compile.compiler import Compiled
    from teitools.schematron.model import SchemaModel
    from teitools.schematron.permit import Permit

__all__ = ["Order", "compile_fresh", "compile_last", "prepare"]

# The engine, and what it reads and writes XML with
ENGINE = (Path(__file__).parents[1], Path(document.__file__).parent)


_early: dict[str, tuple[bytes, Plan, Stylesheet]] = {}  # compiled before they are asked for, by key


@dataclass
class Order:
    """Which schema is wanted: its file, the local files of public addresses, the folders that its rules may read.

    `links` are the addresses that were asked for when it was read, and what they stood for; `kept` says whether what
    is made of it may be kept in the cache, as it is all that the file says; `shared_variables` is for `read_schema`.
    """

    path: Path
    resolve: Callable[[str], Path | None] | None
    permit: Permit
    links: dict[str, str | None] = field(default_factory=dict)
    kept: bool = True
    shared_variables: bool = False

    @property
    def name(self) -> str:
        """How people call the schema."""
        from teitools.document import display_name

        return display_name(self.path)

    def read(self) -> SchemaModel:
        """Read the schema. Raises SetupError as `read_schema`."""
        from teitools.schematron.read.reader import read_schema

        return read_schema(
            self.path, self._asked if self.resolve else None, self.permit, shared_variables=self.shared_variables
        )

    def _asked(self, address: str) -> Path | None:
        found = self.resolve(address) if self.resolve else None
        self.links[address] = None if found is None else str(found)
        return found

    def locate(self, address: str, _base: str) -> str | None:
        """What an address stands for now."""
        found = self.resolve(address) if self.resolve else None
        return None if found is None else str(found)


@functools.cache
def _cache() -> Cache:
    """The cache of this version of the engine: any change of its modules makes old entries useless."""
    return Cache("schematron", stamp(*ENGINE))


@functools.cache
def _uses() -> Cache:
    """By working folder, what was taken last from the cache."""
    return Cache("uses", "1")


def prepare(
    order: Order, phase: str | None, model: SchemaModel | None, *, trace: bool
) -> tuple[Plan, Stylesheet, tuple[Path, ...], SchemaModel | None]:
    """The plan, the compiled stylesheet, the schema's files, and the schema itself if it had to be read.

    A `model` that is given need not be read. Raises SetupError, with the place in the schema, if it is wrong.
    """
    if model is not None and not order.kept:
        compiled, stylesheet = compile_fresh(model, phase, trace=trace)
        return compiled.plan, stylesheet, model.files, model
    folders = [str(filesystem.real(folder)) for folder in order.permit.folders]
    key = "\n".join([str(filesystem.real(order.path)), phase or "", str(trace), str(order.shared_variables), *folders])
    uri = filesystem.real(order.path).as_uri()
    entry = _cache().fetch(key, _bytes, order.locate)
    if entry is not None:
        try:
            early = _early.pop(key) if key in _early else None
            if early is None or early[0] != entry.body:
                early = _compiled(entry.body, uri, order.name)
            _, plan, stylesheet = early
        except (ValueError, TypeError, SaxonError):
            pass  # made anew; if it is the schema that is wrong, with the places of its faults
        else:
            _note_use(key, uri, order.name)
            return plan, stylesheet, tuple(map(Path, entry.files)), None
    model = model or order.read()
    compiled, stylesheet = compile_fresh(model, phase, trace=trace)
    _keep(key, order, model, compiled.plan)
    return compiled.plan, stylesheet, model.files, model


def compile_last() -> None:
    """Compile what was taken from the cache last in this working folder, so that it is ready should it be asked for."""
    with suppress(TeitoolsError, OSError, ValueError, TypeError):
        used = _uses().fetch(str(filesystem.working_folder()), _bytes)
        if used is not None:
            key, uri, name = json.loads(used.body)
            entry = _cache().fetch(key, _bytes)
            if entry is not None:
                _early[key] = _compiled(entry.body, uri, name)


def _note_use(key: str, uri: str, name: str) -> None:
    folder, body = str(filesystem.working_folder()), json.dumps([key, uri, name]).encode()
    used = _uses().fetch(folder, _bytes)
    if used is None or used.body != body:
        _uses().store(folder, {}, [], body)


def _compiled(body: bytes, uri: str, name: str) -> tuple[bytes, Plan, Stylesheet]:
    """An entry of the cache and what is made of it. Raises ValueError or TypeError if it is none, and SaxonError."""
    plan = Plan.from_bytes(body)
    return body, plan, compile_text(plan.text, uri, name)


def _bytes(name: str) -> bytes:
    return Path(name).read_bytes()


def compile_fresh(
    model: SchemaModel, phase: str | None, *, trace: bool = False, careful: bool = False
) -> tuple[Compiled, Stylesheet]:
    """Generate and compile, without fixes that do not compile. Raises SetupError, with the place of other faults."""
    from teitools.schematron.compile.compiler import compile_chooser, compile_schema
    from teitools.schematron.compile.faults import schema_error

    dynamic = phase == ANY or (phase in (None, DEFAULT) and model.default_phase == ANY)
    while True:
        compiled = compile_chooser(model) if dynamic else compile_schema(model, phase, trace=trace, careful=careful)
        try:
            return compiled, compile_text(compiled.text, filesystem.real(model.path).as_uri(), model.name)
        except SaxonError as error:
            from teitools.schematron.compile.brokenfixes import without_broken_fixes

            left = without_broken_fixes(error, model, compiled)
            if left is None:
                raise schema_error(error, model, compiled) from error
            model = left  # each time without at least one fix, so this ends


def _keep(key: str, order: Order, model: SchemaModel, plan: Plan) -> None:
    if model.copies:  # the stylesheet names files that only this process has
        return
    try:
        contents = {str(path): path.read_bytes() for path in model.files}
    except OSError:
        return
    _cache().store(key, contents, [(address, "", found) for address, found in order.links.items()], plan.to_bytes())
