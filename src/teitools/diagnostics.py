"""The model of findings: what is wrong in a text, where, and what to do about it.

A fault of a text is a value, a `Diagnostic`; a fault of the tool or its set-up is an exception, a `TeitoolsError`
whose message ends with what to do. The wording of every code lives in one catalogue, the TOML files in `catalogue/`, in
English and Turkish. This module imports the standard library only.
"""

from __future__ import annotations

import functools
import os
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

__all__ = [
    "LANGUAGES",
    "TOOL_FAULT",
    "BrokenSchemaError",
    "CatalogueEntry",
    "Diagnostic",
    "Engine",
    "Location",
    "Related",
    "SetupError",
    "Severity",
    "TeitoolsError",
    "catalogue",
    "diagnose",
    "has_phrase",
    "language",
    "listen",
    "nearest",
    "outline",
    "phrase",
    "say",
    "set_language",
    "speaking",
]

Engine = Literal["xml", "relaxng", "schematron", "xsd", "pointers", "odd", "editions", "facts", "archive"]
LANGUAGES = ("en", "tr")
TOOL_FAULT = "XML033"
"""The one code that says nothing of a text: the tool failed on a document, and went on with the others."""


class TeitoolsError(Exception):
    """A fault of the tool or its set-up. The message ends with what the user can do."""


class SetupError(TeitoolsError):
    """Something that a run needs is missing or broken: a file, a schema, a setting (exit status 2)."""


class BrokenSchemaError(SetupError):
    """A schema that cannot be used. `reason` says what is wrong first, `place` where that is, as far as it is known."""

    def __init__(self, message: str, reason: str = "", place: Location | None = None) -> None:
        super().__init__(message)
        self.reason = reason or message
        self.place = place

    def __reduce__(self) -> tuple[object, ...]:
        """What goes to other processes: more special errors are errors of this kind there."""
        return (BrokenSchemaError, (str(self), self.reason, self.place))


def outline(error: BaseException) -> str:
    """What an exception that nobody foresaw comes to, in a line: what the world refused, or where the tool is wrong."""
    if isinstance(error, MemoryError):
        return "there is not enough memory"
    if isinstance(error, RecursionError):
        return "something is nested too deeply"
    if isinstance(error, OSError):
        parts = (error.filename, error.strerror or str(error) or type(error).__name__)
        return ": ".join(str(part) for part in parts if part)
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" ({os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno})" if trace else ""  # noqa: PTH119
    return f"{type(error).__name__}: {' '.join(str(error).split())}{place}"


class Severity(StrEnum):
    """How bad a finding is; `info` never fails a run. Compared by gravity: `Severity.ERROR > Severity.WARNING`."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """2 for error, 1 for warning, 0 for info."""
        return {"error": 2, "warning": 1, "info": 0}[self.value]

    # All four, as a text has them all, and in the order of letters a warning would be worse than an error.
    def __lt__(self, other: str) -> bool:
        """Whether this is less grave. Raises TypeError for what is no severity nor names one; so do the others."""
        return self.rank < _severity(other).rank

    def __le__(self, other: str) -> bool:
        """Whether this is no graver."""
        return self.rank <= _severity(other).rank

    def __gt__(self, other: str) -> bool:
        """Whether this is graver."""
        return self.rank > _severity(other).rank

    def __ge__(self, other: str) -> bool:
        """Whether this is as grave or graver."""
        return self.rank >= _severity(other).rank


def _severity(value: str) -> Severity:
    try:
        return Severity(value)
    except ValueError as error:
        raise TypeError(f"{value!r} is no severity; compare with one of {', '.join(Severity)}") from error


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file. Lines and columns are 1-based; columns count characters (Unicode code points).

    `end_line` and `end_column` name the character after the last one meant, where the extent is known.
    `xpath` is for people: local names with positions, `/TEI/text/body/div[2]/p[3]/@ref`.
    """

    file: str
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    xpath: str | None = None

    def __str__(self) -> str:
        """`file:line:column`, as far as known; what is not known is left out, never guessed."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


@dataclass(frozen=True, slots=True)
class Related:
    """A second place or fact that explains a finding."""

    message: str
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding in a text."""

    code: str
    severity: Severity
    message: str
    location: Location
    source: Engine
    hint: str | None = None
    related: tuple[Related, ...] = ()

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """File, then place, then code and wording: the order in which findings are reported."""
        place = self.location
        return (place.file, place.line or 0, place.column or 0, self.code, self.message)


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """What the catalogue says about one code; every text is keyed by language (`en`, `tr`)."""

    code: str
    source: Engine
    severity: Severity
    title: Mapping[str, str]
    message: Mapping[str, str]
    hint: Mapping[str, str]
    why: Mapping[str, str]
    wrong: str
    right: str


# The files of the catalogue, by the first part of their codes and phrases.
_ENGINES = {
    "XML": "xml",
    "RNG": "relaxng",
    "SCH": "schematron",
    "XSD": "xsd",
    "PTR": "pointers",
    "ODD": "odd",
    "EDN": "editions",
    "FCT": "facts",
    "ARC": "archive",
}
_PHRASES = {
    "RNG": "relaxng",
    "SCH": "schematron",
    "ODD": "odd",
    "STORE": "store",
    "ARC": "archive",
    "CLUSTER": "cluster",
}


def catalogue() -> Mapping[str, CatalogueEntry]:
    """Every code that the tool itself can report, by engine and in the order of the catalogue's files."""
    return {code: entry for name in _ENGINES.values() for code, entry in _codes(name).items()}


@functools.cache
def _codes(name: str) -> Mapping[str, CatalogueEntry]:
    return {code: _entry(code, data) for code, data in _read(name).items()}


@functools.cache
def _phrases(name: str) -> Mapping[str, Mapping[str, str]]:
    return _read(name)


def _phrase_file(key: str) -> str:
    """The phrases of an engine, and of the store, start with its short name: `rng_…` is in `phrases-relaxng.toml`."""
    name = _PHRASES.get(key.partition("_")[0].upper())
    return f"phrases-{name}" if name else "phrases"


def _read(name: str) -> dict[str, dict[str, str]]:
    import tomllib  # imported here, like difflib below: a document without findings needs neither
    from pathlib import Path  # not importlib.resources, which loads programs for archives and temporary files

    return tomllib.loads(Path(__file__).with_name("catalogue").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def _entry(code: str, data: Mapping[str, object]) -> CatalogueEntry:
    def text(key: str) -> Mapping[str, str]:
        value = data.get(key, {})
        return {str(k): str(v) for k, v in value.items()} if isinstance(value, dict) else {}

    return CatalogueEntry(
        code=code,
        source=str(data["source"]),  # type: ignore[arg-type]  # a test proves that the catalogue uses only known sources
        severity=Severity(str(data.get("severity", "error"))),
        title=text("title"),
        message=text("message"),
        hint=text("hint"),
        why=text("why"),
        wrong=str(data.get("wrong", "")),
        right=str(data.get("right", "")),
    )


# Of the thread, or the task of asyncio: each may speak another language.
_language: ContextVar[str] = ContextVar("language", default="en")


def set_language(language: str) -> None:
    """Choose the language of all messages made from now on in this thread or task: `en` or `tr`."""
    if language not in LANGUAGES:
        raise SetupError(f"no messages in language “{language}”; choose one of {', '.join(LANGUAGES)}")
    _language.set(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let messages be in a language while the block runs. Raises SetupError if there are none in it."""
    before = _language.get()
    set_language(language)
    try:
        yield
    finally:
        _language.set(before)


def language() -> str:
    """The language of messages in this thread or task; English, unless somebody chose another one."""
    return _language.get()


_listener: ContextVar[Callable[[str], None] | None] = ContextVar("listener", default=None)


def listen(listener: Callable[[str], None]) -> None:
    """Let somebody hear what is said from now on in this thread or task; until then nobody does."""
    _listener.set(listener)


def say(text: str) -> None:
    """Tell who waits, and listens, what is about to be done that nobody should miss, such as asking a server."""
    listener = _listener.get()
    if listener is not None:
        listener(text)


def phrase(key: str, /, **facts: object) -> str:
    """A wording of the catalogue's `phrases*.toml` (report summaries and the like) in the chosen language."""
    return _phrases(_phrase_file(key))[key][language()].format(**facts)


def has_phrase(key: str) -> bool:
    """Whether the catalogue has a wording of this key."""
    return key in _phrases(_phrase_file(key))


def diagnose(
    code: str,
    location: Location,
    *,
    related: Iterable[Related] = (),
    hint: str | None = None,
    severity: Severity | None = None,
    **facts: object,
) -> Diagnostic:
    """Make a Diagnostic from the catalogue.

    `facts` fill the slots of the code's message and hint. A `hint` given here replaces the catalogue's; an empty
    hint is dropped. Raises KeyError if the code or a slot is unknown: that is a fault of the caller.
    """
    entry = _codes(_ENGINES.get(code[:3], "xml"))[code]
    wording = entry.hint.get(language(), "") if hint is None else hint
    return Diagnostic(
        code=code,
        severity=severity or entry.severity,
        message=entry.message[language()].format(**facts),
        location=location,
        source=entry.source,
        hint=(wording.format(**facts) if hint is None else wording) or None,
        related=tuple(related),
    )


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `name` is probably a misspelling of, or None.

    A difference of letter case alone counts as nearest, then two letters that have changed places (which
    Ratcliff/Obershelp similarity hardly sees in short names); otherwise that similarity, of at least 0.72.
    """
    import difflib

    pool = sorted(set(candidates))
    folded = name.casefold()
    for candidate in pool:
        if candidate.casefold() == folded and candidate != name:
            return candidate
    swapped = {folded[:at] + folded[at + 1] + folded[at] + folded[at + 2 :] for at in range(min(len(folded), 100) - 1)}
    for candidate in pool:
        if len(folded) > 2 and candidate != name and candidate.casefold() in swapped:
            return candidate
    matches = difflib.get_close_matches(name, pool, n=1, cutoff=0.72)
    return matches[0] if matches and matches[0] != name else None
