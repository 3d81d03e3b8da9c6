"""W3C XML Schema: validation through xmlschema, because libxml2 refuses the schemas that are made of TEI's.

Schemas are read from local files only, which may stand for public addresses; the network is never used.
"""

from __future__ import annotations

import ast
import re
import sys
import threading
import warnings
from typing import TYPE_CHECKING, Any

from teitools import filesystem
from teitools.diagnostics import BrokenSchemaError, Diagnostic, Location, Severity, diagnose, nearest, phrase
from teitools.document import Document, read
from teitools.document.addresses import file_uri, local_path, located, split
from teitools.document.names import XSD, XSD_VERSIONS, XSI, clark, local_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from teitools.store.locator import Locator

    Locate = Callable[[str], Path | None]

__all__ = ["Schema", "location_faults", "named_files", "remote_locations", "schema_locations"]

_PAIRS, _SINGLE = clark(XSI, "schemaLocation"), clark(XSI, "noNamespaceSchemaLocation")
_IMPORT = clark(XSD, "import")
_INCLUSIONS = tuple(clark(XSD, name) for name in ("include", "redefine", "override"))
_ADVICE = "correct the XML Schema"
_SHOWN = 5  # expected names in a message
_compiling = threading.Lock()  # what becomes of warnings is said for the whole process
_DEPTH = 2_000  # elements and groups in one another, as for all documents; xmlschema allows 15 groups
_FRAMES, _STACK = 100_000, 1 << 29  # for that depth; a stack is taken from the system as it is used
_deepening = threading.Lock()  # how deep calls may go is said for the whole process

_PYTHON_CLASS = re.compile(r" for <class '[^']*'>")
_NO_ATTRIBUTE = re.compile(r"'(\S+)' attribute not allowed")
_NEEDED_ATTRIBUTE = re.compile(r"missing required attribute '(\S+)'")
_AS_PYTHON = (  # what the library says in the words of Python, and the phrases that say it in ours
    (re.compile(r"invalid literal for int\(\)"), "xsd_no_integer"),
    (re.compile(r"could not convert string to float|invalid value .* for xs:decimal", re.DOTALL), "xsd_no_number"),
    (re.compile(r"Invalid datetime string"), "xsd_no_date"),
    (re.compile(r"value doesn't match any pattern of \['[^']*\|INF\|-INF\|NaN'\]$"), "xsd_no_number"),
    (re.compile(r"value doesn't match any pattern of \['\[\\\\i-\[:\]\]\[\\\\c-\[:\]\]\*'\]$"), "xsd_no_name"),
    (re.compile(r"value must be one of (\[.*\])$", re.DOTALL), "xsd_none_of"),
    (re.compile(r"value doesn't match any pattern of (\[.*\])$", re.DOTALL), "xsd_no_match"),
)
_ATTRIBUTE_VALUE = re.compile(r"attribute (\S+?)='.*?': (.*)", re.DOTALL)


def schema_locations(document: Document, locate: Locate) -> list[tuple[str, str, Path]]:
    """The local schema files that the root names in `xsi:schemaLocation` and `xsi:noNamespaceSchemaLocation`.

    Each with the attribute and the reference; `locate` says which files stand for public addresses.
    """
    named = _hints(document, locate)
    return [(attribute, href, path) for attribute, href, path in named if path and filesystem.is_file(path)]


def named_files(document: Document, locate: Locate) -> list[Path]:
    """The local files that are named there, whether there is one or not."""
    return [path for _, _, path in _hints(document, locate) if path is not None]


def remote_locations(document: Document) -> list[str]:
    """The references there that lead to another machine."""
    return [href for _, href, path in _hints(document, lambda _: None) if path is None and _may_be_elsewhere(href)]


def location_faults(document: Document, locate: Locator) -> Iterator[Diagnostic]:
    """What is wrong with these attributes: a schema that is not a local file or is missing, a namespace without one."""
    if len(str(document.root.get(_PAIRS, "")).split()) % 2:
        yield diagnose("XSD003", document.location(document.root, _PAIRS))
    for attribute, href, path in _hints(document, locate):
        if path is None and (reason := locate.failure(href)):
            yield diagnose("XML066", document.location(document.root, attribute), href=href, reason=reason)
        elif path is None:
            severity = None if _may_be_elsewhere(href) else Severity.ERROR
            yield diagnose("XSD001", document.location(document.root, attribute), severity=severity, href=href)
        elif not filesystem.is_file(path):
            yield diagnose("XSD002", document.location(document.root, attribute), href=href)


def _may_be_elsewhere(href: str) -> bool:
    """Whether a reference leads to another machine; else it is one that no file here can have."""
    address = split(href)
    return not address.is_local and address.has_possible_host


def _hints(document: Document, locate: Locate) -> Iterator[tuple[str, str, Path | None]]:
    """Attribute, reference and file of every schema named on the root; no file if the reference leads elsewhere."""
    root = document.root
    pairs, single = str(root.get(_PAIRS, "")).split(), str(root.get(_SINGLE, "")).split()
    for attribute, references in ((_PAIRS, pairs[1::2]), (_SINGLE, single[:1])):
        for href in references:
            yield attribute, href, locate(href) or located(href, document.path)


class Schema:
    """A compiled schema; `validate` may be called for any number of documents.

    `files` are those that it was read from and those that it names, there or not.
    """

    def __init__(self, compiled: Any, files: tuple[Path, ...] = ()) -> None:  # noqa: ANN401  # a schema of xmlschema
        self._compiled = compiled
        self.files = files
        self._elements = frozenset(local_name(name) for name in compiled.maps.elements)

    @classmethod
    def load(cls, path: Path, locate: Locate | None = None) -> Schema:
        """Read a schema: 1.0, or 1.1 if its `vc:minVersion` says so. Raises BrokenSchemaError with where it is wrong.

        `locate` says which files stand for public addresses that it refers to.
        """
        locate = locate or (lambda _: None)
        document, faults = read(path)
        if document is None:
            raise _broken(faults[0].location, faults[0].message)
        _check_references(document, locate)
        _check_derivations(document)
        return cls(_compile(document, locate), _files(document, locate))

    def validate(self, document: Document) -> Iterator[Diagnostic]:
        """Yield what the schema does not allow."""
        seen: set[tuple[Location, str | None]] = set()
        tree = document.grammatical_tree
        for error in _deeply(lambda: list(self._compiled.iter_errors(tree, use_location_hints=False))):
            finding = self._finding(document, error)
            is_value = finding.code == "XSD105"  # a value that is wrong twice, by type and by pattern, is wrong once
            known = (finding.location, None if is_value else finding.message)
            if known not in seen:
                seen.add(known)
                yield finding

    def _finding(self, document: Document, error: Any) -> Diagnostic:  # noqa: ANN401  # an error of xmlschema
        element = error.elem if error.elem is not None else document.root
        reason = _PYTHON_CLASS.sub("", str(error.reason or error.message))
        if getattr(error, "expected", None) is not None or getattr(error, "invalid_tag", None):
            return self._child(document, element, error)
        facts: dict[str, Any] = {"element": local_name(element.tag)}
        if match := _NO_ATTRIBUTE.search(reason):
            name = local_name(match[1])
            similar = nearest(name, _attribute_names(error.validator))
            hint = phrase("hint_nearest", name=similar) if similar else None
            return diagnose("XSD103", document.location(element, match[1]), hint=hint, attribute=name, **facts)
        if match := _NEEDED_ATTRIBUTE.search(reason):
            return diagnose("XSD104", document.location(element), attribute=local_name(match[1]), **facts)
        if match := _ATTRIBUTE_VALUE.match(reason):
            place = document.location(element, match[1])
            value = str(element.get(match[1], ""))[:60]
            return diagnose(
                "XSD105", place, attribute=local_name(match[1]), value=value, reason=_in_words(match[2])[:200], **facts
            )
        return diagnose("XSD100", document.location(element), reason=_in_words(reason)[:300], **facts)

    def _child(self, document: Document, element: Any, error: Any) -> Diagnostic:  # noqa: ANN401  # as above
        names = [local_name(item.name) for item in error.expected or () if getattr(item, "name", None)]
        expected = ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
        nothing = not error.expected  # else wildcards may be
        expected = expected or (phrase("xsd_no_element") if nothing else "–")
        parent = local_name(element.tag)
        if error.invalid_tag is None or error.index >= len(element):
            return diagnose("XSD102", document.location(element), element=parent, expected=expected)
        child = element[error.index]  # comments and processing instructions are counted
        name = local_name(child.tag)
        similar = nearest(name, names) or (None if name in self._elements else nearest(name, self._elements))
        hint = phrase("hint_nearest", name=similar) if similar else phrase("xsd_hint_no_element") if nothing else None
        return diagnose("XSD101", document.location(child), hint=hint, element=name, parent=parent, expected=expected)


def _broken(place: Location, reason: str, advice: str = _ADVICE) -> BrokenSchemaError:
    """What is raised for a schema that cannot be used."""
    return BrokenSchemaError(f"{place}: {reason}; {advice}", f"{reason}; {advice}", place)


def _in_words(reason: str) -> str:
    """What is wrong with a value, in words of the user's language where the library has those of Python."""
    for expression, key in _AS_PYTHON:
        if found := expression.match(reason):
            return phrase(key, **({"values": _values(found[1])} if found.groups() else {}))
    return reason


def _values(written: str) -> str:
    """The values of a list that Python has written."""
    try:
        return ", ".join(f"“{value}”" for value in ast.literal_eval(written))
    except (ValueError, SyntaxError):  # such as Decimal('1')
        return written[1:-1]


def _attribute_names(group: Any) -> list[str]:  # noqa: ANN401  # an attribute group of xmlschema
    return [local_name(name) for name in group if name]


def _check_references(document: Document, locate: Locate) -> None:
    """Included schemas must be local and there; imported ones may be built in, such as that of the xml namespace."""
    for node in document.root.iter(*_INCLUSIONS):
        href = str(node.get("schemaLocation", ""))
        place = document.location(node, "schemaLocation")
        path = locate(href) or located(href, document.path)
        if path is None:
            reason = f"{href} is not a local file, and the network is not used"
            raise _broken(place, reason, f"run: teitools schemas add {href}")
        if not filesystem.is_file(path):
            raise _broken(place, f"the included schema {href} does not exist", "correct schemaLocation")


def _files(document: Document, locate: Locate) -> tuple[Path, ...]:
    """The files of a schema: its own, and those that it and they include and import, there or not."""
    found: dict[Path, None] = {}
    waiting = [document]
    while waiting:
        one = waiting.pop()
        found[filesystem.absolute(one.path)] = None  # type: ignore[arg-type]  # all are files
        for node in one.root.iter(*_INCLUSIONS, _IMPORT):
            href = str(node.get("schemaLocation", ""))
            path = locate(href) or located(href, one.path)
            if href and path is not None and filesystem.absolute(path) not in found:
                found[filesystem.absolute(path)] = None
                other = read(path)[0] if filesystem.is_file(path) else None
                waiting += [other] if other is not None else []
    return tuple(found)


def _check_derivations(document: Document) -> None:
    """A type is derived from one that is named or stands within (XML Schema 1.1, 3.4.2 and 3.16.2)."""
    for node in document.root.iter(clark(XSD, "restriction"), clark(XSD, "extension")):
        if node.get("base") is None and node.find(clark(XSD, "simpleType")) is None:
            place, name = document.location(node), local_name(node.tag)
            raise _broken(place, f"xs:{name} says not of which type", f"{_ADVICE}: add base")


def _compile(document: Document, locate: Locate) -> Any:  # noqa: ANN401  # a schema of xmlschema
    import xmlschema

    xmlschema.limits.MAX_MODEL_DEPTH = xmlschema.limits.MAX_XML_DEPTH = _DEPTH
    kind = (
        xmlschema.XMLSchema11
        if document.root.get(clark(XSD_VERSIONS, "minVersion")) == "1.1"
        else xmlschema.XMLSchema10
    )

    def mapped(uri: str) -> str:
        found = locate(uri)
        return uri if found is None else file_uri(found)

    with _compiling, warnings.catch_warnings(record=True) as failed:
        warnings.simplefilter("always")  # imports that cannot be read are warnings; what needs them is an error
        try:
            return _deeply(lambda: kind(str(document.path), defuse="always", allow="local", uri_mapper=mapped))
        except RecursionError as error:
            where = Location(document.name)
            raise _broken(where, "its parts are nested too deeply", "flatten the XML Schema") from error
        except (xmlschema.XMLSchemaException, OSError) as error:
            place = _schema_place(document, error)
            reason = str(getattr(error, "message", None) or error).strip().rstrip(":").split("\n")[0]
            missing = "".join(f" ({item.message})" for item in failed[:1])
            raise _broken(place, f"{reason}{missing}") from error
        except (AttributeError, TypeError, LookupError, ValueError, AssertionError) as error:
            # the library builds what it can of a wrong schema before it looks whether that is enough
            reason = f"it is not as xmlschema, which reads it, expects ({type(error).__name__}: {error})"
            raise _broken(Location(document.name), reason) from error


def _deeply(work: Callable[[], Any]) -> Any:  # noqa: ANN401  # what the work returns
    """Do what calls itself for each level of nesting; on a stack of its own where that of the thread is too small.

    Raises what the work raises: RecursionError, if no stack suffices or the system gives none.
    """
    try:
        return work()
    except RecursionError:
        pass
    done: list[Any] = []
    failed: list[BaseException] = []

    def run() -> None:
        try:
            done.append(work())
        except BaseException as error:
            failed.append(error)

    with _deepening:
        frames, stack = sys.getrecursionlimit(), threading.stack_size(_STACK)
        sys.setrecursionlimit(max(frames, _FRAMES))
        try:
            thread = threading.Thread(target=run, daemon=True)
            thread.start()
            thread.join()
        except RuntimeError as error:  # no room for the stack
            raise RecursionError from error
        finally:
            threading.stack_size(stack)
            sys.setrecursionlimit(frames)
    if failed:
        raise failed[0]
    return done[0]


def _schema_place(document: Document, error: Exception) -> Location:
    """The place in the schema file: xmlschema gives the file and a path."""
    file = local_path(str(getattr(error, "schema_url", "") or ""))
    path = str(getattr(error, "path", "") or "")
    if file is not None:
        document = read(file)[0] or document
    return document.location_of_path(path) if path else Location(document.name)
