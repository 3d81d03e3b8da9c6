"""A compiled Schematron schema: load it once, check documents with it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from teitools.diagnostics import Diagnostic, Related, diagnose, language
from teitools.saxon import SaxonError, Source, compile_text
from teitools.schematron.compiler import compile_schema
from teitools.schematron.faults import condense, schema_error
from teitools.schematron.permit import read_notes
from teitools.schematron.reader import read_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from teitools.document import Document
    from teitools.saxon import Stylesheet
    from teitools.schematron.compiler import Compiled
    from teitools.schematron.model import Assertion, Message, SchemaModel
    from teitools.schematron.permit import Permit

__all__ = ["Schema", "wording"]

_ENGLISH = "en"
_Stamp = tuple[tuple[Path, int, int], ...]
_loaded: dict[tuple[Path, str | None, object, Permit | None], tuple[_Stamp, Schema]] = {}


class Schema:
    """A schema ready to check documents, made by `Schema.load`."""

    def __init__(self, model: SchemaModel, compiled: Compiled, stylesheet: Stylesheet) -> None:
        self.model = model
        self._compiled = compiled
        self._stylesheet = stylesheet

    @classmethod
    def load(
        cls,
        path: Path,
        phase: str | None = None,
        *,
        resolve: Callable[[str], Path | None] | None = None,
        permit: Permit | None = None,
    ) -> Schema:
        """Read and compile a schema, or take it from this process's store if its files have not changed since.

        `phase` is the id of a phase, `#ALL` or `#DEFAULT` (also if None); `resolve` and `permit` are as for
        `read_schema`. Raises SetupError, with the place in the schema, if it is missing or wrong, or has no such phase.
        """
        key = (path.resolve(), phase, resolve, permit)
        if key in _loaded and _stamp(_loaded[key][1].model.files) == _loaded[key][0]:
            return _loaded[key][1]
        model = read_schema(path, resolve, permit)
        stamp = _stamp(model.files)
        schema = cls.compile(model, phase)
        _loaded[key] = (stamp, schema)
        return schema

    @classmethod
    def compile(cls, model: SchemaModel, phase: str | None = None) -> Schema:
        """Compile a schema that has been read. Raises SetupError, with the place in it, if it is wrong."""
        compiled = compile_schema(model, phase)
        try:
            stylesheet = compile_text(compiled.text, model.path.resolve().as_uri(), model.name)
        except SaxonError as error:
            raise schema_error(error, model, compiled) from error
        return cls(model, compiled, stylesheet)

    @property
    def assertions(self) -> tuple[Assertion, ...]:
        """The assertions of the active patterns, in the order of the schema."""
        return self._compiled.assertions

    def validate(self, document: Document) -> Iterator[Diagnostic]:
        """Check a document and yield what its rules find, pattern by pattern.

        A test that cannot be evaluated is a finding too (SCH001). Raises SetupError if a variable of the schema or of
        a pattern cannot be: then no result would be worth anything.
        """
        try:
            result = self._stylesheet.transform(Source(document.text, _base_uri(document)))
        except SaxonError as error:
            raise schema_error(error, self.model, self._compiled, document.name) from error
        folders = (self.model.path.parent, _folder(document))
        notes = read_notes(result.messages, self.model.permit, folders)
        yield from notes.diagnostics(document.location_of_path("/"))
        if notes.linked:
            return  # what was read there must not come out in a message
        failed: dict[object, list[etree._Element]] = {}
        for item in etree.fromstring(result.text.encode(), etree.XMLParser(huge_tree=True)).iter("finding", "failure"):
            if item.tag == "finding":
                yield self._finding(item, document)
            else:
                failed.setdefault((item.get("n"), item.get("rule"), item.get("code")), []).append(item)
        for places in failed.values():
            yield self._failure(places, document)

    def _finding(self, item: etree._Element, document: Document) -> Diagnostic:
        assertion = self._compiled.assertions[int(item.get("n", ""))]
        texts = [" ".join((text.text or "").split()) for text in item.iterchildren("text")]
        messages = [assertion.message, *assertion.diagnostics]
        if len(texts) != len(messages):  # a value in one of them could not be computed; SCH001 says so
            texts = [message.outline for message in messages]
        message, hint = wording(list(zip(messages, texts, strict=True)))
        related = (Related(assertion.see),) if assertion.see else ()
        place = document.location_of_path(item.get("path", "/"))
        return Diagnostic(assertion.code, assertion.severity, message, place, "schematron", hint, related)

    def _failure(self, places: list[etree._Element], document: Document) -> Diagnostic:
        """One finding for all nodes at which a test failed with the same error."""
        first = places[0]
        if first.get("n") is not None:
            assertion = self._compiled.assertions[int(first.get("n", ""))]
            name, expression = assertion.code.removeprefix("SCH:"), assertion.test
        else:
            expression = self._compiled.rules[int(first.get("rule", ""))].context
            name = expression.text
        written = self._compiled.origins.get(int(first.get("line") or 0))
        if written is not None and written.expression is not None:  # the error may lie in a variable or a wording
            expression = written.expression
        return diagnose(
            "SCH001",
            document.location_of_path(first.get("path", "/")),
            related=(Related(expression.text, expression.place.location),),
            rule=name,
            reason=condense(first.get("code"), first.text or ""),
            count=len(places),
        )


def wording(choices: list[tuple[Message, str]]) -> tuple[str, str | None]:
    """The message and the hint of an assertion, from its message and diagnostics with their texts.

    Which is which follows the rule that the package states.
    """
    own = _primary(choices[0][0].language) or _ENGLISH
    wanted = [index for index, (message, _) in enumerate(choices) if (_primary(message.language) or own) == language()]
    chosen = wanted[0] if wanted else 0
    spoken = _primary(choices[chosen][0].language) or own
    hints = [
        text
        for index, (message, text) in enumerate(choices)
        if index not in (0, chosen) and (_primary(message.language) or spoken) == spoken and text
    ]
    return choices[chosen][1], " ".join(hints) or None


def _primary(tag: str | None) -> str | None:
    return tag.split("-")[0].lower() if tag else None


def _base_uri(document: Document) -> str:
    """The URI of the document; standard input is taken to lie in the working folder."""
    return (_folder(document) / (document.path.resolve().name if document.path else "stdin.xml")).as_uri()


def _folder(document: Document) -> Path:
    return document.path.resolve().parent if document.path else Path.cwd()


def _stamp(files: tuple[Path, ...]) -> _Stamp:
    found = []
    for path in files:
        try:
            status = path.stat()
        except OSError:
            return ((path, time.monotonic_ns(), 0),)  # equal to no other
        found.append((path, status.st_mtime_ns, status.st_size))
    return tuple(found)
