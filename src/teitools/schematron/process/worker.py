"""The process that runs the rules, so that rules that do not end can be stopped and Saxon works beside the others.

It is started by `remote`, reads requests from standard input and answers on what was standard output. It ends when its
standard input does, also if the process that started it is killed while rules run: see `lifeline`.
"""

from __future__ import annotations

import select
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from teitools.diagnostics import SetupError, TeitoolsError
    from teitools.document import Document
    from teitools.schematron.process.frames import Answer, Request
    from teitools.schematron.ruleset import RuleSet

__all__ = ["answers", "main"]


def main() -> None:
    """Answer requests until there are no more. `sys.argv` holds the parent's number and the lifeline (-1 for none)."""
    from teitools.processes.serving import serve

    serve(answers, _warm_up)


def _warm_up() -> None:
    """Load what every request needs, while the parent still reads the document, and what the first one may want."""
    from teitools.diagnostics import TeitoolsError

    try:
        from teitools.document import parsing  # noqa: F401
        from teitools.saxon.processor import processor
        from teitools.schematron.process import frames  # noqa: F401
        from teitools.schematron.run import findings, schema, store  # noqa: F401

        processor()
        if sys.platform != "win32" and not select.select([0], [], [], 0)[0]:  # nobody waits
            store.compile_last()
    except TeitoolsError:
        pass  # the first request meets it again and says so


def answers(request: Request) -> Iterator[Answer]:
    """Do what a request asks for and answer it, rule set by rule set; every error is the answer for one of them."""
    from teitools.diagnostics import TeitoolsError, set_language
    from teitools.schematron.process.frames import Broken, Found

    set_language(request.language)
    document: Document | None = None
    for index in range(request.first, len(request.rules)):
        rules = request.rules[index]
        try:
            document = document or _document(request)
            if request.search is None:
                yield from _check(request, index, document)
            else:
                yield from _search(request.number, index, rules, request.search, document)
                yield Found(request.number, index)
        except TeitoolsError as error:
            yield Broken(request.number, index, _portable(error))
        except Exception:  # the parent reports it; this process stays of use
            import traceback  # 4 ms that no run should take

            fault = f"{rules.path}: a fault of teitools in running these rules; report it:\n{traceback.format_exc()}"
            yield Broken(request.number, index, TeitoolsError(fault))


def _portable(error: TeitoolsError) -> SetupError:
    """An error that can go to another process: a schema that is broken, or what any other one says."""
    from teitools.diagnostics import BrokenSchemaError, SetupError

    return error if isinstance(error, BrokenSchemaError) else SetupError(str(error))


def _document(request: Request) -> Document:
    from teitools.document import parse

    document, _ = parse(request.content, request.name, request.path)
    if document is None:
        raise ValueError(f"{request.name} was well-formed before")
    return document


def _check(request: Request, index: int, document: Document) -> Iterator[Answer]:
    from teitools.diagnostics import SetupError
    from teitools.schematron.process.frames import Broken, Found, Note
    from teitools.schematron.run.findings import diagnostic, diagnostics

    number, rules = request.number, request.rules[index]
    yield Note(number, index)
    try:
        schema = rules.load()
    except SetupError as error:
        yield Broken(number, index, _portable(error), is_always=True)
        return
    yield Note(number, index, runs=True)
    results = schema.run(document, trace=rules.traced, answers=rules.answers, known=index in request.known)
    if rules.wanted and not results.patterns:
        raise SetupError(f"{rules.path}: this schema carries no Schematron rules to check; name one that does")
    asked = rules.traced or rules.answers is not None
    of_document = results.of_document
    own = tuple(map(diagnostic, of_document or ()))
    rest = results if of_document is None else results.without_own()
    yield Found(
        *(number, index, (*own, *diagnostics(rest)), results if asked else None, results.read),
        own=None if of_document is None else len(own),
        files=schema.files,
    )


def _search(number: int, index: int, rules: RuleSet, search: str | int, document: Document) -> Iterator[Answer]:
    from teitools.schematron.process.frames import Note, Step
    from teitools.schematron.process.parts import parts
    from teitools.schematron.run.schema import Schema

    for part in parts(rules, search):
        yield Note(number, index)
        schema = Schema.compile(part.model, "#ALL")
        yield Step(number, part.what, part.place, part.pattern)
        for _ in schema.validate(document):
            pass
