"""A compiled Schematron schema: load it once, check documents with it."""

from __future__ import annotations

import functools
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.document import read
from teitools.saxon import Input, SaxonError
from teitools.saxon.reads import depends_on_more
from teitools.schematron.compile.phases import ALL, ANY, DEFAULT
from teitools.schematron.permit import Permit, read_notes
from teitools.schematron.quickfix.offers import ANSWERS, EDITS
from teitools.schematron.run import store
from teitools.schematron.run.findings import context_failures, diagnostics, failures, notices
from teitools.schematron.run.resultreader import Documents, build_results, parse_results
from teitools.schematron.xslt import KNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from teitools.diagnostics import Diagnostic
    from teitools.document import Document
    from teitools.saxon import Result, Stylesheet
    from teitools.schematron.compile.compiler import Compiled
    from teitools.schematron.compile.plan import Plan
    from teitools.schematron.model import Assertion, SchemaModel
    from teitools.schematron.results import Results

__all__ = ["Schema"]

_Stamp = tuple[tuple[Path, int, int], ...]
_loaded: dict[tuple[Path, str | None, object, Permit | None, bool], tuple[_Stamp, Schema]] = {}


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is wanted of a run: see `Schema.run`."""

    trace: bool
    answers: str | None
    known: bool

    def parameters(self, stylesheet: Stylesheet) -> dict[str, str | bool]:
        """What makes a stylesheet with fixes write their edits, and one that need not look at all leave that out."""
        wanted: dict[str, str | bool] = {}
        if self.answers is not None and EDITS in stylesheet.parameters:
            wanted |= {EDITS: True, ANSWERS: self.answers}
        if self.known and KNOWN in stylesheet.parameters:
            wanted[KNOWN] = True
        return wanted


class Schema:
    """A schema ready to check documents, made by `Schema.load` or `Schema.compile`."""

    def __init__(self, order: store.Order, phase: str | None, model: SchemaModel | None = None) -> None:
        self._order = order
        self._phase = phase
        if model is not None:
            self.model = model
        self._ready: dict[bool, tuple[Plan, Stylesheet]] = {}
        self._careful: dict[bool, tuple[Compiled, Stylesheet]] = {}
        self._chosen: dict[str | None, Schema] = {}
        self.files: tuple[Path, ...] = ()

    @classmethod
    def load(
        cls,
        path: Path,
        phase: str | None = None,
        *,
        resolve: Callable[[str], Path | None] | None = None,
        permit: Permit | None = None,
        shared_variables: bool = False,
    ) -> Schema:
        """Read and compile a schema, or take it from this process's store if its files have not changed since.

        What was generated from it is kept in the user's cache folder too. `phase` is the id of a phase, `#ALL`, `#ANY`
        (the first whose condition holds for the document) or `#DEFAULT` (also if None); `resolve`, `permit` and
        `shared_variables` are as for `read_schema`. Raises SetupError, with the place in the schema, if it is missing
        or wrong, or has no such phase.
        """
        key = (filesystem.real(path), phase, resolve, permit, shared_variables)
        if key in _loaded and _stamp(_loaded[key][1].files) == _loaded[key][0]:
            return _loaded[key][1]
        schema = cls(store.Order(path, resolve, permit or Permit(), shared_variables=shared_variables), phase)
        schema._prepare(trace=False)
        _loaded[key] = (_stamp(schema.files), schema)
        return schema

    @classmethod
    def compile(cls, model: SchemaModel, phase: str | None = None) -> Schema:
        """Compile a schema that has been read. Raises SetupError, with the place in it, if it is wrong."""
        schema = cls(store.Order(model.path, None, model.permit, kept=False), phase, model)
        schema._prepare(trace=False)
        return schema

    @functools.cached_property
    def model(self) -> SchemaModel:
        """The schema as read; not needed for checking, if its stylesheet was in the cache."""
        return self._order.read()

    @functools.cached_property
    def assertions(self) -> tuple[Assertion, ...]:
        """The assertions of the active patterns, in the order of the schema."""
        from teitools.schematron.compile.phases import active_parts

        patterns, _ = active_parts(self.model, self._phase if self._phase != ANY else ALL)
        return tuple(item for pattern in patterns for rule in pattern.rules for item in rule.assertions)

    def validate(self, document: Document) -> Iterator[Diagnostic]:
        """Check a document and yield what its rules find, pattern by pattern.

        A test that cannot be evaluated is a finding too (SCH001). Raises SetupError if a variable of the schema or of
        a pattern cannot be: then no result would be worth anything.
        """
        return diagnostics(self.run(document))

    def run(
        self, document: Document, *, trace: bool = False, answers: str | None = None, known: bool = False
    ) -> Results:
        """Check a document; with `trace`, the results have every rule that matched.

        With `answers` (values for user entries, as a JSON object), the fixes that findings offer have their edits.
        What is `known` of patterns that look at nothing but the document (`Results.of_document`) is not found again.
        Raises SetupError as `validate`.
        """
        source = Input(document.text, _base_uri(document))
        if self._is_dynamic:
            return self._for_document(source, document).run(document, trace=trace, answers=answers, known=known)
        plan, compiled = self._prepare(trace=trace), None
        wish = _Wish(trace, answers, known)
        result = self._try(source, wish)
        if result is None:
            compiled, result = self._run_carefully(source, document, wish)
            plan = compiled.plan
        documents = Documents(document, source.base_uri)
        root = parse_results(result.text)
        notes = read_notes(
            result.messages, self._order.permit, (filesystem.real(self._order.path).parent, _folder(document))
        )
        if notes.linked:
            root.clear()  # what was read there must not come out in a message
        results = build_results(plan, root, documents, self._order.name, traced=trace)
        failed = failures(compiled, root, documents) if compiled is not None else ()
        if result.warnings:
            failed += context_failures(compiled or self._compiled(trace=trace), result.warnings, documents)
        told = notes.diagnostics(document.location_of_path("/"), (item.reason for item in failed))
        read = None if self._depends_on_more else (*self.files, *notes.asked)
        return replace(results, notes=(*notices(plan), *told), failures=failed, read=read)

    @functools.cached_property
    def _depends_on_more(self) -> bool:
        """Whether what its rules say may depend on more than files, or nobody knows on which."""
        return not self.files or any(map(depends_on_more, (self._ready[False][0].text, *self._included())))

    def _included(self) -> Iterator[str]:
        """What stands in the files that the schema includes, modules of XSLT among them."""
        for path in self.files[1:]:
            document, _ = read(path)
            for element in () if document is None else document.root.iter("*"):
                yield from (element.text or "", *map(str, element.values()))

    def _try(self, source: Input, wish: _Wish) -> Result | None:
        """A run that stops at the first error: None if there is one, or has been one before."""
        if self._careful:
            return None
        try:
            stylesheet = self._ready[wish.trace][1]
            return stylesheet.transform(source, wish.parameters(stylesheet))
        except SaxonError:
            return None

    def _run_carefully(self, source: Input, document: Document, wish: _Wish) -> tuple[Compiled, Result]:
        """A run that notes what fails and goes on."""
        from teitools.schematron.compile.faults import schema_error

        if wish.trace not in self._careful:
            self._careful[wish.trace] = store.compile_fresh(self.model, self._phase, trace=wish.trace, careful=True)
        compiled, stylesheet = self._careful[wish.trace]
        try:
            return compiled, stylesheet.transform(source, wish.parameters(stylesheet))
        except SaxonError as error:
            raise schema_error(error, self.model, compiled, document.name) from error

    def _compiled(self, *, trace: bool) -> Compiled:
        """What tells where in the schema the lines of the stylesheet come from; it is not kept in the cache."""
        return store.compile_fresh(self.model, self._phase, trace=trace)[0]

    def _prepare(self, *, trace: bool) -> Plan:
        """The plan for a run; its stylesheet is compiled if it is not yet."""
        if trace not in self._ready:
            model = self.__dict__.get("model")
            plan, stylesheet, self.files, read = store.prepare(self._order, self._phase, model, trace=trace)
            if read is not None:
                self.model = read
            self._ready[trace] = plan, stylesheet
        return self._ready[trace][0]

    @property
    def _is_dynamic(self) -> bool:
        return self._ready[False][0].phase == ANY

    def _for_document(self, source: Input, document: Document) -> Schema:
        """The schema in the phase that the document chooses; without any, as if none had been asked for."""
        from teitools.schematron.compile.faults import schema_error

        try:
            result = self._ready[False][1].transform(source)
        except SaxonError as error:
            from teitools.schematron.compile.compiler import compile_chooser

            raise schema_error(error, self.model, compile_chooser(self.model), document.name) from error
        name = parse_results(result.text).get("id")
        if name not in self._chosen:
            fallback = DEFAULT if self.model.default_phase not in (None, ANY) else ALL
            self._chosen[name] = Schema.compile(self.model, name or fallback)
        return self._chosen[name]


def _base_uri(document: Document) -> str:
    """The URI of the document; standard input is taken to lie in the working folder."""
    return (_folder(document) / (filesystem.real(document.path).name if document.path else "stdin.xml")).as_uri()


def _folder(document: Document) -> Path:
    return filesystem.real(document.path).parent if document.path else filesystem.working_folder()


def _stamp(files: tuple[Path, ...]) -> _Stamp:
    found = []
    for path in files:
        try:
            status = path.stat()
        except OSError:
            return ((path, time.monotonic_ns(), 0),)  # equal to no other
        found.append((path, status.st_mtime_ns, status.st_size))
    return tuple(found)
