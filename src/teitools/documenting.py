"""The documentation of the project's own ODD, as one of the editions of a build."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from teitools.diagnostics import SetupError
from teitools.editions import Build
from teitools.folders import files_below, replaced_folder

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["OddSettings", "build_documentation"]


@dataclass(frozen=True, slots=True)
class OddSettings:
    """What `[odd]` in teitools.toml says.

    `file` is the ODD; `compiled` what it comes to, written down (`teitools odd compile --format odd`), so that a build
    needs no source; `source` what the ODD chooses from, where there is no `compiled`; `languages` those of the pages.
    """

    file: Path
    compiled: Path | None
    source: str | None
    languages: tuple[str, ...]


def build_documentation(settings: OddSettings, output: Path) -> Build:
    """Write a page for each language and put them in the place of the folder `output`.

    One language gives IDENT.html, several give IDENT.TAG.html, each of which leads to the others. The same ODD gives
    the same bytes on every machine. An ODD with errors gives no files but findings. Raises SetupError for a missing
    file or an output folder with somebody's own files.
    """
    from teitools.document import read
    from teitools.odd import compile_odd
    from teitools.odd.documentation import document_html

    for path in (settings.file, settings.compiled):
        if path is not None and not path.is_file():
            raise SetupError(f"{path}: no such file; correct [odd] in teitools.toml, or write it: see make help")
    odd = None
    if settings.compiled is not None:
        odd, findings = read(settings.file)
        if odd is None:
            return Build(output, (), (), findings)
    compiled = compile_odd(settings.compiled or settings.file, source=settings.compiled or settings.source)
    customization = compiled.customization
    if customization is None:
        return Build(output, (), (), compiled.diagnostics)
    several = len(settings.languages) > 1
    names = {tag: f"{customization.ident}{f'.{tag}' if several else ''}.html" for tag in settings.languages}
    messages: dict[str, None] = {}
    with replaced_folder(output) as folder:
        for language, name in names.items():
            others = {tag: other for tag, other in names.items() if tag != language}
            page = document_html(customization, language=language, odd=odd, others=others)
            (folder / name).write_text(page.text, encoding="utf-8", newline="")
            messages |= dict.fromkeys(page.messages)
        files = tuple(files_below(folder))
    return Build(output, files, tuple(messages), compiled.diagnostics)
