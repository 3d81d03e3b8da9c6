"""Stylesheets at work: in a process of their own, which can be stopped and reads and writes only where it may."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from teitools import filesystem
from teitools.diagnostics import SetupError, TeitoolsError, phrase
from teitools.processes.calls import Calls, TimeUpError
from teitools.processes.child import Work
from teitools.resources import resource
from teitools.saxon import SaxonError, compile_once

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from teitools.document import Document
    from teitools.project import EditionSettings
    from teitools.saxon import Input, Result
    from teitools.tasks.editions.ledger import Rule

__all__ = ["TIME_LIMIT", "Runner", "source_of"]

TIME_LIMIT = 600.0  # seconds for one document in one edition; the article takes 2
_WORK = Work("teitools.processes.calls", "stylesheets", "make one edition at a time")


@dataclass
class Runner:
    """Runs stylesheets on documents, each for `seconds` at most, as long as its block lasts.

    They read below the folders `readable` and in what comes with teitools, and write below `writable`, as far as the
    system can see to that (see `processes.confinement`): so it is with ours, which follow pointers of any document, and
    with those of a project.
    """

    readable: tuple[Path, ...]
    writable: tuple[Path, ...]
    seconds: float = TIME_LIMIT
    is_stopped: bool = field(default=False, init=False)
    _calls: Calls | None = field(default=None, init=False)
    _keys: dict[Path, str | None] = field(default_factory=dict, init=False)
    _rules: dict[tuple[object, ...], tuple[Rule, ...]] = field(default_factory=dict, init=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End what is running, from whichever thread; nothing is begun any more."""
        self.is_stopped = True
        self._end()

    def renew(self, stylesheet: Path, key: str | None) -> None:
        """Start anew if the stylesheet was compiled when its key was another one, or nobody can say."""
        if stylesheet in self._keys and (key is None or self._keys[stylesheet] != key):
            self._end()
            self._keys.clear()
            self._rules.clear()
        self._keys[stylesheet] = key

    def prepare(self, edition: EditionSettings) -> frozenset[str]:
        """The parameters that the stylesheet of an edition declares.

        Raises SetupError and SaxonError for what is wrong with it, and with the parameters of the edition, whatever the
        document is.
        """
        declared: frozenset[str] = self._call(_accepted, edition.stylesheet, (dict(edition.parameters),))
        return declared

    def rules(self, edition: EditionSettings) -> tuple[Rule, ...]:
        """What an edition leaves out on purpose, read once. Raises SetupError as `ledger.read_rules` does."""
        from teitools.tasks.editions.ledger import read_rules

        parameters = {**edition.offered, **edition.parameters}
        key = (edition.stylesheet, *sorted(parameters.items()))
        if key not in self._rules:
            self._rules[key] = read_rules(edition.stylesheet, parameters)
        return self._rules[key]

    def run(
        self, edition: EditionSettings, source: Input, folder: Path, principal: str, offered: Mapping[str, Input | str]
    ) -> tuple[Result, str | None]:
        """Write what the stylesheet of an edition makes of a document into a folder, and what is to be told of it all.

        `offered` are parameters for stylesheets that declare them. Raises SetupError and SaxonError as
        `Stylesheet.transform_to_folder` does, TeitoolsError if the time is up.
        """
        is_ours = filesystem.real(edition.stylesheet).is_relative_to(filesystem.real(resource("xslt")))
        arguments = (source, folder, principal, dict(edition.parameters), offered, is_ours)
        result, is_confined = self._call(_to_folder, edition.stylesheet, arguments)
        told = None if is_ours or is_confined else phrase("build_unconfined", stylesheet=edition.stylesheet)
        return result, told

    def transform(self, stylesheet: Path, source: Input, parameters: Mapping[str, str | Input]) -> Result:
        """What a stylesheet makes of a document. Raises as `run` does."""
        result: Result = self._call(_to_text, stylesheet, (source, dict(parameters)))
        return result

    def _call(self, function: Callable[..., Any], stylesheet: Path, arguments: tuple[object, ...]) -> Any:  # noqa: ANN401  # its result
        if self.is_stopped:
            raise TeitoolsError("stopped; build once more")
        if self._calls is None:  # now what is writable is there
            self._calls = Calls(_WORK, _prepare, self.readable, self.writable)
        try:
            return self._calls.call(function, stylesheet, *arguments, seconds=self.seconds)
        except TimeUpError as error:
            self._end()  # the next document gets a process of its own
            raise TeitoolsError(
                f"{stylesheet}: {error}; look for a loop in the stylesheet, or allow more: --time-limit, or time-limit "
                "under [editions] in teitools.toml"
            ) from error
        except SaxonError as error:
            if not any("Permission denied" in fault.message for fault in error.faults):
                raise
            raise error.advised(
                "a stylesheet reads only in the folders of the project, of its documents and its stylesheets; copy the "
                "file there, or allow more: allow-read under [project] in teitools.toml"
            ) from None
        except SetupError:
            raise
        except TeitoolsError:
            self._end()  # the process may be of no use any more
            raise

    def _end(self) -> None:
        calls, self._calls = self._calls, None
        if calls is not None:
            calls.end()


def source_of(document: Document) -> Input:
    """The document as what a stylesheet runs on."""
    from teitools.saxon import Input

    return Input(document.text, filesystem.real(document.path).as_uri() if document.path else "")


_is_confined = False


def _prepare(readable: tuple[Path, ...], writable: tuple[Path, ...]) -> None:
    """Load what reads files of the system's own, then give up the right to read any but the permitted ones."""
    global _is_confined  # noqa: PLW0603  # of this process, for good
    import lxml.etree

    import teitools.document.decoding
    import teitools.saxon.parameters
    from teitools.processes.confinement import confine
    from teitools.saxon.processor import processor
    from teitools.saxon.reads import tell_reads

    processor()
    tell_reads()
    code = (Path(module.__file__ or "").parent for module in (os, lxml.etree, teitools))
    system = map(Path, ("/dev/null", "/dev/urandom", "/usr/lib", "/lib", "/lib64"))
    _is_confined = confine((*readable, *code, resource("xslt"), *system), (*writable, Path("/dev/null")))


def _to_folder(
    stylesheet: Path,
    source: Input,
    folder: Path,
    principal: str,
    parameters: Mapping[str, str],
    offered: Mapping[str, Input | str],
    is_ours: bool,
) -> tuple[Result, bool]:
    """In the process for stylesheets: the result, and whether it is kept from reading and writing elsewhere."""
    compiled = compile_once(stylesheet)
    wanted = {name: value for name, value in offered.items() if name in compiled.parameters}
    # the tests see that ours stay inside
    result = compiled.transform_to_folder(source, folder, principal, {**wanted, **parameters}, trusted=is_ours)
    return result, _is_confined


def _accepted(stylesheet: Path, parameters: Mapping[str, str]) -> frozenset[str]:
    compiled = compile_once(stylesheet)
    compiled.accept(parameters)
    return frozenset(compiled.parameters)


def _to_text(stylesheet: Path, source: Input, parameters: Mapping[str, str | Input]) -> Result:
    return compile_once(stylesheet).transform(source, parameters)
