"""`<?xml-model?>`: which schemas a document says it follows (W3C Note "Associating Schemas with XML documents 1.0")."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from lxml import etree

from teitools.diagnostics import Diagnostic, Location, diagnose
from teitools.document import escape, names
from teitools.document.prolog import has_doctype

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["ModelKind", "XmlModel", "read_models"]

ModelKind = Literal["relaxng", "rnc", "schematron", "xsd", "nvdl", "dtd", "unknown"]

_NAMESPACES: dict[str, ModelKind] = {
    names.RNG: "relaxng",
    names.SCH: "schematron",
    names.SCH_OLD: "schematron",
    names.XSD: "xsd",
    names.NVDL: "nvdl",
}
_TYPES: dict[str, ModelKind] = {"application/relax-ng-compact-syntax": "rnc", "application/xml-dtd": "dtd"}
_ENDINGS: dict[str, ModelKind] = {
    "rng": "relaxng",
    "rnc": "rnc",
    "sch": "schematron",
    "xsd": "xsd",
    "nvdl": "nvdl",
    "dtd": "dtd",
}
_PSEUDO_ATTRIBUTE = re.compile(r"\s*+([^\s=\"'<&]++)\s*+=\s*+(?:\"([^\"<]*+)\"|'([^'<]*+)')(?=\s|$)")


@dataclass(frozen=True, slots=True)
class XmlModel:
    """One `<?xml-model?>`: where the schema is (a URI reference), its kind, the phase and title if given."""

    href: str
    kind: ModelKind
    phase: str | None
    title: str | None
    location: Location


def read_models(
    root: etree._Element, data: bytes, locate: Callable[[etree._Element, int], Location]
) -> tuple[tuple[XmlModel, ...], tuple[Diagnostic, ...]]:
    """The declarations in the prolog, in document order, and what is wrong with declarations anywhere.

    `data` is the text, in UTF-8, that the tree was made of. `locate` is given an instruction and its number (0-based)
    among those of the prolog, or -1 if it stands elsewhere.
    """
    models, faults = [], []
    for number, instruction in enumerate(reversed([*root.itersiblings(etree.PI, preceding=True)])):
        if _target(instruction) == "xml-model":
            result = _read(instruction, locate(instruction, number))
            if isinstance(result, XmlModel):
                models.append(result)
            else:
                faults.append(result)
    may_be_elsewhere = data.count(b"xml-model") > len(models) + len(faults) or has_doctype(data)
    elsewhere = (*root.iter(etree.PI), *root.itersiblings(etree.PI)) if may_be_elsewhere else ()
    faults += [diagnose("XML052", locate(item, -1)) for item in elsewhere if _target(item) == "xml-model"]
    return tuple(models), tuple(faults)


def _target(instruction: etree._Element) -> str:
    return str(getattr(instruction, "target", ""))


def _read(instruction: etree._Element, location: Location) -> XmlModel | Diagnostic:
    text, at = instruction.text or "", 0
    values: dict[str, str] = {}
    while text[at:].strip():
        match = _PSEUDO_ATTRIBUTE.match(text, at)
        if match is None or match[1] in values or not names.is_name(match[1]):
            return diagnose("XML050", location, rest=text[at:].strip()[:60])
        values[match[1]] = escape.unescaped(match[2] if match[2] is not None else match[3])
        at = match.end()
    if not values.get("href", "").strip():
        return diagnose("XML051", location)
    return XmlModel(values["href"].strip(), _kind(values), values.get("phase"), values.get("title"), location)


def _kind(values: dict[str, str]) -> ModelKind:
    """By namespace, then media type, then file ending; the compact syntax shares its namespace with the XML syntax."""
    path = re.split(r"[?#]", values["href"].strip(), maxsplit=1)[0]
    ending = _ENDINGS.get(path.rpartition(".")[2].lower(), "unknown")
    kind = _NAMESPACES.get(values.get("schematypens", ""))
    typed = _TYPES.get(values.get("type", "").partition(";")[0].strip().lower())
    if kind == "relaxng" and "rnc" in (typed, ending):
        return "rnc"
    return kind or typed or ending
