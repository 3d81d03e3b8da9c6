"""The RELAX NG grammar of a customisation, in XML syntax.

Names of patterns are those that TEI uses (Guidelines, USE, “Names and Documentation in Generated Schemas”), so that
other grammars can include this one and redefine them.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from operator import itemgetter
from pathlib import PurePath
from typing import TYPE_CHECKING

from teitools.document import escape
from teitools.document.names import RNG, RNG_ANNOTATIONS, XSD_DATATYPES
from teitools.odd.grammar.patterns import Patterns
from teitools.odd.grammar.raw import write_external
from teitools.odd.grammar.wording import Wording
from teitools.odd.model import ElementSpec

if TYPE_CHECKING:
    from typing import TypeAlias

    from teitools.odd.model import Attribute, Customization, ExternalGrammar, Spec

    Stated: TypeAlias = Spec | Attribute | ExternalGrammar | None

__all__ = ["Grammar", "header", "make_grammar", "write_relaxng"]

_ROOT = (
    f'<grammar xmlns="{RNG}"\n'
    f'         xmlns:a="{RNG_ANNOTATIONS}"\n'
    f'         datatypeLibrary="{XSD_DATATYPES}"\n'
    "         ns={ns}>\n"
)
_END = "</grammar>\n"


def header(customization: Customization) -> str:
    """Text that says what a schema was made from: name and hash of the ODD and of each source."""
    lines = [f"Made by teitools from the schemaSpec “{customization.ident}”; change that, not this file."]
    for number, (name, sha256) in enumerate(customization.sources):
        kind = "ODD" if number == 0 else "with"
        lines.append(f"{kind}: {PurePath(name).name} sha256:{sha256}")
    if customization.source_version is not None:
        lines.append(f"TEI: {customization.source_version}")
    return escape.comment("\n".join(lines))


@dataclass(frozen=True, slots=True)
class Grammar:
    """A grammar as text, and what in the customisation its lines come from.

    `parts` are line numbers, in order, each with what is stated from that line on: a declaration, an attribute of a
    class, an external grammar; None for what only the schema as a whole answers for.
    """

    text: str
    parts: tuple[tuple[int, Stated], ...]
    has_start: bool

    def stated_at(self, line: int) -> Stated:
        """What a line of the text comes from."""
        return self.parts[bisect_right(self.parts, line, key=itemgetter(0)) - 1][1]

    def elements(self) -> list[ElementSpec]:
        """The elements that it defines, which are those that documents can contain."""
        return [stated for _, stated in self.parts if isinstance(stated, ElementSpec)]

    def whole(self) -> str:
        """The text; one for other grammars to include gets a start that is any of its elements."""
        if self.has_start:
            return self.text
        references = "".join(f"<ref name={escape.quoted(spec.pattern)}/>" for spec in self.elements())
        start = f"<start><choice>{references or '<notAllowed/>'}</choice></start>"
        return f"{self.text.removesuffix(_END)}{start}{_END}"


def write_relaxng(customization: Customization, *, language: str | None = "", embedded: str = "") -> str:
    """The grammar as text; see `make_grammar`."""
    return make_grammar(customization, language=language, embedded=embedded).text


def make_grammar(customization: Customization, *, language: str | None = "", embedded: str = "") -> Grammar:
    """The grammar as one document.

    `language` is that of the documentation in it: empty for that of the customisation, None for none at all.
    `embedded` is put at its end as it is: Schematron rules, in elements that declare their namespaces.
    """
    wording = Wording(customization.documentation_language if language == "" else language)
    patterns = Patterns(customization, wording)
    start = _start(customization, patterns)
    externals = [(f"{write_external(grammar, patterns)}\n", grammar) for grammar in customization.externals]
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"{_ROOT.format(ns=escape.quoted(customization.namespace))}"
        f"<!--\n{escape.text(header(customization))}\n-->\n"
    )
    written: list[tuple[str, Stated]] = [(head, None)]
    written += [(f"{definition}\n", declared) for definition, declared in patterns.definitions()]
    written += [*externals, (f"{start}{embedded}{_END}", None)]
    texts = [text for text, _ in written]
    lines = accumulate((text.count("\n") for text in texts[:-1]), initial=1)
    parts = tuple(zip(lines, (stated for _, stated in written), strict=True))
    return Grammar("".join(texts), parts, has_start=bool(start))


def _start(customization: Customization, patterns: Patterns) -> str:
    references = [reference for ident in customization.start if (reference := patterns.named(ident)) is not None]
    if not references:  # a grammar for others to include: everything is needed
        for ident in customization.elements:
            patterns.element(ident)
        return ""
    inner = references[0] if len(references) == 1 else f"<choice>{''.join(references)}</choice>"
    return f"<start>{inner}</start>\n"
