"""Documentation as plain text: what markup means is said with signs, `<p>`, `@ref`, `“values”`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teitools.document.names import local_name

if TYPE_CHECKING:
    from lxml import etree

_AROUND = {
    "gi": ("<", ">"),
    "tag": ("<", ">"),
    "att": ("@", ""),
    "val": ("“", "”"),
    "q": ("“", "”"),
    "quote": ("“", "”"),
    "soCalled": ("‘", "’"),
    "mentioned": ("‘", "’"),
}
_BLOCKS = frozenset(("p", "ab", "list", "item", "egXML", "eg", "label", "cit", "row", "table", "head"))
_COMPUTED = {"value-of": "select", "name": "path"}


def plain_text(element: etree._Element) -> str:
    """The text of an element, white space collapsed; paragraphs and the like are parted by empty lines.

    In messages of Schematron, what is worked out when a rule is checked stands as `{expression}`.
    """
    pieces: list[str] = []
    _gather(element, pieces)
    paragraphs = "".join(pieces).split("\0")
    return "\n\n".join(text for paragraph in paragraphs if (text := " ".join(paragraph.split())))


def _gather(element: etree._Element, pieces: list[str]) -> None:
    pieces.append(element.text or "")
    for child in element:
        if isinstance(child.tag, str):
            name = local_name(child.tag)
            before, after = _AROUND.get(name, ("\0", "\0") if name in _BLOCKS else ("", ""))
            pieces.append(before)
            if name in _COMPUTED and "schematron" in child.tag:
                pieces.append(f"{{{child.get(_COMPUTED[name]) or 'name()'}}}")
            elif name in ("ptr", "ref") and not len(child) and not child.text:
                pieces.append(child.get("target") or "")
            elif name == "specDesc":
                pieces.append(child.get("key") or "")
            else:
                _gather(child, pieces)
            pieces.append(after)
        pieces.append(child.tail or "")
