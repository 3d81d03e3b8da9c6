"""What is made of a compiled ODD: which files, with what in them, written all or none."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from teitools.diagnostics import SetupError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from teitools.diagnostics import Diagnostic
    from teitools.odd.model import Customization

__all__ = ["DEFAULT_FORMATS", "OUTPUT_FORMATS", "Outputs", "Wanted", "make_outputs", "write_files"]

OUTPUT_FORMATS = ("rng", "rnc", "sch", "xsd", "odd", "json", "html")
DEFAULT_FORMATS = ("rng", "sch")
_SHOWN = 5
_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass
class Outputs:
    """Files by name, findings about what could not be put into them, and remarks on the way they were made."""

    files: dict[str, str] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the outputs are to hold.

    `language` is that of the documentation (default: what the ODD says); without `documented`, grammars have none;
    with `own_docs`, nothing has any but what the ODD itself gives. Without `embedded`, grammars have no Schematron.
    `folder` is where the files are to lie, for references from rules to other files; without it, these stay as is.
    """

    language: str | None = None
    documented: bool = True
    own_docs: bool = False
    embedded: bool = True
    folder: Path | None = None


def make_outputs(customization: Customization, formats: Iterable[str], wanted: Wanted = Wanted()) -> Outputs:  # frozen
    """The outputs in these formats (of OUTPUT_FORMATS), named after the schema; none if there is no usable grammar.

    Raises SetupError if XML Schema is asked for and cannot be made.
    """
    if wanted.own_docs:
        from teitools.odd.rewriting import own_words

        customization = own_words(customization)
    maker = _Maker(customization, wanted)
    makers: dict[str, Callable[[], None]] = {
        "rng": maker.rng,
        "rnc": maker.rnc,
        "sch": maker.sch,
        "xsd": maker.xsd,
        "odd": maker.odd,
        "json": maker.json,
        "html": maker.html,
    }
    from teitools.oddgrammar import check_grammar, has_own_patterns

    if has_own_patterns(customization):
        maker.made.findings += check_grammar(customization, maker.grammar)
        if maker.made.findings:
            return maker.made
    for name in dict.fromkeys(formats):
        makers[name]()
    return maker.made


class _Maker:
    def __init__(self, customization: Customization, wanted: Wanted) -> None:
        self.customization = customization
        self.language = wanted.language or customization.documentation_language
        self.wanted = wanted
        self.name = _UNSAFE.sub("_", customization.ident).strip(".") or "schema"
        self.made = Outputs()
        self._grammar: str | None = None

    @property
    def header(self) -> str:
        """What the outputs were made from, for their heads."""
        from teitools.odd.relaxng import header

        return f"\n{header(self.customization)}\n"

    @property
    def grammar(self) -> str:
        """The grammar in XML syntax, from which two other outputs are made."""
        if self._grammar is None:
            from teitools.odd.relaxng import write_relaxng

            self._grammar = write_relaxng(
                self.customization,
                language=self.language if self.wanted.documented else None,
                embedded=self._embedded() if self.wanted.embedded else "",
            )
        return self._grammar

    def _embedded(self) -> str:
        from teitools.odd.schematron import embedded_rules

        return embedded_rules(self.customization, language=self.language, folder=self.wanted.folder)

    def rng(self) -> None:
        self.made.files[f"{self.name}.rng"] = self.grammar

    def rnc(self) -> None:
        from lxml import etree

        from teitools.odd.compact import write_compact

        self.made.files[f"{self.name}.rnc"] = write_compact(etree.fromstring(self.grammar.encode()))

    def sch(self) -> None:
        from teitools.odd.schematron import iso_schematron

        folder = self.wanted.folder
        text, notes = iso_schematron(self.customization, language=self.language, header=self.header, folder=folder)
        self.made.files[f"{self.name}.sch"] = text
        self.made.findings += notes

    def xsd(self) -> None:
        from teitools.odd.xsd import write_xsd

        made = write_xsd(self.grammar, self.name, self.header)
        self.made.files.update(made.files)
        left_out = len(made.approximations) - _SHOWN
        self.made.remarks += [f"xsd: {text}" for text in made.approximations[:_SHOWN]]
        self.made.remarks += [f"xsd: … and {left_out} more approximations"] if left_out > 0 else []

    def odd(self) -> None:
        from teitools.odd.flatten import flatten

        self.made.files[f"{self.name}.compiled.odd"] = flatten(self.customization, self.header, self.wanted.folder)

    def json(self) -> None:
        from teitools.odd.facts import facts_json

        self.made.files[f"{self.name}.json"] = facts_json(self.customization, language=self.language)

    def html(self) -> None:
        from teitools.odd.documentation import document_html

        page = document_html(self.customization, language=self.language)
        self.made.files[f"{self.name}.html"] = page.text
        self.made.remarks += [f"html: {message}" for message in page.messages]


def write_files(folder: Path, files: Mapping[str, str], inputs: Iterable[Path] = ()) -> list[Path]:
    """Write files into a folder, which is made if need be: all of them under other names first, then into their places.

    Raises SetupError, with nothing changed, if that is not possible or one of them would replace one of the `inputs`.
    """
    targets = {folder / name: text for name, text in files.items()}
    read = {path.resolve() for path in inputs}
    for target in targets:
        if target.resolve() in read:
            raise SetupError(f"{target}: this file was read to make it; name another folder with --output DIR")
    drafts: dict[Path, Path] = {}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for target, text in targets.items():
            if target.is_dir():
                raise IsADirectoryError(21, "is a folder", str(target))
            draft = target.with_name(f".{target.name}.{os.getpid()}.new")
            drafts[draft] = target
            draft.write_bytes(text.encode("utf-8", "surrogatepass"))
        for draft, target in drafts.items():
            draft.replace(target)
    except OSError as error:
        reason = error.strerror or str(error)
        raise SetupError(
            f"{error.filename or folder}: {reason}; free the place or name another with --output"
        ) from None
    finally:
        for draft in drafts:
            draft.unlink(missing_ok=True)
    return list(targets)
