"""What Saxon says about the generated stylesheet, as faults of the schema in plain words."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from teitools.diagnostics import BrokenSchemaError, Location, nearest
from teitools.document.names import XPATH_FUNCTIONS
from teitools.schematron.tree.files import joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from teitools.saxon import Fault, SaxonError
    from teitools.schematron.compile.compiler import Compiled
    from teitools.schematron.compile.writer import Written
    from teitools.schematron.model import Let, SchemaModel

__all__ = ["condense", "is_refusal", "schema_error", "told"]

_ADVICE = "correct the Schematron schema"
_VARIABLE = re.compile(r"[Vv]ariable \$(\S+)")
_FUNCTION = re.compile(r"a (\d+)-argument function named (?:Q\{([^}]*)\})?([\w.-]+)")
_EXPANDED = re.compile(r"Q\{([^}]*)\}")
_UNDECLARED = re.compile(r'<ns prefix="([^"]*)" uri="…"/>')
_OTHER_NAME = re.compile(r"(?<=[\w.-])-of-(?:pattern-\d+|phase)\b")  # as the compiler names variables
_OUTSIDE = (
    "is not read: it lies outside of the folders of the schema and the document; "
    "if you trust the schema, allow its folder with --allow-read"
)
# Codes, what Saxon says, and how to say it.
_PLAIN = (
    (("XPST0008",), _VARIABLE, "the variable “${0}” is not declared"),
    (
        ("XPST0081", "XTDE0290", "XTSE0280"),
        re.compile(r"[Pp]refix '?([^\s']+)'?"),
        'the prefix “{0}” is not declared; declare it with <ns prefix="{0}" uri="…"/>',
    ),
    (("XTSE0630", "XTSE0580"), re.compile(r"/parameter \$?([^\s(]+)"), "the variable “${0}” is declared twice"),
    ((), re.compile(r"processing file:\S*/(\S+?)\.? Caused by .*\(([^()]*)\)$"), "{0} cannot be read ({1})"),
    ((), re.compile(r"processing file:\S*?/([^/\s(]+)\(.*\(([^()]*)\)\)$"), "{0} cannot be read ({1})"),
    ((), re.compile(r"teitools-refused:((?i:file):[^\s']+)"), "{0} " + _OUTSIDE),
    ((), re.compile(r"teitools-refused:([^\s']+)"), "{0} is not read: rules read files only, not the network"),
    ((), re.compile(r"'teitools-refused'"), "the collection " + _OUTSIDE),
    ((), re.compile(r"^Unexpected token <eof>"), "the expression ends too early"),
    ((), re.compile(r"\bexpected (.+), found <eof>"), "the expression ends where {0} is expected"),
    (
        (),
        re.compile(r"^After `(.+)` expected <eof>, found (.+)"),
        "“{1}” cannot follow: the expression ends after “{0}”",
    ),
    ((), re.compile(r"^Unexpected token = before \S*"), "there is an “=” too many; XPath compares with one"),
    (
        ("XTTE0570", "XPTY0004"),
        re.compile(r"supplied value for variable \$(\S+) is (\S+)\. The supplied value is of type (\S+)"),
        "the variable “${0}” is declared as {1}, but its value is of the type {2}",
    ),
    (
        ("XPTY0004",),
        re.compile(r"sequence of more than one item (?:\{.*\} )?is not allowed as (.+)"),
        "there are several items where one is wanted: as {0}",
    ),
    (
        ("XPTY0004",),
        re.compile(r"empty sequence is not allowed as (.+)"),
        "there is nothing where one is wanted: as {0}",
    ),
)
# Functions without a prefix (XPath and XQuery Functions and Operators 3.1; XSLT 3.0), to tell which one was meant
_NAMES = """
abs accumulator-after accumulator-before adjust-date-to-timezone analyze-string apply available-system-properties avg
base-uri boolean ceiling codepoint-equal codepoints-to-string collection compare concat contains contains-token
copy-of count current current-date current-dateTime current-group current-grouping-key current-time data dateTime
day-from-date day-from-dateTime days-from-duration deep-equal default-collation default-language distinct-values doc
doc-available document document-uri element-available element-with-id empty encode-for-uri ends-with
environment-variable error escape-html-uri exactly-one exists false filter floor fold-left fold-right for-each
for-each-pair format-date format-dateTime format-integer format-number format-time function-available function-lookup
generate-id has-children head hours-from-time id idref implicit-timezone in-scope-prefixes index-of innermost
insert-before iri-to-uri json-doc json-to-xml key lang last load-xquery-module local-name local-name-from-QName
lower-case matches max min minutes-from-time month-from-date month-from-dateTime name namespace-uri
namespace-uri-for-prefix namespace-uri-from-QName nilled node-name normalize-space normalize-unicode not number
one-or-more outermost parse-json parse-xml parse-xml-fragment path position prefix-from-QName QName
random-number-generator regex-group remove replace resolve-QName resolve-uri reverse root round round-half-to-even
seconds-from-time serialize snapshot sort starts-with static-base-uri string string-join string-length
string-to-codepoints subsequence substring substring-after substring-before sum system-property tail
timezone-from-date tokenize trace transform translate true unordered unparsed-text unparsed-text-available
unparsed-text-lines upper-case xml-to-json year-from-date year-from-dateTime years-from-duration zero-or-one
"""
_KNOWN = frozenset(_NAMES.split())


def schema_error(
    error: SaxonError, schema: SchemaModel, compiled: Compiled, document: str | None = None
) -> BrokenSchemaError:
    """The error for what does not compile, or, with the name of a document, for what failed on it."""
    ordered = sorted(error.faults, key=lambda fault: _order(fault, compiled))
    told = [_placed(fault, schema, compiled) for fault in _once(ordered, schema)]
    lines = list(dict.fromkeys(f"{place}: {words}" for place, words in told))
    where = f" (while checking {document})" if document else ""
    message = joined(lines, f"{_ADVICE}{where}") if len(lines) > 1 else f"{lines[0]}; {_ADVICE}{where}"
    place, reason = told[0]
    return BrokenSchemaError(message, reason, place)


def _once(faults: list[Fault], schema: SchemaModel) -> Iterator[Fault]:
    """The faults, with one for each variable that is used out of its scope: there is one place to correct."""
    told: set[str] = set()
    for fault in faults:
        name = _undeclared_variable(fault)
        if name is not None and name in told and _scope(name, schema) is not None:
            continue
        told |= {name} if name is not None else set()
        yield fault


def _undeclared_variable(fault: Fault) -> str | None:
    found = _VARIABLE.search(_OTHER_NAME.sub("", fault.message)) if fault.code == "XPST0008" else None
    return found[1] if found else None


def _scope(name: str, schema: SchemaModel) -> str | None:
    """Where a variable is declared and what makes it known elsewhere; None if only phases or nobody declare it."""
    for pattern in schema.patterns:
        if place := _declared(name, pattern.lets):
            label = f" “{pattern.id}”" if pattern.id else ""
            return (
                f"belongs to the pattern{label} ({place}) and holds in no other; move that <let> into <schema>, or "
                "take the variables of patterns for all of them with --shared-variables"
            )
    for rule in (rule for pattern in schema.patterns for rule in pattern.rules):
        if place := _declared(name, rule.lets):
            return (
                f"belongs to the rule at {rule.place} ({place}) and holds there from its <let> on; "
                "move that into the <pattern> or <schema>, or before its use"
            )
    return None


def _declared(name: str, lets: Iterable[Let]) -> Location | None:
    return next((let.value.place.location for let in lets if let.name == name), None)


def _order(fault: Fault, compiled: Compiled) -> tuple[str, int, int]:
    """Faults without a place in the schema come first, as they may be the cause of others."""
    origin = compiled.origins.get(fault.line or 0)
    place = origin.place.location if origin is not None else None
    return (place.file, place.line or 0, place.column or 0) if place is not None else ("", 0, 0)


def _placed(fault: Fault, schema: SchemaModel, compiled: Compiled) -> tuple[Location, str]:
    """Where a fault is, as far as that is known, and what it is."""
    # included stylesheets have their own lines; only the last part of their names is known
    own = fault.module is None or PurePosixPath(fault.module).name == schema.path.name
    if not own:
        return Location(str(fault.module), fault.line, fault.column), condense(fault.code, fault.message)
    origin = compiled.origins.get(fault.line or 0)
    if origin is None:
        return Location(schema.name), condense(fault.code, fault.message)
    return origin.place.location, _words(fault, origin, schema, compiled)


def told(fault: Fault, schema: SchemaModel, compiled: Compiled) -> str:
    """What is wrong, in plain words, without its place."""
    origin = compiled.origins.get(fault.line or 0)
    return condense(fault.code, fault.message) if origin is None else _words(fault, origin, schema, compiled)


def _words(fault: Fault, origin: Written, schema: SchemaModel, compiled: Compiled) -> str:
    text = condense(fault.code, fault.message)
    expression = origin.expression
    if fault.code == "XPST0008" and (found := _VARIABLE.search(fault.message)):
        near = nearest(found[1], compiled.variables)
        phases = [name for name, phase in schema.phases.items() if found[1] in (let.name for let in phase.lets)]
        scope = _scope(found[1], schema)
        if scope is not None and not phases:
            text = f"the variable “${found[1]}” is not declared here: it {scope}"
        elif phases:
            text += f" outside of the phase “{phases[0]}”; choose that with --phase, or declare it for the whole schema"
        elif near:
            text += f" (did you mean “${near}”?)"
        elif expression is not None and expression.instance is not None:
            text += f", and the instance at {expression.instance} gives no parameter of that name"
    if expression is None or not expression.text:
        return text
    if (found := _UNDECLARED.search(text)) and (uri := origin.place.element.nsmap.get(found[1])):
        text = text.replace("…", uri)  # declared for the file, which does not count for expressions (5.4.8)
    return f"{expression.what} is wrong: {text}: {expression.text}"


def condense(code: str | None, message: str) -> str:
    """A message of Saxon in plain words, on one line and without what only concerns the generated stylesheet."""
    text = _OTHER_NAME.sub("", " ".join(message.split()))
    for codes, pattern, words in _PLAIN:
        if (code in codes or not codes) and (found := pattern.search(text)):
            return words.format(*found.groups())
    if code == "XPST0017" and (found := _FUNCTION.search(text)):
        return _no_function(int(found[1]), found[2] or XPATH_FUNCTIONS, found[3])
    text = _EXPANDED.sub(lambda found: "" if found[1] == XPATH_FUNCTIONS else found[0], text)
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def is_refusal(reason: str) -> bool:
    """Whether a condensed message says that something is not read, and how it would be."""
    return reason.endswith(_OUTSIDE)


def _no_function(arguments: int, namespace: str, name: str) -> str:
    counted = f"{arguments} argument{'' if arguments == 1 else 's'}"
    if namespace != XPATH_FUNCTIONS:
        return f"there is no function “Q{{{namespace}}}{name}” with {counted}"
    if name in _KNOWN:
        return f"the function “{name}” cannot have {counted}"
    near = nearest(name, _KNOWN)
    return f"there is no function “{name}” with {counted}" + (f" (did you mean “{near}”?)" if near else "")
