"""Tables of wording that a project adds: what stands around the text, in a language of the interface."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from lxml import etree

from teitools.diagnostics import SetupError, nearest
from teitools.document.names import XML, XSLT, clark
from teitools.filesystem import reason
from teitools.resources import resource

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from teitools.saxon import Input

__all__ = ["PARAMETER", "offered_wording", "read_table", "wording_keys"]

PARAMETER = clark(XSLT, "wording")
"""The parameter of a stylesheet that gets the tables; see xslt/common/labels.xsl."""

_LANGUAGE = clark(XML, "lang")
_TAG = re.compile(r"[a-z]{2,3}$")
_PLACE = re.compile(r"\{\d\}")


def offered_wording(tables: Sequence[Path]) -> Mapping[str, Input]:
    """The tables as a parameter for stylesheets, if there are any. Raises as `read_table` does."""
    from teitools.saxon import Input

    if not tables:
        return {}
    root = etree.Element(clark(XSLT, "wording"), nsmap={"tt": XSLT})
    root.extend([read_table(path) for path in tables])
    return {PARAMETER: Input(etree.tostring(root, encoding="unicode"), "memory:/wording.xml")}


@cache
def wording_keys() -> Mapping[str, frozenset[str]]:
    """The keys of the wording, each with the places for values, `{1}` …, that stand in it."""
    english = etree.parse(resource("xslt/common/labels.xml")).iterfind("label")
    texts = {label.get("key", ""): label.findtext(f"text[@{_LANGUAGE}='en']") or "" for label in english}
    return {key: frozenset(_PLACE.findall(text)) for key, text in texts.items()}


def read_table(path: Path) -> etree._Element:
    """A table: `<labels xml:lang="nl">` with `<label key="contents">Inhoud</label>` and more.

    Keys that it does not have are worded in English. Raises SetupError if it cannot be read, names no language, or has
    a key that no edition asks for, or a text without a place for each value, or with one for what is no value.
    """
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, collect_ids=False)
        root = etree.fromstring(path.read_bytes(), parser)
    except (OSError, etree.XMLSyntaxError) as error:
        what = reason(error) if isinstance(error, OSError) else str(error)
        raise SetupError(f"{path}: {what}; correct the table of wording") from error
    if root.tag != "labels" or not _TAG.match(root.get(_LANGUAGE, "")):
        raise SetupError(f'{path}: a table of wording begins with its language, as in <labels xml:lang="nl">')
    for label in root.iterchildren("*"):
        _check(label, path)
    return root


def _check(label: etree._Element, path: Path) -> None:
    key, keys = label.get("key", ""), wording_keys()
    where = f"{path}:{label.sourceline}"
    if key not in keys:
        near = nearest(key, keys)
        advice = f"did you mean “{near}”?" if near else "the keys are those of xslt/common/labels.xml"
        raise SetupError(f"{where}: no edition asks for the wording “{key}”; {advice}")
    text = label.text or ""
    if not text.strip() or frozenset(_PLACE.findall(text)) != keys[key]:
        needed = ", ".join(sorted(keys[key])) or "no places for values"
        raise SetupError(f"{where}: the wording “{key}” must be a text with {needed}; correct it")
