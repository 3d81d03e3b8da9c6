"""How names, values and lists of them are shown in messages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from teitools.diagnostics import phrase
from teitools.document.names import TEI, XINCLUDE, XML, XSI
from teitools.relaxng.names import split_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from teitools.relaxng.automaton.patterns import Element
    from teitools.relaxng.validate.context import DocumentContext

_LONGEST = 40
_USUAL = {
    TEI: "tei",
    XINCLUDE: "xi",
    XML: "xml",
    XSI: "xsi",
    "http://www.w3.org/1999/xlink": "xlink",
    "http://www.idpf.org/2007/ops": "epub",
    "http://www.w3.org/1998/Math/MathML": "m",
    "http://www.w3.org/2000/svg": "svg",
}


def shown(name: str) -> str:
    """A name as people write it: the local part, with `xml:` where it belongs."""
    uri, local = split_name(name)
    return "xml:" + local if uri == XML else local


def cut(text: str) -> str:
    """Text that is short enough for a message."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def enumerate_names(names: Sequence[str], word: str = "or") -> str:
    """`a`, `a or b`, `a, b or c` in the language of messages; `word` is `or` or `and`."""
    if len(names) < 2:
        return "".join(names)
    return phrase(f"rng_{word}", first=", ".join(names[:-1]), last=names[-1])


class Names:
    """Names as they can be typed at the present place of a document, with the prefixes that are bound there.

    Where none is, the usual prefix of the namespace is taken, or one made up, and noted in `undeclared`. An element of
    the namespace that a document begins with by the schema needs none: it is meant to be the default one.
    """

    def __init__(self, context: DocumentContext, roots: Iterable[str]) -> None:
        self.context = context
        self.default = {split_name(name)[0] for name in roots} | {""}
        self.undeclared: dict[str, str] = {}

    def element(self, name: str) -> str:
        """The name of an element."""
        uri, local = split_name(name)
        prefixes = self.context.prefixes(uri)
        if "" in prefixes or (not prefixes and uri in self.default):
            return local
        return f"{self._prefix(uri, prefixes)}:{local}"

    def attribute(self, name: str) -> str:
        """The name of an attribute, which is in no namespace if it has no prefix."""
        uri, local = split_name(name)
        return f"{self._prefix(uri, self.context.prefixes(uri))}:{local}" if uri else local

    def tags(self, names: Iterable[str]) -> list[str]:
        """Names as start tags."""
        return [f"<{self.element(name)}>" for name in names]

    def any_of(self, elements: Iterable[Element], ranked: Callable[[Iterable[str]], list[str]], most: int = 4) -> str:
        """Elements one of which is meant, as start tags; wildcards in words. Never empty."""
        elements = list(elements)
        names = self.tags(ranked({name for one in elements for name in one.payload.names}))
        if len(names) > most:
            return phrase("rng_and_more", names=", ".join(names[:most]))
        if any(one.payload.wildcards for one in elements):
            names.append(phrase("rng_any_element"))
        return enumerate_names(names)

    def declarations(self, text: str) -> str:
        """The declarations that must be made before the names in a text can be typed; forgets them."""
        made = [f'xmlns:{one}="{uri}"' for one, uri in self.undeclared.items() if re.search(rf"\b{one}:", text)]
        self.undeclared = {}
        return " ".join(made)

    def _prefix(self, uri: str, bound: list[str]) -> str:
        known = [one for one in bound if one] or [one for one, meant in self.undeclared.items() if meant == uri]
        if known:
            return known[0]
        base = _USUAL.get(uri) or (re.findall(r"[A-Za-z][A-Za-z0-9]*", uri) or ["ns"])[-1].lower()
        prefix, count = base, 1
        while prefix in self.undeclared or self.context.resolve(prefix) or prefix == "xmlns":
            count += 1
            prefix = f"{base}{count}"
        self.undeclared[prefix] = uri
        return prefix
