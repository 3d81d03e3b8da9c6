"""What Saxon says about the generated stylesheet, as faults of the schema in plain words."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from teitools.diagnostics import SetupError, nearest
from teitools.schematron.source import joined

if TYPE_CHECKING:
    from teitools.saxon import Fault, SaxonError
    from teitools.schematron.compiler import Compiled
    from teitools.schematron.model import SchemaModel
    from teitools.schematron.writer import Written

__all__ = ["condense", "schema_error"]

_ADVICE = "correct the Schematron schema"
_VARIABLE = re.compile(r"[Vv]ariable \$(\S+)")
_FUNCTION = re.compile(r"a (\d+)-argument function named (?:Q\{([^}]*)\})?([\w.-]+)")
_FUNCTIONS = "http://www.w3.org/2005/xpath-functions"
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
)


def schema_error(error: SaxonError, schema: SchemaModel, compiled: Compiled, document: str | None = None) -> SetupError:
    """The SetupError for what does not compile, or, with the name of a document, for what failed on it."""
    ordered = sorted(error.faults, key=lambda fault: _order(fault, compiled))
    lines = list(dict.fromkeys(_line(fault, schema, compiled) for fault in ordered))
    where = f" (while checking {document})" if document else ""
    return SetupError(joined(lines, f"{_ADVICE}{where}") if len(lines) > 1 else f"{lines[0]}; {_ADVICE}{where}")


def _order(fault: Fault, compiled: Compiled) -> tuple[str, int, int]:
    """Faults without a place in the schema come first, as they may be the cause of others."""
    origin = compiled.origins.get(fault.line or 0)
    place = origin.place.location if origin is not None else None
    return (place.file, place.line or 0, place.column or 0) if place is not None else ("", 0, 0)


def _line(fault: Fault, schema: SchemaModel, compiled: Compiled) -> str:
    # included stylesheets have their own lines; only the last part of their names is known
    own = fault.module is None or PurePosixPath(fault.module).name == schema.path.name
    if not own:
        return f"{fault.module}:{fault.line}:{fault.column}: {condense(fault.code, fault.message)}"
    origin = compiled.origins.get(fault.line or 0)
    if origin is None:
        return f"{schema.name}: {condense(fault.code, fault.message)}"
    return f"{origin.place}: {_words(fault, origin, compiled)}"


def _words(fault: Fault, origin: Written, compiled: Compiled) -> str:
    text = condense(fault.code, fault.message)
    expression = origin.expression
    if fault.code == "XPST0008" and (found := _VARIABLE.search(fault.message)):
        near = nearest(found[1], compiled.variables)
        if near:
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
        name = found[3] if found[2] in (None, "", _FUNCTIONS) else f"Q{{{found[2]}}}{found[3]}"
        return f"there is no function “{name}” with {found[1]} argument{'' if found[1] == '1' else 's'}"
    text = _EXPANDED.sub(lambda found: "" if found[1] == _FUNCTIONS else found[0], text)
    return text[:1].lower() + text[1:] if text[1:2].islower() else text
