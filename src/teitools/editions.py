"""Make an edition: a TEI document and a stylesheet become a folder of files, replaced as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from teitools.diagnostics import SetupError
from teitools.folders import copy_files, files_below, replaced_folder
from teitools.resources import resource

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from teitools.diagnostics import Diagnostic
    from teitools.document import Document
    from teitools.saxon import Stylesheet

__all__ = ["KINDS", "Build", "Edition", "build"]

_ASSETS = "assets"


class _Kind(NamedTuple):
    """The ending of the principal result, and where the stylesheet's assets go in the output folder."""

    ending: str
    assets: str


KINDS = {"html": _Kind(".html", _ASSETS), "latex": _Kind(".tex", ""), "text": _Kind(".txt", "")}


@dataclass(frozen=True, slots=True)
class Edition:
    """How an edition is made: its kind (`html`, `latex`, `text`), the entry stylesheet, its parameters."""

    name: str
    stylesheet: Path
    parameters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Build:
    """What a build gave.

    `files` are relative to `folder`; none if a document was not well-formed: then nothing was written and `findings`
    say why. `messages` are what the stylesheets said, such as `unstyled element: NAME (n)`, each once.
    """

    folder: Path
    files: tuple[str, ...]
    messages: tuple[str, ...] = ()
    findings: tuple[Diagnostic, ...] = ()


def build(edition: Edition, sources: Sequence[Path], output: Path) -> Build:
    """Make an edition of documents and put it in the place of the folder `output`.

    What lies in `assets/` beside the stylesheet is copied: to `assets/` for HTML, beside the result for LaTeX and
    plain text. The principal result of a document `a.xml` is `a.html`, `a.tex` or `a.txt`; results that the
    stylesheet names itself lie where it says. One document fills the folder; each of several gets a folder of its
    own in it, `a/`. Registers and other documents are read by the stylesheet where they lie.

    The same input gives the same bytes. If anything fails, also when the process is killed, the previous edition
    stays whole. Raises SetupError for a set-up fault (a parameter that the stylesheet does not declare, an output
    folder with somebody's own files) and SaxonError if the stylesheet fails.
    """
    from teitools.saxon import compile_file

    documents, findings = _read(sources)
    if len(documents) < len(sources):
        return Build(output, (), (), findings)
    stylesheet = compile_file(edition.stylesheet)
    messages: dict[str, None] = {}
    with replaced_folder(output) as folder:
        for stem, document in documents.items():
            place = folder if len(documents) == 1 else folder / stem
            place.mkdir(exist_ok=True)
            _copy_assets(edition, place / KINDS[edition.name].assets)
            messages |= dict.fromkeys(_transform(stylesheet, edition, document, place))
        files = tuple(files_below(folder))
        if not files:
            raise SetupError(f"{edition.stylesheet} wrote nothing; check that it has a template for the documents")
    return Build(output, files, tuple(messages), findings)


def _read(sources: Sequence[Path]) -> tuple[dict[str, Document], tuple[Diagnostic, ...]]:
    """The documents by the stems of their names; those that are not well-formed are left out."""
    from teitools.document import read

    if not sources:
        raise SetupError("no document to make an edition of; list documents under [editions] in teitools.toml")
    documents: dict[str, Document] = {}
    findings: list[Diagnostic] = []
    for path in sources:
        if not path.is_file():
            raise SetupError(f"{path}: no such document; check the path")
        if path.stem in documents:
            raise SetupError(f"{path}: two documents of one edition have this name; rename one")
        document, faults = read(path)
        findings += faults
        if document is not None:
            documents[path.stem] = document
    return documents, tuple(findings)


def _transform(stylesheet: Stylesheet, edition: Edition, document: Document, folder: Path) -> tuple[str, ...]:
    """Write the results for one document into a folder that holds the assets; the stylesheet's messages."""
    from teitools.saxon import Source

    path = document.path or folder
    assets = set(files_below(folder))
    result = stylesheet.transform_to_folder(
        Source(document.text, path.resolve().as_uri()),
        folder,
        path.stem + KINDS[edition.name].ending,
        edition.parameters,
        trusted=edition.stylesheet.resolve().is_relative_to(
            resource("xslt").resolve()
        ),  # the tests see that ours stay inside
    )
    if clash := assets & set(result.files):
        raise SetupError(f"{stylesheet.name} writes {min(clash)}, which is also one of its assets; rename one of them")
    return result.messages


def _copy_assets(edition: Edition, target: Path) -> None:
    assets = edition.stylesheet.parent / _ASSETS
    if assets.is_dir():
        copy_files(assets, target)
