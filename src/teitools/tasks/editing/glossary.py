"""What elements, attributes and values are for: from the project's ODD, else from the documentation in the grammar."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from lxml import etree

from teitools.diagnostics import TeitoolsError
from teitools.document.names import EXAMPLES, RNG, RNG_ANNOTATIONS, clark
from teitools.tasks.editing.survey import plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from teitools.odd.model import Customization
    from teitools.project import Project

__all__ = ["Glossary", "Meaning", "glossary_of"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What something is for: a gloss of some words, a description, and remarks."""

    gloss: str = ""
    description: str = ""
    remarks: str = ""


@dataclass(frozen=True)
class Glossary:
    """Meanings by names without prefix (`xml:` apart): of elements, attributes of elements, and values of these.

    What holds for an attribute on any element stands under the element ``.
    """

    elements: Mapping[str, Meaning] = field(default_factory=dict)
    attributes: Mapping[tuple[str, str], Meaning] = field(default_factory=dict)
    values: Mapping[tuple[str, str, str], Meaning] = field(default_factory=dict)
    examples: Mapping[str, str] = field(default_factory=dict)
    """How elements are used, as the ODD shows it, in XML."""

    def element(self, name: str) -> Meaning:
        """The meaning of an element; empty if nobody says."""
        return self.elements.get(name, _NOTHING)

    def attribute(self, element: str, name: str) -> Meaning:
        """The meaning of an attribute of an element."""
        return self.attributes.get((element, name)) or self.attributes.get(("", name), _NOTHING)

    def value(self, element: str, attribute: str, value: str) -> Meaning:
        """The meaning of a value."""
        return self.values.get((element, attribute, value)) or self.values.get(("", attribute, value), _NOTHING)


_NOTHING = Meaning()
_DECLARED = re.compile(r""" xmlns(?::\w+)?=("[^"]*"|'[^']*')""")
_PREFIX = re.compile(r"<(/?)eg:")
_LONGEST = 800  # characters of an example


def glossary_of(project: Project | None, schema: Path | None, language: str) -> Glossary:
    """The glossary of a project's ODD in a language, else of a grammar; empty if there is neither."""
    if project is not None and project.odd is not None:
        from teitools.tasks.odd.compile import compile_file

        try:
            compiled = compile_file(
                project.odd.compiled or project.odd.file, source=None if project.odd.compiled else project.odd.source
            )
            if compiled.customization is not None:
                from teitools.odd.facts import facts_json

                facts = json.loads(facts_json(compiled.customization, language=language))
                return replace(_of_facts(facts), examples=_examples(compiled.customization))
        except TeitoolsError:  # a build says so
            pass
    if schema is not None and schema.suffix == ".rng":
        try:
            return _of_grammar(
                etree.parse(str(schema), etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
            )
        except (OSError, etree.XMLSyntaxError):
            pass
    return Glossary()


def _examples(customization: Customization) -> dict[str, str]:
    """The first example of each element, in the default namespace."""
    found: dict[str, str] = {}
    for spec in customization.elements.values():
        for example in spec.docs.of("exemplum")[:1]:
            for holder in example.iter(clark(EXAMPLES, "egXML")):
                parts = [etree.tostring(child, encoding="unicode") for child in holder]
                text = _DECLARED.sub("", "".join(parts).strip())
                if text and len(text) <= _LONGEST:
                    found.setdefault(spec.name, _PREFIX.sub(r"<\1", text))
    return found


def _of_facts(facts: Mapping[str, Any]) -> Glossary:
    elements: dict[str, Meaning] = {}
    attributes: dict[tuple[str, str], Meaning] = {}
    values: dict[tuple[str, str, str], Meaning] = {}
    classes = {
        ident: {item["name"]: item for item in one["attributes"]} for ident, one in facts["attributeClasses"].items()
    }
    for ident, one in facts["elements"].items():
        name = one["name"]
        if name not in elements or ident == name:
            elements[name] = _meaning(one)
        for item in one["attributes"]:
            whole = item if "origin" in item else classes.get(item.get("class"), {}).get(item["name"], item)
            attributes.setdefault(
                (name, item["name"]), _meaning({**classes.get(item.get("class"), {}).get(item["name"], {}), **whole})
            )
            for value in whole.get("values", {}).get("items", ()):
                values.setdefault((name, item["name"], value["value"]), _meaning(value))
    return Glossary(elements, attributes, values)


def _meaning(facts: Mapping[str, Any]) -> Meaning:
    return Meaning(facts.get("gloss", ""), facts.get("description", ""), facts.get("remarks", ""))


def _of_grammar(root: etree._Element) -> Glossary:
    """What a grammar says beside its declarations (RELAX NG DTD Compatibility, 4)."""
    documentation = clark(RNG_ANNOTATIONS, "documentation")
    elements: dict[str, Meaning] = {}
    attributes: dict[tuple[str, str], Meaning] = {}
    values: dict[tuple[str, str, str], Meaning] = {}
    for item in root.iter(clark(RNG, "element"), clark(RNG, "attribute")):
        name, said = str(item.get("name") or ""), _said(item, documentation)
        if not name or not said:
            continue
        if item.tag == clark(RNG, "element"):
            elements.setdefault(name, said)
        else:
            attributes.setdefault(("", name), said)
            for value in item.iter(clark(RNG, "value")):
                following = value.getnext()
                if following is not None and following.tag == documentation:
                    text = plain("".join(map(str, following.itertext())))
                    values.setdefault(("", name, (value.text or "").strip()), Meaning(description=text))
    return Glossary(elements, attributes, values)


def _said(item: etree._Element, documentation: str) -> Meaning | None:
    found = item.find(documentation)
    if found is None:
        return None
    text = " ".join("".join(map(str, found.itertext())).split())
    gloss, closing, description = text.partition(") ")  # TEI: “(paragraph) marks paragraphs …”
    if text.startswith("(") and closing:
        return Meaning(gloss[1:], description)
    return Meaning(description=text)
