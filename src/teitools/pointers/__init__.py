"""TEI pointers and identifiers: every `xml:id` is a name and unique, every pointer leads somewhere, across files.

`collect` looks at one document and can run in any process; `resolve` joins what was collected and looks into other
files. Public URIs (http, doi, mailto …) are not fetched. Fragments that are not names – TEI's pointer schemes such as
`#xpath(…)`, `#range(…)`, or media fragments of pictures – are left alone, only their file must exist.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from teitools.diagnostics import Diagnostic
    from teitools.document import Document
    from teitools.pointers.attributes import is_noted
    from teitools.pointers.collecting import collect
    from teitools.pointers.facts import Facts, Pointer
    from teitools.pointers.passing import Passing, settle

__all__ = ["Facts", "Passing", "Pointer", "collect", "is_noted", "resolve", "settle"]

_HOMES = {
    "Facts": "facts",
    "Passing": "passing",
    "Pointer": "facts",
    "collect": "collecting",
    "is_noted": "attributes",
    "settle": "passing",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401  # PEP 562: who only resolves pointers needs no documents
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def resolve(
    facts: Iterable[Facts],
    load: Callable[[Path], Facts | None],
    reopen: Callable[[str], Document | None],
    *,
    registers: Iterable[Path] = (),
    root: Path | None = None,
) -> Iterator[Diagnostic]:
    """Yield what is wrong with the pointers of the documents of a run.

    `load` gives the facts of a file that is pointed at but not part of the run, None if it is not well-formed XML;
    `reopen` reads a document of the run, known by its name, once more for the places in it. The ids of `registers` may
    be pointed at as if they were in every document (`#pmb1`), and by themselves (`pmb1`). `root` is the folder of all
    that belongs together, None for the one that holds the documents: what a pointer names beyond it may be elsewhere.
    Raises SetupError for a register that is not well-formed.
    """
    from teitools.pointers.resolving import Resolver
    from teitools.pointers.surroundings import Surroundings

    return Resolver(facts, load, reopen, Surroundings(tuple(registers), root)).run()
