"""What a stylesheet leaves out on purpose, as it says itself, in data elements of its modules (XSLT 3.0, 3.7.3):

    <tt:leaves-out match="tei:choice/tei:sic" reason="other-readings"/>

`match` is an XPath 1.0 expression below the document, with the prefixes in force at the element; $NAME is the value of
the stylesheet's parameter NAME as a text, where it is set or its default is a literal. The function
`tt:is-other-version()` asks whether the context node says in another language what the edition says in that of its
readers (see `versions`). `reason` is a key of the catalogue (`left_out_KEY`, with hyphens) or words. A rule excuses
what is not found; what arrives all the same needs none.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from teitools import filesystem
from teitools.diagnostics import SetupError, has_phrase, phrase
from teitools.document.addresses import file_uri, local_path
from teitools.document.names import XSLT, clark
from teitools.document.versions import other_versions
from teitools.resources import resource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["Covered", "Rule", "read_rules", "upwards"]

_RULE = clark(XSLT, "leaves-out")
_VARIABLE = re.compile(r"\$([\w.-]+)")


class Rule(NamedTuple):
    """An expression, the reason as written, the module and line that it stands in, its namespaces and variables."""

    match: str
    reason: str
    module: str
    line: int
    namespaces: tuple[tuple[str, str], ...]
    variables: tuple[tuple[str, str], ...] = ()

    @property
    def why(self) -> str:
        """The reason in words."""
        key = "left_out_" + self.reason.replace("-", "_")
        return phrase(key) if has_phrase(key) else self.reason

    def elements(self, root: etree._Element, languages: Sequence[str]) -> list[etree._Element]:
        """The elements of a document that it leaves out, for readers of languages, the first the best.

        Raises SetupError if the expression is wrong.
        """
        path = self.match if self.match.startswith("/") else f"//{self.match}"
        versions: frozenset[etree._Element] | None = None

        def is_other_version(context: Any) -> bool:  # noqa: ANN401  # lxml has no type for it
            nonlocal versions
            versions = other_versions(root, languages) if versions is None else versions
            return context.context_node in versions

        try:
            expression = etree.XPath(
                path,
                namespaces=dict(self.namespaces),
                extensions={(XSLT, "is-other-version"): is_other_version},
            )
            found = expression(root, **dict(self.variables))
        except etree.XPathError as error:
            raise self._wrong(str(error)) from error
        if not isinstance(found, list) or not all(isinstance(item, etree._Element) for item in found):
            raise self._wrong("it does not give elements")
        return [item for item in found if isinstance(item, etree._Element)]

    def _wrong(self, reason: str) -> SetupError:
        return SetupError(
            f"{self.module}:{self.line}: tt:leaves-out/@match “{self.match}”: {reason}; write an XPath 1.0 expression "
            "with declared prefixes and parameters, such as tei:choice/tei:sic"
        )


def read_rules(stylesheet: Path, parameters: Mapping[str, str] = MappingProxyType({})) -> tuple[Rule, ...]:
    """The rules of a stylesheet and of all that it includes and imports, in their order, each once.

    `parameters` are those that are set; the others have their defaults.
    Raises SetupError if the stylesheet cannot be read.
    """
    from teitools.saxon.parameters import read_modules

    path = filesystem.real(stylesheet)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SetupError(f"{stylesheet}: {filesystem.reason(error)}; check the path of the stylesheet") from error
    modules = read_modules(content, file_uri(path))
    defaults = {name: said.default for name, said in modules.parameters.items() if said.default is not None}
    known = {**defaults, **parameters}
    return tuple(dict.fromkeys(_rule(element, known) for element in modules.data if element.tag == _RULE))


def _rule(element: etree._Element, known: Mapping[str, str]) -> Rule:
    module = element.getroottree().docinfo.URL or ""
    namespaces = tuple(sorted((prefix, uri) for prefix, uri in element.nsmap.items() if prefix))
    return Rule(
        " ".join(element.get("match", "").split()),
        " ".join(element.get("reason", "").split()),
        _shown(module),
        element.sourceline or 0,  # type: ignore[arg-type]  # the stubs are wrong here
        namespaces,
        tuple((name, known[name]) for name in _VARIABLE.findall(element.get("match", "")) if name in known),
    )


def _shown(module: str) -> str:
    """A module as people know it, on whatever machine: one of ours from the folder of stylesheets on."""
    from teitools.document import display_name

    path = local_path(module)
    if path is None:
        return module
    ours = filesystem.real(resource("xslt"))
    return f"teitools:{path.relative_to(ours).as_posix()}" if path.is_relative_to(ours) else display_name(path)


class Covered:
    """Which elements of a document which rule leaves out, what is in them included."""

    def __init__(self, root: etree._Element, rules: Iterable[Rule], languages: Sequence[str] = ()) -> None:
        self._rules: dict[etree._Element, Rule | None] = {}
        for rule in rules:
            for element in rule.elements(root, languages):
                self._rules.setdefault(element, rule)
        self._is_empty = not self._rules

    def rule(self, element: etree._Element) -> Rule | None:
        """The rule that leaves out an element: its own, else that of the nearest element around it."""
        if self._is_empty:
            return None
        asked = []
        around: etree._Element | None = element
        while around is not None and around not in self._rules:
            asked.append(around)
            around = around.getparent()
        found = self._rules[around] if around is not None else None
        self._rules.update(dict.fromkeys(asked, found))
        return found


def upwards(element: etree._Element) -> Iterator[etree._Element]:
    """An element, then those around it, the nearest first."""
    yield element
    yield from element.iterancestors()
