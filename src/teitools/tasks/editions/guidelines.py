"""The documentation of the project's own ODD, as one of the editions of a build."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools import filesystem
from teitools.diagnostics import SetupError, phrase
from teitools.files import files_below
from teitools.tasks.editions.dependencies import files_of_odd
from teitools.tasks.editions.made import Build

if TYPE_CHECKING:
    from pathlib import Path

    from teitools.project import OddSettings
    from teitools.store.locator import Locator
    from teitools.tasks.editions.made import Place
    from teitools.tasks.editions.running import Runner

__all__ = ["build_documentation"]


def build_documentation(settings: OddSettings, place: Place, runner: Runner, locate: Locator) -> Build:
    """Write a page for each language and put them in their place, a folder.

    One language gives IDENT.html, several give IDENT.TAG.html, each of which leads to the others. The same ODD gives
    the same bytes on every machine. An ODD with errors gives no files but findings. Nothing is fetched: a source of the
    network is one that `locate` has a file for. Raises SetupError for a missing file or an
    output folder with somebody's own files, TeitoolsError if a page is not made in the time of the `runner`.
    """
    from teitools.document import read
    from teitools.odd import compile_odd
    from teitools.odd.documentation import document_html

    for path in (settings.file, settings.compiled):
        if path is not None and not filesystem.is_file(path):
            raise SetupError(f"{path}: no such file; correct [odd] in teitools.toml, or write it: see make help")
    odd = None
    if settings.compiled is not None:
        odd, findings = read(settings.file)
        if odd is None:
            return Build(place.folder, (), (), findings)

    def kept(source: str) -> Path:
        return _kept(source, settings.file, locate)

    source = settings.compiled or settings.source
    compiled = compile_odd(settings.compiled or settings.file, source=source, fetch=kept, resolve=locate)
    customization = compiled.customization
    if customization is None:
        return Build(place.folder, (), (), compiled.diagnostics)
    names = _page_names(settings, customization.ident)
    messages: dict[str, None] = {}
    with place.replaced() as folder:
        for language, name in names.items():
            others = {tag: other for tag, other in names.items() if tag != language}
            page = document_html(customization, language=language, odd=odd, others=others, transform=runner.transform)
            (folder / name).write_text(page.text, encoding="utf-8", newline="")
            messages |= dict.fromkeys(page.messages)
        files, sources = tuple(files_below(folder)), tuple(files_of_odd(settings, odd))
        return place.finish(folder, Build(place.folder, files, tuple(messages), compiled.diagnostics, sources))


def _page_names(settings: OddSettings, ident: str) -> dict[str, str]:
    """The file of the page in each language."""
    several = len(settings.languages) > 1
    return {tag: f"{ident}{f'.{tag}' if several else ''}.html" for tag in settings.languages}


def _kept(source: str, odd: Path, locate: Locator) -> Path:
    """The copy of a source of the network that was kept when it was fetched. Raises SetupError if there is none."""
    from teitools.document import display_name
    from teitools.store.releases import source_address
    from teitools.store.transfer import FetchError

    address = source_address(source) or source
    try:
        return locate.bring(address, allowed=False)
    except FetchError as error:
        raise SetupError(phrase("build_odd_source", source=source, odd=display_name(odd))) from error
