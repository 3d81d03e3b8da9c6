"""What is made of a compiled ODD: which files, with what in them, written all or none."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from teitools.diagnostics import SetupError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from teitools.diagnostics import Diagnostic
    from teitools.odd.model import Customization
    from teitools.odd.relaxng import Grammar

__all__ = ["Outputs", "Wanted", "make_outputs", "write_outputs"]

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
    """The outputs in these formats (of `OUTPUT_FORMATS`), named after the schema; none if there is no usable grammar.

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
    from teitools.tasks.odd.grammar import check_grammar

    wanted_formats = dict.fromkeys(formats)
    path = wanted.folder / f"{maker.name}.rng" if wanted.folder is not None and "rng" in wanted_formats else None
    maker.made.findings += check_grammar(customization, maker.grammar, path)
    if not maker.made.findings:
        for name in wanted_formats:
            makers[name]()
    return maker.made


class _Maker:
    def __init__(self, customization: Customization, wanted: Wanted) -> None:
        self.customization = customization
        self.language = wanted.language or customization.documentation_language
        self.wanted = wanted
        self.name = _UNSAFE.sub("_", customization.ident).strip(".") or "schema"
        self.made = Outputs()

    @property
    def header(self) -> str:
        """What the outputs were made from, for their heads."""
        from teitools.odd.relaxng import header

        return f"\n{header(self.customization)}\n"

    @functools.cached_property
    def grammar(self) -> Grammar:
        """The grammar in XML syntax, from which two other outputs are made."""
        from teitools.odd.relaxng import make_grammar

        return make_grammar(
            self.customization,
            language=self.language if self.wanted.documented else None,
            embedded=self._embedded() if self.wanted.embedded else "",
        )

    def _embedded(self) -> str:
        from teitools.odd.schematron import embedded_rules

        return embedded_rules(self.customization, language=self.language, folder=self.wanted.folder)

    def rng(self) -> None:
        self.made.files[f"{self.name}.rng"] = self.grammar.text

    def rnc(self) -> None:
        from teitools.document.parsing import read_made
        from teitools.odd.compact import write_compact

        self.made.files[f"{self.name}.rnc"] = write_compact(read_made(self.grammar.text))

    def sch(self) -> None:
        from teitools.odd.schematron import iso_schematron

        folder = self.wanted.folder
        text, notes = iso_schematron(self.customization, language=self.language, header=self.header, folder=folder)
        self.made.files[f"{self.name}.sch"] = text
        self.made.findings += notes

    def xsd(self) -> None:
        from teitools.odd.xsd import write_xsd

        made = write_xsd(self.grammar.text, self.name, self.header)
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


def write_outputs(folder: Path, texts: Mapping[str, str], inputs: Iterable[Path] = ()) -> list[Path]:
    """Write files into a folder, which is made if need be, all or none; returns their paths.

    Raises SetupError, with nothing changed, if that is not possible or one of them would replace one of the `inputs`.
    """
    from teitools import filesystem
    from teitools.files import refuse_to_replace, write_files  # not for --help

    refuse_to_replace([folder / name for name in texts], inputs)
    try:
        return write_files(folder, {name: text.encode() for name, text in texts.items()})
    except OSError as error:
        reason = filesystem.reason(error)
        raise SetupError(
            f"{filesystem.place(error, folder)}: {reason}; free the place or name another with --output"
        ) from None
