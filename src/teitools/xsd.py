"""W3C XML Schema: validation through xmlschema, because libxml2 refuses the schemas that are made of TEI's.

Schemas are read from local files only; the network is never used.
"""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

from teitools.diagnostics import Diagnostic, Location, SetupError, diagnose, nearest, phrase
from teitools.document import Document, read

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Schema", "location_faults", "schema_locations"]

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_PAIRS, _SINGLE = f"{{{_XSI}}}schemaLocation", f"{{{_XSI}}}noNamespaceSchemaLocation"
_XS = "{http://www.w3.org/2001/XMLSchema}"
_MIN_VERSION = "{http://www.w3.org/2007/XMLSchema-versioning}minVersion"
_SHOWN = 5  # expected names in a message

_PYTHON_CLASS = re.compile(r" for <class '[^']*'>")
_NO_ATTRIBUTE = re.compile(r"'(\S+)' attribute not allowed")
_NEEDED_ATTRIBUTE = re.compile(r"missing required attribute '(\S+)'")
_ATTRIBUTE_VALUE = re.compile(r"attribute (\S+?)='.*?': (.*)", re.DOTALL)


def schema_locations(document: Document) -> list[Path]:
    """The local schema files that the root names in `xsi:schemaLocation` and `xsi:noNamespaceSchemaLocation`."""
    return [path for _, _, path in _hints(document) if path is not None and path.is_file()]


def location_faults(document: Document) -> Iterator[Diagnostic]:
    """What is wrong with these attributes: a schema that is not a local file or is missing, a namespace without one."""
    if len(str(document.root.get(_PAIRS, "")).split()) % 2:
        yield diagnose("XSD003", document.location(document.root, _PAIRS))
    for attribute, href, path in _hints(document):
        if path is None:
            yield diagnose("XSD001", document.location(document.root, attribute), href=href)
        elif not path.is_file():
            yield diagnose("XSD002", document.location(document.root, attribute), href=href)


def _hints(document: Document) -> Iterator[tuple[str, str, Path | None]]:
    """Attribute, reference and file of every schema named on the root; no file if the reference leads elsewhere."""
    root = document.root
    pairs, single = str(root.get(_PAIRS, "")).split(), str(root.get(_SINGLE, "")).split()
    base = (document.path.absolute() if document.path else Path.cwd() / "-").as_uri()
    for attribute, references in ((_PAIRS, pairs[1::2]), (_SINGLE, single[:1])):
        for href in references:
            parts = urlsplit(urljoin(base, href))
            yield attribute, href, Path(unquote(parts.path)) if parts.scheme == "file" else None


class Schema:
    """A compiled schema; `validate` may be called for any number of documents."""

    def __init__(self, compiled: Any) -> None:  # noqa: ANN401  # xmlschema is imported when a schema is loaded
        self._compiled = compiled
        self._elements = frozenset(_local(name) for name in compiled.maps.elements)

    @classmethod
    def load(cls, path: Path) -> Schema:
        """Read a schema: 1.0, or 1.1 if its `vc:minVersion` says so. Raises SetupError with the place of a fault."""
        document, faults = read(path)
        if document is None:
            raise SetupError(f"{faults[0].location}: {faults[0].message}; correct the XML Schema")
        _check_references(document)
        return cls(_compile(document))

    def validate(self, document: Document) -> Iterator[Diagnostic]:
        """Yield what the schema does not allow."""
        seen: set[tuple[Location, str]] = set()
        for error in self._compiled.iter_errors(document.tree, use_location_hints=False):
            finding = self._finding(document, error)
            if (finding.location, finding.message) not in seen:
                seen.add((finding.location, finding.message))
                yield finding

    def _finding(self, document: Document, error: Any) -> Diagnostic:  # noqa: ANN401  # an error of xmlschema
        element = error.elem if error.elem is not None else document.root
        reason = _PYTHON_CLASS.sub("", str(error.reason or error.message))
        if getattr(error, "expected", None) is not None or getattr(error, "invalid_tag", None):
            return self._child(document, element, error)
        facts: dict[str, Any] = {"element": _local(element.tag)}
        if match := _NO_ATTRIBUTE.search(reason):
            name = _local(match[1])
            similar = nearest(name, _attribute_names(error.validator))
            hint = phrase("hint_nearest", name=similar) if similar else None
            return diagnose("XSD103", document.location(element, match[1]), hint=hint, attribute=name, **facts)
        if match := _NEEDED_ATTRIBUTE.search(reason):
            return diagnose("XSD104", document.location(element), attribute=_local(match[1]), **facts)
        if match := _ATTRIBUTE_VALUE.match(reason):
            place = document.location(element, match[1])
            value = str(element.get(match[1], ""))[:60]
            return diagnose("XSD105", place, attribute=_local(match[1]), value=value, reason=match[2][:200], **facts)
        return diagnose("XSD100", document.location(element), reason=reason[:300], **facts)

    def _child(self, document: Document, element: Any, error: Any) -> Diagnostic:  # noqa: ANN401  # as above
        names = [_local(item.name) for item in error.expected or () if getattr(item, "name", None)]
        expected = ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "") if names else "–"
        parent = _local(element.tag)
        if error.invalid_tag is None or error.index >= len(element):
            return diagnose("XSD102", document.location(element), element=parent, expected=expected)
        child = element[error.index]  # comments and processing instructions are counted
        name = _local(child.tag)
        similar = nearest(name, names) or (None if name in self._elements else nearest(name, self._elements))
        hint = phrase("hint_nearest", name=similar) if similar else None
        return diagnose("XSD101", document.location(child), hint=hint, element=name, parent=parent, expected=expected)


def _attribute_names(group: Any) -> list[str]:  # noqa: ANN401  # an attribute group of xmlschema
    return [_local(name) for name in group if name]


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]


def _check_references(document: Document) -> None:
    """Included schemas must be local and there; imported ones may be built in, such as that of the xml namespace."""
    for node in document.root.iter(f"{_XS}include", f"{_XS}redefine", f"{_XS}override"):
        href = str(node.get("schemaLocation", ""))
        place = document.location(node, "schemaLocation")
        parts = urlsplit(urljoin((document.path or Path()).absolute().as_uri(), href))
        if parts.scheme != "file":
            raise SetupError(
                f"{place}: {href} is not a local file, and the network is not used; store a copy beside it"
            )
        if not Path(unquote(parts.path)).is_file():
            raise SetupError(f"{place}: the included schema {href} does not exist; correct schemaLocation")


def _compile(document: Document) -> Any:  # noqa: ANN401  # a schema of xmlschema
    import xmlschema

    kind = xmlschema.XMLSchema11 if document.root.get(_MIN_VERSION) == "1.1" else xmlschema.XMLSchema10
    with warnings.catch_warnings(record=True) as failed:
        warnings.simplefilter("always")  # imports that cannot be read are warnings; what needs them is an error
        try:
            return kind(str(document.path), defuse="always", allow="local")
        except (xmlschema.XMLSchemaException, OSError, RecursionError) as error:
            place = _schema_place(document, error)
            reason = str(getattr(error, "message", None) or error).strip().rstrip(":").split("\n")[0]
            missing = "".join(f" ({item.message})" for item in failed[:1])
            raise SetupError(f"{place}: {reason}{missing}; correct the XML Schema") from error


def _schema_place(document: Document, error: Exception) -> Location:
    """The place in the schema file: xmlschema gives the file and a path."""
    url = str(getattr(error, "schema_url", "") or "")
    path = str(getattr(error, "path", "") or "")
    if url.startswith("file:"):
        other, _ = read(Path(unquote(urlsplit(url).path)))
        document = other or document
    return document.location_of_path(path) if path else Location(document.name)
