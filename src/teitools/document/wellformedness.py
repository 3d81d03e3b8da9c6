"""Why a document is not well-formed, in plain words and at the exact place.

libxml2 says that something is wrong; expat says at which byte. What stands there decides the code of the finding.
"""

from __future__ import annotations

import html.entities
import re
from typing import TYPE_CHECKING

from teitools.diagnostics import Diagnostic, Location, Related, diagnose, phrase
from teitools.document.escape import PREDEFINED
from teitools.document.likely import likely_encoding
from teitools.document.lines import Lines
from teitools.document.probe import Fault, Probe, probe
from teitools.document.prolog import has_doctype

if TYPE_CHECKING:
    from collections.abc import Callable

    from lxml import etree

__all__ = ["DEPTH", "explain", "is_depth"]

DEPTH = 2000
"""So many elements may stand in one another; what reads documents here is tried with that many."""
DEPTH_WITH_DTD = 256  # the parser's own limit, which goes together with those that keep entities from growing

_MAGIC = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP (.docx, .odt, .epub)"),
    (b"\x1f\x8b", "gzip"),
    (b"\xd0\xcf\x11\xe0", "Microsoft Office (.doc)"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\\documentclass", "LaTeX"),
)
_HEAD = 8000  # bytes in which what is no text is expected to hold a NUL, as Git expects it
_HTML = re.compile(rb"\s*+<(!doctype\s++html|html|head|body)\b", re.IGNORECASE)
_NAME = re.compile(rb"[^\s/>=\"'<&;]*+")
_ENTITY = re.compile(rb"&([^\s#;&<>\"']++);")
_PREDEFINED = {name.encode() for name in PREDEFINED}


def explain(data: bytes, safe: bytes, name: str, error: etree.XMLSyntaxError) -> Diagnostic:
    """Turn the fault that stopped the parser into a finding.

    `data` is the text in UTF-8, `safe` what the parser was given: the same with the DTD's external identifier blanked.
    """
    return _bad_bytes(data, name) or _no_xml(data, name) or _Explanation(data, safe, name, error).diagnostic()


def _bad_bytes(data: bytes, name: str) -> Diagnostic | None:
    """A byte that is not UTF-8, unless the file is of another kind altogether."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        if kind := _kind(data):
            return diagnose("XML012", Location(name, 1, 1), kind=kind)
        place = Location(name, *Lines(data[: error.start]).place(error.start))
        byte = f"0x{data[error.start]:02X}"
        likely = likely_encoding(data)
        return diagnose("XML013", place, encoding="UTF-8", byte=byte, offset=error.start, likely=likely)
    return None


def _kind(data: bytes) -> str | None:
    """What a file is that is no text, by its first bytes."""
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            return kind
    is_binary = b"\0" in data[:_HEAD] and not data.lstrip().startswith(b"<")
    return phrase("kind_binary") if is_binary else None


def _no_xml(data: bytes, name: str) -> Diagnostic | None:
    start = Location(name, 1, 1)
    if not data:
        return diagnose("XML010", Location(name))
    text = data.lstrip()
    if not text:
        return diagnose("XML011", start)
    kind = _kind(data) or ("JSON" if text[:1] in (b"{", b"[") else None)
    if kind:
        return diagnose("XML012", start, kind=kind)
    if not text.startswith(b"<") and not text.startswith(b"\x00"):
        place = Lines(data).place(len(data) - len(text))
        # nothing is shown of what is no XML at all: a document may name any file of its reader as its schema
        shown = text[:30].decode("utf-8", "replace").split("\n")[0] if b"<" in text else "…"
        return diagnose("XML025", Location(name, *place), text=shown)
    return None


class _Explanation:
    """One fault, seen by both parsers."""

    def __init__(self, data: bytes, safe: bytes, name: str, error: etree.XMLSyntaxError) -> None:
        self.data, self.name, self.error = data, name, error
        self.lines = Lines(data)
        self.doctype = has_doctype(data)
        self.found: Probe = probe(safe)

    def diagnostic(self) -> Diagnostic:
        message = self.error.msg or ""
        if limit := _limit(message):
            return diagnose(limit, self._reported(), limit=DEPTH_WITH_DTD if self.doctype else DEPTH)
        if self.found.fault is None and "not defined" in message:
            return self._undefined_entity()  # expat takes it for one of those that a parameter entity declares
        if self.found.fault is None:
            return diagnose("XML001", self._reported(), reason=_reason(message))
        handlers: dict[Fault, Callable[[], Diagnostic]] = {
            Fault.MISMATCH: self._mismatch,
            Fault.UNCLOSED: self._unclosed,
            Fault.STRAY_END: self._stray_end,
            Fault.UNDEFINED_ENTITY: self._undefined_entity,
            Fault.DUPLICATE_ATTRIBUTE: self._duplicate_attribute,
            Fault.ATTRIBUTE_TEXT: self._attribute_text,
            Fault.CONTROL: self._control,
            Fault.PREFIX: self._prefix,
            Fault.EXTERNAL_ENTITY: self._external_entity,
            Fault.UNFINISHED: self._unfinished,
            Fault.BARE_AMPERSAND: self._bare_ampersand,
        }
        handler = handlers.get(self.found.fault)
        return handler() if handler else self._plain()

    def _plain(self) -> Diagnostic:
        """A fault whose code and place say all."""
        code = "XML001" if self.found.fault is None else self.found.fault.value
        if code == "XML001" and _HTML.match(self.data):
            return diagnose("XML012", Location(self.name, 1, 1), kind="HTML")
        reason = _reason(self.error.msg or "")
        return diagnose(code, self._at(self.found.offset), reason=reason, text=self._excerpt())

    def _at(self, start: int, end: int | None = None) -> Location:
        ending = self.lines.place(end) if end is not None else (None, None)
        return Location(self.name, *self.lines.place(start), *ending)

    def _reported(self) -> Location:
        """The place as libxml2 has it: its columns count bytes."""
        line, column = self.error.position
        return self._at(self.lines.offset(line) + max(column - 1, 0)) if line else Location(self.name)

    def _excerpt(self) -> str:
        text = self.data[self.found.offset : self.found.offset + 120].decode("utf-8", "ignore")
        return text.split("\n")[0].strip()[:30]

    def _name_at(self, offset: int) -> str:
        match = _NAME.match(self.data, offset)
        return match[0].decode("utf-8", "replace") if match else ""

    def _open_tag(self, start: int) -> tuple[str, Related]:
        name = self._name_at(start + 1)
        return name, Related(phrase("related_start_tag", name=name), self._at(start, start + 1 + len(name.encode())))

    def _mismatch(self) -> Diagnostic:
        closing = self._name_at(self.found.offset)
        place = self._at(self.found.offset - 2, self.found.offset + len(closing.encode()) + 1)
        name, related = self._open_tag(self.found.open[-1])
        opened = [self._name_at(start + 1) for start in self.found.open]
        code = "XML002" if closing in opened else "XML022"
        line = self.lines.place(self.found.open[-1])[0]
        return diagnose(code, place, closing=closing, open=name, line=line, related=[related])

    def _unclosed(self) -> Diagnostic:
        """The text ends before its elements do."""
        end = len(self.data.rstrip())
        if not self.found.open:
            return diagnose("XML011", self._at(end))
        name, related = self._open_tag(self.found.open[-1])
        line = self.lines.place(self.found.open[-1])[0]
        return diagnose("XML003", self._at(end), open=name, line=line, related=[related])

    def _stray_end(self) -> Diagnostic:
        closing = self._name_at(self.found.offset + 2)
        place = self._at(self.found.offset, self.found.offset + len(closing.encode()) + 3)
        return diagnose("XML027", place, closing=closing)

    def _undefined_entity(self) -> Diagnostic:
        start = self.found.offset
        declared = self.found.entities | _PREDEFINED
        matches = (m for m in _ENTITY.finditer(self.data, start) if m[1] not in declared)
        match = next(matches, None)
        if match is None:
            return diagnose("XML001", self._reported(), reason=_reason(self.error.msg or ""))
        name = match[1].decode("utf-8", "replace")
        characters = html.entities.html5.get(f"{name};", "")
        code = "XML006" if characters else "XML028"
        references = "".join(f"&#x{ord(character):X};" for character in characters)
        return diagnose(code, self._at(*match.span()), entity=name, reference=references)

    def _duplicate_attribute(self) -> Diagnostic:
        first, second = self.found.pair or (self.found.offset, self.found.offset)
        name, element = self._name_at(second), self._name_at(self.found.tag + 1)
        related = Related(phrase("related_first_attribute", name=name), self._at(first, first + len(name.encode())))
        place = self._at(second, second + len(name.encode()))
        return diagnose("XML008", place, attribute=name, element=element, related=[related])

    def _attribute_text(self) -> Diagnostic:
        start = self.found.attribute
        attribute, element = self._name_at(start), self._name_at(self.found.tag + 1)
        related = Related(phrase("related_attribute", name=attribute), self._at(start, start + len(attribute.encode())))
        return diagnose("XML018", self._at(self.found.offset), attribute=attribute, element=element, related=[related])

    def _control(self) -> Diagnostic:
        offset = self.found.offset
        character = self.data[offset : offset + 4].decode("utf-8", "ignore")[:1]
        return diagnose("XML016", self._at(offset), character=f"U+{ord(character or chr(0)):04X}")

    def _prefix(self) -> Diagnostic:
        offset = self.found.offset
        name = self._name_at(offset)
        place = self._at(offset, offset + len(name.encode()))
        return diagnose("XML017", place, prefix=name.partition(":")[0], name=name)

    def _external_entity(self) -> Diagnostic:
        match = re.compile(rb"[&%]([^;\s]{1,200});").match(self.data, self.found.offset)
        place = self._at(self.found.offset, match.end() if match else None)
        name = match[1].decode("utf-8", "replace") if match else "?"
        return diagnose("XML040", place, entity=name, target=self.found.target)

    def _unfinished(self) -> Diagnostic:
        construct = self.data[self.found.offset : self.found.offset + 40].decode("utf-8", "ignore").split("\n")[0][:20]
        return diagnose("XML021", self._at(self.found.offset), construct=construct)

    def _bare_ampersand(self) -> Diagnostic:
        text = self.data[self.found.offset : self.found.offset + 40].decode("utf-8", "ignore")
        return diagnose("XML004", self._at(self.found.offset), text=re.split(r"[\s<>\"']", text)[0][:20])


def _limit(message: str) -> str | None:
    if is_depth(message):
        return "XML043"
    if "amplification" in message or "reference loop" in message:
        return "XML042"
    return "XML044" if any(words in message for words in ("limit exceeded", "too long", "too big")) else None


def is_depth(message: str) -> bool:
    """Whether the parser stopped at too many elements in one another."""
    return "depth" in message


def _reason(message: str) -> str:
    """libxml2's own words without the place, which is said already."""
    return re.sub(r", line \d+, column \d+$", "", message).strip().replace("\n", " ")[:200]
