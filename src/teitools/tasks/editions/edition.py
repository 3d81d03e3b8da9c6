"""Make an edition: a TEI document and a stylesheet become a folder of files, replaced as a whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from teitools import filesystem
from teitools.diagnostics import SetupError, Severity
from teitools.document.names import XSLT, clark
from teitools.files import files_below
from teitools.tasks.editions import publication
from teitools.tasks.editions.assets import copy_assets, shared_assets_of
from teitools.tasks.editions.dependencies import files_included, files_read
from teitools.tasks.editions.findings import findings_of, told
from teitools.tasks.editions.index import read_entry
from teitools.tasks.editions.ledger import account_for
from teitools.tasks.editions.made import Build, Place
from teitools.tasks.editions.pictures import PARAMETER, put_pictures
from teitools.tasks.editions.running import Runner, source_of
from teitools.tasks.editions.vocabulary import WORDS, words_of
from teitools.tasks.editions.wording import offered_wording

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from teitools.diagnostics import Diagnostic
    from teitools.document import Document
    from teitools.project import EditionSettings
    from teitools.saxon import Input

__all__ = ["ASSETS", "build", "read_whole", "shared_assets"]

_ASSETS = "assets"
ASSETS = clark(XSLT, "assets")
"""The parameter of a stylesheet that is told where the assets are; see xslt/html/parameters.xsl."""
_ROOT, _LANGUAGES = clark(XSLT, "root"), clark(XSLT, "languages")


class _Kind(NamedTuple):
    """The ending of the principal result, where the stylesheet's assets go, which pictures are put beside it.

    `scans`: whether pictures of the source's pages are among these; `packed`: whether all of it becomes one file.
    """

    ending: str
    assets: str
    pictures: tuple[str, ...] = ()
    scans: bool = False
    packed: bool = False


_SHOWN = (".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")


_KINDS = {
    "html": _Kind(".html", _ASSETS, (".apng", ".avif", *_SHOWN), scans=True),
    "latex": _Kind(".tex", "", (".jpeg", ".jpg", ".pdf", ".png")),
    "text": _Kind(".txt", ""),
    "epub": _Kind(".opf", _ASSETS, _SHOWN, scans=True, packed=True),
    "markdown": _Kind(".md", "", (".apng", ".avif", *_SHOWN), scans=True),
}


def build(
    edition: EditionSettings,
    source: Path,
    place: Path | Place,
    runner: Runner | None = None,
    *,
    shared: bool = False,
    formats: Mapping[str, Path] = MappingProxyType({}),
) -> Build:
    """Make an edition of a document and put it in its place, a folder by itself or on a shelf.

    What lies in `assets/` beside the stylesheet is copied: to `assets/` for HTML and EPUB, beside the result for the
    others. Where it is `shared`, the document finds it on the shelf. The principal result of a document `a.xml` is
    `a.html`, `a.tex`, `a.txt`, `a.md` or `a.opf`, the package of an EPUB, of which with all else `a.epub` is made;
    results that the stylesheet names itself lie where it says. Registers and other
    documents are read by the stylesheet where they lie, if the `runner` allows it; without one, in the folders of the
    document and of the stylesheet. Pages lead to `formats`, the files of other editions of the document. Of an
    edition in several languages, the first fills the folder, and each other one a folder of its code in it; they share
    the rest.

    The same input gives the same bytes. If anything fails, also when the process is killed, the previous edition
    stays whole. Raises SetupError for a set-up fault (a parameter that the stylesheet does not declare, an output
    folder with somebody's own files), SaxonError if the stylesheet fails, TeitoolsError if it does not end in time.
    """
    if not isinstance(place, Place):
        place = Place(place)
    if runner is None:
        folders = (filesystem.real(path).parent for path in (source, edition.stylesheet))
        with Runner(tuple(folders), (filesystem.real(place.folder).parent,)) as own:
            return build(edition, source, place, own, shared=shared, formats=formats)
    document, faults, included = read_whole(source, runner.readable)
    if document is None:
        return Build(place.folder, (), (), faults)
    with place.replaced() as folder:
        made = _filled(edition, document, folder, place, runner, shared=shared, formats=formats)
        findings = tuple(sorted(dict.fromkeys((*faults, *made.findings)), key=lambda finding: finding.sort_key))
        return place.finish(folder, replace(made, findings=findings, read=(*made.read, *included)))


def _filled(
    edition: EditionSettings,
    document: Document,
    folder: Path,
    place: Place,
    runner: Runner,
    *,
    shared: bool,
    formats: Mapping[str, Path],
) -> Build:
    """Fill the new folder with all that the edition of a document consists of."""
    if not shared:
        copy_assets(edition, folder / _KINDS[edition.kind].assets)
    offered = publication.publish(document, edition, folder, place, formats, runner)
    made = _made(edition, document, folder, runner, place.to_assets if shared else "", offered)
    if not made.files:
        raise SetupError(f"{edition.stylesheet} wrote nothing; check that it has a template for the documents")
    if not place.shelf or edition.kind != "html":
        return replace(made, folder=place.folder)
    entry = read_entry(document, runner, edition.languages)
    words = words_of(folder, edition.in_languages())
    return replace(made, folder=place.folder, entry={**entry, WORDS: words})


def read_whole(
    source: Path, readable: Sequence[Path]
) -> tuple[Document | None, tuple[Diagnostic, ...], tuple[Path, ...]]:
    """A document with what it includes of readable files, findings, and the files that it is made of.

    There is none if it is not well-formed, or cannot be had whole.
    """
    from teitools.document import read
    from teitools.document.inclusions import assembled

    if not filesystem.is_file(source):
        raise SetupError(f"{source}: no such document; check the path")
    written, faults = read(source)
    if written is None:
        return None, faults, ()
    whole, missing = assembled(written, readable)
    is_whole = all(item.severity is not Severity.ERROR for item in missing)
    return whole if is_whole else None, (*faults, *missing), tuple(files_included(written, whole))


def _made(
    edition: EditionSettings,
    document: Document,
    folder: Path,
    runner: Runner,
    to_assets: str,
    offered: dict[str, Input | str],
) -> Build:
    """Write the results for one document into a folder that holds the assets, unless they are elsewhere."""
    kind = _KINDS[edition.kind]
    formats = kind.pictures if edition.copies_pictures else ()
    pictures = put_pictures(document, folder, runner.readable, formats, scans=kind.scans) if formats else None
    offered |= {PARAMETER: pictures.places} if pictures else {}
    offered |= {**edition.offered, **offered_wording(edition.wording)}
    there = set(files_below(folder))
    parts = [
        _in_language(one, document, folder, part, runner, {**offered, **_placed(edition, part, to_assets)})
        for part, one in edition.in_languages().items()
    ]
    if clash := there & {name for part in parts for name in part.files}:
        raise SetupError(
            f"{edition.stylesheet} writes {min(clash)}, which is also one of its assets; rename one of them"
        )
    if kind.packed:
        from teitools.tasks.editions.epub import pack

        pack(folder, _principal(edition, document), document)
    return Build(
        folder,
        tuple(files_below(folder)),
        tuple(dict.fromkeys(message for part in parts for message in part.messages)),
        (*(found for part in parts for found in part.findings), *(pictures.findings if pictures else ())),
        (*(path for part in parts for path in part.read), *(pictures.files if pictures else ())),
        accounts=tuple(account for part in parts for account in part.accounts),
    )


def _in_language(
    edition: EditionSettings,
    document: Document,
    folder: Path,
    part: str,
    runner: Runner,
    offered: dict[str, Input | str],
) -> Build:
    """Write the results in one language, into a part of the folder."""
    (folder / part).mkdir(exist_ok=True)
    result, warning = runner.run(edition, source_of(document), folder / part, _principal(edition, document), offered)
    files = [f"{part}/{name}" if part else name for name in result.files]
    account = account_for(edition.kind, document, runner.rules(edition), folder, files, edition.language)
    return Build(
        folder,
        tuple(files),
        (*told(result), *filter(None, [warning])),
        (*findings_of(result, document), *account.findings),
        tuple(files_read(document, result)),
        accounts=(account,),
    )


def _placed(edition: EditionSettings, part: str, to_assets: str) -> dict[str, str]:
    """What a stylesheet is told of where its results lie, and in which languages there are others."""
    to_root = "../" if part else ""
    said = {_ROOT: to_root, _LANGUAGES: " ".join(edition.languages)}
    return said | ({ASSETS: f"{to_root}{to_assets}{_ASSETS}"} if part or to_assets else {})


def _principal(edition: EditionSettings, document: Document) -> str:
    return (document.path or Path(document.name)).stem + _KINDS[edition.kind].ending


def shared_assets(edition: EditionSettings) -> dict[str, bytes]:
    """The files that documents on a shelf share, by their paths on it."""
    return {f"{_ASSETS}/{name}": content for name, content in shared_assets_of(edition).items()}
