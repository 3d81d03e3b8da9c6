"""The RELAX NG grammar of a customisation, in XML syntax.

Names of patterns are those that TEI uses (Guidelines, USE, “Names and Documentation in Generated Schemas”), so that
other grammars can include this one and redefine them.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from teitools.odd.escaping import escape, quoteattr
from teitools.odd.grammar.patterns import Patterns
from teitools.odd.grammar.raw import write_external
from teitools.odd.grammar.wording import Wording

if TYPE_CHECKING:
    from teitools.odd.model import Customization

__all__ = ["header", "write_relaxng"]

_ROOT = (
    '<grammar xmlns="http://relaxng.org/ns/structure/1.0"\n'
    '         xmlns:a="http://relaxng.org/ns/compatibility/annotations/1.0"\n'
    '         datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"\n'
    "         ns={ns}>\n"
)


def header(customization: Customization) -> str:
    """Text that says what a schema was made from: name and hash of the ODD and of each source."""
    lines = [f"Made by teitools from the schemaSpec “{customization.ident}”; change that, not this file."]
    for number, (name, sha256) in enumerate(customization.sources):
        kind = "ODD" if number == 0 else "with"
        lines.append(f"{kind}: {PurePath(name).name} sha256:{sha256}")
    if customization.source_version is not None:
        lines.append(f"TEI: {customization.source_version}")
    return "\n".join(lines).replace("--", "- -")


def write_relaxng(customization: Customization, *, language: str | None = "", embedded: str = "") -> str:
    """The grammar as one document.

    `language` is that of the documentation in it: empty for that of the customisation, None for none at all.
    `embedded` is put at its end as it is: Schematron rules, in elements that declare their namespaces.
    """
    wording = Wording(customization.documentation_language if language == "" else language)
    patterns = Patterns(customization, wording)
    start = _start(customization, patterns)
    externals = [f"{write_external(grammar, patterns)}\n" for grammar in customization.externals]
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        _ROOT.format(ns=quoteattr(customization.namespace)),
        f"<!--\n{escape(header(customization))}\n-->\n",
    ]
    parts += [f"{definition}\n" for definition in patterns.definitions()]
    parts += [*externals, start, embedded, "</grammar>\n"]
    return "".join(parts)


def _start(customization: Customization, patterns: Patterns) -> str:
    references = [reference for ident in customization.start if (reference := patterns.named(ident)) is not None]
    if not references:  # a grammar for others to include: everything is needed
        for ident in customization.elements:
            patterns.element(ident)
        return ""
    inner = references[0] if len(references) == 1 else f"<choice>{''.join(references)}</choice>"
    return f"<start>{inner}</start>\n"
